import { EscrowError } from "../../error.js";

/** Types of elements of a stream. @see Java Object Serialization Specification, section 6.4.2 */
const NULL = 0x70;
const REFERENCE = 0x71;
const CLASS = 0x72;
const OBJECT = 0x73;
const STRING = 0x74;
const BLOCK = 0x77;
const END_OF_BLOCK = 0x78;
const LONG_STRING = 0x7c;

const MAGIC = [0xac, 0xed, 0x00, 0x05];
const CLASS_NAME = "java.util.HashMap";
const CLASS_UID = 0x0507dac1c31660d1n;
/** The class writes its content itself, and can be serialised. */
const CLASS_FLAGS = 3;
/** Handles number what a stream holds; the class and the map have the first two. */
const FIRST_HANDLE = 0x7e0002;
/** Bytes of the fields that a map has, by their type: a float and an integer. */
const FIELD_BYTES = new Map([
  [0x46, 4],
  [0x49, 4],
]);

/** Whether bytes begin as a stream of Java objects. */
export function isJavaStream(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a serialised `HashMap` from texts to texts, and nothing else that such a stream could hold.
 * @throws EscrowError `source-damaged`
 * @see https://docs.oracle.com/en/java/javase/17/docs/specs/serialization/protocol.html
 */
export function readJavaHashMap(bytes: Uint8Array): Map<string, string> {
  const stream = new JavaStream(bytes);
  for (const byte of MAGIC) stream.expect(byte);
  stream.expect(OBJECT);
  stream.expect(CLASS);
  if (stream.text(stream.number(2)) !== CLASS_NAME || stream.long() !== CLASS_UID) throw damaged();
  stream.expect(CLASS_FLAGS);
  let fieldBytes = 0;
  for (let fields = stream.number(2); fields > 0; fields--) {
    const size = FIELD_BYTES.get(stream.number(1));
    if (size === undefined) throw damaged();
    stream.text(stream.number(2));
    fieldBytes += size;
  }
  stream.expect(END_OF_BLOCK);
  stream.expect(NULL);
  stream.take(fieldBytes);
  stream.expect(BLOCK);
  stream.expect(8);
  stream.take(4);
  const map = new Map<string, string>();
  for (let left = stream.number(4); left > 0; left--) {
    const key = stream.string();
    if (map.has(key)) throw damaged();
    map.set(key, stream.string());
  }
  stream.expect(END_OF_BLOCK);
  stream.end();
  return map;
}

class JavaStream {
  private at = 0;
  private readonly strings: string[] = [];

  constructor(private readonly bytes: Uint8Array) {}

  take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw damaged();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  expect(byte: number): void {
    if (this.take(1)[0] !== byte) throw damaged();
  }

  number(length: 1 | 2 | 4): number {
    return this.take(length).reduce((value, byte) => value * 256 + byte, 0);
  }

  long(): bigint {
    return BigInt(this.number(4)) * 2n ** 32n + BigInt(this.number(4));
  }

  text(length: number): string {
    return decodeModifiedUtf8(this.take(length));
  }

  string(): string {
    const type = this.number(1);
    if (type === REFERENCE) {
      const known = this.strings[this.number(4) - FIRST_HANDLE];
      if (known === undefined) throw damaged();
      return known;
    }
    if (type !== STRING && type !== LONG_STRING) throw damaged();
    const length = type === STRING ? this.number(2) : Number(this.long());
    const text = this.text(length);
    this.strings.push(text);
    return text;
  }

  end(): void {
    if (this.at !== this.bytes.length) throw damaged();
  }
}

/** UTF-8 of each half of a surrogate pair by itself, and of NUL in two bytes, as Java writes texts. */
function decodeModifiedUtf8(bytes: Uint8Array): string {
  const units: string[] = [];
  let at = 0;
  const continuation = (): number => {
    const byte = bytes[at++];
    if (byte === undefined || (byte & 0xc0) !== 0x80) throw damaged();
    return byte & 0x3f;
  };
  while (at < bytes.length) {
    const byte = bytes[at++] ?? 0;
    if (byte < 0x80) units.push(String.fromCharCode(byte));
    else if ((byte & 0xe0) === 0xc0) units.push(String.fromCharCode(((byte & 0x1f) << 6) | continuation()));
    else if ((byte & 0xf0) === 0xe0) {
      const high = ((byte & 0x0f) << 12) | (continuation() << 6);
      units.push(String.fromCharCode(high | continuation()));
    } else throw damaged();
  }
  return units.join("");
}

function damaged(): EscrowError {
  return new EscrowError("source-damaged");
}
