import type { Account } from "../account/account.js";
import type { Contents } from "../document/plaintext.js";
import { EscrowError, type Warning } from "../error.js";
import type { Kept } from "../import/joined-results.js";
import { allSentences, type Language, say } from "../language.js";
import type { Fields } from "../sheet/fields.js";
import { type Fonts, printable } from "../sheet/fonts.js";

/**
 * Names what no font can print among the words that stand on a set's sheets.
 * @throws EscrowError `characters-unprintable` where strict
 */
export function missingCharacters(
  words: readonly string[],
  accounts: readonly Account[],
  fonts: Fonts,
  strict: boolean,
): Warning[] {
  const texts = [...words, ...accounts.flatMap(({ issuer, account }) => [issuer, account])];
  const found = texts.map((name) => ({ name, missing: printable(name, "text", fonts).missing }));
  const [first, ...more] = found.filter(({ missing }) => missing.length > 0);
  if (!first) return [];
  const characters = new Set([first, ...more].flatMap(({ missing }) => missing));
  const data = { name: first.name, characters: [...characters].join(" ") };
  if (strict) throw new EscrowError("characters-unprintable", data);
  return [{ code: "characters-missing", data }];
}

/** What people have put on a set's sheets. @param former holders of the set that this one takes the place of */
export function wordsOnSheets(
  { title = "", owner = "", holders }: Contents,
  fields: Fields,
  former: readonly string[] = [],
): string[] {
  return [title, owner, ...holders, ...former, ...Object.values(fields)];
}

/** All that is printed on a set's sheet, or that names what it holds: who finds it tries that first. */
export function knownTexts(language: Language, contents: Contents, fields: Fields): string[] {
  const { title = "", owner = "", notes, holders, made, accounts, keeps } = contents;
  const names = [...accounts.flatMap(({ issuer, account }) => [issuer, account]), ...keeps.map(({ name }) => name)];
  const printed = [...allSentences(language, "set"), ...allSentences(language, "sheet")];
  return [title, owner, made ?? "", ...notes, ...holders, ...Object.values(fields), ...names, ...printed].filter(
    (text) => text !== "",
  );
}

/**
 * Why a kept secret gives no codes, as its sheet says it.
 * @param reason the error's sentence
 */
export function keptReason(language: Language, { code, data }: Kept, reason: string): string {
  if (code === "codes-not-derivable") return say(language, "sheet.keep-kind", data);
  return say(language, "sheet.keep-reason", { reason });
}
