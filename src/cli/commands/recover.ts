import { formatOtpauth } from "../../account/otpauth-uri.js";
import { encodeUtf8 } from "../../bytes.js";
import { formatKeep } from "../../document/plaintext.js";
import {
  formatRecoveryCodes,
  recoveryCodesApart,
  recoveryCodesOf,
  recoveryName,
} from "../../document/recovery-codes.js";
import { EscrowError } from "../../error.js";
import type { FoundAccount } from "../../recover/origin.js";
import { isMissed } from "../../recover/page-states.js";
import { keepName } from "../input/choosing.js";
import { gatherFiles } from "../input/files.js";
import type { TriedSet } from "../input/opened-sets.js";
import { givenPassphrase } from "../input/passphrase.js";
import { hasPages } from "../input/read-files.js";
import { type Recovered, recoverSheets, tellNeedless, withoutHarmless } from "../input/recovered.js";
import { sheetKeyWarnings } from "../making/weak-keys.js";
import { checkFree, parseTarget, type Target, writeOne } from "../output/output.js";
import { type Session, tell } from "../session.js";
import { shown, writeExactly, writeJson, writeLine, writeNote } from "../terminal/terminal.js";
import { showQrCodes } from "../terminal/terminal-qr.js";
import { now } from "../time.js";
import { UsageError } from "../usage-error.js";
import { accountJson, nameWords, originJson, originWords, settingWords } from "../words/account-words.js";
import { keeperLines, keepersJson } from "../words/keeper-words.js";
import { pageList, pagesJson } from "../words/page-words.js";
import { recoveryCount, recoveryNameWords } from "../words/recovery-words.js";
import { reportUnread, reportWarnings, unreadJson, warningJson } from "../words/report.js";
import { codeLines } from "./codes.js";

/** Options of `recover`. */
interface RecoverOptions {
  readonly uris?: boolean;
  readonly output?: string;
  readonly qr?: boolean;
  readonly json?: boolean;
  readonly passphraseFile?: string;
  readonly byHand?: boolean;
  readonly force?: boolean;
}

/** Where recovered secrets go. */
type Destination = Exclude<Target, { kind: "folder" }> | undefined;

/** Codes of a counter that are shown: the sheet does not know how far it has come. */
const HOTP_CODES = 10;

/**
 * `recover`: the accounts of sealed, share and open sheets, mixed in any order.
 * @returns exit status: 0 only when every file could be read and every set opened
 */
export async function recover(session: Session, args: readonly string[], options: RecoverOptions): Promise<number> {
  const destination = checkOutput(session, options);
  if (options.byHand) {
    const { recoverByHand } = await import("./by-hand/by-hand.js");
    return recoverByHand(session, args, (recovered) => give(session, recovered, options, destination));
  }
  if (args.length === 0)
    throw new UsageError("usage-argument-missing", { argument: tell(session, "value-names.SHEET") });
  const passphrase = await givenPassphrase(session, options, args);
  const { inputs, unread } = await gatherFiles(args, tell(session, "stdin"));
  const { settleTexts } = await import("../input/settle-texts.js");
  const gathered = { inputs: await settleTexts(session, inputs), unread };
  return give(session, await recoverSheets(session, gathered, { passphrase, ask: true }), options, destination);
}

function checkOutput(session: Session, { output, json = false, force = false }: RecoverOptions): Destination {
  if (output === undefined) return undefined;
  if (output === "-" && json) throw new UsageError("output-json");
  const target = parseTarget(output);
  if (target.kind === "folder") throw new EscrowError("output-is-folder", { file: output });
  if (target.kind === "file") checkFree(session, target.path, force);
  return target;
}

/** Hands over what was recovered, and says what was not. */
async function give(
  session: Session,
  given: Recovered,
  options: RecoverOptions,
  destination: Destination,
): Promise<number> {
  const recovered = { ...given, warnings: [...given.warnings, ...sheetKeyWarnings(given.accounts)] };
  const { tried, accounts, keeps, recovery, keepers, problems, unread } = recovered;
  const { json = false, qr = false, uris = false, force = false } = options;
  const faults = tried.flatMap((one) => one.faults);
  const found = accounts.length + keeps.length + recovery.length > 0;
  if (found && destination) await writeOne(session, destination, encodeUtf8(uriLines(recovered, uris)), { force });
  if (json) writeJson(recoveredJson(session, { ...recovered, problems: withoutHarmless(recovered) }));
  else if (found && !destination) {
    if (qr) await showQrCodes(session, accounts);
    else if (uris || !process.stdout.isTTY) process.stdout.write(uriLines(recovered, uris));
    else showRecovered(session, recovered);
  }
  const toldAlready = !json && !destination && !qr && !uris && process.stdout.isTTY === true;
  if (!toldAlready) for (const line of setLines(session, tried)) writeNote(line);
  const told = problems.some(({ code }) => code === "keeper-alone");
  const paged = (source: string) => hasPages(recovered, source);
  if (!told) for (const line of keeperLines(session, keepers, paged)) writeNote(line);
  const unopened = tried.filter(({ contents }) => !contents).length;
  const needless = tellNeedless(session, recovered);
  reportWarnings(session, recovered.warnings);
  reportUnread(session, [...unread, ...problems.filter((problem) => !needless.includes(problem)), ...faults]);
  if (found) {
    const key = destination?.kind === "file" ? "recover.written" : "recover.done";
    const where = destination?.kind === "file" ? shown(destination.path) : "";
    if (toldAlready && accounts.length > 0) writeNote(tell(session, "recover.to-phone"));
    writeNote(tell(session, key, { accounts: accounts.length + keeps.length, where }));
    const codes = recoveryCount(recovery);
    if (codes > 0) writeNote(tell(session, "recovery-codes.done", { codes }));
  }
  if (found && unopened > 0) writeNote(tell(session, "recover.some", { sets: unopened }));
  const missed = recovered.pages.filter((page) => isMissed(page, tried.length > 0));
  if (missed.length > 0) writeNote(tell(session, "recover.missed", { pages: pageList(session, missed) }));
  return found && unopened === 0 && unread.length === 0 && missed.length === 0 ? 0 : 1;
}

/**
 * `otpauth://` URIs a line each; secrets without codes as lines that begin with `# keep: `, recovery codes as lines that
 * begin with `# recovery: ` unless only URIs are wanted. Sources read them all.
 */
function uriLines({ accounts, keeps, recovery }: Recovered, urisOnly: boolean): string {
  const codes = urisOnly ? [] : recovery.flatMap(formatRecoveryCodes);
  const lines = [...accounts.map(formatOtpauth), ...[...keeps.map(formatKeep), ...codes].map(shown)];
  return lines.map((line) => `${line}\n`).join("");
}

/** Accounts under the set that they came from; those that only open sheets gave apart, each with its file. */
function showRecovered(session: Session, { tried, found, accounts, keeps, recovery }: Recovered): void {
  const unixSeconds = now();
  const ofSet = ({ origins }: FoundAccount) => origins.find((one) => one.kind === "set");
  for (const one of tried) {
    for (const line of setLines(session, [one])) writeLine(line);
    for (const account of found.filter((its) => ofSet(its)?.set === one.set.name)) {
      showAccount(session, account, recovery, unixSeconds);
    }
  }
  const apart = found.filter((one) => ofSet(one) === undefined);
  if (apart.length > 0 && apart.length < found.length) {
    writeLine();
    writeLine(tell(session, "recover.open-sheets"));
  }
  for (const account of apart) showAccount(session, account, recovery, unixSeconds);
  for (const { label, codes } of recoveryCodesApart(recovery, accounts)) {
    writeLine();
    writeLine(recoveryNameWords(label));
    showRecoveryCodes(session, codes);
  }
  for (const { name, text } of keeps) {
    writeLine();
    writeLine(keepName(session, name));
    writeLine(`  ${tell(session, "keep.short")}`);
    writeExactly(`  ${shown(text)}`);
  }
  writeLine();
}

function showRecoveryCodes(session: Session, codes: readonly string[]): void {
  if (codes.length > 0) writeLine(`  ${tell(session, "recovery-codes.below")}`);
  for (const code of codes) writeExactly(`    ${shown(code)}`);
}

function showAccount(
  session: Session,
  { account, origins }: FoundAccount,
  recovery: Recovered["recovery"],
  unixSeconds: number,
): void {
  const count = account.type === "hotp" ? HOTP_CODES : 1;
  const [, ...codes] = codeLines(session, account, unixSeconds, count, true);
  writeLine();
  writeLine(nameWords(session, account));
  writeLine(`  ${settingWords(session, account)}`);
  writeLine(
    `  ${tell(session, "recover.from", { where: origins.map((one) => originWords(session, one)).join("; ") })}`,
  );
  for (const line of codes) writeLine(line);
  showRecoveryCodes(session, recoveryCodesOf(recovery, account));
}

/** What opened sets say of themselves. */
function setLines(session: Session, tried: readonly TriedSet[]): string[] {
  return tried.flatMap(({ set, contents }) => {
    if (!contents) return [];
    const { title, owner, made, notes, replaces } = contents;
    const said = (key: string, text: string | undefined) =>
      text === undefined ? [] : [`  ${tell(session, `recover.${key}`, { text: shown(text) })}`];
    return [
      tell(session, "recover.opened", { set: set.name }),
      ...said("owner", owner),
      ...said("title", title),
      ...said("made", made),
      ...notes.flatMap((note) => said("note", note)),
      ...said("replaces", replaces?.match(/.{1,4}/gu)?.join("-")),
    ];
  });
}

/** The member of an account's recovery codes; none where it has none. */
function codesJson(recoveryCodes: readonly string[]): { recoveryCodes?: readonly string[] } {
  return recoveryCodes.length === 0 ? {} : { recoveryCodes };
}

/** Lists of which no account is known. */
function apartJson(lists: Recovered["recovery"]): object {
  if (lists.length === 0) return {};
  return { recoveryCodes: lists.map(({ label, codes }) => ({ name: recoveryName(label), label, codes })) };
}

function recoveredJson(
  session: Session,
  { tried, found, accounts, keeps, recovery, keepers, pages, problems, warnings, unread }: Recovered,
): object {
  return {
    accounts: found.map(({ account, origins }) => ({
      ...accountJson(account),
      origins: origins.map(originJson),
      uri: formatOtpauth(account),
      secret: account.secret,
      ...codesJson(recoveryCodesOf(recovery, account)),
    })),
    keeps,
    ...apartJson(recoveryCodesApart(recovery, accounts)),
    sets: tried.map(({ set, contents, faults }) => ({
      setId: set.name,
      opened: contents !== undefined,
      ...(set.k === undefined ? {} : { k: set.k, n: set.n }),
      shares: set.shares.filter(({ status }) => status !== "not-in-roster").map(({ share }) => share.point.x),
      ...(contents === undefined ? {} : { accounts: contents.accounts.length, notes: contents.notes }),
      ...(contents?.title === undefined ? {} : { title: contents.title }),
      ...(contents?.owner === undefined ? {} : { owner: contents.owner }),
      ...(contents?.made === undefined ? {} : { made: contents.made }),
      ...(contents?.replaces === undefined ? {} : { replaces: contents.replaces }),
      ...(contents?.holders.some((holder) => holder !== "") ? { holders: contents.holders } : {}),
      missing: faults.map((fault) => unreadJson(session, fault)),
    })),
    keepers: keepersJson(keepers, (source) => hasPages({ pages }, source)),
    pages: pagesJson(pages),
    warnings: warnings.map((warning) => warningJson(session, warning)),
    problems: problems.map((one) => unreadJson(session, one)),
    unread: unread.map((one) => unreadJson(session, one)),
  };
}
