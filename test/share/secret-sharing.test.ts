import fc from "fast-check";
import secrets from "secrets.js-grempe";
import { describe, expect, test } from "vitest";
import { combineSecret } from "../../src/share/combine-secret.js";
import { isOnePolynomial, valueAt } from "../../src/share/polynomial.js";
import { decodeRoster, encodeRoster, isInRoster, makeRoster } from "../../src/share/roster.js";
import { splitSecret } from "../../src/share/secret-sharing.js";
import { decodeShare, encodeShare } from "../../src/share/share.js";

const threshold = fc
  .integer({ min: 2, max: 16 })
  .chain((n) => fc.tuple(fc.integer({ min: 2, max: n }), fc.constant(n)));
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** FORMAT.md's form for other tools: hexadecimal without the first character. */
function foreignForm(x: number, y: Uint8Array): string {
  const pairs = [...y].reverse().map((byte) => `00${byte.toString(16).padStart(2, "0")}`);
  return `8${x.toString(16).padStart(2, "0")}${"00".repeat(15)}01${pairs.join("")}`;
}

describe("sharing", () => {
  test("every subset of k gives the secret, by the library and by independent arithmetic", () => {
    fc.assert(
      fc.property(secret, threshold, fc.nat(), (bytes, [k, n], seed) => {
        const points = splitSecret(bytes, k, n);
        const chosen = [...points].sort((a, b) => ((a.x * 7919 + seed) % 17) - ((b.x * 7919 + seed) % 17)).slice(0, k);
        expect(combineSecret(chosen)).toEqual(bytes);
        expect(valueAt(chosen, 0)).toEqual(bytes);
        expect(isOnePolynomial(points, k, bytes)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("k − 1 shares give something else", () => {
    const bytes = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    const points = splitSecret(bytes, 3, 5);
    for (const pair of [
      [0, 1],
      [1, 4],
      [2, 3],
    ]) {
      expect(combineSecret(pair.flatMap((i) => points[i] ?? []))).not.toEqual(bytes);
    }
  });

  test("another program of the family combines them and shows the text", () => {
    const text = "K7QF2M3XABCDEFGHIJKLMNOPQRSTUVWX";
    const points = splitSecret(new TextEncoder().encode(text), 3, 5);
    for (const indices of [
      [0, 2, 4],
      [1, 3, 4],
      [4, 0, 1],
    ]) {
      const shares = indices.map((i) => foreignForm(points[i]?.x ?? 0, points[i]?.y ?? new Uint8Array()));
      expect(secrets.hex2str(secrets.combine(shares))).toBe(text);
    }
  });

  test("impossible thresholds and lengths are refused before the library sees them", () => {
    const bytes = new Uint8Array(32);
    for (const [k, n] of [
      [1, 3],
      [0.5, 3],
      [2.5, 3],
      [4, 3],
      [2, 17],
      [Number.NaN, 3],
      [2, 2.5],
    ] as const) {
      expect(() => splitSecret(bytes, k, n)).toThrow(RangeError);
    }
    expect(() => splitSecret(new Uint8Array(31), 2, 3)).toThrow(RangeError);
    const [first, second] = splitSecret(bytes, 2, 3);
    if (!first || !second) throw new Error("no shares");
    expect(() => combineSecret([first])).toThrow(RangeError);
    expect(() => combineSecret([first, first])).toThrow(RangeError);
    expect(() => combineSecret([first, { ...second, x: 0 }])).toThrow(RangeError);
    expect(() => combineSecret([first, { ...second, x: 17 }])).toThrow(RangeError);
  });

  test("one changed byte anywhere is no longer one polynomial", () => {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const points = splitSecret(bytes, 3, 5);
    for (const point of points) {
      const y = point.y.slice();
      y[13] = (y[13] ?? 0) ^ 1;
      const altered = points.map((one) => (one === point ? { ...one, y } : one));
      expect(isOnePolynomial(altered, 3, bytes)).toBe(false);
    }
  });
});

describe("rosters and shares", () => {
  test("encode and decode give the same; the roster knows its shares and no others", async () => {
    await fc.assert(
      fc.asyncProperty(
        secret,
        threshold,
        fc.uint8Array({ minLength: 10, maxLength: 10 }),
        async (bytes, [k, n], setId) => {
          const points = splitSecret(bytes, k, n);
          const roster = await makeRoster(points, k);
          expect(decodeRoster(encodeRoster(roster))).toEqual(roster);
          for (const point of points) {
            expect(decodeShare(encodeShare({ setId, k, n, point }))).toEqual({ setId, k, n, point });
            expect(await isInRoster(point, roster)).toBe(true);
            expect(await isInRoster({ ...point, x: (point.x % n) + 1 }, roster)).toBe(false);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test("each fault of a share has its own error", () => {
    const [point] = splitSecret(new Uint8Array(32), 2, 3);
    if (!point) throw new Error("no share");
    const good = encodeShare({ setId: new Uint8Array(10), k: 2, n: 3, point });
    const fault = (at: number, value: number) => Uint8Array.from(good, (byte, i) => (i === at ? value : byte));
    expect(() => decodeShare(good.slice(1))).toThrow(expect.objectContaining({ code: "share-length" }));
    expect(() => decodeShare(fault(10, 0x02))).toThrow(expect.objectContaining({ code: "share-threshold" }));
    expect(() => decodeShare(fault(10, 0x32))).toThrow(expect.objectContaining({ code: "share-threshold" }));
    expect(() => decodeShare(fault(11, 0))).toThrow(expect.objectContaining({ code: "share-index" }));
    expect(() => decodeShare(fault(11, 4))).toThrow(expect.objectContaining({ code: "share-index" }));
    expect(() => decodeShare(fault(44, 1))).toThrow(expect.objectContaining({ code: "share-reserved" }));
  });
});
