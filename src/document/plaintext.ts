import type { Account } from "../account/account.js";
import { formatOtpauth, parseOtpauth } from "../account/otpauth-uri.js";
import { EscrowError } from "../error.js";
import {
  formatRecoveryCodes,
  joinRecoveryCodes,
  oneLine,
  parseRecoveryLine,
  type RecoveryCodes,
} from "./recovery-codes.js";

/** A secret that no code can be derived from, kept all the same. */
export interface Keep {
  /** What it is called. */
  readonly name: string;
  /** As it was given. */
  readonly text: string;
}

/** What a document holds, in the clear only when opened. */
export interface Contents {
  /** Accounts, in the order in which they are printed. */
  readonly accounts: readonly Account[];
  /** Secrets that give no codes here and are kept as they are. */
  readonly keeps: readonly Keep[];
  /** Recovery codes of the accounts, a list for each label; left out where there are none. */
  readonly recovery?: readonly RecoveryCodes[];
  /** What the sheets are for. */
  readonly title?: string;
  /** Whose accounts they are. */
  readonly owner?: string;
  /** Day of making, `YYYY-MM-DD`. */
  readonly made?: string;
  /** Set id of the set that this one replaces, 16 base32 characters. */
  readonly replaces?: string;
  /** Lines of a note. */
  readonly notes: readonly string[];
  /** Holders in the order of their shares, each a name and perhaps how to reach them. @see parseHolder */
  readonly holders: readonly string[];
}

/** Fields of one value. */
const SINGLE = ["title", "owner", "made", "replaces"] as const;

/**
 * Contents → plaintext: LF-ended lines, `# key: value` before the accounts' Key URIs,
 * then `# keep: name text` and `# recovery: label code`.
 * @see FORMAT.md, "Plaintext"
 */
export function formatContents(contents: Contents): string {
  const lines = [
    ...SINGLE.flatMap((key) => (contents[key] === undefined ? [] : [`# ${key}: ${oneLine(contents[key])}`])),
    ...contents.notes.map((note) => `# note: ${oneLine(note)}`),
    ...contents.holders.map((holder) => `# holder: ${oneLine(holder)}`),
    ...contents.accounts.map(formatOtpauth),
    ...contents.keeps.map(formatKeep),
    ...(contents.recovery ?? []).flatMap(formatRecoveryCodes),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * A kept secret as a line: `# keep: NAME TEXT`, the name percent-encoded.
 * @see FORMAT.md, "Plaintext"
 */
export function formatKeep({ name, text }: Keep): string {
  return `# keep: ${encodeURIComponent(name.toWellFormed())} ${oneLine(text)}`;
}

/** Kept secrets, each once, whatever the number of sheets it stands on. */
export function distinctKeeps(keeps: readonly Keep[]): Keep[] {
  return [...new Map(keeps.map((keep) => [formatKeep(keep), keep])).values()];
}

/**
 * Reads a line of that form.
 * @returns `undefined` for whatever is none
 */
export function parseKeepLine(line: string): Keep | undefined {
  const [, name, text = ""] = /^# keep: (\S*) (.+)$/u.exec(line) ?? [];
  if (name === undefined) return undefined;
  try {
    return { name: decodeURIComponent(name), text };
  } catch {
    return undefined; // A stray % in the name.
  }
}

/**
 * Plaintext → contents. Blank lines and comments of other keys are passed over: later versions may write them.
 * @throws EscrowError `contents-line` with `line`, `contents-empty`
 */
export function parseContents(text: string): Contents {
  const single: { -readonly [key in (typeof SINGLE)[number]]?: string } = {};
  const [accounts, keeps, notes, holders]: [Account[], Keep[], string[], string[]] = [[], [], [], []];
  const codes: RecoveryCodes[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    const [, key, value = ""] = /^# (\w+): (.*)$/u.exec(line) ?? [];
    const name = SINGLE.find((known) => known === key);
    if (name) single[name] ??= value;
    else if (key === "note") notes.push(value);
    else if (key === "holder") holders.push(value);
    else if (key === "keep") keeps.push(parsedLine(parseKeepLine(line), i + 1));
    else if (key === "recovery") codes.push(parsedLine(parseRecoveryLine(line), i + 1));
    else if (line !== "" && !line.startsWith("#")) accounts.push(parseAccount(line, i + 1));
  }
  if (accounts.length + keeps.length === 0) throw new EscrowError("contents-empty");
  const recovery = joinRecoveryCodes(codes);
  return { ...single, accounts, keeps, ...(recovery.length > 0 ? { recovery } : {}), notes, holders };
}

function parsedLine<T>(read: T | undefined, line: number): T {
  if (read === undefined) throw new EscrowError("contents-line", { line });
  return read;
}

function parseAccount(uri: string, line: number): Account {
  // What reads sources passes over blanks and other spellings; a document has one.
  if (!/^otpauth:\/\/[\x21-\x7e]+$/u.test(uri)) throw new EscrowError("contents-line", { line });
  try {
    return parseOtpauth(uri).account;
  } catch (error) {
    if (error instanceof EscrowError) throw new EscrowError("contents-line", { line });
    throw error;
  }
}
