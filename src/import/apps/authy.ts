import { EscrowError } from "../../error.js";
import type { Collector } from "../collector.js";
import { always } from "../entry.js";
import { type Json, member, parseJson, textAt } from "../formats/json.js";
import { childrenOf, parseXml } from "../formats/xml.js";
import type { Source } from "../source.js";

/** Settings of Authy's own kind of token, whose secret is hexadecimal. */
const OWN = { digits: 7, period: 10 } as const;

/**
 * What Authy keeps on a rooted Android phone, `com.authy.storage.tokens.authenticator.xml` and `….authy.xml`: lists of
 * tokens in JSON. Those that the app has not decrypted are named and not read.
 */
export const authy: Source = {
  name: "authy",
  detect: ({ xmlRoot, text = "" }) => xmlRoot === "map" && text.includes("com.authy.storage.tokens"),
  read: async ({ text = "" }, collector) => {
    let entry = 0;
    for (const { attributes, text: value } of childrenOf(parseXml(text), "string")) {
      if (!/^com\.authy\.storage\.tokens\./u.test(attributes.get("name") ?? "")) continue;
      const tokens = parseJson(value);
      if (!Array.isArray(tokens)) throw new EscrowError("source-damaged");
      for (const token of tokens as readonly Json[]) readToken(token, ++entry, collector);
    }
  },
};

function readToken(token: Json, entry: number, collector: Collector): void {
  const title = textAt(token, "originalName") || textAt(token, "name") || "";
  const [, prefix = "", rest = title] = /^([^:]{1,64}):\s*(.+)$/su.exec(title) ?? [];
  const issuer = textAt(token, "originalIssuer") || prefix;
  const names = { issuer, account: issuer === prefix ? rest : title };
  const seed = textAt(token, "secretSeed");
  const secret = textAt(token, "decryptedSecret");
  if (seed === undefined && secret === undefined && textAt(token, "encryptedSecret") !== undefined) {
    collector.skip({ entry }, new EscrowError("source-encrypted"), { name: title });
  } else if (seed !== undefined) collector.addEntry({ entry }, { ...names, secret: `hex:${seed}`, ...OWN });
  else collector.addEntry({ entry }, { ...names, secret, digits: always(member(token, "digits")) });
}
