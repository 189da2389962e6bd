import { type Keep, parseKeepLine } from "../document/plaintext.js";
import {
  joinRecoveryCodes,
  parseRecoveryLine,
  parseRecoveryText,
  type RecoveryCodes,
} from "../document/recovery-codes.js";
import { type ErrorData, EscrowError } from "../error.js";
import { isAgeFile } from "../import/other-file.js";
import type { SourceInput } from "../import/source.js";
import { inspectText } from "../import/text.js";
import { parseRecord } from "../paper/record.js";
import type { Remains } from "../read/codes/rescue/qr-remains.js";
import { otherPicture } from "../read/file-kind.js";
import type { PageLook } from "../read/pages/page-look.js";
import type { PageSight } from "../read/pages/page-sight.js";
import { type PageReading, readPages } from "../read/pages/pages.js";
import { readPicture } from "../read/pictures/picture-sights.js";
import type { Raster } from "../read/pixels/raster.js";
import type { Platform } from "../read/platform.js";
import { parseTyped } from "../read/text/typed.js";
import type { ParsedFont } from "../sheet/fonts.js";
import type { FoundLines, FoundRecord } from "./found-set.js";
import { foreignSetNumbers, type PrintedRows, type PrintedText, readPrinted } from "./lines/drawn-text.js";
import {
  type FoundText,
  lineProblems,
  readOpenCodes,
  readTypedOpen,
  type SheetReading,
  type SourceNote,
} from "./open-codes.js";
import { type Problem, problemOf } from "./problem.js";

/** Where something was read: `pdf` in a file with pages, a PDF or a TIFF of several; `picture` in any other picture. */
export type FileOrigin = "pdf" | "picture";

/** A code of a sealed or share sheet as it was read. */
export interface RecordReading extends FoundRecord {
  /** Page of a file with pages, from 1; 1 for any other picture. */
  readonly page: number;
  /** Share of the code's error correction that damage has used up, 0 to 1. */
  readonly usedCorrection: number;
}

/** A secret that no code can be derived from, as a sheet of its own keeps it. */
export interface KeepReading {
  /** Name of the source that it was read from. */
  readonly source: string;
  /** What kind of source that is. */
  readonly origin: FileOrigin;
  /** Page of a file with pages, from 1; 1 for any other picture. */
  readonly page: number;
  /** The secret that is kept, with its name. */
  readonly keep: Keep;
  /** Share of the code's error correction that damage has used up, 0 to 1. */
  readonly usedCorrection: number;
}

/** Recovery codes of an account, as a page of its open sheet keeps them. */
export interface RecoveryReading extends Omit<KeepReading, "keep"> {
  /** The recovery codes, with the account that they are of. */
  readonly recovery: RecoveryCodes;
}

/** What one source gave, before it is put together with others. */
export interface SourceReading {
  /** Its name. */
  readonly source: string;
  /** Of a file with pages: its bytes, how many codes were read, pages not drawn, and its typed characters where they were looked for. */
  readonly pdf?: {
    readonly bytes: Uint8Array;
    readonly codes: number;
    readonly lost: number;
    readonly rows?: readonly PrintedRows[];
  };
  /** Open sheets that were read. */
  readonly sheets: readonly SheetReading[];
  /** Kept secrets that were read. */
  readonly keeps: readonly KeepReading[];
  /** Left out where there are none. */
  readonly recovery?: readonly RecoveryReading[];
  /** Codes of sealed sheets, shares and keeper's pages. */
  readonly records: readonly RecordReading[];
  /** Lines of characters that were read. */
  readonly lines: readonly FoundLines[];
  /** What could not be read, or is wrong. */
  readonly problems: readonly Problem[];
  /** Every page of a file with pages, and any other picture as one; none of text. */
  readonly pages: readonly PageFacts[];
  /** What is worth saying about text: what was put in order, what was left aside. */
  readonly notes?: readonly SourceNote[];
}

/** One page as it was read, whatever it gave. */
export interface PageFacts {
  /** Name of the source that it is of. */
  readonly source: string;
  /** What kind of source that is. */
  readonly origin: FileOrigin;
  /** Page of a file with pages, from 1; 1 for any other picture. */
  readonly page: number;
  /** Codes that were read on it. */
  readonly codes: readonly FoundText[];
  /** Codes that are seen on it and could not be read. */
  readonly unread: number;
  /** It is full of what looks like finder patterns: neither damaged codes nor lines are looked for. */
  readonly crowded?: true;
  /** Whether a program drew it: it is no scan or photo of paper. */
  readonly exact: boolean;
  /** What else it shows, where codes may be missing. */
  readonly look?: PageLook;
  /** The words at its foot, where they are compared with its codes. */
  readonly foot?: Raster;
}

/** Whoever wants more of a page than its facts. */
export type OnLook = (page: PageReading) => Promise<void>;

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

/** A source that gave nothing but a problem. */
export function unreadSource(source: string, problem: Problem): SourceReading {
  return { source, sheets: [], keeps: [], records: [], lines: [], problems: [problem], pages: [] };
}

/** Names a PDF in which nothing was found, unless it is said already why. */
export function withFault(one: SourceReading): SourceReading {
  const { source, pdf, sheets, lines } = one;
  if (pdf?.codes !== 0 || pdf.lost > 0 || sheets.length + lines.length > 0) return one;
  return { ...one, problems: [...one.problems, problemOf(source, new EscrowError("sheet-no-code"))] };
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
  let origin: FileOrigin = kind === "pdf" ? "pdf" : "picture";
  for await (const look of read) {
    const { page, pages: count, rows: ofPage, fault, ...sight } = look;
    if (count > 1) origin = "pdf";
    if (origin === "pdf") onPage(page, count);
    if (fault) {
      lost.push(problemOf(source, fault));
      continue;
    }
    pages.push(factsOf(source, origin, page, sight));
    await onLook(look);
    if (ofPage.length > 0) rows.push({ page, rows: ofPage });
  }
  const found = pages.flatMap((page) => page.codes);
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

/** What the codes of one source say: records of sets, kept secrets, and open sheets. */
export function sortCodes(
  source: string,
  origin: FileOrigin,
  found: readonly FoundText[],
  printed: PrintedText = { accounts: [], keys: [] },
): SourceReading {
  const { records, keeps, recovery, open, problems } = sortTexts({ source, origin }, found);
  const read = { source, keeps, ...(recovery.length > 0 ? { recovery } : {}), records, lines: [], pages: [] };
  if (open.length === 0 && printed.accounts.length === 0) return { ...read, sheets: [], problems };
  const sheets = readOpenCodes(source, origin, open, printed);
  return { ...read, sheets: sheets.sheets, problems: [...problems, ...sheets.problems] };
}

/** A source with a code of one of its pages that others have completed. */
export function withCode(one: SourceReading, code: FoundText): SourceReading {
  const pages = one.pages.map((facts) =>
    facts.page === code.page
      ? { ...facts, codes: [...facts.codes, code], unread: Math.max(facts.unread - 1, 0) }
      : facts,
  );
  const origin = one.pdf ? "pdf" : "picture";
  const more = sortCodes(one.source, origin, [code]);
  const all = sortCodes(
    one.source,
    origin,
    pages.flatMap((facts) => facts.codes),
  );
  return {
    ...one,
    ...(one.pdf ? { pdf: { ...one.pdf, codes: one.pdf.codes + 1 } } : {}),
    pages,
    sheets: more.sheets.length > 0 ? all.sheets : one.sheets,
    keeps: [...one.keeps, ...more.keeps],
    ...(more.recovery ? { recovery: [...(one.recovery ?? []), ...more.recovery] } : {}),
    records: [...one.records, ...more.records],
    problems: [...one.problems.filter((problem) => problem.code !== "sheet-no-code"), ...more.problems],
  };
}

/** QR texts by what they are: records of sets, kept secrets, recovery codes, or texts of open sheets. */
function sortTexts(
  { source, origin }: Pick<KeepReading, "source" | "origin">,
  found: readonly FoundText[],
): {
  records: RecordReading[];
  keeps: KeepReading[];
  recovery: RecoveryReading[];
  open: FoundText[];
  problems: Problem[];
} {
  const records: RecordReading[] = [];
  const keeps: KeepReading[] = [];
  const recovery: RecoveryReading[] = [];
  const open: FoundText[] = [];
  const problems: Problem[] = [];
  for (const one of found) {
    const { page, text, usedCorrection } = one;
    const keep = parseKeepLine(text);
    if (keep !== undefined) {
      keeps.push({ source, origin, page, keep, usedCorrection });
      continue;
    }
    const lists = parseRecoveryText(text);
    if (lists !== undefined) {
      recovery.push(...lists.map((list) => ({ source, origin, page, recovery: list, usedCorrection })));
      continue;
    }
    const reading = parseRecord(text);
    if (reading.status === "record") records.push({ source, page, usedCorrection, record: reading.record });
    else if (reading.status === "foreign") open.push(one);
    else
      problems.push({ source, code: reading.status === "broken" ? "record-broken" : "record-version", data: { page } });
  }
  return { records, keeps, recovery, open, problems };
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
