import type { Account } from "../../account/account.js";
import { normaliseSecret } from "../../account/base32.js";
import { parseOtpauth } from "../../account/otpauth-uri.js";
import { EscrowError } from "../../error.js";
import { always, type StoredEntry } from "../entry.js";
import { openAesGcm } from "../formats/ciphers.js";
import { decodeBase64 } from "../formats/encodings.js";
import { decodeJson, isObject, items, type Json, member, textAt } from "../formats/json.js";
import type { ReadContext, Source } from "../source.js";

/** Newest version that is known. */
const NEWEST_SCHEMA = 4;
const PBKDF2_ROUNDS = 10_000;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What exports of a version leave out, by the names of the settings. */
const LEFT_OUT = new Map([
  [1, "type, algorithm, digits, period, counter"],
  [2, "type, counter"],
]);

/** 2FAS's backup file (`.2fas`), schema versions 1 to 4, plain or with a password. */
export const twoFas: Source = {
  name: "2fas",
  detect: ({ json }) =>
    items(json, "services").some((service) => member(service, "secret") !== undefined) ||
    (Array.isArray(member(json, "services")) && member(json, "schemaVersion") !== undefined) ||
    textAt(json, "servicesEncrypted") !== undefined,
  read: async ({ json }, collector, context) => {
    const schema = readSchema(member(json, "schemaVersion"));
    const sealed = textAt(json, "servicesEncrypted") ?? "";
    const services = arrayOf(member(json, "services") ?? []);
    const opened = sealed === "" ? [] : arrayOf(await openServices(sealed, context));
    const missing = LEFT_OUT.get(schema);
    if (missing !== undefined) collector.warn({}, "export-incomplete", { missing });
    for (const [i, service] of [...services, ...opened].entries())
      collector.addEntry({ entry: i + 1 }, readService(service));
  },
};

/** Files without a version come from other programs that write this format: they follow the newest. */
function readSchema(value: Json | undefined): number {
  const version = value === undefined || value === null ? NEWEST_SCHEMA : Number(value);
  if (LEFT_OUT.has(version) || version === 3 || version === NEWEST_SCHEMA) return version;
  throw new EscrowError("source-version", { version: String(value).slice(0, 16) });
}

function arrayOf(value: Json): readonly Json[] {
  if (!Array.isArray(value)) throw new EscrowError("source-damaged");
  return value;
}

/** `ciphertext‖tag:salt:nonce`, each in base64. */
async function openServices(text: string, context: ReadContext): Promise<Json> {
  const [sealed, salt, nonce, more] = text.split(":").map(decodeBase64);
  const whole = sealed !== undefined && sealed.length > TAG_BYTES && nonce?.length === NONCE_BYTES;
  if (!whole || salt === undefined || more !== undefined) throw new EscrowError("source-damaged");
  const plain = await context.unlock(async (password) => {
    const settings = { hash: "SHA-256", iterations: PBKDF2_ROUNDS, length: 32 } as const;
    return openAesGcm(await context.deriveKey(password, { kind: "pbkdf2", salt, ...settings }), nonce, sealed);
  });
  return decodeJson(plain);
}

/**
 * What the app shows comes first; the Key URI that an entry was made from, where it is kept and has the same secret,
 * fills what is left open.
 */
function readService(service: Json): StoredEntry {
  const otp = member(service, "otp");
  const secret = member(service, "secret");
  const link = readLink(textAt(otp, "link"), secret);
  const setting = (name: string): Json | undefined => {
    const value = member(otp, name);
    return value === "" ? undefined : (value ?? undefined);
  };
  return {
    issuer: filled(textAt(otp, "issuer")) ?? filled(textAt(service, "name")) ?? link?.issuer,
    account: filled(textAt(otp, "account")) ?? filled(accountOf(textAt(otp, "label"))) ?? link?.account,
    secret,
    type: isObject(otp) ? (setting("tokenType") ?? link?.type) : always(undefined),
    algorithm: setting("algorithm") ?? link?.algorithm,
    digits: setting("digits") ?? link?.digits,
    period: setting("period") ?? (link?.type === "hotp" ? undefined : link?.period),
    counter: setting("counter") ?? (link?.type === "hotp" ? link.counter : undefined),
  };
}

function readLink(link: string | undefined, secret: Json | undefined): Account | undefined {
  if (link === undefined || typeof secret !== "string") return undefined;
  try {
    const { account } = parseOtpauth(link);
    return account.secret === normaliseSecret(secret) ? account : undefined;
  } catch (error) {
    if (error instanceof EscrowError) return undefined;
    throw error;
  }
}

/** The account of a label, `Issuer:account` in early versions. */
function accountOf(label: string | undefined): string | undefined {
  return label?.slice(label.indexOf(":") + 1);
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : text;
}
