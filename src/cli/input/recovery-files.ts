import { existsSync } from "node:fs";
import { type Account, accountName } from "../../account/account.js";
import { formatLabel } from "../../account/otpauth-uri.js";
import { makeRecoveryCodes } from "../../document/recovery-codes.js";
import { EscrowError } from "../../error.js";
import type { RecoveryList } from "../../import/recovery-list.js";
import { problemOf } from "../../recover/problem.js";
import { type Session, tell } from "../session.js";
import { shown } from "../terminal/terminal.js";
import { UsageError } from "../usage-error.js";
import type { LocatedWarning } from "../words/report.js";
import { UnreadError } from "../words/unread.js";
import { nameMatcher } from "./choosing.js";
import { gatherFiles } from "./files.js";
import { looksLikeFileName } from "./secret-argument.js";
import type { Sources } from "./sources.js";

/** Options that name files with recovery codes, and others that may take standard input. */
interface RecoveryFileOptions {
  /** `FILE`, or `PATTERN=FILE` where there are several accounts. */
  readonly recoveryCodes?: readonly string[];
  readonly passwordFile?: readonly string[];
  readonly passphraseFile?: string;
}

/** What a file gave, and whose it is said to be. */
export interface GivenRecoveryCodes {
  /** Nothing where none was named: there is one account then. */
  readonly pattern: string | undefined;
  /** What messages call the file. */
  readonly source: string;
  readonly list: RecoveryList;
}

/**
 * Reads the files that `--recovery-codes` names, before anything else is asked or read.
 * @param args names of other files
 * @throws UsageError `stdin-twice`, `argument-secret` for what is no file and may be a code
 * @throws UnreadError for a file that holds no recovery codes, or a key
 */
export async function readRecoveryFiles(
  session: Session,
  { recoveryCodes = [], passwordFile = [], passphraseFile = "" }: RecoveryFileOptions,
  args: readonly string[],
): Promise<GivenRecoveryCodes[]> {
  const named = recoveryCodes.map(patternAndFile);
  const files = named.map(({ file }) => file);
  const others = [...args, ...passwordFile, passphraseFile];
  if (files.includes("-") && [...files, ...others].filter((name) => name === "-").length > 1) {
    throw new UsageError("stdin-twice");
  }
  const given: GivenRecoveryCodes[] = [];
  for (const { pattern, file } of named) {
    if (file !== "-" && !existsSync(file) && !looksLikeFileName(file, true)) throw new UsageError("argument-secret");
    const { inputs, unread } = await gatherFiles([file], tell(session, "stdin"));
    if (unread.length > 0) throw new UnreadError(unread, false);
    for (const input of inputs) given.push({ pattern, source: input.name, list: await listIn(input) });
  }
  return given;
}

/**
 * The recovery codes of a text, whose name stands in its errors.
 * @throws UnreadError for a text that holds no recovery codes, or a key
 */
export async function listIn(input: { readonly name: string; readonly bytes: Uint8Array }): Promise<RecoveryList> {
  const { readRecoveryCodes } = await import("../../import/recovery-file.js");
  try {
    return readRecoveryCodes(input);
  } catch (error) {
    throw new UnreadError([problemOf(input.name, error)], false);
  }
}

/**
 * Recovery codes of the accounts that are taken: those that sources hold, and those of files, which take the place of
 * an account's older ones.
 * @throws EscrowError `recovery-codes-no-match`, `recovery-codes-several`, `recovery-codes-many`, `recovery-code-long`
 */
export function withRecoveryFiles<T extends Pick<Sources, "accounts" | "recovery" | "warnings">>(
  sources: T,
  given: readonly GivenRecoveryCodes[],
): T {
  const { accounts, recovery } = sources;
  if (given.length === 0) return sources;
  const byLabel = new Map<string, { account: Account; codes: string[] }>();
  const warnings: LocatedWarning[] = [];
  for (const { pattern, source, list } of given) {
    const account = ownerOf(accounts, pattern);
    const label = formatLabel(account);
    byLabel.set(label, { account, codes: [...(byLabel.get(label)?.codes ?? []), ...list.codes] });
    const lines = list.aside.join(", ");
    if (lines !== "") warnings.push({ code: "recovery-lines-aside", data: { lines }, source });
  }
  const fresh = [...byLabel.values()].map(({ account, codes }) => makeRecoveryCodes(account, codes));
  const kept = recovery.filter(({ label }) => !byLabel.has(label));
  return { ...sources, recovery: [...kept, ...fresh], warnings: [...sources.warnings, ...warnings] };
}

function ownerOf(accounts: readonly Account[], pattern: string | undefined): Account {
  const fits = pattern === undefined ? () => true : nameMatcher(pattern);
  const matching = accounts.filter(({ issuer, account }) => fits(`${issuer}:${account}`));
  const names = (some: readonly Account[]) => some.map((one) => shown(accountName(one))).join(", ");
  const [only, second] = matching;
  if (only === undefined) {
    throw new EscrowError("recovery-codes-no-match", { pattern: pattern ?? "", names: names(accounts) });
  }
  if (second !== undefined) throw new EscrowError("recovery-codes-several", { names: names(matching) });
  return only;
}

/** `GitHub:alice=FILE`: a file's name may hold `=` too, and a file that is there is meant as one. */
function patternAndFile(value: string): { readonly pattern: string | undefined; readonly file: string } {
  const signs = value === "-" || existsSync(value) ? [] : [...value.matchAll(/=/gu)].map(({ index }) => index);
  const isFile = (at: number) => value.slice(at + 1) === "-" || existsSync(value.slice(at + 1));
  const at = signs.find(isFile) ?? signs[0];
  if (at === undefined) return { pattern: undefined, file: value };
  return { pattern: value.slice(0, at), file: value.slice(at + 1) };
}
