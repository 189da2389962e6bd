import rawSegments from "qrcode/lib/core/segments.js";
import versions from "qrcode/lib/core/version.js";
import type { QrLevel } from "./qr-symbol.js";

/** Part of a text of ASCII, in one mode. */
interface QrSegment {
  readonly data: string;
  readonly mode: Mode;
}

type Mode = "numeric" | "alphanumeric" | "byte";

/** The longest parts of a text that each are of one mode: digits, other characters of the alphanumeric one, and the rest. */
const PARTS = /([0-9]+)|([A-Z $%*+\-./:]+)|[^0-9A-Z $%*+\-./:]+/gu;
/** Bits of a segment's length by its mode, up to version 9, up to 26 and beyond. @see ISO/IEC 18004, table 3 */
const LENGTH_BITS: Readonly<Record<Mode, readonly [number, number, number]>> = {
  numeric: [10, 12, 14],
  alphanumeric: [9, 11, 13],
  byte: [8, 16, 16],
};
const MODE_BITS = 4;
const HIGHEST_VERSION = 40;

/** A part in one of its modes, behind the parts before it. */
interface Step extends QrSegment {
  readonly before: Step | undefined;
  /** All bits up to its end. */
  readonly bits: number;
  /** Characters before it that the package takes for the same segment's. */
  counted: number;
}

/**
 * The segments into which the package divides a text, which decide what its symbol looks like: a tenth of the time that
 * a thousand leaves take would go into its search for the shortest path. Of paths of the same length it takes the one
 * whose steps it meets first, and it counts characters of a run wrongly; both is done likewise here.
 * @param text ASCII
 * @see buildGraph and fromString in the package's segments.js
 */
export function segmentsOf(text: string, level: QrLevel): QrSegment[] {
  const version = versions.getBestVersionForData(rawSegments.rawSplit(text), level) ?? HIGHEST_VERSION;
  const size = version < 10 ? 0 : version < 27 ? 1 : 2;
  // In the order in which the package meets them.
  let steps: Step[] = [];
  for (const [data, digits, letters] of text.matchAll(PARTS)) {
    const modes: Mode[] = digits ? ["numeric", "alphanumeric", "byte"] : letters ? ["alphanumeric", "byte"] : ["byte"];
    const next = modes.map((mode) => {
      const alone = bitsOf(mode, data.length) + MODE_BITS + LENGTH_BITS[mode][size];
      let [place, bits] = [0, steps.length === 0 ? alone : Number.POSITIVE_INFINITY];
      for (const [i, before] of steps.entries()) {
        const joins = before.mode === mode;
        const sum =
          before.bits + (joins ? bitsOf(mode, before.counted + data.length) - bitsOf(mode, before.counted) : alone);
        before.counted = joins ? before.counted + data.length : data.length;
        if (sum < bits) [place, bits] = [i, sum];
      }
      return { place, step: { data, mode, before: steps[place], bits, counted: 0 } };
    });
    steps = next.sort((a, b) => a.step.bits - b.step.bits || a.place - b.place).map(({ step }) => step);
  }
  const segments: QrSegment[] = [];
  for (let step = steps[0]; step; step = step.before) {
    const after = segments[0]?.mode === step.mode ? segments.shift() : undefined;
    segments.unshift({ mode: step.mode, data: step.data + (after?.data ?? "") });
  }
  return segments;
}

/** Bits that so many characters take. @see ISO/IEC 18004, 7.4.3 to 7.4.5 */
function bitsOf(mode: Mode, characters: number): number {
  if (mode === "byte") return 8 * characters;
  if (mode === "alphanumeric") return 11 * Math.floor(characters / 2) + 6 * (characters % 2);
  const rest = characters % 3;
  return 10 * Math.floor(characters / 3) + (rest ? 3 * rest + 1 : 0);
}
