import type { Font } from "@cantoo/fontkit";
import { drawGlyph } from "../glyphs/outline.js";

/** Samples of a character's box: from its pen to the next, and from a little above capitals to below the baseline. */
export const CELL_COLUMNS = 10;
export const CELL_ROWS = 15;
/** The box's upper and lower edge, in em below the baseline. */
export const CELL_TOP_EM = -0.8;
export const CELL_BOTTOM_EM = 0.1;
const SAMPLES = CELL_COLUMNS * CELL_ROWS;

/** What stands in lines and their labels: base32 first, then the digits that only labels have. */
export const CELL_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ2345670189";

/** Size that templates are drawn in before they are softened, in pixels for an em. */
const EM_PX = 48;
/** Half the width that a sample covers, in em: lenses and running ink soften more, and the shape still tells. */
const SOFT_EM = 0.06;
/** What noise alone does to a sample, in levels of ink: empty boxes resemble nothing. */
const NOISE_LEVEL = 8;

/** Compares a box of ink with every character. */
export interface CellTemplates {
  /** Width of every character, in em. */
  readonly advanceEm: number;
  /**
   * Correlations, in the order of the alphabet, into `scores`.
   * @param ink samples, `stride` to a row; the box begins at `at`
   * @param step 1, or 2 to take every second sample only: enough to look for a place
   * @returns the best of them
   */
  match(ink: Float32Array, at: number, stride: number, step: 1 | 2, scores: Float32Array): number;
}

const kept = new WeakMap<Font, CellTemplates>();

/** The templates of a font, made once. */
export function cellTemplatesOf(font: Font): CellTemplates {
  const known = kept.get(font) ?? makeTemplates(font);
  kept.set(font, known);
  return known;
}

function makeTemplates(font: Font): CellTemplates {
  const advanceEm = (font.glyphForCodePoint(0x41)?.advanceWidth ?? 0) / font.unitsPerEm;
  const drawn = [...CELL_ALPHABET].map((character) => templateOf(font, character, advanceEm));
  const templates = { 1: allThinned(drawn, 1), 2: allThinned(drawn, 2) };
  const box = new Float32Array(SAMPLES);
  return {
    advanceEm,
    match(ink, at, stride, step, scores) {
      let sum = 0;
      let squares = 0;
      let count = 0;
      for (let row = 0; row < CELL_ROWS; row += step) {
        for (let i = at + row * stride, end = i + CELL_COLUMNS; i < end; i += step) {
          const value = ink[i] as number;
          box[count++] = value;
          sum += value;
          squares += value * value;
        }
      }
      const spread = squares - (sum * sum) / count;
      // An empty box is no character: most of a page is empty.
      if (spread < count) {
        scores.fill(0);
        return 0;
      }
      const length = Math.sqrt(spread) + NOISE_LEVEL * Math.sqrt(count);
      let best = -1;
      const all = templates[step];
      // Six characters at a time, so that a sample is fetched once for them: this is where the time goes.
      for (let t = 0; t < CELL_ALPHABET.length; t += 6) {
        const i = t * count;
        const j = i + count;
        const k = j + count;
        const l = k + count;
        const m = l + count;
        const n = m + count;
        let first = 0;
        let second = 0;
        let third = 0;
        let fourth = 0;
        let fifth = 0;
        let sixth = 0;
        // A template's mean is 0, so that the ink's own need not be subtracted.
        for (let sample = 0; sample < count; sample++) {
          const value = box[sample] as number;
          first += value * (all[i + sample] as number);
          second += value * (all[j + sample] as number);
          third += value * (all[k + sample] as number);
          fourth += value * (all[l + sample] as number);
          fifth += value * (all[m + sample] as number);
          sixth += value * (all[n + sample] as number);
        }
        best = Math.max(
          best,
          first / length,
          second / length,
          third / length,
          fourth / length,
          fifth / length,
          sixth / length,
        );
        scores[t] = first / length;
        scores[t + 1] = second / length;
        scores[t + 2] = third / length;
        scores[t + 3] = fourth / length;
        scores[t + 4] = fifth / length;
        scores[t + 5] = sixth / length;
      }
      return best;
    },
  };
}

/** All templates, one after the other. */
function allThinned(templates: readonly Float32Array[], step: number): Float32Array {
  const thin = templates.map((template) => thinned(template, step));
  const all = new Float32Array(thin.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const template of thin) {
    all.set(template, at);
    at += template.length;
  }
  return all;
}

/** Every sample, or every second one, of mean 0 and length 1. */
function thinned(template: Float32Array, step: number): Float32Array {
  const kept = template.filter((_, i) => (i % CELL_COLUMNS) % step === 0 && Math.floor(i / CELL_COLUMNS) % step === 0);
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  const length = Math.hypot(...kept.map((value) => value - mean));
  return kept.map((value) => (value - mean) / length);
}

/** A character as its box shows it, softened. */
function templateOf(font: Font, character: string, advanceEm: number): Float32Array {
  const ink = drawGlyph(font, character, EM_PX, 0, 0);
  const template = new Float32Array(SAMPLES);
  if (!ink) return template;
  const reach = Math.round(SOFT_EM * EM_PX);
  for (let row = 0; row < CELL_ROWS; row++) {
    const y = (CELL_TOP_EM + ((row + 0.5) * (CELL_BOTTOM_EM - CELL_TOP_EM)) / CELL_ROWS) * EM_PX + ink.topPx;
    for (let column = 0; column < CELL_COLUMNS; column++) {
      const x = ((column + 0.5) / CELL_COLUMNS) * advanceEm * EM_PX - ink.leftPx;
      let sum = 0;
      for (let v = Math.max(0, Math.round(y) - reach); v <= Math.min(ink.height - 1, Math.round(y) + reach); v++) {
        for (let u = Math.max(0, Math.round(x) - reach); u <= Math.min(ink.width - 1, Math.round(x) + reach); u++) {
          sum += ink.coverage[v * ink.width + u] as number;
        }
      }
      template[row * CELL_COLUMNS + column] = sum;
    }
  }
  return template;
}
