import type { Account } from "../account/account.js";
import { encodeUtf8 } from "../bytes.js";
import { formatRecoveryCodes, type RecoveryCodes, recoveryName } from "../document/recovery-codes.js";
import type { Warning } from "../error.js";
import { say } from "../language.js";
import { printedNames } from "../sheet/block-setting.js";
import type { RecoveryContent } from "../sheet/blocks/recovery-blocks.js";
import type { Page } from "../sheet/box.js";
import { yearOn } from "../sheet/dates.js";
import { printable } from "../sheet/fonts.js";
import { PAPERS } from "../sheet/paper.js";
import { layOutRecovery } from "../sheet/recovery-page.js";
import { codeSizeMm } from "../sheet/template.js";
import type { OpenSheetOptions, SheetResources } from "./open-options.js";
import { symbolOf } from "./sheet-code.js";

/** Rows of codes that every paper has room for, two short codes in each, and characters of a short code and of a row. */
const MOST_ROWS = 8;
const SHORT_CODE = 20;
const ROW_CODE = 44;
/** Most bytes of a page's QR code: its modules stay twice as large as a phone needs. */
const MOST_BYTES = 1_000;

/**
 * Pages of one account's recovery codes.
 * @param list its place among all lists, from 0, and what it holds
 * @param account whose they are, where it is known: then its names stand as on its leaf
 * @param copy which copy it is
 * @throws EscrowError `code-does-not-fit`
 */
export function recoveryPages(
  { index, codes: all, label }: RecoveryCodes & { readonly index: number },
  account: Account | undefined,
  copy: RecoveryContent["copy"],
  options: OpenSheetOptions,
  resources: SheetResources,
): Page[] {
  const { recoveryTemplate: template } = resources;
  if (template === undefined) throw new TypeError("recovery codes need their template");
  const parts = partsOf(all, label);
  const names = namesOf(label, account, resources);
  const { madeOn, version } = options;
  const fields = { "check-again-by": yearOn(madeOn), ...options.fields };
  let from = 0;
  return parts.flatMap((codes, i) => {
    const text = formatRecoveryCodes({ label, codes }).join("\n");
    const symbol = symbolOf(text, codeSizeMm(template), recoveryName(label));
    const part = { page: i + 1, pages: parts.length };
    const content = { ...names, codes, part, symbol, text, fields, copy, madeOn, version };
    const place = { list: index, from, count: codes.length };
    from += codes.length;
    return layOutRecovery(content, place, template, PAPERS[options.paper], resources);
  });
}

/** Characters of codes and names that no font has. */
export function missingInRecovery({ label, codes }: RecoveryCodes, { fonts }: SheetResources): Warning[] {
  const name = recoveryName(label);
  const missing = new Set([
    ...printable(name, "text", fonts).missing,
    ...codes.flatMap((code) => printable(code, "mono", fonts).missing),
  ]);
  if (missing.size === 0) return [];
  return [{ code: "characters-missing", data: { name, characters: [...missing].join(" ") } }];
}

/** Codes page by page, in order: as many as there is room for, one at least. */
function partsOf(codes: readonly string[], label: string): string[][] {
  const parts: string[][] = [];
  for (const code of codes) {
    const part = parts.at(-1);
    if (part && fitsPage([...part, code], label)) part.push(code);
    else parts.push([code]);
  }
  return parts;
}

function fitsPage(codes: readonly string[], label: string): boolean {
  const bytes = encodeUtf8(formatRecoveryCodes({ label, codes }).join("\n")).length;
  const lengths = codes.map((code) => [...code].length);
  const rows = lengths.every((length) => length <= SHORT_CODE)
    ? Math.ceil(codes.length / 2)
    : lengths.reduce((sum, length) => sum + Math.ceil(length / ROW_CODE), 0);
  return bytes <= MOST_BYTES && rows <= MOST_ROWS;
}

function namesOf(
  label: string,
  account: Account | undefined,
  look: SheetResources,
): { issuer: string; account: string } {
  if (account) return printedNames({ account }, look);
  const [, issuer = "", name = ""] = /^([^:]*):?(.*)$/su.exec(decodeURIComponent(label)) ?? [];
  return { issuer: issuer.trim() || say(look.language, "sheet.unnamed"), account: name.trim() };
}
