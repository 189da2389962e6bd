import { EscrowError } from "../../error.js";
import { decodeBase64, decodeUtf8 } from "../formats/encodings.js";
import { isObject, type Json, member, numberAt, textAt } from "../formats/json.js";
import { readUriLines } from "../lists/key-uris.js";
import type { Source } from "../source.js";
import { linesOf } from "../text.js";

const SALT_BYTES = 16;
const HEADER_BYTES = 24;
/** A tag that says what follows, and the authenticator. */
const OVERHEAD_BYTES = 17;

/**
 * Ente Auth's encrypted export: Key URIs, one a line, sealed as one message of libsodium's secret stream under a key by
 * Argon2id. Its plain export is such a list itself.
 * @see https://github.com/ente-io/ente/blob/main/docs/docs/auth/migration/export.md
 */
export const enteAuth: Source = {
  name: "ente-auth",
  detect: ({ json }) => isObject(member(json, "kdfParams")) && textAt(json, "encryptedData") !== undefined,
  read: async ({ json }, collector, context) => {
    const version = member(json, "version");
    if (Number(version) !== 1) throw new EscrowError("source-version", { version: String(version).slice(0, 16) });
    const salt = bytesAt(member(json, "kdfParams"), "salt");
    const header = bytesAt(json, "encryptionNonce");
    const sealed = bytesAt(json, "encryptedData");
    const [memory, passes] = [numberAt(json, "kdfParams", "memLimit"), numberAt(json, "kdfParams", "opsLimit")];
    const whole = salt?.length === SALT_BYTES && header?.length === HEADER_BYTES;
    if (!whole || sealed === undefined || sealed.length < OVERHEAD_BYTES) throw new EscrowError("source-damaged");
    if (memory === undefined || passes === undefined) throw new EscrowError("source-damaged");
    const settings = { memoryKib: Math.floor(memory / 1024), iterations: passes, parallelism: 1, length: 32 };
    const { openSecretStream } = await import("../formats/secret-stream.js");
    const plain = await context.unlock(async (password) =>
      openSecretStream(await context.deriveKey(password, { kind: "argon2id", salt, ...settings }), header, sealed),
    );
    const text = decodeUtf8(plain);
    if (text === undefined) throw new EscrowError("source-damaged");
    await readUriLines({ lines: linesOf(text) }, collector);
  },
};

function bytesAt(value: Json | undefined, name: string): Uint8Array | undefined {
  return decodeBase64(textAt(value, name) ?? "?");
}
