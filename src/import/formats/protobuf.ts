import { EscrowError } from "../../error.js";

/** One field of a message: a number of up to 64 bits, or bytes. */
export interface Field {
  /** 1 to 2²⁹ − 1. */
  readonly number: number;
  /** Unsigned; `undefined` for fields that hold bytes. */
  readonly value: bigint | undefined;
  /** `undefined` for fields that hold a number. */
  readonly bytes: Uint8Array | undefined;
}

const MAX_FIELD_NUMBER = 2n ** 29n - 1n;

/**
 * The fields of a Protocol Buffers message in their order; groups, which no version 3 has, are refused.
 * @throws EscrowError `migration-data` for whatever is truncated or none
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function readFields(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (length > message.length - at) throw new EscrowError("migration-data");
    at += length;
    return message.subarray(at - length, at);
  };
  const takeVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = take(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (value >= 2n ** 64n) break;
        return value;
      }
    }
    throw new EscrowError("migration-data");
  };
  while (at < message.length) {
    const tag = takeVarint();
    const number = tag >> 3n;
    if (number < 1n || number > MAX_FIELD_NUMBER) throw new EscrowError("migration-data");
    fields.push({ number: Number(number), ...readValue(Number(tag & 7n), take, takeVarint) });
  }
  return fields;
}

function readValue(
  wireType: number,
  take: (length: number) => Uint8Array,
  takeVarint: () => bigint,
): Pick<Field, "value" | "bytes"> {
  if (wireType === 0) return { value: takeVarint(), bytes: undefined };
  if (wireType === 2) return { value: undefined, bytes: take(Number(takeVarint())) };
  if (wireType === 1) return { value: littleEndian(take(8)), bytes: undefined };
  if (wireType === 5) return { value: littleEndian(take(4)), bytes: undefined };
  throw new EscrowError("migration-data");
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
