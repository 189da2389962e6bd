import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correctBlock } from "../../src/paper/block-correction.js";
import { EXP_256, multiply256 } from "../../src/paper/field-256.js";

/** Check symbols by long division, as the standard has it: the slow twin of the syndromes. */
function encode(data: Uint8Array, checks: number): Uint8Array {
  let generator = [1];
  for (let root = 0; root < checks; root++) {
    const next = [...generator, 0];
    for (const [i, value] of generator.entries()) next[i + 1]! ^= multiply256(value, EXP_256[root]!);
    generator = next;
  }
  const rest = [...data, ...new Array<number>(checks).fill(0)];
  for (let i = 0; i < data.length; i++) {
    const factor = rest[i]!;
    for (const [j, value] of generator.entries()) rest[i + j]! ^= multiply256(factor, value);
  }
  return Uint8Array.from([...data, ...rest.slice(data.length)]);
}

/** A block, and places in it in random order. */
const blocks = fc
  .record({
    data: fc.uint8Array({ minLength: 1, maxLength: 60 }),
    checks: fc.integer({ min: 7, max: 30 }),
    seed: fc.infiniteStream(fc.nat(1e6)),
  })
  .map(({ data, checks, seed }) => {
    const block = encode(data, checks);
    const places = [...block.keys()];
    for (let i = places.length - 1; i > 0; i--) {
      const j = (seed.next().value as number) % (i + 1);
      [places[i], places[j]] = [places[j]!, places[i]!];
    }
    return { block, checks, places };
  });

function damaged(block: Uint8Array, places: readonly number[]): Uint8Array {
  const received = block.slice();
  for (const [i, place] of places.entries()) received[place]! ^= 1 + ((i * 89 + place * 7) % 255);
  return received;
}

describe("correctBlock", () => {
  it("corrects twice the errors plus the erasures up to the check symbols", () => {
    fc.assert(
      fc.property(blocks, fc.nat(30), ({ block, checks, places }, wanted) => {
        const erased = Math.min(wanted, checks);
        const errors = Math.min(places.length - erased, (checks - erased) >> 1);
        const received = damaged(block, places.slice(0, Math.max(0, erased + errors)));
        const result = correctBlock(received, checks, places.slice(0, erased));
        expect(result?.symbols).toEqual(block);
        expect(result?.errors).toBeLessThanOrEqual(errors);
      }),
    );
  });

  it("gives a codeword near what was received or none, whatever the damage", () => {
    fc.assert(
      fc.property(blocks, fc.nat(90), ({ block, checks, places }, count) => {
        const result = correctBlock(damaged(block, places.slice(0, count)), checks, []);
        if (!result) return;
        expect(encode(result.symbols.subarray(0, block.length - checks), checks)).toEqual(result.symbols);
        expect(2 * result.errors).toBeLessThanOrEqual(checks);
      }),
    );
  });
});
