import { describe, expect, it } from "vitest";
import { encodeQr, type QrSymbol } from "../../../../src/paper/qr/qr.js";
import { blocksOf, frameOf } from "../../../../src/read/codes/rescue/qr-layout.js";
import { completeSymbol, type Remains } from "../../../../src/read/codes/rescue/qr-remains.js";

const TEXT = `PE1D${"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".repeat(7).slice(0, 200)}`;
const SYMBOL = encodeQr(TEXT, 46);
const VERSION = (SYMBOL.size - 17) / 4;
const FRAME = frameOf(VERSION);
const BLOCKS = blocksOf(VERSION, SYMBOL.level);
const LAST = BLOCKS.length - 1;
/** How surely modules are seen that are seen at all. */
const SURE = 6;

/**
 * What is left of a symbol of which one block can hardly be seen.
 * @param block the block of which only so many check symbols are left
 */
function without(symbol: QrSymbol, block: number, checksLeft: number): Float32Array {
  const soft = Float32Array.from(symbol.modules, (value) => (value === 1 ? SURE : -SURE));
  const { codewords, checks } = BLOCKS[block] ?? { codewords: [], checks: 0 };
  const first = codewords.length - checks;
  codewords.forEach((codeword, i) => {
    if (i >= first && i < first + checksLeft) return;
    for (let bit = 0; bit < 8; bit++) soft[FRAME.data[8 * codeword + bit] as number] = 0;
  });
  return soft;
}

const symbolOf = (text: string): QrSymbol => {
  const symbol = encodeQr(text, 46);
  expect(symbol).toMatchObject({ size: SYMBOL.size, level: SYMBOL.level });
  return symbol;
};

describe("what is left of a symbol", () => {
  it("in two places gives all of it, when each lacks another block", () => {
    const remains: Remains = [];
    expect(completeSymbol(remains, FRAME, without(SYMBOL, 0, 9))).toBeUndefined();
    expect(completeSymbol(remains, FRAME, without(SYMBOL, LAST, 9))?.modules).toEqual(SYMBOL.modules);
  });

  it("is not completed with a block of another symbol that differs in its beginning and its end", () => {
    const other = symbolOf(`PE1D7${TEXT.slice(5, -1)}7`);
    for (const checksLeft of [0, 5, 9]) {
      const remains: Remains = [];
      completeSymbol(remains, FRAME, without(SYMBOL, 0, checksLeft));
      expect(completeSymbol(remains, FRAME, without(other, LAST, checksLeft))).toBeUndefined();
    }
  });

  it("is not tried with what looks nothing like it", () => {
    const remains: Remains = [];
    const turned = SYMBOL.modules.map((value, i) => (FRAME.fixed[i] === 0 ? 1 - value : value));
    completeSymbol(remains, FRAME, without({ ...SYMBOL, modules: turned }, 0, 0));
    completeSymbol(remains, FRAME, without(SYMBOL, 0, 9));
    expect(completeSymbol(remains, FRAME, without(SYMBOL, LAST, 9))?.modules).toEqual(SYMBOL.modules);
  });

  it("is kept in bounds", () => {
    const remains: Remains = [];
    const soft = new Float32Array(SYMBOL.size ** 2);
    for (let i = 0; i < 80; i++) expect(completeSymbol(remains, FRAME, soft)).toBeUndefined();
    expect(remains.length).toBeLessThanOrEqual(64);
  });
});
