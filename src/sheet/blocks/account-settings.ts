import { type Language, say } from "../../language.js";
import type { OpenContent } from "../content.js";

/** The settings of an account in words, as item 5 of an open sheet says them. */
export function settingsSentences({ account, madeOn }: OpenContent, language: Language): string[] {
  const { type, algorithm, digits } = account;
  if (type === "steam") return [say(language, "sheet.settings-steam")];
  if (type === "hotp") {
    const { counter } = account;
    return [say(language, "sheet.settings-hotp", { algorithm, digits, counter, date: madeOn })];
  }
  const { period } = account;
  const usual = algorithm === "SHA1" && digits === 6 && period === 30;
  return [
    say(language, "sheet.settings-totp", { algorithm, digits, period }),
    say(language, usual ? "sheet.settings-usual" : "sheet.settings-unusual"),
  ];
}

/** The settings in a few words, for cards. */
export function shortSettings({ account, madeOn }: OpenContent, language: Language): string {
  const { type, algorithm, digits } = account;
  if (type === "hotp")
    return say(language, "sheet.card-hotp", { algorithm, digits, counter: account.counter, date: madeOn });
  return say(language, `sheet.card-${type}`, { algorithm, digits, period: account.period });
}
