import { correctBlock } from "../../../paper/block-correction.js";
import type { CorrectionLevel } from "../sighting.js";
import { type Block, blocksOf, isMasked, type SymbolFrame } from "./qr-layout.js";
import { formatBits } from "./qr-tables.js";

const LEVELS: readonly CorrectionLevel[] = ["L", "M", "Q", "H"];
/** How many level and mask pairs are tried, the likeliest first, and how many there are. */
const FORMATS_TRIED = 2;
const FORMATS = 32;
/**
 * Agreement of the format information with the likeliest pair, from which on others need no try: it is 120 in a clear
 * print, and two words of it differ in five bits of fifteen at least, 40.
 */
const CLEAR_FORMAT = 60;
/** How many more symbols are taken for unreadable in each try. */
const ERASURE_STEP = 2;
/** Blocks that are tried at least. */
const HOPELESS_AFTER = 1;
/**
 * Largest chance that one try takes a block of noise for a codeword. A code has 81 blocks at most and ours 16; with 24 tries
 * a block, two formats and a hundred samplings of pictures the chance for one of ours stays below 1e-9.
 */
const MOST_CHANCE = 1e-14;

/** A symbol whose every block was corrected. */
export interface DecodedSymbol {
  /** `size²` values: 1 dark, 0 light, as it was printed. */
  readonly modules: Uint8Array;
  readonly level: CorrectionLevel;
  /** Share of the error correction that was not needed: 1 a perfect print. */
  readonly unusedCorrection: number;
}

/** What decoding gave: the symbol, or how far it came. */
export interface Decoding {
  readonly symbol?: DecodedSymbol;
  /** Known modules: 1 dark, −1 light, 0 not known; the fixed ones and those of corrected blocks. */
  readonly known: Int8Array;
  readonly blocks: number;
  readonly corrected: number;
}

/**
 * Modules as likelihoods → symbol, where error correction reaches. Blocks that cannot be corrected as they are lose their least
 * certain symbols one by one, which reach twice as far.
 * @param soft a value a module: above 0 dark, below 0 light, the more the surer; 0 not known
 * @param isSure whether there is a symbol: then its format is looked for though its own words for it are lost, as they are
 * with all three finder patterns, which they stand beside
 */
export function decodeSymbol(frame: SymbolFrame, soft: Float32Array, isSure = false): Decoding {
  let best: Decoding | undefined;
  for (const format of likelyFormats(frame, soft, isSure)) {
    const decoding = decodeAs(frame, soft, format);
    if (decoding.symbol) return strongerDecoding(frame, soft, format) ?? decoding;
    if (!best || decoding.corrected > best.corrected) best = decoding;
  }
  return best as Decoding;
}

/**
 * The same symbol at a level with more check symbols. Levels may deal codewords out alike but for a few: at version 8 what
 * was printed at H is corrected at Q, too, four symbols of each block with it, and says something else. None that was
 * printed at Q is corrected at H.
 */
function strongerDecoding(frame: SymbolFrame, soft: Float32Array, format: Format): Decoding | undefined {
  for (const level of LEVELS.slice(LEVELS.indexOf(format.level) + 1).toReversed()) {
    const decoding = decodeAs(frame, soft, { ...format, level });
    if (decoding.symbol) return decoding;
  }
  return undefined;
}

/** A level and mask, and the largest chance that a try with them may take noise for a codeword. */
interface Format {
  readonly level: CorrectionLevel;
  readonly mask: number;
  readonly mostChance: number;
}

/** Levels and masks by how well the format information agrees with them. */
function likelyFormats({ format }: SymbolFrame, soft: Float32Array, isSure: boolean): Format[] {
  const seen = format.map((places) => places.reduce((sum, place) => sum + limited(soft[place] as number), 0));
  const candidates = LEVELS.flatMap((level) =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => {
      const bits = formatBits(level, mask);
      const agreement = seen.reduce((sum, value, bit) => sum + (((bits >> (14 - bit)) & 1) === 1 ? value : -value), 0);
      return { level, mask, agreement };
    }),
  );
  candidates.sort((a, b) => b.agreement - a.agreement);
  const isLost = isSure && (candidates[0]?.agreement ?? 0) < CLEAR_FORMAT;
  const tried = isLost ? FORMATS : FORMATS_TRIED;
  const mostChance = (MOST_CHANCE * FORMATS_TRIED) / tried;
  return candidates.slice(0, tried).map(({ level, mask }) => ({ level, mask, mostChance }));
}

const limited = (value: number) => Math.max(-4, Math.min(4, value));

function decodeAs(frame: SymbolFrame, soft: Float32Array, { level, mask, mostChance }: Format): Decoding {
  const { size, data, fixed } = frame;
  const known = fixed.slice();
  const count = Math.floor(data.length / 8);
  const received = new Uint8Array(count);
  const certainty = new Float32Array(count);
  const turned = data.map((place) => (isMasked(mask, Math.floor(place / size), place % size) ? 1 : 0));
  for (let i = 0; i < 8 * count; i++) {
    const value = soft[data[i] as number] as number;
    const bit = (value > 0 ? 1 : 0) ^ (turned[i] as number);
    received[i >> 3] = ((received[i >> 3] as number) << 1) | bit;
    certainty[i >> 3] = (certainty[i >> 3] as number) - Math.log1p(Math.exp(-Math.abs(value)));
  }
  const blocks = blocksOf(frame.version, level);
  let [corrected, used] = [0, 0];
  for (const [i, block] of blocks.entries()) {
    // Codewords are dealt out in turn: where half of the blocks are beyond help, so are the others.
    if (corrected === 0 && i > HOPELESS_AFTER && 2 * i >= blocks.length) break;
    const result = correctSurely(block, received, certainty, mostChance);
    if (!result) continue;
    corrected++;
    used = Math.max(used, result.used / block.checks);
    block.codewords.forEach((codeword, i) => {
      for (let bit = 0; bit < 8; bit++) {
        const at = 8 * codeword + bit;
        const value = (((result.symbols[i] as number) >> (7 - bit)) & 1) ^ (turned[at] as number);
        known[data[at] as number] = value === 1 ? 1 : -1;
      }
    });
  }
  const state = { known, blocks: blocks.length, corrected };
  if (corrected < blocks.length) return state;
  return { ...state, symbol: { modules: wholeSymbol(frame, known, level, mask), level, unusedCorrection: 1 - used } };
}

/** A block corrected with such a margin that noise does not pass for a codeword. */
function correctSurely(
  { codewords, checks }: Block,
  received: Uint8Array,
  certainty: Float32Array,
  mostChance: number,
) {
  const symbols = Uint8Array.from(codewords, (codeword) => received[codeword] as number);
  const order = codewords
    .map((codeword, place) => ({ place, sure: certainty[codeword] as number }))
    .sort((a, b) => a.sure - b.sure)
    .map(({ place }) => place);
  for (let erased = 0; erased < checks; erased += ERASURE_STEP) {
    const result = correctBlock(symbols, checks, order.slice(0, erased));
    if (!result || chanceOf(symbols.length, checks, erased, result.errors) > mostChance) continue;
    return { symbols: result.symbols, used: Math.min(checks, erased + 2 * result.errors) };
  }
  return undefined;
}

/**
 * Chance that noise lies within so many errors of a codeword: words within reach, of all that the check symbols tell apart.
 * @param length symbols of the block
 */
function chanceOf(length: number, checks: number, erased: number, errors: number): number {
  let words = 1;
  for (let i = 0; i < errors; i++) words *= (255 * (length - erased - i)) / (i + 1);
  return words / 256 ** (checks - erased);
}

function wholeSymbol({ format }: SymbolFrame, known: Int8Array, level: CorrectionLevel, mask: number): Uint8Array {
  const modules = Uint8Array.from(known, (value) => (value === 1 ? 1 : 0));
  const bits = formatBits(level, mask);
  format.forEach((places, bit) => {
    for (const place of places) modules[place] = (bits >> (14 - bit)) & 1;
  });
  return modules;
}
