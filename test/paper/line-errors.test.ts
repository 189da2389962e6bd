import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CODEWORD_SYMBOLS, checkSymbols, correct } from "../../src/paper/reed-solomon.js";
import { wide } from "../helpers/full.js";

/** Kind and number: symbols of the codeword that are not among a line's characters. */
const VIRTUAL = 3;
const VALUES = Array.from({ length: 31 }, (_, i) => i + 1);
const PLACES = Array.from({ length: CODEWORD_SYMBOLS }, (_, i) => i);

/** Whether a word passes the check as it is: with every place fixed nothing can be corrected. */
function passes(word: readonly number[]): boolean {
  return correct(word, [], CODEWORD_SYMBOLS) !== undefined;
}

const symbol = fc.integer({ min: 0, max: 31 });
const codeword = fc
  .array(symbol, { minLength: 27, maxLength: 27 })
  .map((message) => [...message, ...checkSymbols(message)]);
const errors = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 31 })), {
  minLength: 1,
  maxLength: 2,
  selector: ([place]) => place,
});

function spoil(word: readonly number[], list: readonly (readonly [number, number])[]): number[] {
  const spoilt = [...word];
  for (const [place, value] of list) spoilt[place] = (spoilt[place] ?? 0) ^ value;
  return spoilt;
}

// The code is linear: whether a pattern is detected does not depend on the codeword. The zero word stands for all,
// and the property below tries that on others.
describe("the check of a line detects", () => {
  const zero = new Array<number>(CODEWORD_SYMBOLS).fill(0);

  test("each of the 961 patterns of one wrong symbol, kind and number included", () => {
    expect(passes(zero)).toBe(true);
    const undetected = PLACES.flatMap((place) => VALUES.filter((value) => passes(spoil(zero, [[place, value]]))));
    expect(undetected).toEqual([]);
    expect(PLACES.length * VALUES.length).toBe(961);
  });

  wide("each of the 446,865 patterns of two", () => {
    const word = [...zero];
    let patterns = 0;
    let undetected = 0;
    for (const first of PLACES) {
      for (const second of PLACES.slice(first + 1)) {
        for (const a of VALUES) {
          word[first] = a;
          for (const b of VALUES) {
            word[second] = b;
            patterns++;
            if (passes(word)) undetected++;
          }
        }
        word[second] = 0;
      }
      word[first] = 0;
    }
    expect({ patterns, undetected }).toEqual({ patterns: 446_865, undetected: 0 });
  });

  wide("the same on other codewords, and offers nothing but the codeword that was spoilt", () => {
    fc.assert(
      fc.property(codeword, errors, (word, list) => {
        const spoilt = spoil(word, list);
        expect(passes(word)).toBe(true);
        expect(passes(spoilt)).toBe(false);
        const offer = correct(spoilt, [], VIRTUAL);
        // What is wrong with kind or number is never corrected: the line is another one.
        expect(offer).toEqual(list.every(([place]) => place >= VIRTUAL) ? word : undefined);
      }),
      { numRuns: 2000 },
    );
  });

  test("every wrong symbol that a line can have, each with its correction", () => {
    fc.assert(
      fc.property(codeword, (word) => {
        for (const place of PLACES.slice(VIRTUAL)) {
          for (const value of VALUES) expect(correct(spoil(word, [[place, value]]), [], VIRTUAL)).toEqual(word);
        }
      }),
      { numRuns: 3 },
    );
  });
});
