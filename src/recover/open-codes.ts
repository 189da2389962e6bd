import { type Account, accountName, deriveSameCodes } from "../account/account.js";
import { testValue } from "../account/codes.js";
import { formatOtpauth, parseOtpauth } from "../account/otpauth-uri.js";
import type { ErrorCode, Warning } from "../error.js";
import { decodeOpenLines } from "../paper/open-lines.js";
import type { CodeQuality } from "../read/codes/code-quality.js";
import type { TypedAccount } from "../read/text/key-findings.js";
import type { Typed, TypedLine } from "../read/text/typed.js";
import { contradictions, type PrintedText } from "./lines/drawn-text.js";
import { type Problem, problemOf } from "./problem.js";

/**
 * Where a sheet was read from. `source`: a text that merely holds keys, such as a list of Key URIs or a key without its
 * sheet's test value. Nothing in it vouches for them.
 */
export type SheetOrigin = "pdf" | "picture" | "typed" | "source";

/** How one code of a sheet was read. */
export interface CodeReading {
  /** Page of a PDF, from 1; 1 for a picture. */
  readonly page: number;
  /** Share of the code's error correction that damage has used up, 0 to 1. */
  readonly usedCorrection: number;
}

/** One account as one source's paper says it. */
export interface SheetReading {
  /** Name of the source that it was read from. */
  readonly source: string;
  /** What kind of source that is. */
  readonly origin: SheetOrigin;
  /** The account of the sheet. It holds the key. */
  readonly account: Account;
  /** The QR codes that say so; none where it was typed. */
  readonly codes: readonly CodeReading[];
  /** Check lines that were typed with errors: `T3: place 5, read Q, meant 6`. */
  readonly corrected: readonly {
    /** Kind and number of the line. */
    readonly line: string;
    /** Place in it, 1 to 28, blanks not counted. */
    readonly place: number;
    /** What was typed. */
    readonly read: string;
    /** What was meant. */
    readonly meant: string;
  }[];
  /** Check lines that were missing or wrong and worked out from the others. */
  readonly rebuilt: readonly string[];
  /** Whether complete check lines gave it, their hash checked. */
  readonly byLines?: boolean;
  /** Whether the test value that was typed is the one that this key gives; nothing when none was typed. */
  readonly testValueRight?: boolean;
}

/** A QR text with its place. */
export interface FoundText {
  /** Page of a PDF, from 1; 1 for a picture. */
  readonly page: number;
  /** What the code says. */
  readonly text: string;
  /** How much of its error correction is used up, 0 to 1. */
  readonly usedCorrection: number;
  /** How it is printed and captured; nothing where a program drew it. */
  readonly quality?: CodeQuality;
}

/** What one source says of open sheets. */
interface OpenReading {
  /** Sheets that were read. */
  readonly sheets: readonly SheetReading[];
  /** What was wrong. */
  readonly problems: readonly Problem[];
}

/** The same of text, with what is worth saying about it. */
export interface TypedReading extends OpenReading {
  /** What is worth saying of how it was read. */
  readonly notes: readonly SourceNote[];
}

/** Something worth saying about a source that was read. */
export interface SourceNote extends Warning {
  /** Name of the file. */
  readonly source: string;
}

/** What says that a text can be read in two ways, or that one thing in it contradicts another. */
const CONTRADICTIONS: readonly ErrorCode[] = [
  "test-value-wrong",
  "typed-key-readings",
  "typed-key-doubtful",
  "typed-keys-two",
];

/** Whether a problem leaves open what was meant: then nothing may be made of what was read. */
export function isContradiction({ code }: Pick<Problem, "code">): boolean {
  return CONTRADICTIONS.includes(code);
}

/** Codes of one account belong to one sheet; where no code is left, check lines make one. */
export function readOpenCodes(
  source: string,
  origin: SheetOrigin,
  found: readonly FoundText[],
  printed: PrintedText,
): OpenReading {
  const byUri = new Map<string, { account: Account; codes: CodeReading[] }>();
  const problems: Problem[] = [];
  for (const { page, text, usedCorrection } of found) {
    try {
      const { account } = parseOtpauth(text);
      const uri = formatOtpauth(account);
      const sheet = byUri.get(uri) ?? { account, codes: [] };
      sheet.codes.push({ page, usedCorrection });
      byUri.set(uri, sheet);
    } catch (error) {
      problems.push(problemOf(source, error, { page }));
    }
  }
  const read = [...byUri.values()].flatMap(({ account, codes }) => codes.map(({ page }) => ({ page, account })));
  for (const { code, page } of found.length > 0 ? contradictions(printed, read) : []) {
    problems.push({ source, code, data: { page } });
  }
  if (found.length === 0) {
    for (const { account } of printed.accounts) byUri.set(formatOtpauth(account), { account, codes: [] });
  }
  const sheets = [...byUri.values()].map(({ account, codes }) => ({
    source,
    origin,
    account,
    codes,
    corrected: [],
    rebuilt: [],
  }));
  return { sheets, problems: [...problems, ...conflictsOf(source, sheets, printed)] };
}

/**
 * Two accounts of a PDF under one name that derive different codes, the codes of each on one page: the two sides of one
 * leaf, one of which is not what was printed. Each beside its own key is a sheet by itself: a name may have two accounts.
 */
function conflictsOf(source: string, sheets: readonly SheetReading[], printed: PrintedText): Problem[] {
  const single = sheets.filter(({ origin, codes }) => origin === "pdf" && pagesOf(codes).size === 1);
  const alone = ({ account, codes }: SheetReading) =>
    printed.keys.some(({ page, key }) => page === codes[0]?.page && key === account.secret);
  const names = new Map<string, SheetReading>();
  return single.flatMap((sheet) => {
    const name = accountName(sheet.account);
    const other = names.get(name);
    names.set(name, sheet);
    if (!other || deriveSameCodes(other.account, sheet.account) || (alone(other) && alone(sheet))) return [];
    return [{ source, code: "sheet-codes-differ" as const, data: { name } }];
  });
}

function pagesOf(codes: readonly CodeReading[]): Set<number> {
  return new Set(codes.map(({ page }) => page));
}

/** What was typed of open sheets: keys with their settings, Key URIs, check lines of kind `T`. */
export async function readTypedOpen(source: string, typed: Typed): Promise<TypedReading> {
  const problems = typed.faults.map(({ place, error }) => problemOf(source, error, { line: place }));
  const notes: SourceNote[] = typed.notes.map((note) => ({ ...note, source }));
  const lined: SheetReading[] = [];
  for (const set of typed.lineSets.filter(({ kind }) => kind === "T")) {
    try {
      lined.push(await readLineSet(source, set.lines));
    } catch (error) {
      problems.push(...lineProblems(source, set.lines), problemOf(source, error));
    }
  }
  const sheets: SheetReading[] = [];
  for (const one of typed.accounts) {
    const { place, account, besideLines } = one;
    const proved = lined.filter((sheet) => deriveSameCodes(sheet.account, account));
    // What the lines say is not said again by the key above them, nor by one that nobody could read rightly.
    if (proved.length > 0 && isNameOf(proved, account)) continue;
    const sheet = typedSheet(source, one);
    if (besideLines && !sheet.testValueRight) {
      if (lined.length > 0) notes.push({ source, code: "key-beside-lines", data: { line: place } });
      continue;
    }
    sheets.push(sheet);
    if (sheet.testValueRight === false) {
      problems.push({ source, code: "test-value-wrong", data: { name: accountName(account) } });
    }
  }
  return { sheets: [...sheets, ...lined], problems, notes };
}

function typedSheet(source: string, { account, testValue: given }: TypedAccount): SheetReading {
  const right = given === undefined ? {} : { testValueRight: given === testValue(account) };
  const origin = given === undefined ? "source" : "typed";
  return { source, origin, account, codes: [], corrected: [], rebuilt: [], ...right };
}

/** Whether an account has no name of its own, or that of one of the sheets. */
function isNameOf(sheets: readonly SheetReading[], { issuer, account }: Account): boolean {
  return sheets.some(
    (sheet) => [sheet.account.issuer, ""].includes(issuer) && [sheet.account.account, ""].includes(account),
  );
}

async function readLineSet(source: string, set: readonly TypedLine[]): Promise<SheetReading> {
  const { uri, result } = await decodeOpenLines(set.map(({ reading }) => reading));
  const label = (number: number) => `${result.heading.kind}${number}`;
  return {
    source,
    origin: "typed",
    account: parseOtpauth(uri).account,
    codes: [],
    byLines: true,
    corrected: result.corrected.flatMap(({ number, corrections }) =>
      corrections.map((correction) => ({ line: label(number), ...correction })),
    ),
    rebuilt: result.rebuilt.map(label),
  };
}

/** Lines that cannot be read, where the others were not enough to do without them. */
export function lineProblems(source: string, set: readonly TypedLine[]): Problem[] {
  return set.flatMap(({ place, reading }) => {
    if (reading.status !== "unreadable") return [];
    const { kind, number, reason, group } = reading;
    const code = reason === "check" ? "line-check" : group > 0 ? "line-group" : "line-length";
    return [{ source, code, data: { line: `${kind}${number}`, place, group } }] as const;
  });
}
