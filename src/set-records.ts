import { equalBytes } from "./bytes.js";
import type { FoundRecord, FoundSet } from "./found-set.js";
import { SET_ID_BYTES } from "./share/share.js";

/** The records that bear a set's id: frames and shares both begin with it. */
export function recordsOf<T extends FoundRecord>({ setId }: FoundSet, records: readonly T[]): T[] {
  return records.filter(({ record }) => equalBytes(record.bytes.subarray(0, SET_ID_BYTES), setId));
}
