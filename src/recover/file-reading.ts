import { joinRecoveryCodes, parseRecoveryLine } from "../document/recovery-codes.js";
import { type ErrorData, EscrowError } from "../error.js";
import { isAgeFile } from "../import/other-file.js";
import type { SourceInput } from "../import/source.js";
import { inspectText } from "../import/text.js";
import type { Remains } from "../read/codes/rescue/qr-remains.js";
import { otherPicture } from "../read/file-kind.js";
import type { PageSight } from "../read/pages/page-sight.js";
import { quickFault } from "../read/pages/page-time.js";
import { type PageReading, readPages } from "../read/pages/pages.js";
import { readPicture } from "../read/pictures/picture-sights.js";
import type { Platform } from "../read/platform.js";
import { parseTyped } from "../read/text/typed.js";
import type { ParsedFont } from "../sheet/fonts.js";
import { sortCodes, sortTexts } from "./code-sorting.js";
import { foreignSetNumbers, type PrintedRows, readPrinted } from "./lines/drawn-text.js";
import { lineProblems, readTypedOpen } from "./open-codes.js";
import { type Problem, problemOf } from "./problem.js";
import {
  type FileOrigin,
  type PageFacts,
  type RecoveryReading,
  type SourceReading,
  unreadSource,
} from "./source-reading.js";

/** Whoever wants more of a page than its facts. */
type OnLook = (page: PageReading) => Promise<void>;

/**
 * Reads one source by itself. What cannot be read is named among the problems; nothing is thrown for it.
 * @param onPage called for each page that was read, and before a picture
 * @param remains what is left of damaged codes on pages read before, `[]` at first: used, and added to
 */
export async function readSheet(
  input: SourceInput,
  platform: Platform,
  onPage: (page: number, pages: number) => void = () => {},
  remains: Remains = [],
): Promise<SourceReading> {
  return withFault(await readSource(input, platform, undefined, onPage, remains));
}

/**
 * Reads one source, which others may complete: a PDF without a code is no fault yet.
 * @param typedFont the font of keys and check lines, where those of PDFs are to be read too
 * @param remains what is left of damaged codes on other pages: used, and added to
 * @param onLook called for each page with all that was read on it, before the next one
 */
export async function readSource(
  input: SourceInput,
  platform: Platform,
  typedFont: (() => Promise<ParsedFont>) | undefined,
  onPage: (page: number, pages: number) => void,
  remains: Remains,
  onLook: OnLook = async () => {},
): Promise<SourceReading> {
  try {
    return await readInput(input, platform, typedFont, onPage, remains, onLook);
  } catch (error) {
    return unreadSource(input.name, problemOf(input.name, error));
  }
}

/** Names a PDF in which nothing was found, unless it is said already why. */
export function withFault(one: SourceReading): SourceReading {
  const { source, pdf, sheets, lines } = one;
  if (pdf?.codes !== 0 || pdf.lost > 0 || sheets.length + lines.length > 0) return one;
  return { ...one, problems: [...one.problems, problemOf(source, new EscrowError("sheet-no-code"))] };
}

/** Whether a page that was looked at may be of a sheet: one of its marks is there, or the picture is too poor to say. */
function mayBeSheet({ codes, unread, look }: PageReading): boolean {
  const noneOfIts = look?.clear === true && !look.ruler && unread === 0 && codes.length === 0;
  return look?.blank !== true && !noneOfIts;
}

async function readInput(
  { name: source, bytes }: SourceInput,
  platform: Platform,
  typedFont: (() => Promise<ParsedFont>) | undefined,
  onPage: (page: number, pages: number) => void,
  remains: Remains,
  onLook: OnLook,
): Promise<SourceReading> {
  const { kind, text } = inspectText({ name: source, bytes });
  const other = kind === undefined ? otherPicture(bytes) : undefined;
  if (other !== undefined) throw new EscrowError("picture-format", { format: other });
  if (isAgeFile(bytes)) throw new EscrowError("source-age");
  if (text !== undefined) return readTypedText(source, text);
  if (kind === undefined) throw new EscrowError("sheet-unknown");
  const pages: PageFacts[] = [];
  const rows: PrintedRows[] = [];
  const read =
    kind === "pdf"
      ? readPages(bytes, platform, typedFont, remains)
      : readPicture(bytes, platform, remains, typedFont !== undefined);
  if (kind !== "pdf") onPage(1, 1);
  const lost: Problem[] = [];
  const quick: PageReading[] = [];
  let origin: FileOrigin = kind === "pdf" ? "pdf" : "picture";
  for await (const look of read) {
    const { page, pages: count, rows: ofPage, fault, ...sight } = look;
    if (count > 1) origin = "pdf";
    if (origin === "pdf") onPage(page, count);
    if (fault) {
      lost.push(problemOf(source, fault));
      continue;
    }
    if (look.quick) quick.push(look);
    if (look.glanced) continue;
    pages.push(factsOf(source, origin, page, sight));
    await onLook(look);
    if (ofPage.length > 0) rows.push({ page, rows: ofPage });
  }
  // Pages with a second look came last.
  pages.sort((a, b) => a.page - b.page);
  rows.sort((a, b) => a.page - b.page);
  const found = pages.flatMap((page) => page.codes);
  // Beside sheets, a page without any of their marks needs no closer look.
  const fault = quickFault(found.length > 0 ? quick.filter(mayBeSheet) : quick);
  if (fault) lost.push(problemOf(source, fault));
  if (origin === "picture") {
    const reading =
      found.length > 0
        ? sortCodes(source, "picture", found)
        : unreadSource(source, problemOf(source, new EscrowError("sheet-no-code", faultOf(pages))));
    return { ...reading, pages };
  }
  const pdf = { bytes, codes: found.length, lost: lost.length, ...(typedFont ? { rows } : {}) };
  const sorted = sortCodes(source, "pdf", found, await readPrinted(rows));
  const foreign = foreignSetNumbers(rows, sorted.records).map((data) => ({
    source,
    code: "sheet-set-differs" as const,
    data,
  }));
  return { ...sorted, problems: [...lost, ...sorted.problems, ...foreign], pdf, pages };
}

/** What is wrong with a picture, where it is plain. */
function faultOf([page]: readonly PageFacts[]): ErrorData {
  const fault = page?.look?.fault;
  return fault ? { fault } : {};
}

/** What a page gave, with its place. */
export function factsOf(source: string, origin: PageFacts["origin"], page: number, sight: PageSight): PageFacts {
  const { codes, qualities, unread, crowded, exact, look, foot } = sight;
  const texts = codes.map(({ text, unusedCorrection }, i) => {
    const quality = qualities[i];
    return { page, text, usedCorrection: 1 - unusedCorrection, ...(quality ? { quality } : {}) };
  });
  return {
    source,
    origin,
    page,
    codes: texts,
    unread,
    exact,
    ...(crowded ? { crowded } : {}),
    ...(look ? { look } : {}),
    ...(foot ? { foot } : {}),
  };
}

async function readTypedText(source: string, text: string): Promise<SourceReading> {
  const typed = parseTyped(text);
  const open = await readTypedOpen(source, typed);
  const sets = typed.lineSets.filter(({ kind }) => kind !== "T");
  const lines = sets.map(({ lines: set }) => ({ source, readings: set.map(({ reading }) => reading) }));
  // A program for scanning says nothing of how well it could read a code.
  const found = typed.records.map((record) => ({ page: record.place, text: record.text, usedCorrection: 0 }));
  const codes = sortTexts({ source, origin: "picture" }, found);
  const records = codes.records.map((record) => ({ ...record, page: 1 }));
  const problems = [
    ...open.problems,
    ...sets.flatMap((set) => lineProblems(source, set.lines)),
    ...codes.problems.map(({ code, data }) => ({ source, code, data: { line: data.page ?? 1 } })),
  ];
  // A reader's texts of several codes in one file: the lines of a recovery page's.
  const typedCodes = text.split(/\r\n|\r|\n/u).flatMap((line) => parseRecoveryLine(line.trim()) ?? []);
  const recovery = joinRecoveryCodes(typedCodes).map(
    (list): RecoveryReading => ({ source, origin: "picture", page: 1, recovery: list, usedCorrection: 0 }),
  );
  const nothing = problems.every(({ code }) => code === "typed-line-unknown" || code === "typed-key-missing");
  // A text in which no line, key or URI was found is not a badly typed sheet but another file.
  if (open.sheets.length + lines.length + records.length + recovery.length === 0 && nothing)
    throw new EscrowError("sheet-unknown");
  const read = { source, sheets: open.sheets, keeps: [], ...(recovery.length > 0 ? { recovery } : {}), records, lines };
  return { ...read, problems, pages: [], notes: open.notes };
}
