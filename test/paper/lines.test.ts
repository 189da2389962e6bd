import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../../src/bytes.js";
import { interpolate, parityItems } from "../../src/paper/erasure-code.js";
import { formatLine, type LineReading, parseLine } from "../../src/paper/line.js";
import { decodeLines, encodeLines } from "../../src/paper/lines.js";
import { correct } from "../../src/paper/reed-solomon.js";
import { FULL } from "../helpers/full.js";

interface Vector {
  name: string;
  payload: string;
  lines: string[];
}
const vectors: Vector[] = JSON.parse(readFileSync(new URL("../vectors/lines.json", import.meta.url), "utf8"));

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function readingsOf(lines: readonly string[]): LineReading[] {
  return lines.map((line) => {
    const reading = parseLine(line);
    if (!reading) throw new Error(`not a line: ${line}`);
    return reading;
  });
}

/** A line with the character at a place (0 to 27, blanks not counted) replaced. */
function spoil(line: string, place: number, character: string): string {
  const at = line.indexOf(" ") + 1 + place + Math.floor(place / 4);
  return line.slice(0, at) + character + line.slice(at + 1);
}

describe("lines against the second implementation's vectors", () => {
  test.each(vectors)("$name", async ({ payload, lines }) => {
    expect((await encodeLines("T", encodeUtf8(payload))).map(formatLine)).toEqual(lines);
    const result = await decodeLines(readingsOf(lines));
    expect(new TextDecoder().decode(result.payload)).toBe(payload);
    expect(result).toMatchObject({ corrected: [], rebuilt: [] });
  });
});

describe("one line", () => {
  const line = vectors[0]?.lines[3] ?? "";

  test("every single wrong character is offered its correction, and none else", () => {
    for (let place = 0; place < 28; place++) {
      for (const character of ALPHABET) {
        const spoilt = spoil(line, place, character);
        if (spoilt === line) continue;
        const reading = parseLine(spoilt);
        expect(reading).toMatchObject({ status: "offer", corrections: [{ place: place + 1, read: character }] });
        expect(reading?.status === "offer" && formatLine(reading.line)).toBe(line);
      }
    }
  });

  test("up to four wrong characters are never read as good", () => {
    const faults = fc.uniqueArray(fc.tuple(fc.nat(27), fc.nat(30)), {
      minLength: 1,
      maxLength: 4,
      selector: ([place]) => place,
    });
    fc.assert(
      fc.property(faults, (list) => {
        let text = line;
        for (const [place, shift] of list) {
          const was = text
            .slice(text.indexOf(" ") + 1)
            .replaceAll(" ", "")
            .charAt(place);
          text = spoil(text, place, ALPHABET.charAt((ALPHABET.indexOf(was) + 1 + shift) % 32));
        }
        expect(parseLine(text)?.status).not.toBe("good");
      }),
      { numRuns: FULL ? 2000 : 300 },
    );
  });

  test("three unreadable characters, or two and one wrong, are worked out", () => {
    for (const marks of ["???", "?08", "19?"]) {
      const spoilt = spoil(spoil(spoil(line, 1, marks.charAt(0)), 12, marks.charAt(1)), 27, marks.charAt(2));
      const reading = parseLine(spoilt);
      expect(reading?.status === "offer" && formatLine(reading.line)).toBe(line);
    }
    const mixed = parseLine(spoil(spoil(spoil(line, 1, "?"), 12, "?"), 20, line.endsWith("A") ? "B" : "A"));
    expect(mixed?.status === "offer" && formatLine(mixed.line)).toBe(line);
  });

  test("four unreadable characters leave nothing to check with", () => {
    const spoilt = [0, 5, 9, 20].reduce((text, place) => spoil(text, place, "?"), line);
    expect(parseLine(spoilt)).toMatchObject({ status: "unreadable", reason: "check" });
  });

  test("case, blanks and hyphens do not matter; a wrong number does", () => {
    expect(parseLine(line.toLowerCase().replaceAll(" ", "  "))).toMatchObject({ status: "good" });
    expect(parseLine(line.replace(/ (?!.{34})/gu, "-"))).toMatchObject({ status: "good" });
    expect(parseLine(line.replace("T3", "T4"))?.status).not.toBe("good");
  });

  test("a missing character is told with its group", () => {
    const groups = line.split(" ");
    groups[2] = groups[2]?.slice(1) ?? "";
    expect(parseLine(groups.join(" "))).toMatchObject({ status: "unreadable", reason: "length", group: 2 });
  });

  test("what is no line is told from a line that is wrong", () => {
    for (const text of ["", "hello", "Q1 ABCD", "T1ABCD", "T99999 ABCD", "otpauth://totp/x?secret=AA"]) {
      expect(parseLine(text)).toBeUndefined();
    }
  });

  test("20,000 arbitrary texts: never an exception, and what is good formats back to what was read", () => {
    const lineish = fc
      .tuple(fc.constantFrom("T1 ", "T0:", "t3 ", "X1 ", ""), fc.string({ maxLength: 60 }))
      .map((p) => p.join(""));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), lineish), (text) => {
        const reading = parseLine(text);
        if (reading?.status === "good") {
          const squeeze = (s: string) => s.toUpperCase().replace(/[^A-Z0-9]/gu, "");
          expect(squeeze(formatLine(reading.line))).toBe(squeeze(text));
        }
      }),
      { numRuns: 20_000 },
    );
  });
});

describe("many lines", () => {
  const { lines = [], payload = "" } = vectors.find(({ name }) => name === "two blocks") ?? {};

  test("any two lines of a block come back, and it is said", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 32 }), { minLength: 2, maxLength: 2 }),
        async (lost) => {
          const kept = lines.filter((_, number) => !lost.includes(number));
          const result = await decodeLines(readingsOf(kept));
          expect(new TextDecoder().decode(result.payload)).toBe(payload);
          expect([...result.rebuilt]).toEqual(lost.filter((number) => number <= 30).sort((a, b) => a - b));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("three lost lines are named", async () => {
    const kept = lines.filter((_, number) => ![4, 5, 6].includes(number));
    await expect(decodeLines(readingsOf(kept))).rejects.toMatchObject({
      code: "lines-missing",
      data: { missing: "T4 T5 T6", count: 3 },
    });
  });

  test("a heading is needed, once, and may be corrected", async () => {
    await expect(decodeLines(readingsOf(lines.slice(1)))).rejects.toMatchObject({ code: "lines-heading-missing" });
    const result = await decodeLines(readingsOf([spoil(lines[0] ?? "", 3, "?"), ...lines.slice(1)]));
    expect(result.corrected).toMatchObject([{ number: 0, corrections: [{ place: 4, read: "?" }] }]);
  });

  test("a wrong correction is found out by the hash and rebuilt from parity", async () => {
    // Three errors that happen to lie within reach of another codeword: the line reads well and is wrong.
    const codeword = lines[2] ?? "";
    const foreign = (lines[3] ?? "").replace("T3", "T2");
    const wrong = parseLine(foreign);
    expect(wrong?.status).not.toBe("good");
    const forged = formatLine({ kind: "T", number: 2, bytes: new Uint8Array(15).fill(7) });
    expect(forged).not.toBe(codeword);
    const result = await decodeLines(readingsOf(lines.with(2, forged)));
    expect(new TextDecoder().decode(result.payload)).toBe(payload);
    expect(result.rebuilt).toEqual([2]);
  });

  test("three forged lines are refused, never returned", async () => {
    const forged = [2, 3, 4].reduce(
      (all, number) => all.with(number, formatLine({ kind: "T", number, bytes: new Uint8Array(15).fill(number) })),
      lines,
    );
    await expect(decodeLines(readingsOf(forged))).rejects.toMatchObject({ code: "lines-id-mismatch" });
  });

  test("a wrong line of the last block is found out however many lines of the others are offers", async () => {
    const bytes = Uint8Array.from({ length: 575 }, (_, i) => (i * i) % 251);
    const printed = encodeLines("D", bytes).map(formatLine);
    // D1 to D32, of which two are parity, then D33 to D43.
    const offered = printed.map((line, number) => (number > 0 && number < 32 ? spoil(line, 3, "?") : line));
    for (let wrong = 33; wrong <= 43; wrong++) {
      const forged = formatLine({ kind: "D", number: wrong, bytes: new Uint8Array(15).fill(7) });
      const others = [33, 34, 35, 36, 40, 41].filter((number) => number !== wrong);
      const read = others
        .reduce((all, number) => all.with(number, spoil(all[number] ?? "", 5, "?")), offered)
        .with(wrong, spoil(forged, 5, "?"));
      expect((await decodeLines(readingsOf(read))).payload, `D${wrong}`).toEqual(bytes);
    }
  });

  test("what is offered once and read as it stands again is no offer", async () => {
    const bytes = Uint8Array.from({ length: 400 }, (_, i) => (i * i) % 251);
    const printed = encodeLines("D", bytes).map(formatLine);
    const offered = printed.map((line, number) => (number > 0 ? spoil(line, 3, "?") : line));
    // More wrong offers than parity replaces: only that they are offers tells them apart.
    const wrong = [4, 5, 6].map((number) => formatLine({ kind: "D", number, bytes: new Uint8Array(15).fill(number) }));
    const read = [...wrong.map((line) => spoil(line, 3, "?")), ...offered, ...printed];
    expect((await decodeLines(readingsOf(read))).payload).toEqual(bytes);
  });

  test("a line with a thousand readings costs no more than its tries", async () => {
    const bytes = Uint8Array.from({ length: 400 }, (_, i) => (i * i) % 251);
    const flood = Array.from({ length: 1000 }, (_, i) => {
      const forged = new Uint8Array(15).fill(i).fill(i >> 8, 8);
      return formatLine({ kind: "D", number: 1 + (i % 4), bytes: forged });
    });
    const read = [...encodeLines("D", bytes).map(formatLine), ...flood];
    const before = process.cpuUsage();
    await decodeLines(readingsOf(read)).catch(() => undefined);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(10);
  });

  test("random payloads with random faults: the payload or an error, never another payload", async () => {
    const letter = fc.constantFrom(...ALPHABET, "?");
    const fault = fc.record({ number: fc.nat(12), place: fc.nat(27), letter });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 120 }),
        fc.array(fault, { maxLength: 12 }),
        async (bytes, faults) => {
          const printed = (await encodeLines("T", bytes)).map(formatLine);
          for (const { number, place, letter } of faults) {
            const text = printed[number];
            if (text) printed[number] = spoil(text, place, letter);
          }
          try {
            expect((await decodeLines(readingsOf(printed))).payload).toEqual(bytes);
          } catch (error) {
            expect(error).toMatchObject({ name: "EscrowError" });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("codes underneath", () => {
  test("Reed–Solomon: distance five, by all words of weight up to four over a sample", () => {
    const zero = new Array<number>(31).fill(0);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 1, max: 31 }),
        (places, value) => {
          const word = zero.map((_, i) => (places.includes(i) ? value : 0));
          expect(correct(word, [], 0)).toEqual(zero);
        },
      ),
    );
  });

  test("parity is linear and any m of m + p give all back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 40 }),
        fc.nat(),
        (data, seed) => {
          const all = [...data, ...parityItems(data, 3)];
          const lost = [0, 1, 2].map((i) => (seed + i * 7) % all.length);
          const kept = all.flatMap((item, i) => (lost.includes(i) ? [] : [[i, item] as const])).slice(0, data.length);
          expect(data.map((_, i) => interpolate(new Map(kept), i))).toEqual(data);
        },
      ),
    );
  });
});

interface Fault {
  name: string;
  lines: string[];
  expect: { payload?: string; error?: string; rebuilt?: number[]; corrected?: number[] };
}
const faults: Fault[] = JSON.parse(readFileSync(new URL("../vectors/line-faults.json", import.meta.url), "utf8"));

describe("typed lines with one fault each", () => {
  test.each(faults)("$name", async ({ lines, expect: wanted }) => {
    const attempt = decodeLines(readingsOf(lines));
    if (wanted.error) return expect(attempt).rejects.toMatchObject({ code: wanted.error });
    const result = await attempt;
    expect(new TextDecoder().decode(result.payload)).toBe(wanted.payload);
    expect(result.rebuilt).toEqual(wanted.rebuilt ?? []);
    expect(result.corrected.map(({ number }) => number)).toEqual(wanted.corrected ?? []);
  });
});
