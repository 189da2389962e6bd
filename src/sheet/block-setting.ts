import { type Language, say } from "../language.js";
import { QUIET_MODULES } from "../paper/qr/qr.js";
import type { OpenContent } from "./content.js";
import { type Fonts, printable } from "./fonts.js";

/** What a block is set with and into. */
export interface Setting {
  readonly fonts: Fonts;
  readonly language: Language;
  readonly widthMm: number;
  /** Space left on the page, for blocks that fill it. */
  readonly heightMm: number;
}

/** Light space that a symbol needs on each side at its printed size. @see ISO/IEC 18004, 6.3.8 */
export function quietMm({ symbol }: Pick<OpenContent, "symbol">, sizeMm: number): number {
  return (sizeMm / symbol.size) * QUIET_MODULES;
}

/** Issuer and account as they are printed: a name that is missing is said to be. */
export function printedNames(
  { account }: Pick<OpenContent, "account">,
  { fonts, language }: Pick<Setting, "fonts" | "language">,
): { issuer: string; account: string } {
  const prefix = account.labelPrefix ? ` (${account.labelPrefix})` : "";
  const unnamed = say(language, "sheet.unnamed");
  const show = (text: string, face: "bold" | "text") => printable(text, face, fonts).text;
  if (account.issuer === "") return { issuer: show(account.account || unnamed, "bold"), account: "" };
  return { issuer: show(account.issuer + prefix, "bold"), account: show(account.account || unnamed, "text") };
}
