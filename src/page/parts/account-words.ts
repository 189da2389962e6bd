import { say } from "../../language.js";
import type { AccountView } from "../answers.js";
import type { App } from "../app.js";

/** An account's two names, the service first; the second is empty where there is but one. */
export function twoNames(
  { language }: Pick<App, "language">,
  { issuer, account }: AccountView,
): readonly [string, string] {
  if (issuer === "" || account === "") return [issuer || account || say(language, "page.unnamed"), ""];
  return [issuer, account];
}

/** An account's settings in words. */
export function settingWords({ language }: Pick<App, "language">, account: AccountView): string {
  const { type, algorithm, digits, period = 0, counter = 0 } = account;
  return say(language, `page.settings.${type}`, { algorithm, digits, period, counter });
}
