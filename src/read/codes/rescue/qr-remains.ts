import { type DecodedSymbol, decodeSymbol } from "./qr-decoding.js";
import { blocksOf, frameOf, type SymbolFrame } from "./qr-layout.js";

/** Least likelihood at which a module is said to be seen. */
const SEEN = 1;
/**
 * So many modules of two remains must be seen in both, and so many of these be the same, to try them as one symbol: of two
 * different symbols half are, with a standard deviation of 0.035 at so many.
 */
const LEAST_SHARED = 200;
const LEAST_ALIKE = 0.62;
/**
 * So many modules of each block's check symbols must be seen in each of the remains, and more of these be as they came
 * out than chance makes once in 30,000 times: of two symbols that differ in anything in a block half of these differ.
 */
const LEAST_CHECKS = 48;
const DEVIATIONS = 4;
/** Remains that are kept, the latest: what keeps the time bounded. */
const MOST_KEPT = 64;

/** What is left of one symbol: a likelihood a module, above 0 dark. */
export interface Remain {
  /** Version of the symbol, 1 to 40: its size. */
  readonly version: number;
  /** Likelihood of each module, row by row. */
  readonly soft: Float32Array;
}

/**
 * What is left of symbols that could not be read alone, in one picture or in several: empty at first, added to. A code
 * that is printed twice, or photographed twice, is seldom damaged twice at the same place: together they may be enough.
 */
export type Remains = Remain[];

/**
 * Reads a symbol together with those kept that show the same, and keeps it where that is not enough.
 * @param remains the later ones are kept
 * @param soft a value a module: above 0 dark, below 0 light, the more the surer; 0 not known
 */
export function completeSymbol(remains: Remains, frame: SymbolFrame, soft: Float32Array): DecodedSymbol | undefined {
  const own = { version: frame.version, soft };
  const symbol = completeRemain(own, remains);
  remains.push(own);
  if (remains.length > MOST_KEPT) remains.shift();
  return symbol;
}

/** Reads a symbol of which something is left together with others that show the same. */
export function completeRemain(one: Remain, others: readonly Remain[]): DecodedSymbol | undefined {
  const frame = frameOf(one.version);
  const same = others.filter((other) => areAlike(one, other));
  if (same.length === 0) return undefined;
  const { soft } = one;
  const parts = [soft, ...same.map((other) => other.soft)];
  const sum = soft.map((_, i) => parts.reduce((all, part) => all + (part[i] as number), 0));
  const { symbol } = decodeSymbol(frame, sum);
  return symbol && parts.every((part) => confirms(frame, part, symbol)) ? symbol : undefined;
}

/** Whether two remains may be of one symbol. */
export function areAlike(one: Remain, other: Remain): boolean {
  if (one.version !== other.version) return false;
  let [shared, same] = [0, 0];
  for (const place of frameOf(one.version).data) {
    const [a, b] = [one.soft[place] as number, other.soft[place] as number];
    if (Math.abs(a) < SEEN || Math.abs(b) < SEEN) continue;
    shared++;
    if (a > 0 === b > 0) same++;
  }
  return shared >= LEAST_SHARED && same >= LEAST_ALIKE * shared;
}

/** Whether remains are those of this very symbol: no block of it may come from another that looks like it. */
function confirms({ version, data }: SymbolFrame, soft: Float32Array, { modules, level }: DecodedSymbol): boolean {
  return blocksOf(version, level).every(({ codewords, checks }) => {
    let [seen, same] = [0, 0];
    for (const codeword of codewords.slice(-checks)) {
      for (let bit = 0; bit < 8; bit++) {
        const place = data[8 * codeword + bit] as number;
        const value = soft[place] as number;
        if (Math.abs(value) < SEEN) continue;
        seen++;
        if (value > 0 === (modules[place] === 1)) same++;
      }
    }
    return seen >= LEAST_CHECKS && same >= (seen + DEVIATIONS * Math.sqrt(seen)) / 2;
  });
}
