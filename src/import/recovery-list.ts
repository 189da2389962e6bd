import { SHEET_WORDS } from "../read/text/sheet-words.js";

/** What a text holds of recovery codes. */
export interface RecoveryList {
  /** As the service gave them, each once; in the order of their numbers where all have one. */
  readonly codes: readonly string[];
  /** Whether the text says that they are codes for when the authenticator is gone. */
  readonly named: boolean;
  /** Lines, from 1, on which something stands that is like a code, but not like these. */
  readonly aside: readonly number[];
  /** Whether something that is like a key stands alone beside codes of another form. */
  readonly besideKey: boolean;
}

/** What may be a code, with how much speaks for it. */
interface Candidate {
  readonly code: string;
  /** Lengths of its groups with what stands between them: `4-4`, `5 5`. */
  readonly shape: string;
  /** From 1. */
  readonly line: number;
  /** The number before it. */
  readonly number: number | undefined;
  /** Whether its line holds nothing else. */
  readonly firm: boolean;
  /** Whether words that name codes stand before it. */
  readonly told?: boolean;
}

/** Fewest letters and digits of a code: five digits are some services' least. */
const LEAST_CODE = 5;
/** Groups so long are codes of their own where only a blank stands between them. */
const LEAST_OWN = 6;
/** Fewest characters of a key that a service gives. */
const LEAST_KEY = 16;
/** Fewest letters of a code without a digit, where it is only named as one: words have fewer. */
const LEAST_LETTERS = 14;
/** Longest text that is looked at, in UTF-16 units: a page of prose around a list, and no export of an app. */
const LONGEST_TEXT = 200_000;
/** Longest row that is looked at: people paste no longer ones. */
const LONGEST_ROW = 2_000;
/** Most candidates: nobody is given so many. */
const MOST_CANDIDATES = 1_000;

const NAMES_CODES = new RegExp(`(?:${SHEET_WORDS.codes.join("|")})`, "giu");
/** What lists put before an item: bullets, boxes to tick, numbers. */
const BULLET = /^(?:(?:[-*+•·‣◦▪▫■□○●◯–—>]|\[[ xX✓✔]?\]|[☐☑☒✓✔✗✘])\s+|\[[ xX✓✔]?\]|[•・☐☑☒✓✔✗✘□])\s*/u;
const NUMBER = /^(?:(?:code|コード|no\.?|#|№)\s*)?[(（[]?(\d{1,3})(?:[.)）\]:：．、]\s*|\s+[-–—:]\s+)(?=\S)/iu;
/** What stands around a code: quotation marks, brackets, marks of Markdown. */
const AROUND = /^["'`“”‘’«»「」『』<([{*~]+|["'`“”‘’«»「」『』>)\]}*~.:!]+$/gu;
/** A remark behind a code. */
const REMARK = /\s*[([（](?:un)?used[^)\]）]*[)\]）]$|\s*[✓✔]$/iu;
/** Between codes of one row: columns, commas, or the number of the next. */
const BETWEEN =
  /\t+|\s{2,}|\s*[,;|/，；、]\s*|(?<=[A-Za-z0-9]{3})[.。]\s+|\s+(?=[(（[]?\d{1,3}[.)）\]]\s)|\s+(?:and|or|und|et)\s+/u;
const CODE = /^[A-Za-z0-9]+(?:[-–_. ][A-Za-z0-9]+)*$/u;
const DATE = /^\d{1,4}[-–_. ]\d{1,2}[-–_. ]\d{1,4}$/u;

/**
 * Recovery codes in a text as services save and people copy it: one a line or several, in columns, with numbers,
 * bullets, boxes and commas, and prose around them. A code is told by its form, which all of a list have in common; prose
 * has none.
 * @returns `undefined` where there are none, and for a text that is far too long for a list
 */
export function recoveryCodesIn(text: string): RecoveryList | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const found: Candidate[] = [];
  const values: string[] = [];
  let named = false;
  for (const [i, row] of text.split(/\r\n|\r|\n/u).entries()) {
    if (row.length > LONGEST_ROW || found.length > MOST_CANDIDATES) continue;
    named ||= row.search(NAMES_CODES) >= 0;
    const [, value] = /[:：=]\s*([A-Za-z2-7][A-Za-z2-7 -]*)$/u.exec(row.trim()) ?? [];
    if (value !== undefined) values.push(value);
    found.push(...candidatesOf(row, i + 1, found.length));
  }
  const accepted = likeEachOther(found);
  if (accepted.length === 0) return undefined;
  const codes = [...new Set(inOrder(accepted).map(({ code }) => code))];
  const taken = new Set(accepted);
  const aside = found.filter((one) => !taken.has(one) && one.firm && hasDigit(one) && !codes.includes(one.code));
  const shapes = new Set(accepted.map(({ shape }) => shape));
  const standsAlone = found.some(({ code, shape, firm }) => firm && !shapes.has(shape) && looksLikeKey(code));
  const besideKey = standsAlone || values.some((value) => !codes.includes(value) && looksLikeKey(value));
  return { codes, named, aside: [...new Set(aside.map(({ line }) => line))], besideKey };
}

/**
 * Whether a list may be keys of an authenticator instead: base32 of a key's length that no other code of the list
 * resembles, where nothing says that they are codes. Hexadecimal, one alone.
 */
export function mayBeKeys({ codes, named, besideKey }: RecoveryList): boolean {
  if (besideKey) return true;
  const alike = new Set(codes.map(shapeOf)).size === 1;
  if (named && alike) return false;
  const [only, second] = codes;
  if (only !== undefined && second === undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/iu.test(only)) return true;
  const others = new Set(codes.filter((code) => !looksLikeKey(code)).map(shapeOf));
  return codes.some((code) => looksLikeKey(code) && !others.has(shapeOf(code)));
}

/**
 * Whether a text is plainly a list of recovery codes where nobody said so: it names them, or has several that are no
 * keys.
 */
export function isRecoveryList(text: string): boolean {
  const list = recoveryCodesIn(text);
  if (list === undefined || mayBeKeys(list)) return false;
  return list.named || list.codes.some(isFiveByFive) || (list.codes.length > 1 && !areAllBase32(list));
}

/** Whether letters and digits are such that each could be part of a key: what an editor wrapped is no list of codes. */
function areAllBase32({ codes }: RecoveryList): boolean {
  return codes.every((code) => /^(?:[A-Z2-7 -]+|[a-z2-7 -]+)$/u.test(code));
}

/** Five groups of five, joined by hyphens: Microsoft's recovery code, and no service's key. */
function isFiveByFive(code: string): boolean {
  return /^(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}$/u.test(code);
}

function looksLikeKey(code: string): boolean {
  const compact = code.replace(/[ _.–-]/gu, "");
  // A long word in small letters is none.
  const inOneCase = /^(?:[A-Z2-7]+|(?=.*[2-7])[a-z2-7]+)$/u.test(compact);
  return compact.length >= LEAST_KEY && inOneCase && !isFiveByFive(code);
}

/** What may be codes on a row: all of it, or what stands behind words that name codes, or beside prose. */
function candidatesOf(row: string, line: number, before: number): Candidate[] {
  const whole = piecesOf(row, line, before, true);
  if (whole.pieces.length > 0 && whole.pure) return whole.pieces;
  const value = behindNames(row);
  if (value !== undefined) {
    const named = piecesOf(value, line, before, true);
    if (named.pieces.length > 0 && named.pure) return named.pieces.map((one) => ({ ...one, told: true }));
    whole.pieces.push(...named.pieces);
  }
  return whole.pieces.filter(hasDigit).map((one) => ({ ...one, firm: false }));
}

/** What stands behind `Recovery code:`, `Code 3 =`, `Your backup code is`; nothing behind other words. */
function behindNames(row: string): string | undefined {
  const [, name = "", value] = /^([^:：=]{1,80})[:：=](.+)$/u.exec(row) ?? [];
  const names = /code|コード|codice|código|代码|備用|备用/iu.test(name) || name.search(NAMES_CODES) >= 0;
  if (value !== undefined) return names ? value : undefined;
  const last = [...row.matchAll(NAMES_CODES)].at(-1);
  if (last === undefined) return undefined;
  const rest = row.slice(last.index + last[0].length);
  return rest.replace(/^(?:\s|[-–—は]|(?:is|are|ist|est|es)\b)+/iu, "").replace(/です。?$/u, "");
}

function piecesOf(row: string, line: number, before: number, firm: boolean): { pieces: Candidate[]; pure: boolean } {
  const parts = withoutMarks(row.trim()).rest === "" ? [] : row.trim().split(BETWEEN);
  const pieces: Candidate[] = [];
  let pure = true;
  for (const part of parts) {
    const isDate = DATE.test(part.trim().replace(AROUND, ""));
    const { number, rest } = withoutMarks(part, before + pieces.length + 1);
    // A number in a column of its own, an empty column.
    if (rest === "" || /^\d{1,3}$/u.test(rest)) continue;
    const codes = isDate ? [] : codesOf(rest);
    if (codes.length === 0) pure = false;
    for (const code of codes) pieces.push({ code, shape: shapeOf(code), line, number, firm });
  }
  return { pieces, pure };
}

/** A part of a row without bullet, number and marks around it. @param next a number that may stand there without a sign */
function withoutMarks(part: string, next?: number): { readonly number: number | undefined; readonly rest: string } {
  let rest = part.trim();
  let number: number | undefined;
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(BULLET, "").replace(/^(?:un)?used\s+(?=\S)/iu, "");
    const [head, digits] = NUMBER.exec(rest) ?? [];
    if (head === undefined || number !== undefined) continue;
    number = Number(digits);
    rest = rest.slice(head.length);
  }
  rest = rest.replace(REMARK, "").replace(AROUND, "").trim();
  const [, bare, code = ""] = /^(\d{1,2}) (.+)$/u.exec(rest) ?? [];
  if (number === undefined && bare !== undefined && Number(bare) === next && codesOf(code).length > 0) {
    return { number: next, rest: code };
  }
  return { number, rest };
}

/** One code, or several with a blank between them; none where it is something else. */
function codesOf(text: string): string[] {
  if (!CODE.test(text) || DATE.test(text)) return [];
  const words = text.split(" ");
  const [first = ""] = words;
  const own = words.every((word) => /[-–_.]/u.test(word) || word.length >= LEAST_OWN);
  if (words.length > 1 && own) return words.every((word) => shapeOf(word) === shapeOf(first)) ? words : [];
  const regular = words.every((word, i) => word.length === first.length || i === words.length - 1);
  const last = words.at(-1)?.length ?? 0;
  if (!regular || last > first.length) return [];
  return text.replace(/[^A-Za-z0-9]/gu, "").length >= LEAST_CODE ? [text] : [];
}

/**
 * Those that are like each other: with a digit, and of the form that most have; letters alone only where others of the
 * same form and case have digits, or where several are alike and nothing has one.
 */
function likeEachOther(found: readonly Candidate[]): Candidate[] {
  const sure = found.filter((one) => one.firm && hasDigit(one));
  const strong = sure.length > 0 ? sure : repeated(found.filter(hasDigit));
  if (strong.length === 0) return lettersAlone(found);
  const counts = countOf(strong);
  const most = Math.max(...counts.values());
  const shapes = new Set([...counts].flatMap(([shape, count]) => (most >= 3 && count * 4 <= most ? [] : [shape])));
  const kinds = new Set(strong.filter(({ shape }) => shapes.has(shape)).map(kindOf));
  return found.filter((one) => {
    if (!shapes.has(one.shape)) return false;
    return hasDigit(one) || (one.firm && [...kinds].some((kind) => kind === kindOf(one)));
  });
}

function lettersAlone(found: readonly Candidate[]): Candidate[] {
  const alike = repeated(found.filter(({ code, firm }) => firm && !/^[A-Z][a-z]+$/u.test(code)));
  if (alike.length > 0) return alike.filter(({ code }) => !code.includes(" ") || code === code.toUpperCase());
  return found.filter(({ code, told = false }) => isFiveByFive(code) || (told && code.length >= LEAST_LETTERS));
}

/** Those whose form at least two have. */
function repeated(found: readonly Candidate[]): Candidate[] {
  const counts = countOf(found);
  return found.filter(({ shape }) => (counts.get(shape) ?? 0) >= 2);
}

function countOf(found: readonly Candidate[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { shape } of found) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  return counts;
}

function inOrder(found: readonly Candidate[]): readonly Candidate[] {
  const sorted = found.toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0));
  return sorted.every(({ number }, i) => number === i + 1) ? sorted : found;
}

function shapeOf(code: string): string {
  return code.replace(/[A-Za-z0-9]+/gu, ({ length }) => String(length));
}

function hasDigit({ code }: Candidate): boolean {
  return /\d/u.test(code);
}

/** In which case its letters are. */
function kindOf({ code }: Candidate): string {
  return [/[a-z]/u, /[A-Z]/u].map((letters) => Number(letters.test(code))).join("");
}
