import { EscrowError } from "../../error.js";
import { type Collector, isOtpText } from "../collector.js";
import type { Content } from "../content.js";
import { decodeJson, isObject, items, type Json, member, textAt } from "../formats/json.js";
import { unzip, type ZipEntry } from "../formats/zip.js";
import { isNamedKey } from "../otp-names.js";
import { otpTextsIn } from "../otp-texts.js";
import type { Source } from "../source.js";
import { openBitwarden } from "./bitwarden-encryption.js";

/**
 * Bitwarden's JSON, plain or protected by a password, alone or in the ZIP archive that holds attachments too, and that
 * of Bitwarden Authenticator, which has the same form. What is encrypted for one account alone cannot be opened.
 */
export const bitwarden: Source = {
  name: "bitwarden",
  detect: (content) => isVault(content.json) || zippedVault(content) !== undefined,
  read: async (content, collector, context) => {
    const zipped = zippedVault(content);
    const json = zipped === undefined ? content.json : decodeJson(unzip(zipped));
    // Others name a file so too.
    if (!isVault(json)) throw new EscrowError("archive-unknown", { kind: "ZIP" });
    const encrypted = member(json, "encrypted") === true;
    const vault = encrypted ? await openBitwarden(json, context) : json;
    const stored = Array.isArray(vault) ? vault : items(vault, "items");
    for (const [i, item] of stored.entries()) readItem(item, i + 1, collector);
    const deleted = stored.filter(isDeleted).length;
    if (deleted > 0) collector.warn({}, "entries-deleted", { count: deleted });
  },
};

function zippedVault({ zip }: Content): ZipEntry | undefined {
  return zip?.find(({ name }) => name === "data.json");
}

/** A vault, or the list of items that the command-line program gives. */
function isVault(json: Json | undefined): boolean {
  if (Array.isArray(json)) return json.some(isItem);
  if (typeof member(json, "encrypted") !== "boolean") return items(json, "items").some(isItem);
  return Array.isArray(member(json, "items")) || textAt(json, "data") !== undefined;
}

function isItem(json: Json): boolean {
  return isObject(member(json, "login")) && member(json, "name") !== undefined;
}

function isDeleted(item: Json): boolean {
  return typeof member(item, "deletedDate") === "string" && otpTexts(item).length > 0;
}

function readItem(item: Json, entry: number, collector: Collector): void {
  if (isDeleted(item)) return;
  const names = { issuer: nameOf(item), account: textAt(item, "login", "username") };
  for (const text of otpTexts(item)) collector.addStoredText({ entry }, text, names);
}

/** Bitwarden Authenticator writes a missing part of a name as `null`: `Example:null`. */
function nameOf(item: Json): string | undefined {
  return textAt(item, "name")?.replace(/:null$/u, "");
}

/** What an item's authenticator field holds, and keys and Key URIs in its owner's fields, Key URIs in notes. */
function otpTexts(item: Json): string[] {
  const own = textAt(item, "login", "totp")?.trim() ?? "";
  const fields = items(item, "fields").flatMap((field) => {
    const value = textAt(field, "value")?.trim() ?? "";
    return isOtpText(value) || isNamedKey(textAt(field, "name") ?? "", value) ? [value] : [];
  });
  const notes = otpTextsIn(textAt(item, "notes") ?? "");
  return [...new Set([own, ...fields, ...notes])].filter((text) => text !== "");
}
