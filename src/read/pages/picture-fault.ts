import type { Finder } from "../codes/rescue/qr-finders.js";
import { inkMap } from "../lines/ink-map.js";
import { greyAt } from "../pixels/grey.js";
import type { Point, Raster } from "../pixels/raster.js";
import { shareAbove, shrinkTo } from "./blank-page.js";

/**
 * Why a picture gave nothing, where that is plain: what to do about it differs. `small`: too few pixels; `far`: too few of
 * them on the page; `cut`: at an edge; `faint`: print hardly darker than the paper.
 */
export type PictureFault = "dark" | "small" | "far" | "cut" | "faint" | "blurred";

// The figures are measured on pictures that the damage simulator made of an open sheet and of a share, photos of 12
// megapixels unless said otherwise, each with one thing wrong. Between what still reads and what is named lies a margin
// in which no cause is named: a wrong one sends people the wrong way.

/** Grey that the brightest hundredth of a dark picture stays below. At 26 codes are still read, at 11 none is. */
const DARK_BELOW = 20;
/**
 * Ink, 0 paper to 255 black, that hardly anything on a faint page has, and how much is hardly anything: codes are still
 * read at a tenth of it where there is little noise. Where they are not, nothing else is so plainly wrong.
 */
const [FAINT_INK, FAINT_SHARE] = [30, 0.002];
/** Shorter side below which a picture of a page is too small, in pixels. At 640 × 480 a code is still read, at 300 × 225 none. */
const SMALL_SIDE = 330;
/**
 * Longer side of the box of most strokes below which a page is too far away, in pixels. A page of 400 has 325, and a code
 * is still read; a page of 240 has 190, and none is.
 */
const FAR_SPAN = 250;
/** Most strokes: those from this share of all to that one. */
const [FAR_FROM, FAR_TO] = [0.1, 0.9];
/** Longer side at which blur is told, in pixels: a page that fills it then has 0.3 mm a pixel. */
const BLUR_SIDE = 1000;
/** How far from a stroke's middle its two sides are looked for, in pixels there. */
const STROKE_REACH = 8;
/** Least contrast of a stroke, in grey levels and as a share of the picture's: noise is less. */
const [STROKE_LEVELS, STROKE_SHARE] = [12, 0.08];
/** Both sides of a stroke are alike: the darker one has so much of the other's contrast. */
const ALIKE = 0.75;
/** So many strokes must be seen, along or across, before anything is said of them. */
const LEAST_STROKES = 200;
/** The sharper strokes tell: this share of all is softer. */
const SOFTER = 0.9;
/**
 * Step from one pixel to the next, as a share of the contrast, that a blurred picture's sharper strokes stay below. At
 * 0.43 (σ 0.5 mm) codes are still read, at 0.32 to 0.36 (σ 1 mm) none is.
 */
const BLURRED_BELOW = 0.38;
/**
 * Gradient energy across the direction of a motion by that along it, from which on a hand moved: print alone has up to
 * 1.3, with 1 mm of motion, at which codes are still read, 1.9, with 3 mm 2.5 to 2.8.
 */
const MOVED_ABOVE = 2.3;
/** Steps of grey that are print, not noise. */
const GRADIENT_LEVELS = 20;
/** Modules that are looked at together on the way from a finder pattern to the picture's edge, and how many may be dark. */
const WINDOW = 6;
const [LEAST_DARK, MOST_DARK] = [0.2, 0.8];
/** Where the way begins, in modules from a finder pattern's middle, and where it ends at the latest: a code of version 12. */
const [FROM_MODULES, TO_MODULES] = [5, 62];

/**
 * What is plainly wrong with a picture in which no code could be read.
 * @param finders marks of codes that are none by chance, in its own pixels
 * @returns nothing where it is not plain
 */
export function judgePicture(raster: Raster, finders: readonly Finder[]): PictureFault | undefined {
  const small = shrinkTo(raster, BLUR_SIDE);
  const levels = levelsOf(small);
  if (levels.at(0.99) < DARK_BELOW) return "dark";
  // A piece of a code has few pixels, and more of them would not help.
  if (finders.some((finder) => leavesPicture(raster, finder))) return "cut";
  if (Math.min(raster.width, raster.height) < SMALL_SIDE) return "small";
  if (shareAbove(inkMap(small), FAINT_INK) < FAINT_SHARE) return "faint";
  const ways = [1, small.width].map((way) => strokesOf(small, way, levels.at(0.99) - levels.at(0.01)));
  const seen = ways.filter(({ steps }) => steps.length >= LEAST_STROKES);
  if (seen.length > 0 && longerSpan(ways, small.width) * (raster.width / small.width) < FAR_SPAN) return "far";
  // Along and across, the smaller one: a hand that moves blurs one way alone.
  const blurred = seen.some(({ steps }) => sharper(steps) < BLURRED_BELOW);
  const moved = seen.length === ways.length && motion(small) > MOVED_ABOVE;
  return blurred || moved ? "blurred" : undefined;
}

/** Grey levels of a picture in order. */
function levelsOf({ data }: Raster): { at(share: number): number } {
  const counts = new Uint32Array(256);
  for (const level of data) counts[level] = (counts[level] as number) + 1;
  return {
    at: (share) => {
      let below = 0;
      for (let level = 0; level < 256; level++) {
        below += counts[level] as number;
        if (below > share * data.length) return level;
      }
      return 255;
    },
  };
}

/** Strokes of one direction. */
interface Strokes {
  /** The largest step from one pixel to the next at each, as a share of its contrast. */
  readonly steps: readonly number[];
  /** Where the middle of each lies, as an index of the picture. */
  readonly places: readonly number[];
}

/**
 * Strokes are dark with light on both sides, as print is: the rim of the paper tells nothing of it.
 * @param way to the next pixel across them: 1, or the picture's width
 * @param contrast of the whole picture
 */
function strokesOf({ width, height, data }: Raster, way: number, contrast: number): Strokes {
  const least = Math.max(STROKE_LEVELS, STROKE_SHARE * contrast);
  const [steps, places]: [number[], number[]] = [[], []];
  for (let y = STROKE_REACH; y < height - STROKE_REACH; y += 2) {
    for (let x = STROKE_REACH; x < width - STROKE_REACH; x++) {
      const at = y * width + x;
      const middle = data[at] as number;
      // The darkest of a stroke: the same stroke counts once.
      if (middle >= (data[at - way] as number) || middle > (data[at + way] as number)) continue;
      let [before, after, most] = [middle, middle, 0];
      for (let i = 0; i < STROKE_REACH; i++) {
        const [one, two] = [data[at + i * way] as number, data[at + (i + 1) * way] as number];
        const [minus, less] = [data[at - i * way] as number, data[at - (i + 1) * way] as number];
        before = Math.max(before, less);
        after = Math.max(after, two);
        most = Math.max(most, two - one, less - minus);
      }
      const [low, high] = [Math.min(before, after) - middle, Math.max(before, after) - middle];
      if (low < least || low < ALIKE * high) continue;
      steps.push(most / high);
      places.push(at);
    }
  }
  return { steps, places };
}

/** The step at the sharper strokes. */
function sharper(steps: readonly number[]): number {
  return Float64Array.from(steps).sort()[Math.floor(steps.length * SOFTER)] as number;
}

/** The longer side of the box in which nearly all strokes lie, in pixels. */
function longerSpan(strokes: readonly Strokes[], width: number): number {
  const places = strokes.flatMap((one) => one.places);
  const span = (values: readonly number[]) => {
    const sorted = Float64Array.from(values).sort();
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] as number;
    return at(FAR_TO) - at(FAR_FROM);
  };
  return Math.max(span(places.map((at) => at % width)), span(places.map((at) => Math.floor(at / width))));
}

/** Gradient energy across by that along the direction that has least of it: the ratio of the structure tensor's eigenvalues. */
function motion({ width, height, data }: Raster): number {
  let [xx, xy, yy] = [0, 0, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const dx = (data[at + 1] as number) - (data[at - 1] as number);
      const dy = (data[at + width] as number) - (data[at - width] as number);
      if (dx * dx + dy * dy < GRADIENT_LEVELS ** 2) continue;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
  }
  const difference = Math.hypot(xx - yy, 2 * xy);
  return (xx + yy + difference) / (xx + yy - difference);
}

/** Whether what looks like a code goes on from a finder pattern to the picture's edge, in one of its four directions. */
export function leavesPicture(raster: Raster, { middle, across, down }: Finder): boolean {
  const light = greyAt(raster, middle.x + 2 * across.x, middle.y + 2 * across.y);
  const dark = greyAt(raster, middle.x, middle.y);
  const between = (light + dark) / 2;
  const back = ({ x, y }: Point) => ({ x: -x, y: -y });
  return [
    [across, down],
    [back(across), down],
    [down, across],
    [back(down), across],
  ].some(([along, beside]) => {
    const seen: number[] = [];
    for (let far = FROM_MODULES; far <= TO_MODULES; far++) {
      for (let side = -3; side <= 3; side++) {
        const x = middle.x + far * (along as Point).x + side * (beside as Point).x;
        const y = middle.y + far * (along as Point).y + side * (beside as Point).y;
        const level = greyAt(raster, x, y);
        // Less than a window says nothing.
        if (Number.isNaN(level)) return far >= FROM_MODULES + WINDOW;
        seen.push(level < between ? 1 : 0);
      }
      const last = seen.slice(-7 * WINDOW);
      const share = last.reduce((sum, one) => sum + one, 0) / last.length;
      if (last.length === 7 * WINDOW && (share < LEAST_DARK || share > MOST_DARK)) return false;
    }
    return false;
  });
}
