import { EscrowError } from "../../error.js";
import { isObject, type Json, member, textAt } from "../formats/json.js";
import type { Source } from "../source.js";

/** Kinds of code by the extension's names, with what each means here; `hex` are keys in hexadecimal. */
const TYPES: Readonly<Record<string, { readonly type: string; readonly hex?: boolean; readonly digits?: number }>> = {
  totp: { type: "totp" },
  hotp: { type: "hotp" },
  hex: { type: "totp", hex: true },
  hhex: { type: "hotp", hex: true },
  battle: { type: "totp", digits: 8 },
  steam: { type: "steam" },
};

/** What encrypted backups hold beside entries, by version. */
const SEALED = ["EncOTPStorage", "Key"];

/**
 * Backups of the browser extension Authenticator: an object of entries by their numbers. Encrypted ones are told and not
 * read.
 * @see https://github.com/Authenticator-Extension/Authenticator
 */
export const authenticatorExtension: Source = {
  name: "authenticator-extension",
  detect: ({ json }) => isObject(json) && Object.values(json).some((value) => isEntry(value) || isSealed(value)),
  read: async ({ json }, collector) => {
    const entries = Object.values(isObject(json) ? json : {}).filter((value) => isEntry(value) || isSealed(value));
    if (entries.every(isSealed)) throw new EscrowError("extension-encrypted");
    for (const [i, entry] of entries.entries()) {
      const [issuer = ""] = (textAt(entry, "issuer") ?? "").split("::");
      const account = textAt(entry, "account") ?? "";
      if (isSealed(entry)) {
        // Where a key is stored beside the entries, it belongs to all of them.
        if (isEntry(entry)) collector.skip({ entry: i + 1 }, new EscrowError("extension-encrypted"), { name: account });
        continue;
      }
      const stated = member(entry, "type");
      const kind = typeof stated === "string" ? TYPES[stated.toLowerCase()] : undefined;
      const secret = member(entry, "secret");
      collector.addEntry(
        { entry: i + 1 },
        {
          issuer,
          account,
          secret: kind?.hex && typeof secret === "string" ? `hex:${secret}` : secret,
          type: kind?.type ?? stated,
          algorithm: member(entry, "algorithm"),
          digits: kind?.digits ?? member(entry, "digits"),
          period: member(entry, "period"),
          counter: member(entry, "counter"),
        },
      );
    }
  },
};

function isEntry(value: Json): boolean {
  const has = (name: string) => member(value, name) !== undefined;
  return has("hash") && textAt(value, "secret") !== undefined && (has("index") || has("encrypted"));
}

function isSealed(value: Json): boolean {
  if (member(value, "encrypted") === true) return isEntry(value);
  const isKey = textAt(value, "enc") !== undefined && textAt(value, "hash") !== undefined;
  return isKey || SEALED.includes(textAt(value, "dataType") ?? "");
}
