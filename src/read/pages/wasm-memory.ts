/** A page of WebAssembly's memory. */
const PAGE_BYTES = 64 * 1024;
/** Number of the section that says how much memory a module has. @see WebAssembly core specification 5.5 */
const MEMORY_SECTION = 5;
/** Bytes before the first section: magic number and version. */
const HEADER_BYTES = 8;

/**
 * Lowers the most memory that a WebAssembly module may grow to: what it asks beyond that fails, in it and not in the
 * program around it.
 * @param module one whose own memory has a limit; it is changed
 * @param mostBytes the new limit
 * @returns the same module
 * @throws RangeError where it has no memory with a limit
 */
export function limitMemory(module: ArrayBuffer, mostBytes: number): ArrayBuffer {
  const bytes = new Uint8Array(module);
  for (let at = HEADER_BYTES; at < bytes.length; ) {
    const section = bytes[at];
    const length = readNumber(bytes, at + 1);
    if (section === MEMORY_SECTION) {
      const flags = readNumber(bytes, length.next + 1);
      if (!(flags.value & 1)) break;
      const least = readNumber(bytes, flags.next);
      writeNumber(bytes, least.next, Math.max(least.value, Math.floor(mostBytes / PAGE_BYTES)));
      return module;
    }
    at = length.next + length.value;
  }
  throw new RangeError("no memory with a limit");
}

/** An unsigned LEB128 number, and where the next one begins. */
function readNumber(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next: at };
  }
}

/** Writes a number into the bytes of another one that is not smaller: padded, as LEB128 may be. */
function writeNumber(bytes: Uint8Array, at: number, value: number): void {
  const size = readNumber(bytes, at).next - at;
  for (let i = 0; i < size; i++) {
    bytes[at + i] = (Math.floor(value / 128 ** i) & 0x7f) | (i < size - 1 ? 0x80 : 0);
  }
}
