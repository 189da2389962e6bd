import { encodeUtf8, sha256 } from "../../bytes.js";
import { attempt, EscrowError } from "../../error.js";
import type { Content } from "../content.js";
import { always } from "../entry.js";
import { openAesCbc } from "../formats/ciphers.js";
import { decodeBase64, decodeUtf8 } from "../formats/encodings.js";
import { isObject, type Json, member, parseJson, textAt } from "../formats/json.js";
import type { Source } from "../source.js";

const BLOCK_BYTES = 16;
/** Ciphertext of the shortest list with an entry. */
const LEAST_BYTES = 64;
/** Longest file: some ten thousand entries. */
const MAX_CHARACTERS = 4 * 1024 * 1024;

/**
 * Backups of the app TOTP Authenticator: base64 of AES-CBC under the password's hash. It has no mark of its own: base64
 * and nothing else, of whole blocks, that can be no key in base32.
 */
export const totpAuthenticator: Source = {
  name: "totp-authenticator",
  detect: (content) => sealedBytes(content) !== undefined,
  read: async (content, collector, context) => {
    const sealed = sealedBytes(content);
    if (sealed === undefined) throw new EscrowError("source-damaged");
    const entries = await context.unlock(async (password) => {
      const plain = await openAesCbc(await sha256(encodeUtf8(password)), new Uint8Array(BLOCK_BYTES), sealed);
      const text = plain && decodeUtf8(plain);
      return text === undefined ? undefined : listIn(text);
    });
    for (const [i, entry] of entries.entries()) {
      const base = Number(member(entry, "base"));
      const key = textAt(entry, "key");
      collector.addEntry(
        { entry: i + 1 },
        {
          issuer: textAt(entry, "issuer"),
          account: textAt(entry, "name"),
          secret: base === 32 ? key : base === 16 ? key && `hex:${key}` : base === 64 ? decodeBase64(key ?? "?") : key,
          type: [16, 32, 64].includes(base) ? undefined : always(undefined),
          digits: always(member(entry, "digits")),
          period: always(member(entry, "period")),
        },
      );
    }
  },
};

function sealedBytes({ text = "" }: Content): Uint8Array | undefined {
  if (text.length > MAX_CHARACTERS || /[^\S\r\n]/u.test(text.trim())) return undefined;
  const compact = text.replace(/\s/gu, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(compact)) return undefined;
  if (![/[+/]/u, /[a-z]/u, /[A-Z]/u].every((kind) => kind.test(compact))) return undefined;
  const bytes = decodeBase64(compact);
  return bytes !== undefined && bytes.length >= LEAST_BYTES && bytes.length % BLOCK_BYTES === 0 ? bytes : undefined;
}

/** The list of entries: a text under the name of which the app puts it, or as it is. `undefined` for what is none. */
function listIn(text: string): readonly Json[] | undefined {
  const list = attempt(() => {
    const json = parseJson(text);
    return isObject(json) ? parseJson(Object.keys(json)[0] ?? "") : json;
  });
  return Array.isArray(list) ? (list as readonly Json[]) : undefined;
}
