import { type Account, accountName } from "../account/account.js";
import { formatLabel } from "../account/otpauth-uri.js";
import { decodePercent } from "../account/uri-query.js";
import { EscrowError } from "../error.js";

/** One-time codes that a service gave for when the authenticator is gone. */
export interface RecoveryCodes {
  /** Whose they are: the label of the account's Key URI, percent-encoded as it stands there. */
  readonly label: string;
  /** As the service gave them, in its order; each once. */
  readonly codes: readonly string[];
}

/** Most codes of one account: services give 16 at most. */
export const MAX_RECOVERY_CODES = 64;
/** Longest code, in characters: npm's have 64. */
export const MAX_RECOVERY_CODE_LENGTH = 128;

/**
 * Codes of an account, as sheets keep them.
 * @param codes one at least, each without line breaks and blanks around it
 * @throws EscrowError `recovery-codes-many` with `most`, `recovery-code-long` with `most`; no code is in them
 */
export function makeRecoveryCodes(account: Account, codes: readonly string[]): RecoveryCodes {
  const distinct = [...new Set(codes.map(oneLine).filter((code) => code !== ""))];
  if (distinct.length > MAX_RECOVERY_CODES) throw new EscrowError("recovery-codes-many", { most: MAX_RECOVERY_CODES });
  if (distinct.some((code) => [...code].length > MAX_RECOVERY_CODE_LENGTH)) {
    throw new EscrowError("recovery-code-long", { most: MAX_RECOVERY_CODE_LENGTH });
  }
  return { label: formatLabel(account), codes: distinct };
}

/**
 * Lines that hold recovery codes, one each: `# recovery: LABEL CODE`. Programs that do not know them pass over them.
 * @see FORMAT.md, "Plaintext"
 */
export function formatRecoveryCodes({ label, codes }: RecoveryCodes): string[] {
  return codes.map((code) => `# recovery: ${label} ${oneLine(code.toWellFormed())}`);
}

/**
 * Reads a line of that form.
 * @returns `undefined` for whatever is none
 */
export function parseRecoveryLine(line: string): RecoveryCodes | undefined {
  const [, label, code] = /^# recovery: (\S*) (\S|\S.*\S)$/u.exec(line) ?? [];
  if (label === undefined || code === undefined) return undefined;
  try {
    decodeURIComponent(label);
  } catch {
    return undefined; // A stray % in the label.
  }
  return { label, codes: [code] };
}

/**
 * Reads the text of a recovery page's QR code: such lines and nothing else.
 * @returns `undefined` for whatever is none
 */
export function parseRecoveryText(text: string): RecoveryCodes[] | undefined {
  const lines = text
    .replace(/\r?\n$/u, "")
    .split(/\r?\n/u)
    .map(parseRecoveryLine);
  const read = lines.filter((one) => one !== undefined);
  return read.length === lines.length ? joinRecoveryCodes(read) : undefined;
}

/** Codes of equal labels as one list each, in the order of their first; each code once. */
export function joinRecoveryCodes(lists: readonly RecoveryCodes[]): RecoveryCodes[] {
  const joined = new Map<string, Set<string>>();
  for (const { label, codes } of lists) {
    const own = joined.get(label) ?? new Set();
    joined.set(label, own);
    for (const code of codes) own.add(code);
  }
  return [...joined].map(([label, codes]) => ({ label, codes: [...codes] }));
}

/** The codes of one account, by its label. */
export function recoveryCodesOf(lists: readonly RecoveryCodes[], account: Account): readonly string[] {
  const own = formatLabel(account);
  return lists.filter(({ label }) => label === own).flatMap(({ codes }) => codes);
}

/** Lists whose label is that of none of these accounts: they are shown all the same. */
export function recoveryCodesApart(lists: readonly RecoveryCodes[], accounts: readonly Account[]): RecoveryCodes[] {
  const labels = new Set(accounts.map(formatLabel));
  return lists.filter(({ label }) => !labels.has(label));
}

/** Whose codes they are, as messages name accounts. */
export function recoveryName(label: string): string {
  const [, issuer = "", account = ""] = /^([^:]*):?(.*)$/su.exec(decodePercent(label)) ?? [];
  return accountName({ issuer: issuer.trim(), account: account.trim() });
}

/** A value that stays on its line, whatever an app stored. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/gu, " ").trim();
}
