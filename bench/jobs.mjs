// The jobs that are measured, and what does the same by other people's programs. Every one works in its own folder.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Encrypter } from "age-encryption";
import sharp from "sharp";
import { nodePlatform } from "../dist/node.js";
import { rasterisePdf } from "../dist/read/pages/pdf.js";

const require = createRequire(import.meta.url);
/** log₂ of scrypt's N behind a passphrase. @see FORMAT.md */
const LOG_N = 18;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The project's folder, and its program. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
export const CLI = join(ROOT, "bin", "paper-escrow.js");

/** A made-up account whose secret depends on its number alone. */
export function uri(number) {
  let state = number + 1;
  const secret = Array.from({ length: 32 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return ALPHABET[state >>> 27];
  }).join("");
  return `otpauth://totp/Example:user-${number}%40example.com?secret=${secret}&issuer=Example`;
}

/** The shell's way to read one page: its picture, its code, the secret in it, a sign-in code. */
export const READ_PAGE = `pdftoppm -r 200 -png -f "$2" -l "$2" -singlefile "$1" page && ${readPicture("page.png")}`;
/** Likewise a photo. */
export const READ_PHOTO = readPicture('"$1"');

function readPicture(file) {
  return `zbarimg --nodbus -q --raw ${file} | sed -n '1s/.*secret=\\([A-Z2-7]*\\).*/\\1/p' | oathtool --totp -b - | grep -qE '^[0-9]{6}$'`;
}

/** Opens a file by `age -d`, which asks for its passphrase on a terminal only. Arguments: file, passphrase. */
export const OPEN_BY_AGE = `
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execvp("age", ["age", "-d", "-o", "opened.txt", sys.argv[1]])
shown = b""
while b"assphrase" not in shown:
    shown += os.read(terminal, 1024)
os.write(terminal, sys.argv[2].encode() + b"\\n")
try:
    while os.read(terminal, 1024):
        pass
except OSError:
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

/** A text sealed by a passphrase as a sealed sheet's document is, in a file that age opens. */
export async function sealByAge(text, passphrase, path) {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(LOG_N);
  encrypter.setPassphrase(passphrase);
  await writeFile(path, await encrypter.encrypt(text));
}

/**
 * The naive way to print many codes, as a program of its own: pdf-lib, a PNG a code, a page each.
 * @param name text file with an account a line
 */
export const NAIVE = `
const { readFileSync, writeFileSync } = require("node:fs");
const { PDFDocument } = require("pdf-lib");
const QRCode = require("qrcode");
(async () => {
  const pdf = await PDFDocument.create();
  for (const uri of readFileSync(process.argv[1], "utf8").trim().split("\\n")) {
    const page = pdf.addPage([595.28, 841.89]);
    const code = await pdf.embedPng(await QRCode.toBuffer(uri, { width: 600 }));
    page.drawImage(code, { x: 60, y: 500, width: 170, height: 170 });
    page.drawText(uri, { x: 60, y: 460, size: 8 });
  }
  writeFileSync(process.argv[2], await pdf.save());
})();
`;

/** A page of a PDF as a phone's camera gives it: 12 megapixels, a little turned and darker at one side. */
export async function makePhoto(pdf, path) {
  const page = await firstPage(pdf, 300);
  const { width, height, data } = page.raster;
  const light = Uint8Array.from(data, (value, i) => value * (0.6 + (0.35 * (i % width)) / width));
  await sharp(light, { raw: { width, height, channels: 1 } })
    .rotate(4, { background: "#555" })
    .resize(3000, 4000, { fit: "contain", background: "#555" })
    .blur(1)
    .jpeg({ quality: 85 })
    .toFile(path);
}

async function firstPage(pdf, dpi) {
  for await (const page of rasterisePdf(new Uint8Array(await readFile(pdf)), nodePlatform, { dpi })) return page;
  throw new Error(`${pdf} has no page`);
}

/** A PDF as a scanner makes it of a printed one: a grey JPEG of 200 dpi a page. */
export async function makeScan(pdf, path) {
  const { PDFDocument } = require("pdf-lib");
  const scan = await PDFDocument.create();
  for await (const { raster, widthMm, heightMm } of rasterisePdf(new Uint8Array(await readFile(pdf)), nodePlatform)) {
    const { width, height, data } = raster;
    const jpeg = await sharp(data, { raw: { width, height, channels: 1 } })
      .toColourspace("b-w")
      .jpeg({ quality: 85 })
      .toBuffer();
    const size = { width: (widthMm / 25.4) * 72, height: (heightMm / 25.4) * 72 };
    scan.addPage([size.width, size.height]).drawImage(await scan.embedJpg(jpeg), { x: 0, y: 0, ...size });
  }
  await writeFile(path, await scan.save());
}
