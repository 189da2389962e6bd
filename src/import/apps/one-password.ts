import { EscrowError } from "../../error.js";
import { type Collector, isOtpText } from "../collector.js";
import type { Content } from "../content.js";
import { decodeJson, isObject, items, type Json, member, textAt } from "../formats/json.js";
import { unzip, type ZipEntry } from "../formats/zip.js";
import type { Source } from "../source.js";

/**
 * 1Password's 1PUX, or the `export.data` in it: items with any number of authenticators. Archived items are taken.
 * @see https://support.1password.com/1pux-format/
 */
export const onePassword: Source = {
  name: "1password",
  detect: (content) => exportData(content) !== undefined || isExport(content.json),
  read: async (content, collector) => {
    const zipped = exportData(content);
    const json = zipped === undefined ? content.json : decodeJson(unzip(zipped));
    if (!isExport(json)) throw new EscrowError("source-damaged");
    const vaults = items(json, "accounts").flatMap((account) => items(account, "vaults"));
    const stored = vaults.flatMap((vault) => items(vault, "items"));
    const deleted = stored.map(itemOf).filter((item) => isDeleted(item) && otpTexts(item).length > 0).length;
    for (const [i, item] of stored.map(itemOf).entries()) if (!isDeleted(item)) readItem(item, i + 1, collector);
    if (deleted > 0) collector.warn({}, "entries-deleted", { count: deleted });
  },
};

function exportData({ zip }: Content): ZipEntry | undefined {
  return zip?.find(({ name }) => name === "export.data");
}

function isExport(json: Json | undefined): boolean {
  return items(json, "accounts").some((account) => Array.isArray(member(account, "vaults")));
}

/** Some versions wrap each item. */
function itemOf(stored: Json): Json {
  return member(stored, "item") ?? stored;
}

function isDeleted(item: Json): boolean {
  return member(item, "trashed") === true;
}

function readItem(item: Json, entry: number, collector: Collector): void {
  const user = items(item, "details", "loginFields").find((field) => textAt(field, "designation") === "username");
  const names = { issuer: textAt(item, "overview", "title"), account: textAt(user, "value") };
  for (const text of otpTexts(item)) collector.addStoredText({ entry }, text, names);
}

function otpTexts(item: Json): string[] {
  const fields = items(item, "details", "sections").flatMap((section) => items(section, "fields"));
  return fields.flatMap(fieldTexts);
}

/** A field of the authenticator kind, or one of another kind that holds a Key URI. */
function fieldTexts(field: Json): string[] {
  const value = member(field, "value");
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([kind, text]) => {
    const trimmed = typeof text === "string" ? text.trim() : "";
    return trimmed !== "" && (kind === "totp" || isOtpText(trimmed)) ? [trimmed] : [];
  });
}
