import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase32 } from "../../src/account/base32.js";
import { encodeUtf8, sha256 } from "../../src/bytes.js";
import { valueAt } from "../../src/share/polynomial.js";
import { sealedReceipt, shareReceipt, yearsOfReceipts } from "../../src/share/receipt.js";
import { splitSecret } from "../../src/share/secret-sharing.js";
import { formatSetId } from "../../src/share/set-id.js";
import { decodeShare } from "../../src/share/share.js";
import { FULL } from "../helpers/full.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { fixedSets } from "../vectors/v1/sets.js";

const root = join(import.meta.dirname, "..");
const vectors: { setId: string; x: number; year: number; receipt: string }[] = JSON.parse(
  readFileSync(join(root, "vectors", "v1", "receipts.json"), "utf8"),
);
const RUNS = { numRuns: FULL ? 2000 : 100, seed: 7 };
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const years = fc.integer({ min: 1, max: 9999 });

describe("a receipt", () => {
  it("is the vectors', for every share and sealed sheet of the fixed sets", async () => {
    const made = [];
    for (const { setId, document, shares } of fixedSets) {
      const sealed = {
        bytes: new Uint8Array(Buffer.from(document, "hex")),
        setId: decodeBase32(setId.replaceAll("-", "")),
      };
      const all = shares.map(({ code }) => decodeShare(decodeBase32(code.slice(4))));
      for (const share of all.length > 0 ? all : [undefined]) {
        for (const year of [2026, 2027, 2055, 9999]) {
          const receipt = share ? shareReceipt(share, year) : await sealedReceipt(sealed, year);
          made.push({ setId, x: share?.point.x ?? 0, year, receipt });
        }
      }
    }
    expect(made).toEqual(vectors);
    expect(new Set(vectors.map(({ receipt }) => receipt)).size).toBe(vectors.length);
  });

  it("is FORMAT.md's worked example", () => {
    const format = readFileSync(join(root, "..", "FORMAT.md"), "utf8");
    const shown = /receipts of the worked example for 2026: (.*)/u
      .exec(format)?.[1]
      ?.match(/[A-Z2-7]{4}-[A-Z2-7]{4}/gu);
    const first = vectors.filter(({ setId, year }) => setId === fixedSets[0].setId && year === 2026);
    expect(shown).toEqual(first.map(({ receipt }) => receipt));
  });

  it("depends on y, the set id, x and the year, and on nothing else", () => {
    fc.assert(
      fc.property(bytes(32), bytes(10), fc.integer({ min: 1, max: 16 }), years, (y, setId, x, year) => {
        const receipt = shareReceipt({ setId, point: { x, y } }, year);
        expect(receipt).toMatch(/^[A-Z2-7]{4}-[A-Z2-7]{4}$/u);
        const threshold = { k: 2, n: 16 };
        expect(shareReceipt({ ...threshold, setId: setId.slice(), point: { x, y: y.slice() } }, year)).toBe(receipt);
        const flipped = (of: Uint8Array) => of.map((byte, i) => (i === year % of.length ? byte ^ 1 : byte));
        expect(shareReceipt({ setId, point: { x, y: flipped(y) } }, year)).not.toBe(receipt);
        expect(shareReceipt({ setId: flipped(setId), point: { x, y } }, year)).not.toBe(receipt);
        expect(shareReceipt({ setId, point: { x: (x % 16) + 1, y } }, year)).not.toBe(receipt);
        expect(shareReceipt({ setId, point: { x, y } }, (year % 9999) + 1)).not.toBe(receipt);
      }),
      RUNS,
    );
  });

  it("of a sealed sheet depends on the part of the hash that the set id leaves", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), years, async (document, year) => {
        const setId = (await sha256(document)).slice(0, 10);
        const receipt = await sealedReceipt({ bytes: document, setId }, year);
        const key = (await sha256(document)).slice(10);
        expect(key.length).toBe(22);
        expect(receipt).toBe(shareReceipt({ setId, point: { x: 0, y: key } }, year));
      }),
      RUNS,
    );
  });

  it.each([0, 10_000, 2026.5, Number.NaN])("is made for no year %s", (year) => {
    const point = { x: 1, y: new Uint8Array(32) };
    expect(() => shareReceipt({ setId: new Uint8Array(10), point }, year)).toThrow(RangeError);
  });

  it("leaves k − 1 shares as they were: any secret has a sharing with them, and with their receipts", () => {
    const setting = fc
      .integer({ min: 2, max: 5 })
      .chain((k) => fc.tuple(fc.constant(k), fc.integer({ min: k, max: 7 })));
    fc.assert(
      fc.property(setting, bytes(32), bytes(32), bytes(10), years, ([k, n], secret, other, setId, year) => {
        const known = splitSecret(secret, k, n).slice(n - k + 1);
        const receipts = known.map((point) => shareReceipt({ setId, point }, year));
        // The polynomials through the known shares and another secret: a whole set that the holders cannot tell from theirs.
        const points = [{ x: 0, y: other }, ...known];
        const set = Array.from({ length: n }, (_, i) => ({ x: i + 1, y: valueAt(points, i + 1) }));
        expect(valueAt(set.slice(0, k), 0)).toEqual(other);
        expect(set.slice(n - k + 1)).toEqual(known);
        expect(set.slice(n - k + 1).map((point) => shareReceipt({ setId, point }, year))).toEqual(receipts);
      }),
      RUNS,
    );
  });

  it("of the other shares checks a guess of the secret, as the roster does, and rests on there being 2¹⁶⁰ of them", () => {
    // FORMAT.md says so: with k − 1 shares a right guess gives all receipts, a wrong one others.
    const setId = encodeUtf8("0123456789");
    const secret = encodeUtf8("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    const [own, told] = splitSecret(secret, 2, 2);
    if (!own || !told) throw new Error("two shares");
    const guess = (text: string) => {
      const y = valueAt([{ x: 0, y: encodeUtf8(text) }, own], told.x);
      return shareReceipt({ setId, point: { x: told.x, y } }, 2026) === shareReceipt({ setId, point: told }, 2026);
    };
    expect(guess("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")).toBe(true);
    expect(guess("BBCDEFGHIJKLMNOPQRSTUVWXYZ234567")).toBe(false);
  });

  it("is told for years on end, and none after 9999", () => {
    const [code = ""] = fixedSets[0].shares.map((one) => one.code);
    const share = decodeShare(decodeBase32(code.slice(4)));
    const years = yearsOfReceipts(share, 2026, 30);
    expect(years.map(({ year }) => year)).toEqual(Array.from({ length: 30 }, (_, i) => 2026 + i));
    const told = vectors.filter(({ setId, x }) => setId === fixedSets[0].setId && x === 1);
    expect([years[0], years[1], years[29]]).toEqual(told.slice(0, 3).map(({ year, receipt }) => ({ year, receipt })));
    expect(yearsOfReceipts(share, 9990, 30)).toHaveLength(10);
  });

  it("names the set as it is printed", () => {
    expect(formatSetId(encodeUtf8("0123456789"))).toMatch(/^(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}$/u);
  });
});

describeWith(["python3"], () => {
  it("is what Python's hmac makes of it, from FORMAT.md alone", () => {
    const script = join(root, "clean-room", "receipts.py");
    const made = runProgram("python3", ["-B", script], JSON.stringify(fixedSets)).toString();
    expect(JSON.parse(made)).toEqual(vectors);
  });
});
