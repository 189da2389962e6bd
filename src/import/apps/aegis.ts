import { concatBytes } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import { always } from "../entry.js";
import { openAesGcm } from "../formats/ciphers.js";
import type { Derivation } from "../formats/derivation.js";
import { decodeBase64, decodeHex } from "../formats/encodings.js";
import { decodeJson, isObject, items, type Json, member, numberAt, textAt } from "../formats/json.js";
import type { ReadContext, Source } from "../source.js";

/** A way into a vault with a password: its key sealed under one derived from the password. */
interface PasswordSlot {
  readonly derivation: Derivation;
  readonly nonce: Uint8Array;
  /** Ciphertext and tag. */
  readonly sealed: Uint8Array;
}

/** Number of slots that a password opens; the others are a fingerprint's, whose key never leaves the phone. */
const PASSWORD_SLOT = 1;
/** Most password slots that are tried: apps keep one, and one for backups. */
const MAX_SLOTS = 8;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Aegis's own export, plain or encrypted: the vault's key lies in slots, each sealed under a password (scrypt) or under
 * a key of the phone's.
 * @see https://github.com/beemdevelopment/Aegis/blob/master/docs/vault.md
 */
export const aegis: Source = {
  name: "aegis",
  detect: ({ json }) => isObject(member(json, "header")) && member(json, "db") !== undefined,
  read: async ({ json }, collector, context) => {
    const version = member(json, "version");
    if (Number(version) !== 1) throw new EscrowError("source-version", { version: String(version).slice(0, 16) });
    const vault = textAt(json, "db");
    const db = vault === undefined ? member(json, "db") : await openVault(json, vault, context);
    if (!Array.isArray(member(db, "entries"))) throw new EscrowError("source-damaged");
    for (const [i, entry] of items(db, "entries").entries()) {
      const info = member(entry, "info");
      collector.addEntry(
        { entry: i + 1 },
        {
          issuer: textAt(entry, "issuer"),
          account: textAt(entry, "name"),
          secret: member(info, "secret"),
          type: always(member(entry, "type")),
          algorithm: always(member(info, "algo")),
          digits: always(member(info, "digits")),
          period: always(member(info, "period")),
          counter: always(member(info, "counter")),
          more: { pin: member(info, "pin") },
        },
      );
    }
  },
};

async function openVault(json: Json | undefined, vault: string, context: ReadContext): Promise<Json> {
  const nonce = bytesAt(member(json, "header", "params"), "nonce", NONCE_BYTES);
  const tag = bytesAt(member(json, "header", "params"), "tag", TAG_BYTES);
  const sealed = decodeBase64(vault);
  if (nonce === undefined || tag === undefined || sealed === undefined) throw new EscrowError("source-damaged");
  const slots = passwordSlots(items(json, "header", "slots"));
  const master = await context.unlock((password) => openSlots(slots, password, context));
  const plain = await openAesGcm(master, nonce, concatBytes(sealed, tag));
  // The slot's tag has proved the password.
  if (plain === undefined) throw new EscrowError("source-damaged");
  return decodeJson(plain);
}

function passwordSlots(slots: readonly Json[]): PasswordSlot[] {
  const own = slots.filter((slot) => member(slot, "type") === PASSWORD_SLOT);
  if (own.length === 0) throw new EscrowError(slots.length === 0 ? "source-damaged" : "source-no-password");
  if (own.length > MAX_SLOTS) throw new EscrowError("derivation-too-costly", { kind: "scrypt" });
  const whole = own.map(readSlot).filter((slot) => slot !== undefined);
  if (whole.length === 0) throw new EscrowError("source-damaged");
  return whole;
}

function readSlot(slot: Json): PasswordSlot | undefined {
  const key = bytesAt(slot, "key", KEY_BYTES);
  const nonce = bytesAt(member(slot, "key_params"), "nonce", NONCE_BYTES);
  const tag = bytesAt(member(slot, "key_params"), "tag", TAG_BYTES);
  const salt = decodeHex(textAt(slot, "salt") ?? "?");
  const [n, r, p] = [numberAt(slot, "n"), numberAt(slot, "r"), numberAt(slot, "p")];
  if (key === undefined || nonce === undefined || tag === undefined || salt === undefined) return undefined;
  if (n === undefined || r === undefined || p === undefined) return undefined;
  const derivation: Derivation = { kind: "scrypt", n, r, p, salt, length: KEY_BYTES };
  return { derivation, nonce, sealed: concatBytes(key, tag) };
}

async function openSlots(
  slots: readonly PasswordSlot[],
  password: string,
  context: ReadContext,
): Promise<Uint8Array | undefined> {
  for (const { derivation, nonce, sealed } of slots) {
    const master = await openAesGcm(await context.deriveKey(password, derivation), nonce, sealed);
    if (master !== undefined) return master;
  }
  return undefined;
}

function bytesAt(value: Json | undefined, name: string, length: number): Uint8Array | undefined {
  const bytes = decodeHex(textAt(value, name) ?? "?");
  return bytes?.length === length ? bytes : undefined;
}
