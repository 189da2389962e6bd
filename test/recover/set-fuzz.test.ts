import { describe, expect, it } from "vitest";
import { encodeBase32 } from "../../src/account/base32.js";
import { sha256 } from "../../src/bytes.js";
import { type Contents, formatContents } from "../../src/document/plaintext.js";
import { EscrowError } from "../../src/error.js";
import { crc32, encodeFrame, makeFrames } from "../../src/paper/frame.js";
import { formatLine } from "../../src/paper/line.js";
import { encodeLines, encodeShareLines } from "../../src/paper/lines.js";
import { formatRecord, parseRecord, type QrRecord } from "../../src/paper/record.js";
import { parseTyped } from "../../src/read/text/typed.js";
import { type FoundLines, type FoundRecord, type FoundSet, goodShares } from "../../src/recover/found-set.js";
import { findSets, openSet } from "../../src/recover/sets.js";
import { combineSecret } from "../../src/share/combine-secret.js";
import { decodeShare } from "../../src/share/share.js";
import { FULL } from "../helpers/full.js";
import { expectWithin } from "../helpers/growth.js";
import { seededRandom } from "../helpers/photo.js";
import { fixedSets } from "../vectors/v1/sets.js";

const CASES = FULL ? 15_000 : 200;
/** No case may take longer, in time of the processor: the machine has other work too. */
const LONGEST_MS = 3_000;
/** All that reading may ever hold, Node and the tests themselves included. */
const MOST_MB = 512;

/** Sets that their shares open: a sealed one costs a second each time, and differs only there. */
const SHARE_SETS = fixedSets.filter(({ shares }) => shares.length > 0);
const PLAINTEXTS = new Map(fixedSets.map(({ setId, plaintext }) => [setId, plaintext]));

/** What a case is made of: the texts of codes and the lines of each sheet. */
interface Sheet {
  readonly source: string;
  texts: string[];
  lines: string[];
}

const random = seededRandom(404);
const upTo = (end: number) => Math.floor(random() * end);
const pick = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;

/** Bytes with bits flipped, set to odd values, cut, repeated, or replaced. */
function mutateBytes(original: Uint8Array): Uint8Array {
  let bytes = original.slice();
  for (let change = 0; change <= upTo(3); change++) {
    const at = upTo(bytes.length);
    const length = upTo(Math.min(16, bytes.length - at) + 1);
    switch (upTo(6)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << upTo(8));
        break;
      case 1:
        bytes[at] = pick([0, 1, 2, 16, 127, 128, 254, 255]);
        break;
      case 2:
        bytes = bytes.slice(0, at);
        break;
      case 3:
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
        break;
      case 4:
        bytes = Uint8Array.from([...bytes.subarray(0, at + length), ...bytes.subarray(at)]);
        break;
      default:
        // The headers, where the numbers stand.
        bytes[upTo(Math.min(20, bytes.length))] = upTo(256);
    }
    if (bytes.length === 0) return bytes;
  }
  return bytes;
}

/** A record of the length that its base32 needs; the check of a frame is often made right again. */
function mutateRecord(text: string): string {
  const reading = parseRecord(text);
  if (reading.status !== "record") return text;
  const { kind, bytes } = reading.record;
  const mutated = mutateBytes(bytes);
  const record: QrRecord = {
    kind: upTo(20) === 0 ? "document" : kind,
    bytes: mutated.slice(0, -(mutated.length % 5) || undefined),
  };
  if (kind === "document" && record.bytes.length > 20 && upTo(3) > 0) {
    const crc = crc32(Uint8Array.from([...record.bytes.subarray(0, 16), ...record.bytes.subarray(20)]));
    new DataView(record.bytes.buffer, record.bytes.byteOffset).setUint32(16, crc);
  }
  return record.bytes.length === 0 ? text : formatRecord(record);
}

const CHARACTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789?- :.#ａ日\n\u0000"];

/** Characters of a text replaced, left out, put in or exchanged. */
function mutateText(text: string): string {
  const characters = [...text];
  for (let change = 0; change <= upTo(6); change++) {
    const at = upTo(characters.length);
    const way = upTo(4);
    if (way === 0) characters.splice(at, 1);
    else if (way === 1) characters.splice(at, 0, pick(CHARACTERS));
    else if (way === 2) characters.splice(at, upTo(8), ...characters.slice(upTo(characters.length)).slice(0, 8));
    else characters[at] = pick(CHARACTERS);
  }
  return characters.join("");
}

function mutateSome(texts: readonly string[], share: number, mutate: (text: string) => string): string[] {
  return texts.flatMap((text) => {
    if (random() >= share) return [text];
    // Beside what it was made of, in its place, or twice.
    return pick([[mutate(text)], [text, mutate(text)], [mutate(text), mutate(text)], []]);
  });
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));

/** A document changed before it was cut: hash, frames, lines and shares all fit it, only age can tell. */
async function forge(set: (typeof SHARE_SETS)[number], useLines: boolean): Promise<Sheet[]> {
  const document = mutateBytes(bytesOf(set.document));
  if (document.length === 0) return [];
  const setId = (await sha256(document)).slice(0, 10);
  const frames = makeFrames(document, setId, false).map((frame) =>
    formatRecord({ kind: "document", bytes: encodeFrame(frame) }),
  );
  const lines = !useLines || document.length > 2048 ? [] : (await encodeLines("D", document)).map(formatLine);
  return set.shares.map(({ code }, i) => {
    const reading = parseRecord(code);
    if (reading.status !== "record") throw new Error("no share");
    const bytes = Uint8Array.from([...setId, ...reading.record.bytes.subarray(10)]);
    const { point } = decodeShare(bytes);
    return {
      source: `forged ${i}`,
      texts: [formatRecord({ kind: "share", bytes }), ...frames],
      lines: [...encodeShareLines(bytes, setId, point.x).map(formatLine), ...lines],
    };
  });
}

function sheetsOf(set: (typeof fixedSets)[number]): Sheet[] {
  const shares = set.shares.length > 0 ? set.shares : [{ code: "", lines: [] }];
  return shares.map(({ code, lines }, i) => ({
    source: `${set.name} ${i}`,
    texts: code === "" ? [...set.frames] : [code, ...set.frames],
    lines: [...lines, ...set.lines],
  }));
}

function read(sheets: readonly Sheet[], useLines: boolean): { records: FoundRecord[]; lines: FoundLines[] } {
  const records = sheets.flatMap(({ source, texts }) =>
    texts.flatMap((text) => {
      const reading = parseRecord(text);
      return reading.status === "record" ? [{ source, record: reading.record }] : [];
    }),
  );
  const lines = useLines
    ? sheets.flatMap(({ source, lines: typed }) =>
        parseTyped(typed.join("\n")).lineSets.map((set) => ({
          source,
          readings: set.lines.map(({ reading }) => reading),
        })),
      )
    : [];
  return { records, lines };
}

/** Opening costs a key derivation: what was opened already with the same secret is not opened again. */
const opened = new Map<string, Promise<Contents | string>>();

async function open(set: FoundSet): Promise<Contents | string> {
  const { document, k = 0 } = set;
  const good = goodShares(set);
  const lock = document?.lock;
  if (!document || lock?.kind !== "shares" || good.length < k) return attempt(set);
  const secret = encodeBase32(combineSecret(good.slice(0, k).map(({ share }) => share.point)));
  const key = `${encodeBase32(document.age)} ${secret}`;
  const known = opened.get(key) ?? attempt(set);
  opened.set(key, known);
  return known;
}

async function attempt(set: FoundSet): Promise<Contents | string> {
  try {
    return await openSet(set);
  } catch (error) {
    if (!(error instanceof EscrowError)) throw error;
    return error.code;
  }
}

describe(`${CASES} mutated records, frames and lines`, () => {
  it("never a wrong account, never another error than the program's own, memory bounded", {
    timeout: 1_800_000,
  }, async () => {
    const outcomes = new Map<string, number>();
    for (let i = 0; i < CASES; i++) {
      const set = pick(fixedSets);
      const forged = upTo(10) === 0;
      const foreign = upTo(8) === 0 ? sheetsOf(pick(fixedSets)).slice(0, 1) : [];
      // A line beyond correction takes longest: every eighth case has lines by the dozen.
      const useLines = upTo(8) === 0;
      const all = forged ? await forge(pick(SHARE_SETS), useLines) : sheetsOf(set);
      const sheets = [...all.slice(0, 1 + upTo(all.length)), ...foreign].map(({ source, texts, lines }) => ({
        source,
        // Of codes none at all where lines are to do it.
        texts:
          useLines && upTo(2) === 0
            ? []
            : mutateSome(texts, pick([0.05, 0.3, 1]), (text) =>
                upTo(4) === 0 ? mutateText(text) : mutateRecord(text),
              ),
        lines: useLines ? mutateSome(lines, pick([0.02, 0.1, 0.3]), mutateText) : [],
      }));
      const find = () => {
        const { records, lines } = read(sheets, useLines);
        return findSets(records, lines);
      };
      const found = await expectWithin(find, LONGEST_MS, `case ${i}`);
      for (const one of found.sets) {
        const result = await open(one);
        if (typeof result === "string") {
          outcomes.set(result, (outcomes.get(result) ?? 0) + 1);
          continue;
        }
        // A forged document that opens differs in what age does not seal: the accounts are those of its original.
        const meant = forged ? [...PLAINTEXTS.values()] : [PLAINTEXTS.get(one.name)];
        if (!meant.includes(formatContents(result))) throw new Error(`case ${i}: wrong contents`);
        outcomes.set("opened", (outcomes.get("opened") ?? 0) + 1);
      }
    }
    // The mutations reach every stage: many sets open, many stop at each check before.
    for (const outcome of ["opened", "shares-missing", "frames-missing", "passphrase-wrong"]) {
      expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(CASES / 500);
    }
    expect((process.resourceUsage().maxRSS * 1024) / 1e6).toBeLessThan(MOST_MB);
  });
});
