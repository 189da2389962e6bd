import type { Account } from "../../account/account.js";
import { codesFrom } from "../../account/codes.js";
import { keepName } from "../input/choosing.js";
import { givenPassphrase } from "../input/passphrase.js";
import {
  argumentsOf,
  loadAccounts,
  mayPick,
  refuseNeedless,
  type SourceArguments,
  type SourceOptions,
  type Sources,
} from "../input/sources.js";
import { type Session, tell } from "../session.js";
import { writeExactly, writeJson, writeLine, writeNote } from "../terminal/terminal.js";
import { now } from "../time.js";
import { accountJson, nameWords, originJson } from "../words/account-words.js";
import { pageLines, pageList, pagesJson } from "../words/page-words.js";
import { recoveryCountJson, recoveryNameWords } from "../words/recovery-words.js";
import { reportKept, reportUnread, reportWarnings, unreadJson, warningJson } from "../words/report.js";

/** Options of `codes`. */
interface CodesOptions extends Omit<SourceOptions, "pick"> {
  /** Unix seconds; now when left out. */
  readonly at?: number;
  readonly count?: number;
  readonly plain?: boolean;
  readonly json?: boolean;
  /** All accounts, without asking on a terminal which. */
  readonly all?: boolean;
  readonly passphraseFile?: string;
}

/**
 * `codes`: what an authenticator app would show.
 * @returns exit status: 1 when something could not be read and the rest was done, or nothing gives codes
 */
export async function codes(session: Session, args: SourceArguments, options: CodesOptions): Promise<number> {
  const { count = 1, plain = false, json = false } = options;
  const pick = !plain && mayPick(options);
  const passphrase = await givenPassphrase(session, options, argumentsOf(args));
  const sources = await loadAccounts(session, args, { ...options, pick, passphrase });
  refuseNeedless(passphrase, sources);
  const { accounts, keeps, warnings, unread, pages } = sources;
  // Only now: reading took its time, and a code that has just ended is of no use.
  const unixSeconds = options.at ?? now();
  reportWarnings(session, warnings);
  reportKept(session, keeps);
  if (json) {
    writeJson({
      accounts: accounts.map((account) => ({
        ...accountJson(account),
        ...recoveryCountJson(sources.recovery, account),
        origins: originsJson(sources, account),
        codes: codesFrom(account, unixSeconds, count),
      })),
      keeps: keeps.map((one) => unreadJson(session, one)),
      pages: pagesJson(pages),
      warnings: warnings.map((warning) => warningJson(session, warning)),
      unread: unread.map((one) => unreadJson(session, one)),
    });
  } else if (plain) {
    for (const account of accounts) for (const { code } of codesFrom(account, unixSeconds, count)) writeExactly(code);
  } else {
    for (const account of accounts) {
      for (const line of codeLines(session, account, unixSeconds, count, options.at === undefined)) writeLine(line);
    }
    if (accounts.some(({ type }) => type === "hotp")) writeNote(tell(session, "codes.counter-stays"));
  }
  for (const { label, codes: own } of sources.recovery) {
    const name = recoveryNameWords(label);
    writeNote(tell(session, "recovery-codes.beside", { name, codes: own.length }));
  }
  if (keeps.length > 0) {
    writeNote(
      tell(session, "codes.cannot", { names: keeps.map(({ keep }) => keepName(session, keep.name)).join(", ") }),
    );
  }
  // Those of sheets of sets were told when they were opened.
  if (pages.length > 1 && sources.former.length === 0) for (const line of pageLines(session, pages)) writeNote(line);
  reportUnread(session, unread);
  // What was not needed for sets that are open is said already.
  const { isMissed } = await import("../../recover/page-states.js");
  const missed = pages.filter((page) => isMissed(page, sources.former.length > 0));
  if (missed.length > 0) writeNote(tell(session, "recover.missed", { pages: pageList(session, missed) }));
  return unread.length > 0 || accounts.length === 0 || missed.length > 0 ? 1 : 0;
}

function originsJson({ origins }: Sources, account: Account): object[] {
  return origins.filter((one) => one.account === account).flatMap((one) => one.origins.map(originJson));
}

/** An account's name, and a line for each of its codes. */
export function codeLines(
  session: Session,
  account: Account,
  unixSeconds: number,
  count: number,
  isNow: boolean,
): string[] {
  const found = codesFrom(account, unixSeconds, count);
  return [
    nameWords(session, account),
    ...found.map((code) => {
      if ("counter" in code) return `  ${code.code}  ${tell(session, "codes.counter", { counter: code.counter })}`;
      if (isNow && code.from <= unixSeconds) {
        return `  ${code.code}  ${tell(session, "codes.left", { seconds: code.until - unixSeconds })}`;
      }
      const times = { from: clock(code.from), until: clock(code.until) };
      return `  ${code.code}  ${tell(session, "codes.times", times)}`;
    }),
  ];
}

/** A time here, to the second, with its date. */
function clock(unixSeconds: number): string {
  const time = new Date(unixSeconds * 1000);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
