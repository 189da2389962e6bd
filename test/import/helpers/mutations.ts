import { seededRandom } from "../../helpers/photo.js";

/** A changed copy, and in how many places it was changed. */
export interface Mutation {
  readonly bytes: Uint8Array;
  /** Most entries that the changes can have touched. */
  readonly edits: number;
  readonly kind: string;
}

const DEEP = 100_000;
const HUGE = ["1e308", "-1", "99999999999999999999", "9007199254740993", "0.1", "4294967296", "2147483647"];

/** Changed copies of a file, the same for the same seed: bits, lengths, and what only JSON, XML and tables have. */
export function* mutations(sample: Uint8Array, count: number, seed: number): Generator<Mutation> {
  // A slice of a Buffer is no copy of it.
  const original = Uint8Array.from(sample);
  const random = seededRandom(seed);
  const upTo = (end: number) => Math.floor(random() * end);
  const text = new TextDecoder().decode(original);
  const ways = [flipBits, flipOne, truncate, remove, repeat, overwrite];
  if (/^\uFEFF?\s*[[{<]/u.test(text)) ways.push(nest, nest, hugeNumber, hugeNumber, repeatMember, longString);
  for (let i = 0; i < count; i++) {
    const way = ways[i % ways.length] ?? flipBits;
    yield { ...way(original, text, upTo), kind: way.name };
  }
}

type Way = (bytes: Uint8Array, text: string, upTo: (end: number) => number) => Omit<Mutation, "kind">;

const flipBits: Way = (bytes, _, upTo) => {
  const changed = bytes.slice();
  for (let i = 0; i < 8; i++) flip(changed, upTo(changed.length), upTo(8));
  return { bytes: changed, edits: 8 };
};

const flipOne: Way = (bytes, _, upTo) => {
  const changed = bytes.slice();
  flip(changed, upTo(changed.length), upTo(8));
  return { bytes: changed, edits: 1 };
};

const truncate: Way = (bytes, _, upTo) => ({ bytes: bytes.slice(0, upTo(bytes.length)), edits: 1 });

const remove: Way = (bytes, _, upTo) => {
  const at = upTo(bytes.length);
  return { bytes: splice(bytes, at, at + 1 + upTo(40)), edits: 2 };
};

const repeat: Way = (bytes, _, upTo) => {
  const at = upTo(bytes.length);
  return { bytes: splice(bytes, at, at, bytes.slice(at, at + 1 + upTo(200))), edits: 2 };
};

const overwrite: Way = (bytes, _, upTo) => {
  const at = upTo(bytes.length);
  const junk = Uint8Array.from({ length: 1 + upTo(16) }, () => upTo(256));
  return { bytes: splice(bytes, at, at + junk.length, junk), edits: 2 };
};

/** A value that lies too deep. */
const nest: Way = (_, text, upTo) => {
  if (text.trimStart().startsWith("<")) return insert(text, upTo, /<\/[^>]*>/gu, "<a>".repeat(DEEP));
  return replace(text, upTo, /"(?:[^"\\]|\\.)*"|\d+/gu, () => "[".repeat(DEEP));
};

const hugeNumber: Way = (_, text, upTo) => {
  return replace(text, upTo, /(?<![\w"])-?\d+(?![\w"])|(?<=")\d+(?=")/gu, () => HUGE[upTo(HUGE.length)] ?? "1");
};

/** A member of an object twice, with another value the second time. */
const repeatMember: Way = (_, text, upTo) =>
  replace(text, upTo, /"\w+"\s*:\s*("(?:[^"\\]|\\.)*"|\d+)/gu, (member) => `${member},${member.replace(/\d/u, "7")}`);

const longString: Way = (_, text, upTo) =>
  replace(
    text,
    upTo,
    /"(?:[^"\\]|\\.)*"/gu,
    (string) => `"${string.slice(1, -1).repeat(1 + Math.floor(1e6 / string.length))}"`,
  );

function flip(bytes: Uint8Array, at: number, bit: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
}

function splice(bytes: Uint8Array, from: number, to: number, middle = new Uint8Array()): Uint8Array {
  return Uint8Array.from([...bytes.subarray(0, from), ...middle, ...bytes.subarray(to)]);
}

function insert(text: string, upTo: (end: number) => number, places: RegExp, added: string): Omit<Mutation, "kind"> {
  return replace(text, upTo, places, (found) => added + found);
}

function replace(
  text: string,
  upTo: (end: number) => number,
  places: RegExp,
  by: (found: string) => string,
): Omit<Mutation, "kind"> {
  const found = [...text.matchAll(places)];
  const one = found[upTo(found.length)];
  const changed =
    one === undefined ? text : text.slice(0, one.index) + by(one[0]) + text.slice(one.index + one[0].length);
  return { bytes: new TextEncoder().encode(changed), edits: 1 };
}
