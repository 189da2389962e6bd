import { EscrowError } from "../../error.js";
import type { Collector } from "../collector.js";
import { decodeBase64 } from "../formats/encodings.js";
import { isObject, items, type Json, member, textAt } from "../formats/json.js";
import type { Source } from "../source.js";

/**
 * Steam Guard: a `maFile` of Steam Desktop Authenticator or steamguard-cli, or what the Steam app stores. The manifest
 * of encrypted files is told and not read.
 */
export const steam: Source = {
  name: "steam",
  detect: ({ json }) => isManifest(json) || accountsIn(json).length > 0,
  read: async ({ json }, collector) => {
    if (isManifest(json)) throw new EscrowError("source-encrypted");
    for (const [i, account] of accountsIn(json).entries()) readAccount(account, i + 1, collector);
  },
};

function isManifest(json: Json | undefined): boolean {
  return items(json, "entries").some((entry) => textAt(entry, "encryption_iv") !== undefined);
}

function accountsIn(json: Json | undefined): readonly Json[] {
  const accounts = member(json, "accounts");
  const all = Array.isArray(json) ? json : isObject(accounts) ? Object.values(accounts) : [json ?? null];
  // Where one is an account, the others are too, even damaged.
  return all.some((account) => member(account, "shared_secret") !== undefined) ? all : [];
}

function readAccount(account: Json, entry: number, collector: Collector): void {
  const name = textAt(account, "account_name");
  const text = textAt(account, "shared_secret");
  const secret = text === undefined ? undefined : decodeBase64(text);
  if (text !== undefined && secret === undefined) {
    collector.skip({ entry }, new EscrowError("entry-setting", { name: "shared_secret" }), {
      name: ["Steam", name ?? ""].filter((part) => part !== "").join(": "),
      text,
    });
    return;
  }
  collector.addEntry({ entry }, { issuer: "Steam", account: name, type: "steam", secret });
  if (textAt(account, "revocation_code") !== undefined) collector.warn({ entry }, "steam-revocation");
}
