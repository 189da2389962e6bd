import type { Font } from "@cantoo/fontkit";
import { drawGlyph } from "../glyphs/outline.js";
import type { Raster } from "../pixels/raster.js";
import { resample } from "../pixels/resample.js";
import { pointOn, type Ruler } from "./ruler.js";

/** Pixels of a foot for each mm of paper. */
const PX_PER_MM = 6;
const RULER_MM = 50;
const MM_PER_PT = 25.4 / 72;
/** Size of its letters, and what is looked at along and below the ruler, in mm. */
const FOOT_PT = 8;
const [LEFT_MM, RIGHT_MM] = [-2, 202];
const [TOP_MM, BOTTOM_MM] = [0.45, 6];
/** How far words may be off their place, along and down, in pixels, and off the words beside them. */
const REACH_ALONG = 7;
const REACH_DOWN = 12;
const REACH_BESIDE = 2;
/** How far words at the other end of the foot may be off: a ruler's length is known to two pixels, and they lie three times as far off. */
const REACH_FAR = 7;

/** Where the words of a foot lie. */
interface FootPlace {
  readonly along: number;
  readonly down: number;
}

/** The words at the foot of a page, straightened: 6 px a mm, ink black as in `inkMap`. */
export function footOf(ink: Raster, ruler: Ruler): Raster {
  const width = Math.round((RIGHT_MM - LEFT_MM) * PX_PER_MM);
  const height = Math.round((BOTTOM_MM - TOP_MM) * PX_PER_MM);
  const data = resample(ink, new Uint8Array(width * height), width, (x, y) =>
    pointOn(ruler, (LEFT_MM + x / PX_PER_MM) / RULER_MM, -(TOP_MM + y / PX_PER_MM) / RULER_MM),
  );
  return { width, height, data };
}

/** Characters that were read one by one. */
export interface ReadCharacters {
  readonly text: string;
  /** How well each fits what is printed: correlation, 1 at most. */
  readonly fits: readonly number[];
  /** Where the next one begins, in pixels of the foot. */
  readonly pen: number;
}

/** Readings that are followed at a time: some letters are as wide as others, and some are not. */
const KEPT = 12;
/** Places of a pen within a pixel that letters are drawn at. */
const STEPS_OF_PEN = 4;

/** What a foot reads, by drawing words and comparing. */
export class FootReader {
  private readonly characters = new Map<string, Raster>();

  constructor(
    private readonly foot: Raster,
    private readonly font: Font,
  ) {}

  /**
   * How well words fit.
   * @param leftMm where they begin, from the ruler's left end
   * @param beside where words beside them were found: these are looked for there alone
   * @param far whether these stand at the other end of the foot
   * @returns correlation of ink, 1 at most, and the place of the best
   */
  find(
    words: string,
    leftMm: number,
    beside?: FootPlace,
    far = false,
  ): { readonly likeness: number; readonly place: FootPlace } {
    const drawn = drawWords(words, this.font, this.foot.height + 2 * REACH_DOWN);
    const left = Math.round((leftMm - LEFT_MM) * PX_PER_MM);
    const { along, down } = beside ?? { along: 0, down: REACH_DOWN };
    const [reachAlong, reachDown] = beside ? [far ? REACH_FAR : REACH_BESIDE, REACH_BESIDE] : [REACH_ALONG, REACH_DOWN];
    let best = { likeness: 0, place: { along, down } };
    for (let dy = down - reachDown; dy <= down + reachDown; dy++) {
      for (let dx = along - reachAlong; dx <= along + reachAlong; dx++) {
        const likeness = correlation(this.foot, drawn, left + dx, dy);
        if (likeness > best.likeness) best = { likeness, place: { along: dx, down: dy } };
      }
    }
    return best;
  }

  /**
   * Reads characters one after the other: each where those before it end, a little off at most.
   * @param choices what each of them may be
   * @param leftMm where the first begins, from the ruler's left end
   * @param beside where words beside them were found
   * @returns the likeliest, and how well each fits: correlation, 1 at most
   */
  read(choices: readonly string[], leftMm: number, { along, down }: FootPlace): ReadCharacters {
    const pen = (leftMm - LEFT_MM) * PX_PER_MM + along;
    let kept: ReadCharacters[] = [{ text: "", fits: [], pen }];
    for (const choice of choices) {
      const next = kept.flatMap((one) => [...choice].map((character) => this.followed(one, character, down)));
      kept = next.sort((a, b) => mean(b.fits) - mean(a.fits)).slice(0, KEPT);
    }
    return kept[0] as ReadCharacters;
  }

  /** Characters with one more. */
  private followed({ text, fits, pen }: ReadCharacters, character: string, down: number): ReadCharacters {
    let best = { fit: -1, off: 0 };
    for (let off = -1; off <= 1; off++) {
      const left = Math.floor(pen + off);
      const drawn = this.drawn(character, Math.round((pen + off - left) * STEPS_OF_PEN) / STEPS_OF_PEN);
      for (let dy = down - 1; dy <= down + 1; dy++) {
        const fit = correlation(this.foot, drawn, left, dy);
        if (fit > best.fit) best = { fit, off };
      }
    }
    const after = pen + best.off + advance(character, this.font);
    return { text: text + character, fits: [...fits, best.fit], pen: after };
  }

  private drawn(character: string, from: number): Raster {
    const key = `${character}${from}`;
    const known = this.characters.get(key) ?? drawWords(character, this.font, this.foot.height + 2 * REACH_DOWN, from);
    this.characters.set(key, known);
    return known;
  }

  /** Width of words in mm. */
  width(words: string): number {
    return widthPx(words, this.font) / PX_PER_MM;
  }
}

const EM_PX = FOOT_PT * MM_PER_PT * PX_PER_MM;

function advance(character: string, font: Font): number {
  return ((font.glyphForCodePoint(character.codePointAt(0) ?? 0)?.advanceWidth ?? 0) / font.unitsPerEm) * EM_PX;
}

function widthPx(words: string, font: Font): number {
  return [...words].reduce((sum, character) => sum + advance(character, font), 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Words as they are printed, their baseline in the middle. @param from where the pen begins within its pixel */
function drawWords(words: string, font: Font, height: number, from = 0): Raster {
  const baseline = Math.round(height / 2);
  const width = Math.ceil(widthPx(words, font) + from) + 2;
  const data = new Uint8Array(width * height);
  let pen = from;
  for (const character of words) {
    const glyph = drawGlyph(font, character, EM_PX, pen % 1, 0);
    const left = Math.floor(pen) + (glyph?.leftPx ?? 0);
    for (let y = 0; glyph && y < glyph.height; y++) {
      for (let x = 0; x < glyph.width; x++) {
        const [column, row] = [left + x, baseline - glyph.topPx + y];
        if (column < 0 || row < 0 || column >= width || row >= height) continue;
        data[row * width + column] = 255 * (glyph.coverage[y * glyph.width + x] as number);
      }
    }
    pen += advance(character, font);
  }
  return { width, height, data };
}

/** Correlation of the words' box with the foot below it. */
function correlation(foot: Raster, words: Raster, atX: number, atY: number): number {
  if (atX < 0 || atY < 0 || atY + foot.height > words.height) return 0;
  let [n, sumA, sumB, squaresA, squaresB, product] = [0, 0, 0, 0, 0, 0];
  const width = Math.min(words.width, foot.width - atX);
  for (let y = 0; y < foot.height; y++) {
    const row = (y + atY) * words.width;
    for (let x = 0; x < width; x++) {
      const a = foot.data[y * foot.width + atX + x] as number;
      const b = words.data[row + x] as number;
      n++;
      sumA += a;
      sumB += b;
      squaresA += a * a;
      squaresB += b * b;
      product += a * b;
    }
  }
  const spread = Math.sqrt((squaresA - sumA ** 2 / n) * (squaresB - sumB ** 2 / n));
  return spread > 0 ? (product - (sumA * sumB) / n) / spread : 0;
}
