import { EscrowError } from "../../error.js";
import { type Collector, isOtpText } from "../collector.js";
import type { Content } from "../content.js";
import { decodeJson, isObject, items, type Json, member, textAt } from "../formats/json.js";
import { isPgpMessage } from "../formats/openpgp.js";
import { unzip } from "../formats/zip.js";
import type { Source } from "../source.js";

/** State of an item in the trash. */
const TRASHED = 2;

/**
 * Proton Pass: its ZIP archive, or the `data.json` in it. One that is encrypted with PGP is told and not read.
 */
export const protonPass: Source = {
  name: "proton-pass",
  detect: (content) => isVaults(content.json) || dataName(content) !== undefined || isPgp(content),
  read: async (content, collector) => {
    const name = dataName(content);
    const zipped = content.zip?.find((entry) => entry.name === name);
    if (isPgp(content)) throw new EscrowError("source-pgp");
    if (name?.endsWith(".pgp")) throw new EscrowError("source-encrypted");
    const json = zipped === undefined ? content.json : decodeJson(unzip(zipped));
    if (!isVaults(json)) throw new EscrowError("source-damaged");
    let number = 0;
    let trashed = 0;
    for (const vault of vaultsOf(json)) {
      for (const item of items(vault, "items")) {
        number++;
        if (member(item, "state") === TRASHED) trashed += otpTexts(item).length > 0 ? 1 : 0;
        else readItem(item, number, collector);
      }
    }
    if (trashed > 0) collector.warn({}, "entries-deleted", { count: trashed });
  },
};

function dataName({ zip }: Content): string | undefined {
  const names = zip?.map(({ name }) => name) ?? [];
  return (
    names.find((name) => name === "Proton Pass/data.json") ?? names.find((name) => name === "Proton Pass/data.pgp")
  );
}

/** Also what `pass` and andOTP encrypt so: nobody else asks for such a file's password. */
function isPgp({ text, bytes }: Content): boolean {
  return text === undefined ? isPgpMessage(bytes) : text.trimStart().startsWith("-----BEGIN PGP MESSAGE-----");
}

function isVaults(json: Json | undefined): boolean {
  const vaults = vaultsOf(json);
  if (vaults.length === 0) return isObject(member(json, "vaults")) && textAt(json, "userId") !== undefined;
  return vaults.some((vault) => Array.isArray(member(vault, "items")));
}

function vaultsOf(json: Json | undefined): readonly Json[] {
  const vaults = member(json, "vaults");
  if (Array.isArray(vaults)) return vaults;
  return isObject(vaults) ? Object.values(vaults) : [];
}

function readItem(item: Json, entry: number, collector: Collector): void {
  const content = member(item, "data", "content");
  const users = ["itemUsername", "username", "itemEmail"].map((name) => textAt(content, name) ?? "");
  const names = {
    issuer: textAt(item, "data", "metadata", "name"),
    account: users.find((user) => user !== ""),
  };
  for (const text of otpTexts(item)) collector.addStoredText({ entry }, text, names);
}

/**
 * The item's own authenticator, then those of its further fields and of the sections of custom items, and Key URIs in
 * fields of other kinds.
 */
function otpTexts(item: Json): string[] {
  const own = textAt(item, "data", "content", "totpUri");
  const sections = items(item, "data", "content", "sections").flatMap((section) => items(section, "sectionFields"));
  const fields = [...items(item, "data", "extraFields"), ...sections];
  const others = fields.map((field) => textAt(field, "data", "content") ?? "").filter((text) => isOtpText(text.trim()));
  const texts = [own, ...fields.map((field) => textAt(field, "data", "totpUri")), ...others];
  return texts.flatMap((text) => (text === undefined || text.trim() === "" ? [] : [text.trim()]));
}
