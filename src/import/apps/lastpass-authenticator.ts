import { always } from "../entry.js";
import { isObject, items, type Json, member, textAt } from "../formats/json.js";
import type { Source } from "../source.js";

/** LastPass Authenticator's JSON. What its owner renamed counts, an emptied name too. */
export const lastpassAuthenticator: Source = {
  name: "lastpass-authenticator",
  detect: ({ json }) => {
    const accounts = items(json, "accounts");
    if (accounts.length === 0) return isObject(member(json, "backupInfo")) && Array.isArray(member(json, "accounts"));
    return accounts.some((entry) =>
      ["issuerName", "originalIssuerName"].some((name) => member(entry, name) !== undefined),
    );
  },
  read: async ({ json }, collector) => {
    for (const [i, entry] of items(json, "accounts").entries()) {
      collector.addEntry(
        { entry: i + 1 },
        {
          issuer: nameAt(entry, "issuerName", "originalIssuerName"),
          account: nameAt(entry, "userName", "originalUserName"),
          secret: member(entry, "secret"),
          algorithm: always(member(entry, "algorithm")),
          digits: always(member(entry, "digits")),
          period: always(member(entry, "timeStep")),
        },
      );
    }
  },
};

function nameAt(entry: Json, name: string, original: string): string | undefined {
  return textAt(entry, name) ?? textAt(entry, original);
}
