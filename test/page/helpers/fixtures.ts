import { type Account, makeAccount } from "../../../src/account/account.js";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import type { Contents } from "../../../src/document/plaintext.js";
import type { RecoveryCodes } from "../../../src/document/recovery-codes.js";
import { drawSheet, type PlannedSet, planSealed, planShares } from "../../../src/make/set-sheets.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { encodeFrame, makeFrames } from "../../../src/paper/frame.js";
import { formatLine } from "../../../src/paper/line.js";
import { encodeLines, encodeShareLines } from "../../../src/paper/lines.js";
import { encodeQr, QUIET_MODULES } from "../../../src/paper/qr/qr.js";
import { formatRecord } from "../../../src/paper/record.js";
import { rasterisePdf } from "../../../src/read/pages/pdf.js";
import type { Raster } from "../../../src/read/pixels/raster.js";
import { shareReceipt } from "../../../src/share/receipt.js";
import { encodeShare } from "../../../src/share/share.js";
import { encodeJpeg, encodePng, photograph } from "../../helpers/photo.js";
import { setResources } from "../../helpers/set-sheets.js";
import { sheetsOf } from "../../helpers/sheets.js";
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
/** Recovery codes of the last of them, and of an account that is not there. */
export const RECOVERY: readonly RecoveryCodes[] = [
  { label: "Bank%3Asomeone", codes: ["qx81-77aa", "qx82-88bb"] },
  { label: "Gone%3Abob", codes: ["qx83-99cc"] },
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

/** A set made for a test: its sheets as files, and as what stands on them. */
export interface TestSet {
  /** The PDF file of a sheet, from 0. */
  readonly pdf: (i: number) => Promise<GivenFile>;
  /** One picture of all codes of a sheet, which is read much faster than the pages of its PDF. */
  readonly picture: (i: number) => Promise<GivenFile>;
  /** QR texts of a sheet: its share, if it has one, then the document's. */
  readonly codes: (i: number) => readonly string[];
  /** Lines of the document, as they are printed. */
  readonly lines: () => Promise<string[]>;
  /** Lines of a sheet's share. */
  readonly shareLines: (i: number) => string[];
  /** The receipt of a sheet's share for a year. */
  readonly receipt: (i: number, year: number) => string;
  /** A picture of a sheet's share of which one byte was changed: it reads well, and is none of the set. */
  readonly altered: (i: number) => Promise<GivenFile>;
}

/** A set of shares. @param holders as many as sheets; unnamed by default */
export async function shareSet(
  accounts: readonly Account[],
  k: number,
  n: number,
  name: string,
  holders: readonly string[] = Array.from({ length: n }, () => ""),
): Promise<TestSet> {
  const keeps = accounts === KINDS ? [{ name: "Backup codes", text: "1234-5678" }] : [];
  const recovery = accounts === KINDS ? RECOVERY : [];
  return testSet(
    await planShares(contents(accounts, { keeps, recovery, holders }), { k, n }, OPTIONS, resources),
    name,
  );
}

/** A set of one sealed sheet. */
export async function sealedSet(accounts: readonly Account[], passphrase = PASSPHRASE): Promise<TestSet> {
  return testSet(await planSealed(contents(accounts), passphrase, OPTIONS, resources), "sealed");
}

function testSet({ document, sheets }: PlannedSet, name: string): TestSet {
  const { setId } = document;
  const frames = makeFrames(document.bytes, setId, false);
  const documentCodes = frames.map((frame) => formatRecord({ kind: "document", bytes: encodeFrame(frame) }));
  const sheet = (i: number) => {
    const found = sheets[i];
    if (!found) throw new RangeError(`no sheet ${i}`);
    return found;
  };
  const shareBytes = (i: number) => {
    const { share } = sheet(i);
    if (!share) throw new RangeError(`sheet ${i} has no share`);
    return { share, bytes: encodeShare(share) };
  };
  const codes = (i: number) => [
    ...(sheet(i).share ? [formatRecord({ kind: "share", bytes: shareBytes(i).bytes })] : []),
    ...documentCodes,
  ];
  return {
    codes,
    pdf: async (i) => ({ name: `${name}-${i + 1}.pdf`, bytes: await drawSheet(sheet(i), resources) }),
    picture: async (i) => ({ name: `${name}-${i + 1}.png`, bytes: await pictureOf(codes(i)) }),
    lines: async () => (await encodeLines("D", document.bytes)).map(formatLine),
    shareLines: (i) => encodeShareLines(shareBytes(i).bytes, setId, shareBytes(i).share.point.x).map(formatLine),
    receipt: (i, year) => shareReceipt(shareBytes(i).share, year),
    altered: async (i) => {
      const bytes = shareBytes(i).bytes.slice();
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      return { name: "altered.png", bytes: await pictureOf([formatRecord({ kind: "share", bytes })]) };
    },
  };
}

/** Codes side by side. */
function pictureOf(texts: readonly string[]): Promise<Uint8Array> {
  const rasters = texts.map((text) => rasterOf(text, 4));
  const side = Math.max(...rasters.map(({ width }) => width));
  const columns = Math.ceil(Math.sqrt(rasters.length));
  const [width, height] = [columns * side, Math.ceil(rasters.length / columns) * side];
  const data = new Uint8Array(width * height).fill(255);
  for (const [i, raster] of rasters.entries()) {
    const [left, top] = [(i % columns) * side, Math.floor(i / columns) * side];
    for (let y = 0; y < raster.height; y++) {
      data.set(raster.data.subarray(y * raster.width, (y + 1) * raster.width), (top + y) * width + left);
    }
  }
  return encodePng({ width, height, data });
}

/** A PDF file of an open sheet. */
export async function openFile(): Promise<GivenFile> {
  return { name: "open.pdf", bytes: (await sheetsOf([AWS])).pdf };
}

/** A picture of an open sheet's code. */
export async function openPicture(): Promise<GivenFile> {
  return { name: "open.png", bytes: await pictureOf([formatOtpauth(AWS)]) };
}

/** The first pages of a PDF as someone's phone takes them. @param dpi of the paper: 150 take half the time of 200 */
export async function photosOf({ name, bytes }: GivenFile, pages: number, dpi = 200): Promise<GivenFile[]> {
  const photos: GivenFile[] = [];
  for await (const { page, raster } of rasterisePdf(bytes, nodePlatform, { dpi })) {
    if (page > pages) break;
    const photo = await photograph(raster, {
      dpi,
      angle: 3,
      perspective: 0.03,
      light: 0.3,
      noise: 6,
      seed: page,
    });
    photos.push({ name: name.replace(".pdf", `-${page}.jpg`), bytes: await encodeJpeg(photo, 80) });
  }
  return photos;
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
