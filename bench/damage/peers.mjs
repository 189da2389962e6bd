import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import qrcode from "qrcode";
import { inkOf } from "./print.mjs";
import { shoot } from "./read-case.mjs";
import { caseSheets } from "./sheets.mjs";

/** How others print the same content: as one code, of their module size and level. */
const PEERS = {
  "paper-age": { moduleMm: 0.6, level: "raised", text: armoured },
  paperback: { moduleMm: 0.53, level: "M", text: decimal },
  "qr-backup": { moduleMm: 0.42, level: "M", text: base64 },
};

const PX_PER_MM = 600 / 25.4;
const PAGE = { widthMm: 210, heightMm: 297 };
/** From the top of the page to the code. */
const TOP_MM = 30;

/** Whether a peer's pages of one case are all read by `zbarimg`: one page, or one for each share. */
export async function readPeerCase(one, peer) {
  const { kind, truth } = await caseSheets(one.kind, one.content, one.number >> 1);
  const payloads =
    kind === "open"
      ? [Buffer.from(truth.uri)]
      : kind === "sealed"
        ? [truth.document]
        : truth.shares.map((share) => Buffer.concat([truth.document, share]));
  for (const [sheet, payload] of payloads.entries()) {
    const text = kind === "open" ? truth.uri : PEERS[peer].text(payload);
    const plan = peerPage(peer, text);
    const { bytes } = await shoot(one, { sheet, page: 0, plan });
    if (!zbarTexts(bytes).includes(text)) return false;
  }
  return true;
}

const pages = new Map();

function peerPage(peer, text) {
  const key = `${peer} ${text}`;
  if (!pages.has(key)) pages.set(key, layOut(PEERS[peer], text));
  return pages.get(key);
}

function layOut({ moduleMm, level }, text) {
  const { modules } = level === "raised" ? raised(text) : qrcode.create(text, { errorCorrectionLevel: level });
  const sizeMm = modules.size * moduleMm;
  const [xMm, yMm] = [(PAGE.widthMm - sizeMm) / 2, TOP_MM];
  let drawn;
  const draw = () => {
    drawn ??= inkOf(drawCode(modules, moduleMm, xMm, yMm));
    return drawn;
  };
  return { ...PAGE, codes: [{ xMm, yMm, sizeMm }], lines: [], draw };
}

/** The highest level that costs no larger a symbol than the lowest. */
function raised(text) {
  const least = qrcode.create(text, { errorCorrectionLevel: "L" });
  for (const level of ["H", "Q", "M"]) {
    try {
      const symbol = qrcode.create(text, { errorCorrectionLevel: level });
      if (symbol.version === least.version) return symbol;
    } catch {
      // The package says only by an exception that a text is too long for a level.
    }
  }
  return least;
}

function drawCode({ size, data: dark }, moduleMm, xMm, yMm) {
  const [width, height] = [PAGE.widthMm, PAGE.heightMm].map((mm) => Math.round(mm * PX_PER_MM));
  const data = new Uint8Array(width * height).fill(255);
  const edge = (mm, i) => Math.round((mm + i * moduleMm) * PX_PER_MM);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!dark[row * size + column]) continue;
      for (let y = edge(yMm, row); y < edge(yMm, row + 1); y++) {
        data.fill(0, y * width + edge(xMm, column), y * width + edge(xMm, column + 1));
      }
    }
  }
  return { width, height, data };
}

function armoured(bytes) {
  const lines = base64(bytes).match(/.{1,64}/g) ?? [];
  return ["-----BEGIN AGE ENCRYPTED FILE-----", ...lines, "-----END AGE ENCRYPTED FILE-----", ""].join("\n");
}

function decimal(bytes) {
  return BigInt(`0x01${Buffer.from(bytes).toString("hex")}`).toString(10);
}

function base64(bytes) {
  return Buffer.from(bytes).toString("base64");
}

/** Texts of the codes that `zbarimg` reads in a picture. */
export function zbarTexts(bytes) {
  const folder = mkdtempSync(join(tmpdir(), "paper-escrow-durability-"));
  try {
    const path = join(folder, "picture");
    writeFileSync(path, bytes);
    const { stdout, error } = spawnSync("zbarimg", ["--nodbus", "-q", "--xml", path], { encoding: "utf8" });
    if (error) throw error;
    return [...stdout.matchAll(/<data[^>]*><!\[CDATA\[([\s\S]*?)\]\]><\/data>/g)].map(([, text]) => text);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
