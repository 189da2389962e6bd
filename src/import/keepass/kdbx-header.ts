import { EscrowError } from "../../error.js";
import { ByteReader } from "../formats/byte-reader.js";
import type { Derivation } from "../formats/derivation.js";

/** The stream cipher of single fields, such as passwords. */
export interface InnerStream {
  readonly cipher: "salsa20" | "chacha20";
  readonly key: Uint8Array;
}

/** What a KDBX file says in the clear. */
export interface KdbxHeader {
  /** 3 or 4. */
  readonly version: number;
  readonly cipher: "aes-cbc" | "chacha20";
  readonly compressed: boolean;
  readonly masterSeed: Uint8Array;
  readonly iv: Uint8Array;
  readonly derivation: Derivation;
  /** Version 3: beginning of the decrypted data. */
  readonly startBytes: Uint8Array | undefined;
  /** Version 3; version 4 has it inside. */
  readonly innerStream: InnerStream | undefined;
  /** The header as it stands in the file. */
  readonly bytes: Uint8Array;
}

const SIGNATURE = "03d9a29a67fb4bb5";
/** KeePass 1, which has no authenticators. */
const OLD_SIGNATURE = "03d9a29a65fb4bb5";

const AES = "31c1f2e6bf714350be5805216afc5aff";
const CHACHA20 = "d6038a2b8b6f4cb5a524339a31dbb59a";

const AES_KDF_3 = "c9d9f39a628a4460bf740d08c18a4fea";
const AES_KDF_4 = "7c02bb8279a74ac0927d114a00648238";
const ARGON2D = "ef636ddf8c29444b91f7a9a403e30a0c";
const ARGON2ID = "9e298b1956db4773b23dfc3ec6f0a1e6";
const ARGON2_VERSION = 0x13;

/** Fields of the header by their number. */
const FIELD = {
  end: 0,
  cipher: 2,
  compression: 3,
  masterSeed: 4,
  transformSeed: 5,
  transformRounds: 6,
  iv: 7,
  streamKey: 8,
  startBytes: 9,
  streamId: 10,
  kdf: 11,
} as const;

/** Whether bytes are a database of KeePass, of whichever version. */
export function isKeepassDatabase(bytes: Uint8Array): boolean {
  const signature = hex(bytes.subarray(0, 8));
  return signature === SIGNATURE || signature === OLD_SIGNATURE;
}

/**
 * Reads a KDBX file's header.
 * @throws EscrowError `source-version`, `source-damaged`, `derivation-unknown`
 * @see https://keepass.info/help/kb/kdbx.html
 */
export function readKdbxHeader(file: Uint8Array): KdbxHeader {
  const reader = new ByteReader(file);
  if (hex(reader.take(8)) !== SIGNATURE) throw new EscrowError("source-version", { version: "KeePass 1" });
  const minor = reader.uint16();
  const version = reader.uint16();
  if (version !== 3 && version !== 4) throw new EscrowError("source-version", { version: `KDBX ${version}.${minor}` });
  const fields = new Map<number, Uint8Array>();
  for (let id = -1; id !== FIELD.end; ) {
    id = reader.uint8();
    fields.set(id, reader.take(version === 3 ? reader.uint16() : reader.uint32()));
  }
  const iv = need(fields, FIELD.iv);
  const cipher = cipherOf(hex(need(fields, FIELD.cipher)));
  const compression = number32(fields, FIELD.compression);
  if (compression > 1 || iv.length !== (cipher === "chacha20" ? 12 : 16)) throw new EscrowError("source-damaged");
  return {
    version,
    cipher,
    compressed: compression === 1,
    masterSeed: need(fields, FIELD.masterSeed),
    iv,
    derivation: version === 3 ? olderDerivation(fields) : derivationOf(readVariants(need(fields, FIELD.kdf))),
    startBytes: version === 3 ? need(fields, FIELD.startBytes) : undefined,
    innerStream:
      version === 3 ? innerStream(number32(fields, FIELD.streamId), need(fields, FIELD.streamKey)) : undefined,
    bytes: file.subarray(0, reader.position),
  };
}

/**
 * The stream cipher of a number in the format.
 * @throws EscrowError `source-version` for others than Salsa20 and ChaCha20
 */
export function innerStream(id: number, key: Uint8Array): InnerStream {
  if (id !== 2 && id !== 3) throw new EscrowError("source-version", { version: `stream ${id}` });
  return { cipher: id === 2 ? "salsa20" : "chacha20", key };
}

function cipherOf(id: string): KdbxHeader["cipher"] {
  if (id === AES) return "aes-cbc";
  if (id === CHACHA20) return "chacha20";
  throw new EscrowError("source-version", {
    version: id === "ad68f29f576f4bb9a36ad47af965346c" ? "Twofish" : "cipher",
  });
}

function olderDerivation(fields: ReadonlyMap<number, Uint8Array>): Derivation {
  const iterations = new ByteReader(need(fields, FIELD.transformRounds)).uint64();
  return { kind: "aes-kdf", iterations, salt: need(fields, FIELD.transformSeed), length: 32 };
}

type Variants = ReadonlyMap<string, Uint8Array>;

function derivationOf(variants: Variants): Derivation {
  const id = hex(need(variants, "$UUID"));
  const salt = need(variants, "S");
  if (id === AES_KDF_3 || id === AES_KDF_4)
    return { kind: "aes-kdf", iterations: number(variants, "R"), salt, length: 32 };
  const kind = id === ARGON2D ? "argon2d" : id === ARGON2ID ? "argon2id" : undefined;
  const further = ["K", "A"].some((name) => (variants.get(name)?.length ?? 0) > 0);
  if (kind === undefined || further || number(variants, "V") !== ARGON2_VERSION) {
    throw new EscrowError("source-version", { version: kind ?? "KDF" });
  }
  return {
    kind,
    memoryKib: Math.floor(number(variants, "M") / 1024),
    iterations: number(variants, "I"),
    parallelism: number(variants, "P"),
    salt,
    length: 32,
  };
}

/** A dictionary of names and values; of each value its bytes. */
function readVariants(bytes: Uint8Array): Variants {
  const reader = new ByteReader(bytes);
  if (reader.uint16() >> 8 !== 1) throw new EscrowError("source-damaged");
  const variants = new Map<string, Uint8Array>();
  while (reader.uint8() !== 0) {
    const name = new TextDecoder().decode(reader.take(reader.uint32()));
    variants.set(name, reader.take(reader.uint32()));
  }
  return variants;
}

function need<K>(fields: ReadonlyMap<K, Uint8Array>, key: K): Uint8Array {
  const bytes = fields.get(key);
  if (bytes === undefined) throw new EscrowError("source-damaged");
  return bytes;
}

/** A number of four or eight bytes. */
function number(variants: Variants, name: string): number {
  const bytes = need(variants, name);
  const reader = new ByteReader(bytes);
  return bytes.length === 4 ? reader.uint32() : reader.uint64();
}

function number32(fields: ReadonlyMap<number, Uint8Array>, id: number): number {
  return new ByteReader(need(fields, id)).uint32();
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
