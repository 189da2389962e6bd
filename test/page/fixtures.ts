import { type Account, makeAccount } from "../../src/account/account.js";
import type { Contents } from "../../src/document/plaintext.js";
import { drawSheet, planSealed, planShares } from "../../src/make-set.js";
import { nodePlatform } from "../../src/node-platform.js";
import { formatLine } from "../../src/paper/line.js";
import { encodeLines, encodeShareLines } from "../../src/paper/lines.js";
import { encodeQr, QUIET_MODULES } from "../../src/paper/qr.js";
import { formatRecord } from "../../src/paper/record.js";
import { rasterisePdf } from "../../src/read/pdf.js";
import type { Raster } from "../../src/read/raster.js";
import { encodeShare } from "../../src/share/share.js";
import { readSheets } from "../../src/sheet-reading.js";
import { encodeJpeg, encodePng, photograph } from "../photo.js";
import { setResources } from "../set-sheets.js";
import { sheetsOf } from "../sheets.js";
import type { GivenFile } from "./browser.js";

/** The time of most tests: 2026-03-01 00:00:10 UTC, ten seconds into a period. */
export const UNIX_SECONDS = 1_772_323_210;
/** The passphrase of sealed test sheets. */
export const PASSPHRASE = "correct horse battery staple";
/** The key of most test accounts: RFC 6238's. */
export const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

const account = (issuer: string, name: string, more = {}) =>
  makeAccount({ issuer, account: name, secret: SECRET, ...more });
/** One AWS root user. */
export const AWS = account("Amazon Web Services", "root-account-mfa-device@123456789012");
/** Accounts of every kind. */
export const KINDS: readonly Account[] = [
  AWS,
  account("VPN", "bob", { type: "hotp", counter: 42 }),
  account("Steam", "player", { type: "steam" }),
  account("Bank", "someone", { algorithm: "SHA512", digits: 8, period: 60 }),
];
/** Thirty accounts. */
export const THIRTY: readonly Account[] = Array.from({ length: 30 }, (_, i) =>
  account(["GitHub", "Google", "Dropbox"][i % 3] ?? "", `person-${i}@example.com`),
);

const contents = (accounts: readonly Account[], more: Partial<Contents> = {}): Contents => ({
  accounts,
  keeps: [],
  notes: [],
  holders: [],
  made: "2026-03-01",
  ...more,
});
const OPTIONS = { paper: "a4", version: "0.1.0" } as const;
const resources = await setResources("en");

/** PDF files of a set's shares. */
export async function shareFiles(
  accounts: readonly Account[],
  k: number,
  n: number,
  name: string,
): Promise<GivenFile[]> {
  const keeps = [{ name: "Backup codes", text: "1234-5678" }];
  const more = { holders: Array.from({ length: n }, () => ""), ...(accounts === KINDS ? { keeps } : {}) };
  const { sheets } = await planShares(contents(accounts, more), { k, n }, OPTIONS, resources);
  return Promise.all(
    sheets
      .slice(0, n)
      .map(async (sheet, i) => ({ name: `${name}-${i + 1}.pdf`, bytes: await drawSheet(sheet, resources) })),
  );
}

/** A PDF file of a sealed sheet. */
export async function sealedFile(accounts: readonly Account[]): Promise<GivenFile> {
  const { sheets } = await planSealed(contents(accounts), PASSPHRASE, OPTIONS, resources);
  const [sheet] = sheets;
  if (!sheet) throw new Error("no sheet was planned");
  return { name: "sealed.pdf", bytes: await drawSheet(sheet, resources) };
}

/** A PDF file of an open sheet. */
export async function openFile(): Promise<GivenFile> {
  return { name: "open.pdf", bytes: (await sheetsOf([AWS])).pdf };
}

/** The first pages of a PDF as someone's phone takes them. */
export async function photosOf({ name, bytes }: GivenFile, pages: number): Promise<GivenFile[]> {
  const photos: GivenFile[] = [];
  for await (const { page, raster } of rasterisePdf(bytes, nodePlatform, { dpi: 200 })) {
    if (page > pages) break;
    const photo = await photograph(raster, { dpi: 200, angle: 3, perspective: 0.03, light: 0.3, noise: 6, seed: page });
    photos.push({ name: name.replace(".pdf", `-${page}.jpg`), bytes: await encodeJpeg(photo, 80) });
  }
  return photos;
}

/** What a set's sheets say, read by the library. */
async function readSet(files: readonly GivenFile[]) {
  const { sets, records } = await readSheets(files, nodePlatform);
  const [set] = sets;
  if (!set?.document) throw new Error("the set was not read");
  return { ...set, document: set.document, records };
}

/** The lines to type of a set: those of its document, and those of each share. */
export async function linesOf(files: readonly GivenFile[]): Promise<{ document: string[]; shares: string[][] }> {
  const { document, shares, setId } = await readSet(files);
  const lines = await encodeLines("D", document.bytes);
  return {
    document: lines.map(formatLine),
    shares: shares.map(({ share }) => encodeShareLines(encodeShare(share), setId, share.point.x).map(formatLine)),
  };
}

/** QR texts of a set's sheets, each once. */
export async function codesOf(files: readonly GivenFile[]): Promise<string[]> {
  const { records } = await readSet(files);
  return [...new Set(records.map(({ record }) => formatRecord(record)))];
}

/** A picture of a share's code of which one byte was changed: it reads well, and is none of the set. */
export async function alteredShare(file: GivenFile): Promise<GivenFile> {
  const { shares } = await readSet([file]);
  const [found] = shares;
  if (!found) throw new Error("no share was read");
  const bytes = encodeShare(found.share).slice();
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  return { name: "altered.png", bytes: await encodePng(rasterOf(formatRecord({ kind: "share", bytes }), 8)) };
}

/** A QR symbol with its quiet zone. */
export function rasterOf(text: string, modulePixels: number): Raster {
  const { size, modules } = encodeQr(text, 60);
  const side = (size + 2 * QUIET_MODULES) * modulePixels;
  const data = new Uint8Array(side * side).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [column, row] = [x, y].map((at) => Math.floor(at / modulePixels) - QUIET_MODULES) as [number, number];
      const inside = column >= 0 && row >= 0 && column < size && row < size;
      if (inside && modules[row * size + column] === 1) data[y * side + x] = 0;
    }
  }
  return { width: side, height: side, data };
}
