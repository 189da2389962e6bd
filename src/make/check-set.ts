import { formatOtpauth } from "../account/otpauth-uri.js";
import { encodeUtf8, equalBytes } from "../bytes.js";
import { type Contents, formatKeep } from "../document/plaintext.js";
import { formatRecoveryCodes } from "../document/recovery-codes.js";
import { EscrowError } from "../error.js";
import { decodeFrame } from "../paper/frame.js";
import { formatLine, parseLine } from "../paper/line.js";
import { encodeLines, encodeShareLines } from "../paper/lines.js";
import { lineSets } from "../paper/open-lines.js";
import { parseRecord } from "../paper/record.js";
import type { Platform } from "../read/platform.js";
import { type FoundLines, type FoundSet, goodShares } from "../recover/found-set.js";
import { findSets, openSet } from "../recover/sets.js";
import { isOnePolynomial } from "../share/polynomial.js";
import { encodeShare } from "../share/share.js";
import type { Fonts } from "../sheet/fonts.js";
import { addCounts, type PageReadBack, readBack, type SelfCheck, selfCheckFailure } from "./read-back.js";
import type { PlannedReprint, PlannedSet, SetSheet } from "./set-sheets.js";

/** A planned sheet with the PDF that was drawn of it. */
export interface DrawnSheet {
  /** The sheet as it was planned. */
  readonly sheet: SetSheet;
  /** The file that was drawn of it. */
  readonly pdf: Uint8Array;
}

/** Sheets that are under way at a time where others draw and read: what is done here meanwhile costs no time then. */
const SHEETS_AT_ONCE = 3;

/**
 * Reads back every PDF of a set: every code and line from the raster; from what was read of each sheet alone its
 * document and share, twice over; that all shares lie on one polynomial of degree below k, by independent
 * arithmetic, which proves every subset; the document opened, its accounts compared. Of a reprint, which nothing
 * opens, each sheet by itself.
 * @param drawn all of them, or one after the other as they are drawn: reading back begins with the first
 * @throws EscrowError `self-check-failed` with `what` and `page`; nothing of the files is to be kept then
 */
export async function checkSet(
  set: PlannedSet | PlannedReprint,
  drawn: Iterable<DrawnSheet> | AsyncIterable<DrawnSheet>,
  fonts: Fonts,
  platform: Platform,
  onSheet: (sheet: number, sheets: number) => void = () => {},
): Promise<SelfCheck> {
  let total: SelfCheck = { codes: 0, lines: 0, glyphs: 0 };
  const found: FoundSet[] = [];
  let begun = 0;
  const check = async ({ sheet, pdf }: DrawnSheet) => {
    const number = ++begun;
    onSheet(number, set.sheets.length);
    const pages: PageReadBack[] = [];
    for await (const read of readBack(pdf, sheet.pages, fonts, platform)) {
      pages.push(read);
      total = addCounts(total, read.count);
    }
    return sheet.kind === "keeper" ? undefined : checkAlone(set, sheet, `sheet ${number}`, pages);
  };
  const checks: Promise<FoundSet | undefined>[] = [];
  const finish = async (left: number) => {
    while (checks.length > left) {
      const one = await checks.shift();
      if (one) found.push(one);
    }
  };
  for await (const one of drawn) {
    const checked = check(one);
    // It is awaited in its turn.
    checked.catch(() => {});
    checks.push(checked);
    await finish(platform.helpers ? SHEETS_AT_ONCE - 1 : 0);
  }
  await finish(0);
  if ("contents" in set) await checkTogether(set, found);
  return total;
}

/** One sheet by its codes alone, and by its lines alone where it carries them. */
async function checkAlone(
  set: PlannedReprint,
  sheet: SetSheet,
  name: string,
  pages: readonly PageReadBack[],
): Promise<FoundSet> {
  const records = pages.flatMap(({ codes, page }) =>
    codes.map((text) => {
      const reading = parseRecord(text);
      if (reading.status !== "record") throw selfCheckFailure("code", page);
      return { source: name, record: reading.record };
    }),
  );
  const byCodes = await oneSet(set, sheet, await findSets(records, []));
  const frames = records.flatMap(({ record }) => (record.kind === "document" ? [decodeFrame(record.bytes)] : []));
  // Fewer would be enough to read it: spares for damage must be there too.
  const indices = new Set(frames.map(({ index }) => index));
  if (indices.size !== frames[0]?.total) throw selfCheckFailure("document", 1);
  const typed = lineSets(pages.flatMap((page) => page.typed.map(({ text }) => text)));
  await checkLines(set, sheet, name, typed);
  return byCodes;
}

/** Lines by themselves give document and share, and each of them is what it must be: parity would hide one that is not. */
async function checkLines(
  set: PlannedReprint,
  sheet: SetSheet,
  source: string,
  typed: readonly (readonly string[])[],
): Promise<void> {
  const lines = typed.map((texts) => ({ source, readings: texts.flatMap((text) => parseLine(text) ?? []) }));
  const isDocument = ({ readings }: FoundLines) => readings[0]?.status === "good" && readings[0].line.kind === "D";
  if (lines.some(isDocument)) await oneSet(set, sheet, await findSets([], lines));
  const meant = [
    ...(lines.some(isDocument) ? [encodeLines("D", set.document.bytes)] : []),
    ...(sheet.share ? [encodeShareLines(encodeShare(sheet.share), sheet.share.setId, sheet.share.point.x)] : []),
  ].map((own) => [...own, ...own.slice(0, 1)].map(formatLine).join("\n"));
  const same = typed.map((texts) => texts.join("\n"));
  if (same.some((text) => !meant.includes(text)) || meant.some((text) => !same.includes(text))) {
    throw selfCheckFailure("line", 1);
  }
}

async function oneSet(
  set: PlannedReprint,
  sheet: SetSheet,
  found: Awaited<ReturnType<typeof findSets>>,
): Promise<FoundSet> {
  const [only, ...others] = found.sets;
  const clean = only && others.length === 0 && found.problems.length + only.problems.length === 0;
  if (!clean || !only.document || !equalBytes(only.document.bytes, set.document.bytes))
    throw selfCheckFailure("document", 1);
  const shares = goodShares(only);
  const right =
    sheet.share === undefined
      ? shares.length === 0
      : shares.length === 1 && equalBytes(shares[0]?.share.point.y ?? new Uint8Array(), sheet.share.point.y);
  if (!right) throw selfCheckFailure("share", 1);
  return only;
}

/** All sheets together: one polynomial, and the accounts that were meant. */
async function checkTogether(set: PlannedSet, found: readonly FoundSet[]): Promise<void> {
  const [first] = found;
  if (!first) throw selfCheckFailure("pages", 1);
  const shares = found.flatMap((one) => goodShares(one));
  const { lock } = set.document;
  if (lock.kind === "shares") {
    const points = shares.map(({ share }) => share.point);
    const whole = points.length === lock.roster.n && isOnePolynomial(points, lock.roster.k, encodeUtf8(set.passphrase));
    if (!whole) throw selfCheckFailure("share", 1);
  }
  let contents: Contents;
  try {
    contents = await openSet({ ...first, shares }, set.passphrase);
  } catch (error) {
    if (error instanceof EscrowError) throw selfCheckFailure("document", 1);
    throw error;
  }
  const texts = ({ accounts, keeps, recovery = [] }: Contents) =>
    [...accounts.map(formatOtpauth), ...keeps.map(formatKeep), ...recovery.flatMap(formatRecoveryCodes)].join("\n");
  if (texts(contents) !== texts(set.contents)) throw selfCheckFailure("account", 1);
}
