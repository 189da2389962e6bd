import { type Account, deriveSameCodes } from "./account/account.js";
import { codesFrom } from "./account/codes.js";
import { formatOtpauth, parseOtpauth } from "./account/otpauth-uri.js";
import { EscrowError } from "./error.js";
import type { MadeSheets } from "./make.js";
import { parseLine } from "./paper/line.js";
import { decodeOpenLines, lineSets } from "./paper/open-lines.js";
import { QUIET_MODULES } from "./paper/qr.js";
import { readCodes } from "./read/codes.js";
import { createGlyphReader, type GlyphReader } from "./read/glyphs.js";
import { createInkChecker, type InkChecker } from "./read/ink.js";
import { rasterisePdf } from "./read/pdf.js";
import type { Platform } from "./read/platform.js";
import { clipBox, crop, type Raster } from "./read/raster.js";
import { type CodeBox, MM_PER_PT, type Page, type TextBox } from "./sheet/box.js";
import type { Fonts } from "./sheet/fonts.js";

/** How many of what the check read back. */
export interface SelfCheck {
  readonly codes: number;
  /** Key and check lines read by glyph. */
  readonly lines: number;
  /** Other characters found in ink where they must be. */
  readonly glyphs: number;
}

/** Resolution of the check: a slow office scanner's. */
const DPI = 200;
/** What may stand in a key or check line. */
const TYPED_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/** Unix times whose codes are compared: the beginning, a leap second's edge, beyond 32 bits. */
const TIMES = [0, 1_483_228_799, 4_294_967_296];

type OnPage = (page: number, pages: number) => void;

/**
 * Reads back a finished PDF as a stranger's scanner would see it and compares it with what was meant: every
 * QR code, every key and check line by glyph, every other character's ink, the accounts and their codes.
 * @param made the PDF and the pages it was drawn from
 * @param accounts what was to be printed
 * @throws EscrowError `self-check-failed` with `what` and `page`; nothing of the file is to be kept then
 */
export async function checkSheets(
  made: Pick<MadeSheets, "pdf" | "pages">,
  accounts: readonly Account[],
  fonts: Fonts,
  platform: Platform,
  onPage: OnPage = () => {},
): Promise<SelfCheck> {
  const glyphs = createGlyphReader(fonts.parsed.mono);
  const ink = createInkChecker();
  const total = { codes: 0, lines: 0, glyphs: 0 };
  let seen = 0;
  for await (const { page, pages, raster } of rasterisePdf(made.pdf, platform, { dpi: DPI })) {
    onPage(page, pages);
    const plan = made.pages[page - 1];
    if (!plan || pages !== made.pages.length) throw failure("pages", page);
    seen++;
    const texts = plan.boxes.filter((box) => box.kind === "text");
    const typed = texts.filter(({ role }) => role !== undefined);
    const codes = plan.boxes.filter((box) => box.kind === "code");
    const meant = plan.accounts.flatMap((index) => accounts[index] ?? []);
    checkCodes(await readBoxes(codes, raster, plan, platform, page), meant, page);
    await checkTyped(
      typed.map((box) => ({ box, read: readText(box, raster, plan, glyphs) })),
      meant,
      page,
    );
    const rest = texts.filter(({ role }) => role === undefined);
    if (!hasInk(rest, raster, plan, fonts, ink)) throw failure("text", page);
    total.codes += codes.length;
    total.lines += typed.length;
    total.glyphs += rest.reduce((sum, { text }) => sum + text.length, 0);
  }
  if (seen !== made.pages.length) throw failure("pages", seen);
  return total;
}

function failure(what: "pages" | "code" | "key" | "line" | "text" | "account", page: number): EscrowError {
  return new EscrowError("self-check-failed", { what, page });
}

/** The text of each code, read from its place on the page with no more than its quiet zone. */
async function readBoxes(
  boxes: readonly CodeBox[],
  raster: Raster,
  plan: Page,
  platform: Platform,
  page: number,
): Promise<string[]> {
  const scale = raster.width / plan.widthMm;
  const texts: string[] = [];
  for (const { xMm, yMm, sizeMm, symbol, text } of boxes) {
    const quietMm = (sizeMm / symbol.size) * QUIET_MODULES;
    const side = Math.round((sizeMm + 2 * quietMm) * scale);
    const corner = { x: Math.round((xMm - quietMm) * scale), y: Math.round((yMm - quietMm) * scale) };
    const place = clipBox({ ...corner, width: side, height: side }, raster);
    const found = await readCodes(crop(raster, place), platform);
    if (found.length !== 1 || found[0]?.text !== text) throw failure("code", page);
    texts.push(text);
  }
  return texts;
}

function checkCodes(texts: readonly string[], meant: readonly Account[], page: number): void {
  for (const text of texts) {
    const { account } = parseOtpauth(text);
    const original = meant.find((one) => formatOtpauth(one) === text);
    if (!original || !deriveSameCodes(original, account)) throw failure("account", page);
    const same = TIMES.every((time) => firstCode(original, time) === firstCode(account, time));
    if (!same) throw failure("account", page);
  }
}

function firstCode(account: Account, unixSeconds: number): string | undefined {
  return codesFrom(account, unixSeconds, 1)[0]?.code;
}

interface Read {
  readonly box: TextBox;
  readonly read: string;
}

/** Keys and check lines as read from the raster: equal to the plan, and by themselves the accounts that were meant. */
async function checkTyped(texts: readonly Read[], meant: readonly Account[], page: number): Promise<void> {
  for (const { box, read } of texts) {
    if (read !== box.text) throw failure(box.role === "key" ? "key" : "line", page);
  }
  const keys = texts.filter(({ box }) => box.role === "key");
  const key = keys.map(({ read }) => read.replaceAll(" ", "")).join("");
  if (keys.length > 0 && key !== meant.map(({ secret }) => secret).join("")) throw failure("key", page);
  const lines = texts.filter(({ box }) => box.role === "line").map(({ read }) => read);
  const sets = lineSets(lines);
  if (lines.length > 0 && sets.length !== meant.length) throw failure("line", page);
  for (const [i, set] of sets.entries()) {
    const original = meant[i];
    const readings = set.flatMap((line) => parseLine(line) ?? []);
    if (readings.length !== set.length || readings.some(({ status }) => status !== "good")) throw failure("line", page);
    const { uri } = await decodeOpenLines(readings);
    if (!original || uri !== formatOtpauth(original)) throw failure("line", page);
  }
}

function readText(box: TextBox, raster: Raster, plan: Page, glyphs: GlyphReader): string {
  const scale = raster.width / plan.widthMm;
  const emPx = box.pt * MM_PER_PT * scale;
  const { text } = glyphs.readCells(raster, {
    xPx: box.xMm * scale,
    baselinePx: box.yMm * scale,
    advancePx: emPx * glyphs.advanceEm,
    emPx,
    count: box.text.length,
    alphabet: TYPED_ALPHABET,
    wholePixels: true,
  });
  return text;
}

function hasInk(boxes: readonly TextBox[], raster: Raster, plan: Page, fonts: Fonts, ink: InkChecker): boolean {
  const scale = raster.width / plan.widthMm;
  return boxes.every((box) => {
    let xMm = box.xMm;
    return [...box.text].every((character) => {
      const glyph = {
        font: fonts.parsed[box.face],
        character,
        xPx: xMm * scale,
        baselinePx: box.yMm * scale,
        emPx: box.pt * MM_PER_PT * scale,
      };
      xMm += fonts.width(character, box.face, box.pt);
      return ink.isDrawn(raster, glyph);
    });
  });
}
