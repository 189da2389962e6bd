import { concatBytes } from "../bytes.js";
import { EscrowError } from "../error.js";
import { crc32 } from "../paper/frame.js";
import { decodeThreshold, encodeThreshold } from "./roster.js";
import { SET_ID_BYTES } from "./share.js";

/** Bytes that the CRC-32 is made of: set id, k and n, day 2, accounts 2, reserved. */
const CHECKED_BYTES = SET_ID_BYTES + 6;
/** Bytes of an encoded record: with the CRC-32. */
const KEEPER_BYTES = CHECKED_BYTES + 4;
const MS_PER_DAY = 86_400_000;
const MOST = 0xffff;

/** What a keeper's page says of its set by its code: nothing secret, and no proof of anything. */
export interface KeeperRecord {
  /** 10 bytes. */
  readonly setId: Uint8Array;
  /** How many shares open the set. */
  readonly k: number;
  /** How many shares there are. */
  readonly n: number;
  /** Day of making, `YYYY-MM-DD`, from 1970-01-02 to 2149-06-06; nothing where it is not said. */
  readonly made: string | undefined;
  /** Accounts and kept secrets of the set, 1 to 65,535; nothing where it is not said. */
  readonly accounts: number | undefined;
}

/** Record → 20 bytes. A day or a number that does not fit is left out. @see FORMAT.md, "Keeper's page" */
export function encodeKeeper({ setId, k, n, made, accounts = 0 }: KeeperRecord): Uint8Array {
  const day = made === undefined ? 0 : Date.parse(`${made}T00:00:00Z`) / MS_PER_DAY;
  const numbers = [day, accounts].map((value) => (Number.isInteger(value) && value > 0 && value <= MOST ? value : 0));
  const checked = concatBytes(
    setId,
    Uint8Array.of(encodeThreshold(k, n), ...numbers.flatMap((value) => [value >> 8, value & 255]), 0),
  );
  const crc = new Uint8Array(4);
  new DataView(crc.buffer).setUint32(0, crc32(checked));
  return concatBytes(checked, crc);
}

/**
 * 20 bytes → record.
 * @throws EscrowError `keeper-length`, `keeper-check`, `keeper-reserved`, `keeper-threshold`
 */
export function decodeKeeper(bytes: Uint8Array): KeeperRecord {
  if (bytes.length !== KEEPER_BYTES) throw new EscrowError("keeper-length");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (crc32(bytes.subarray(0, CHECKED_BYTES)) !== view.getUint32(CHECKED_BYTES)) throw new EscrowError("keeper-check");
  if (bytes[CHECKED_BYTES - 1] !== 0) throw new EscrowError("keeper-reserved");
  const threshold = decodeThreshold(view.getUint8(SET_ID_BYTES));
  if (!threshold) throw new EscrowError("keeper-threshold");
  const day = view.getUint16(SET_ID_BYTES + 1);
  const accounts = view.getUint16(SET_ID_BYTES + 3);
  return {
    setId: bytes.slice(0, SET_ID_BYTES),
    ...threshold,
    made: day === 0 ? undefined : new Date(day * MS_PER_DAY).toISOString().slice(0, 10),
    accounts: accounts === 0 ? undefined : accounts,
  };
}
