import { type Account, deriveSameCodes } from "../account/account.js";
import { codesFrom } from "../account/codes.js";
import { formatOtpauth, parseOtpauth } from "../account/otpauth-uri.js";
import { formatKeep, type Keep, parseKeepLine } from "../document/plaintext.js";
import { formatRecoveryCodes, type RecoveryCodes } from "../document/recovery-codes.js";
import { parseLine } from "../paper/line.js";
import { decodeOpenLines, lineSets } from "../paper/open-lines.js";
import type { Platform } from "../read/platform.js";
import type { Fonts } from "../sheet/fonts.js";
import type { MadeSheets } from "./open-sheets.js";
import { addCounts, type PageReadBack, readBack, type SelfCheck, selfCheckFailure } from "./read-back.js";

/** Unix times whose codes are compared: the beginning, a leap second's edge, beyond 32 bits. */
const TIMES = [0, 1_483_228_799, 4_294_967_296];

/**
 * Reads back the PDF of open sheets and compares it with what was meant: every QR code, every key and check line by
 * glyph, every other character's ink, the accounts and their codes.
 * @param made the PDF and the pages it was drawn from
 * @param accounts what was to be printed
 * @param onPage called for each page
 * @param keeps secrets that were to be kept as they are
 * @param recovery recovery codes that were to be kept
 * @throws EscrowError `self-check-failed` with `what` and `page`; nothing of the file is to be kept then
 */
export async function checkSheets(
  made: Pick<MadeSheets, "pdf" | "pages">,
  accounts: readonly Account[],
  fonts: Fonts,
  platform: Platform,
  onPage: (page: number, pages: number) => void = () => {},
  keeps: readonly Keep[] = [],
  recovery: readonly RecoveryCodes[] = [],
): Promise<SelfCheck> {
  const codes = recovery.map(formatRecoveryCodes);
  const missing = new Set(codes.flat());
  let total: SelfCheck = { codes: 0, lines: 0, glyphs: 0 };
  for await (const read of readBack(made.pdf, made.pages, fonts, platform)) {
    onPage(read.page, made.pages.length);
    if (read.plan.keep !== undefined) {
      checkKeep(read.codes, keeps[read.plan.keep], read.page);
      total = addCounts(total, read.count);
      continue;
    }
    if (read.plan.recovery !== undefined) {
      for (const line of checkRecovery(read, codes[read.plan.recovery.list] ?? [])) missing.delete(line);
      total = addCounts(total, read.count);
      continue;
    }
    const meant = read.plan.accounts.flatMap((index) => accounts[index] ?? []);
    checkCodes(read.codes, meant, read.page);
    await checkTyped(read, meant);
    total = addCounts(total, read.count);
  }
  if (missing.size > 0) throw selfCheckFailure("account", made.pages.length);
  return total;
}

/**
 * The code of a page of recovery codes holds, by itself, the lines of those that stand on it, and nothing else.
 * @returns these lines
 */
function checkRecovery({ codes: texts, plan, page }: PageReadBack, all: readonly string[]): readonly string[] {
  const { from = 0, count = 0 } = plan.recovery ?? {};
  const meant = all.slice(from, from + count);
  const same = texts.length === 1 && meant.length === count && texts[0] === meant.join("\n");
  if (!same) throw selfCheckFailure("account", page);
  return meant;
}

/** The code of a kept secret's sheet is, by itself, its name and text. Every character is in ink already. */
function checkKeep(texts: readonly string[], meant: Keep | undefined, page: number): void {
  const line = meant && formatKeep(meant);
  const same = texts.every((text) => {
    const read = parseKeepLine(text);
    return read !== undefined && formatKeep(read) === line;
  });
  if (texts.length === 0 || !same) throw selfCheckFailure("account", page);
}

function checkCodes(texts: readonly string[], meant: readonly Account[], page: number): void {
  for (const text of texts) {
    const { account } = parseOtpauth(text);
    const original = meant.find((one) => formatOtpauth(one) === text);
    if (!original || !deriveSameCodes(original, account)) throw selfCheckFailure("account", page);
    const same = TIMES.every((time) => firstCode(original, time) === firstCode(account, time));
    if (!same) throw selfCheckFailure("account", page);
  }
}

function firstCode(account: Account, unixSeconds: number): string | undefined {
  return codesFrom(account, unixSeconds, 1)[0]?.code;
}

/** Keys and check lines are, by themselves, the accounts that were meant. */
async function checkTyped({ typed, page }: PageReadBack, meant: readonly Account[]): Promise<void> {
  const textsOf = (role: "key" | "line") => typed.filter((one) => one.role === role).map(({ text }) => text);
  const key = textsOf("key").join("").replaceAll(" ", "");
  if (key !== "" && key !== meant.map(({ secret }) => secret).join("")) throw selfCheckFailure("key", page);
  const sets = lineSets(textsOf("line"));
  if (sets.length > 0 && sets.length !== meant.length) throw selfCheckFailure("line", page);
  for (const [i, set] of sets.entries()) {
    const original = meant[i];
    const readings = set.flatMap((line) => parseLine(line) ?? []);
    const good = readings.length === set.length && readings.every(({ status }) => status === "good");
    if (!good || !original) throw selfCheckFailure("line", page);
    const { uri } = await decodeOpenLines(readings);
    if (uri !== formatOtpauth(original)) throw selfCheckFailure("line", page);
  }
}
