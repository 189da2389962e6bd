import { GROUP_CHARACTERS, LINE_CHARACTERS, type LineReading, MAX_LINE_NUMBER, parseLine } from "./line.js";
import { withoutEnd } from "./text-end.js";

/**
 * How a check line was written otherwise than it is printed: `label` letters for the digits of its label (`SO`, `Dl2`);
 * `mark` something around it that belongs to no line (bullets, numbering, `>`, full stops, a label twice); `row` other
 * lines or text on the same row; `group` a character too many in one group, where one line alone checks without it.
 */
export type Tidying = "label" | "mark" | "row" | "group";

/** A row of text taken apart. */
interface WrittenRow {
  /** Its check lines, in their order. */
  readonly lines: readonly WrittenLine[];
  /** What else stands on it, in its order; the row itself where it holds no check line. */
  readonly rest: readonly string[];
}

/** A check line as people and text recognition write it. */
export interface WrittenLine {
  /** As it is printed: `T1 XXXX …`; what no line can hold is `?`. */
  readonly text: string;
  readonly reading: LineReading;
  readonly tidied: readonly Tidying[];
}

/** A character of a line, or one that was read in its place. */
const CHARACTER = "[\\p{L}\\p{Nd}?$]";
/** Kind and number of a label; letters and signs that are read for digits pass. */
const LABEL = "([TDS$])\\s?([0-9OQIL|!]{1,4})";
/** What may stand between a label and its characters. */
const AFTER_LABEL = "(?:\\s*[-:.,;)\\]=>|~*]+\\s*|\\s+)";
/** 28 characters, in groups of four or run together. */
const WHOLE = `((?:${CHARACTER}{4}[\\s-]*){6}${CHARACTER}{4})`;
/** The end of a whole line: nothing more of a word, or at once the next label. */
const END = `(?!${CHARACTER})|(?=[TDS$]\\d{1,4}[\\s:.-])`;
const WHOLE_LINE = new RegExp(`(?<!${CHARACTER})${LABEL}${AFTER_LABEL}${WHOLE}(?:${END})`, "iu");
const NEXT_LINE = new RegExp(`^${LABEL}${AFTER_LABEL}${WHOLE}(?:${END})`, "iu");
/** A label and what follows it: a line with too few or too many characters. */
const BROKEN_LINE = new RegExp(`(?<!${CHARACTER})${LABEL}${AFTER_LABEL}(?=${CHARACTER})`, "giu");
/** A label by itself, such as a field begins with before a whole line is pasted into it. */
const ONLY_LABEL = new RegExp(`^${LABEL}[\\s:.-]*$`, "iu");
/** What editors, mail programs and phones put around a line. */
const MARKS = /^(?:[\s>|•·●▪◦‣○■□*+\-"'`´“”‘’.,:;()[\]、。]|(?<![0-9])\d{1,4}[.:)\]](?!\d))*/u;
/** Most characters of a row that is looked at: beyond, it is no line, nor several. */
export const LONGEST_ROW = 20_000;
/** Largest number of a line that a sheet has: 137 of data for 2,048 bytes, two of parity for each 30 begun. */
const MAX_PRINTED_NUMBER = 147;
const LINE_GROUPS = LINE_CHARACTERS / GROUP_CHARACTERS;
/** Fewest characters after a label by which a broken line is known, unless all its groups are whole. */
const FEWEST_CHARACTERS = 20;

/**
 * A row as lines are looked for in it: full-width letters, odd blanks and dashes as usual ones, invisible characters
 * gone.
 */
export function plainRow(row: string): string {
  return row
    .normalize("NFKC")
    .replace(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu, "")
    .replace(/[\u2010-\u2015\u2212\u2500]|(?<=[A-Za-z0-9\s])\u30FC(?=[A-Za-z0-9\s])/gu, "-")
    .trim();
}

/** A row without bullets, numbering and quotation marks before it. */
export function withoutMarks(row: string): string {
  return row.replace(MARKS, "");
}

/**
 * Finds the check lines in a row of text. Nothing is taken for a character that was not written: what cannot belong to a
 * line is left off, and the check characters decide about the rest.
 */
export function readRow(row: string): WrittenRow {
  const plain = plainRow(row);
  if (plain.length > LONGEST_ROW || !/[TDS$]\s?[0-9OQIL|!]/iu.test(plain)) return { lines: [], rest: [row.trim()] };
  const read = piecesOf(plain).map((piece) => (typeof piece === "string" ? piece : (lineOf(piece) ?? piece.written)));
  const found = read.filter((one) => typeof one !== "string");
  const between = read.filter((one) => typeof one === "string");
  if (found.length === 0) return { lines: [], rest: [row.trim()] };
  const rest = between.flatMap(restOf);
  const around: Tidying[] = [
    ...(between.some((text) => restOf(text).length === 0 && /\S/u.test(text)) ? ["mark" as const] : []),
    ...(found.length > 1 || rest.length > 0 ? ["row" as const] : []),
  ];
  return { lines: found.map((line) => ({ ...line, tidied: [...line.tidied, ...around] })), rest };
}

/** A label with what was read after it. */
interface Piece {
  /** As it stands there. */
  readonly written: string;
  /** Whether other words or groups stand before it, and no line: it may be a part of them. */
  readonly within: boolean;
  readonly kind: string;
  readonly digits: string;
  readonly body: string;
}

/** A row's lines, and what stands between them. */
function piecesOf(row: string): (Piece | string)[] {
  const pieces: (Piece | string)[] = [];
  let left = row;
  let glued = false;
  while (left !== "") {
    const found = (glued ? NEXT_LINE.exec(left) : null) ?? WHOLE_LINE.exec(left);
    const [whole = "", kind = "", digits = "", body = ""] = found ?? [];
    if (!found) break;
    const before = found.index > 0 ? brokenPieces(left.slice(0, found.index)) : [];
    pieces.push(...before);
    const within = isWithin(pieces);
    pieces.push(isPlausible(kind, digits, body) ? { written: whole, within, kind, digits, body } : whole);
    left = left.slice(found.index + whole.length);
    glued = true;
  }
  if (left !== "") pieces.push(...brokenPieces(left));
  return pieces;
}

/** Whether what was found last is no line, and more than marks; a wide gap parts columns. */
function isWithin(pieces: readonly (Piece | string)[]): boolean {
  const last = pieces.at(-1);
  return typeof last === "string" && restOf(last).length > 0 && !/\s{3}$|\t$/u.test(last);
}

/** Lines with too few or too many characters in what holds no whole one. */
function brokenPieces(text: string): (Piece | string)[] {
  const starts = [...text.matchAll(BROKEN_LINE)];
  const pieces: (Piece | string)[] = [];
  let from = 0;
  for (const [i, found] of starts.entries()) {
    const [label, kind = "", digits = ""] = found;
    const body = withoutEnd(text.slice(found.index + label.length, starts[i + 1]?.index), /[\s.,;:|'"`)\]、。]/u);
    if (!isPlausible(kind, digits, body) || !looksLikeLine(body)) continue;
    if (found.index > from) pieces.push(text.slice(from, found.index));
    const end = starts[i + 1]?.index ?? text.length;
    pieces.push({ written: text.slice(found.index, end), within: isWithin(pieces), kind, digits, body });
    from = end;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

/** Words such as “so” and “do” are no labels: where letters stand for digits, the rest must have a digit of its own. */
function isPlausible(kind: string, digits: string, body: string): boolean {
  return /[2-7]/u.test(body) || (kind !== "$" && /^\d+$/u.test(digits));
}

/** Whether characters after a label are those of a line, rather than words. */
function looksLikeLine(body: string): boolean {
  if (!new RegExp(`^(?:${CHARACTER}|[\\s-])+$`, "u").test(body)) return false;
  const groups = body.split(/[\s-]+/u).filter((group) => group !== "");
  const whole = groups.filter((group) => [...group].length === 4).length;
  const oneCase = body === body.toUpperCase() || body === body.toLowerCase();
  const written = /\d/u.test(body) || body === body.toUpperCase();
  if (groups.length >= 2 && whole === groups.length && groups.length <= 7 && oneCase && written) return true;
  if ([...groups.join("")].length < FEWEST_CHARACTERS) return false;
  return groups.length === 1 || whole * 2 > groups.length;
}

/** What of a piece between lines says something. */
function restOf(piece: string): string[] {
  const text = withoutEnd(withoutMarks(piece.trim().replace(/^\d{1,4}$/u, "")), /[\s.,;:|'"`)\]>、。-]/u);
  return text === "" || ONLY_LABEL.test(text) ? [] : [piece.trim()];
}

/**
 * A piece as a line; nothing where its number is none. What does not check may be a group of a key, such as `D77Q`, where
 * it stands among others or no sheet has a line of that number.
 */
function lineOf({ within, kind, digits, body }: Piece): WrittenLine | undefined {
  const characters = body.replace(/[^A-Za-z0-9?\s-]/gu, "?");
  const letter = kind === "$" ? "S" : kind.toUpperCase();
  const labels: Tidying[] = kind === "$" || /\D/u.test(digits) ? ["label"] : [];
  const read = numbersOf(digits).flatMap((number) => readAs(letter, number, characters));
  const line = read.find(checks) ?? read[0];
  if (line === undefined) return undefined;
  if (checks(line)) return { ...line, tidied: labels };
  const { reading } = line;
  const { number } = reading.status === "unreadable" ? reading : reading.line;
  if (reading.status === "unreadable" && reading.reason === "length") {
    const [mended, second] = mendings(characters).flatMap((one) => readAs(letter, number, one).filter(checks));
    if (mended && !second) return { ...mended, tidied: [...labels, "group"] };
  }
  const isGroup =
    within || number > MAX_PRINTED_NUMBER || /^[0OQ]./iu.test(digits) || /^[A-Z2-7]{4}$/iu.test(kind + digits);
  return isGroup ? undefined : { ...line, tidied: labels };
}

function checks({ reading }: Pick<WrittenLine, "reading">): boolean {
  return reading.status === "good";
}

function readAs(letter: string, number: number, characters: string): Omit<WrittenLine, "tidied">[] {
  const reading = number > MAX_LINE_NUMBER ? undefined : parseLine(`${letter}${number} ${characters}`);
  return reading ? [{ text: printedAs(letter, number, characters), reading }] : [];
}

/** Ways to make a group of five characters one of four, where all others are whole. */
function mendings(characters: string): string[] {
  const groups = characters.split(/[\s-]+/u).filter((group) => group !== "");
  const at = groups.findIndex((group) => group.length !== GROUP_CHARACTERS);
  const group = groups[at] ?? "";
  const others = groups.filter((_, i) => i !== at);
  const isOne = groups.length === LINE_GROUPS && others.every(({ length }) => length === GROUP_CHARACTERS);
  if (!isOne || group.length !== GROUP_CHARACTERS + 1) return [];
  const shorter = Array.from(group, (_, i) => group.slice(0, i) + group.slice(i + 1));
  return [...new Set(shorter)].map((one) => groups.with(at, one).join(" "));
}

/** The numbers that a label's digits may mean: letters for the digits they look like, or read where there was nothing. */
function numbersOf(digits: string): number[] {
  const meant = [...digits].map((one) => (/[OQ]/iu.test(one) ? "0" : /\d/u.test(one) ? one : "1"));
  const shorter = meant.flatMap((_, i) =>
    /\D/u.test(digits.charAt(i)) && meant.length > 1 ? [meant.toSpliced(i, 1)] : [],
  );
  return [...new Set([meant, ...shorter].map((one) => Number(one.join(""))))];
}

/** A line in groups of four where it has all its characters, and as it was typed where not. */
function printedAs(letter: string, number: number, characters: string): string {
  const compact = characters.toUpperCase().replace(/[\s-]/gu, "");
  const groups = compact.length === 28 ? (compact.match(/.{4}/gu) ?? []) : characters.split(/[\s-]+/u);
  return `${letter}${number} ${groups.join(" ")}`;
}

/**
 * What was typed or pasted at once, as lines one by one: check lines as they are printed, everything else as it is.
 * @returns `tidied`: how they were written otherwise
 */
export function separateLines(typed: string): {
  readonly lines: readonly string[];
  readonly tidied: readonly Tidying[];
} {
  const rows = typed.split(/\r\n|\r|\n/u).filter((row) => row.trim() !== "");
  const read = rows.map((row) => ({ row, ...readRow(row) }));
  const lines = read.flatMap(({ row, lines: own }) => (own.length > 0 ? own.map(({ text }) => text) : [plainRow(row)]));
  return { lines, tidied: [...new Set(read.flatMap(({ lines: own }) => own.flatMap(({ tidied }) => tidied)))] };
}
