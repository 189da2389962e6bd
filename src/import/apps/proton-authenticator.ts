import { encodeUtf8 } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import { isOtpText } from "../collector.js";
import { openAesGcm } from "../formats/ciphers.js";
import { decodeBase64 } from "../formats/encodings.js";
import { decodeJson, isObject, type Json, member, textAt } from "../formats/json.js";
import type { ReadContext, Source } from "../source.js";

const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Argon2id with the first setting that OWASP recommends. */
const ARGON2 = { kind: "argon2id", memoryKib: 19_456, iterations: 2, parallelism: 1, length: 32 } as const;
/** What the app authenticates beside the content. */
const PURPOSE = "proton.authenticator.export.v1";

/** Proton Authenticator's export, plain or with a password: a Key URI or `steam://SECRET` and a name for each entry. */
export const protonAuthenticator: Source = {
  name: "proton-authenticator",
  detect: ({ json }) => isExport(json) || isSealed(json),
  read: async ({ json }, collector, context) => {
    const opened = isExport(json) ? json : await openExport(json, context);
    for (const part of [json, opened]) {
      const version = member(part, "version");
      if (Number(version) !== 1) throw new EscrowError("source-version", { version: String(version).slice(0, 16) });
    }
    const entries = member(opened, "entries");
    if (!Array.isArray(entries)) throw new EscrowError("source-damaged");
    for (const [i, entry] of (entries as readonly Json[]).entries()) {
      const place = { entry: i + 1 };
      const uri = textAt(entry, "content", "uri")?.trim() ?? "";
      const name = textAt(entry, "content", "name")?.trim() ?? "";
      if (isOtpText(uri)) collector.addStoredText(place, uri, { account: name === "Steam" ? "" : name });
      else if (uri === "") collector.skip(place, new EscrowError("uri-secret-missing"), { name });
      else collector.skip(place, new EscrowError("uri-scheme"), { name, text: uri });
    }
  },
};

function isExport(json: Json | undefined): boolean {
  const entries = member(json, "entries");
  return (
    member(json, "version") !== undefined &&
    Array.isArray(entries) &&
    (entries as readonly Json[]).every((entry) => isObject(member(entry, "content")))
  );
}

function isSealed(json: Json | undefined): boolean {
  return textAt(json, "salt") !== undefined && textAt(json, "content") !== undefined;
}

async function openExport(json: Json | undefined, context: ReadContext): Promise<Json> {
  const salt = decodeBase64(textAt(json, "salt") ?? "?");
  const content = decodeBase64(textAt(json, "content") ?? "?");
  if (salt?.length !== SALT_BYTES || content === undefined || content.length < NONCE_BYTES + TAG_BYTES) {
    throw new EscrowError("source-damaged");
  }
  const [nonce, sealed] = [content.subarray(0, NONCE_BYTES), content.subarray(NONCE_BYTES)];
  const plain = await context.unlock(async (password) =>
    openAesGcm(await context.deriveKey(password, { ...ARGON2, salt }), nonce, sealed, encodeUtf8(PURPOSE)),
  );
  return decodeJson(plain);
}
