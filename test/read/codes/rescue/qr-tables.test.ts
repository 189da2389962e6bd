import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import {
  alignmentPatterns,
  BLOCK_COUNTS,
  CHECK_COUNTS,
  formatBits,
  MASKS,
  versionBits,
} from "../../../../src/read/codes/rescue/qr-tables.js";

// What another library draws by.
const require = createRequire(import.meta.url);
const blocks = require("qrcode/lib/core/error-correction-code.js");
const alignment = require("qrcode/lib/core/alignment-pattern.js");
const format = require("qrcode/lib/core/format-info.js");
const version = require("qrcode/lib/core/version.js");
const levels = require("qrcode/lib/core/error-correction-level.js");
const masks = require("qrcode/lib/core/mask-pattern.js");

const LEVELS = ["L", "M", "Q", "H"] as const;
const VERSIONS = Array.from({ length: 40 }, (_, i) => i + 1);

describe("the figures of ISO/IEC 18004", () => {
  it.each(LEVELS)("blocks and their check codewords, level %s, are those of another library", (level) => {
    for (const one of VERSIONS) {
      const [count, checks] = [BLOCK_COUNTS[level][one - 1] as number, CHECK_COUNTS[level][one - 1] as number];
      expect(count).toBe(blocks.getBlocksCount(one, levels[level]));
      expect(count * checks).toBe(blocks.getTotalCodewordsCount(one, levels[level]));
    }
  });

  it("alignment patterns, format and version information are", () => {
    for (const one of VERSIONS) {
      expect(alignmentPatterns(one)).toEqual(alignment.getRowColCoords(one));
      if (one >= 7) expect(versionBits(one)).toBe(version.getEncodedBits(one));
    }
    for (const level of LEVELS) {
      for (let mask = 0; mask < 8; mask++)
        expect(formatBits(level, mask)).toBe(format.getEncodedBits(levels[level], mask));
    }
  });

  it("masks turn over the same modules", () => {
    for (let mask = 0; mask < 8; mask++) {
      const size = 21;
      const data = { size, data: new Uint8Array(size * size), isReserved: () => false, xor: (): void => {} };
      data.xor = (...[row, column, value]: [] | [number, number, number]) => {
        data.data[(row ?? 0) * size + (column ?? 0)] = value ?? 0;
      };
      masks.applyMask(mask, data);
      const own = Array.from(data.data, (_, i) => (MASKS[mask]?.(Math.floor(i / size), i % size) === 0 ? 1 : 0));
      expect(own).toEqual(Array.from(data.data, Number));
    }
  });
});
