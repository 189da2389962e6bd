import { type Finder, findFinders } from "../codes/rescue/qr-finders.js";
import { type Corners, centre, side } from "../codes/sighting.js";
import { inkMap } from "../lines/ink-map.js";
import type { Point, Raster } from "../pixels/raster.js";
import { isBlank, PRINTED, shareAbove, shrinkTo } from "./blank-page.js";
import { footOf } from "./foot.js";
import { judgePicture, leavesPicture, type PictureFault } from "./picture-fault.js";
import { findRuler, pointOn, type Ruler } from "./ruler.js";

/** What a page shows apart from codes that were read. */
export interface PageLook {
  /** Whether hardly anything is printed or written on it. */
  readonly blank: boolean;
  /** Whether it is sharp, straight and large enough to say that a sheet's printing is not on it. */
  readonly clear: boolean;
  /** Whether it has the 50 mm ruler of a sheet's foot. */
  readonly ruler: boolean;
  /** Codes that finder patterns tell of, those that were read left out. */
  readonly finders: number;
  /** The line of words at its foot, where no code was read or cards were: it tells which page this is, and how many cards it has. */
  readonly foot?: Raster;
  /** Whether the blanks at its foot leave room for a second code, as on the front of an open sheet. */
  readonly halved: boolean;
  /** What is plainly wrong with a picture of which no code was read. */
  readonly fault?: PictureFault;
  /** Whether a code beside others that were read goes on beyond the picture's edge. */
  readonly cut?: true;
}

/** Longest side at which a page is looked at, in pixels: rulers and finder patterns are still plain, and noise is not. */
export const RULER_SIDE = 1800;
const FINDER_SIDE = 1000;

/** Likeness of a finder pattern that is none by chance: text has some of 0.73, printed ones 1.00 and blotted ones less. */
const SURE_FINDER = 0.8;
/** Finder patterns of one symbol. */
const FINDERS_OF_CODE = 3;

/** Ink of a pixel in writing that is plainly there. */
const PLAIN_INK = 90;
/**
 * Share of the page that must be so inked, and how many of its edges must rise within a pixel, before it is said to be clear.
 * Of pages that the damage simulator made, 28 of grade ordinary had 0.041 and 0.53 at least, 62 of grade bad 0.012 and 0.059,
 * 62 of grade wrecked 0.0025 and none: 28, 49 and 27 of them are clear.
 */
const LEAST_PLAIN = 0.003;
const SHARP_STEP = 70;
const LEAST_SHARP = 0.15;

// Of 152 simulated pages of all grades, scans and photos turned by any angle, 23 lay so that their ruler was found.

/** Share of the pixels that the darkest ink has at least. Rulers are found on 22 or 23 of them from 0 to 0.004, on 24 with more. */
const DARKEST = 0.002;

const RULER_MM = 50;
/** Where an open sheet's blanks run, in mm from the ruler's left end: those before its second code, and to the margin. */
const BLANKS_LEFT_MM = [55, 105] as const;
const BLANKS_RIGHT_MM = [130, 168] as const;
/** How far above the ruler they stand, in mm. */
const FOOT_UP_MM = 4;
const BLANKS_UP_MM = 75;
const LEAST_RULES = 3;
/**
 * A rule is inked nearly everywhere, the paper so far above and below it is not. On the 23 pages the 3 fronts of open sheets are
 * told from the 20 others with 10 to 25, 0.7 to 0.9 and 0.2 to 0.6.
 */
const RULE_INK = 25;
const RULE_COVERED = 0.85;
const NO_RULE_COVERED = 0.4;
const RULE_APART_MM = 1.5;
const SAMPLES = 120;

/** Shortest side of a picture of a page in which a ruler would be seen, in pixels: 75 dpi. */
const LEAST_SIDE = 600;

/**
 * Looks at a page on which codes may be missing.
 * @param known outlines of the codes that were read
 * @param exact whether a program drew it: then no camera is to blame
 * @param cards whether the codes may be those of cards
 */
export function lookAtPage(raster: Raster, known: readonly Corners[], exact = false, cards = false): PageLook {
  const ink = inkMap(shrinkTo(raster, RULER_SIDE));
  // Of a page whose print is gone the foot may be all that is left: it is no blank one.
  if (known.length === 0 && isBlank(raster, PRINTED) && !findRuler(ink)) {
    return { blank: true, clear: true, ruler: false, finders: 0, halved: false };
  }
  const strong = strengthened(ink);
  const ruler = findRuler(strong);
  const finders = findersOf(raster);
  const fault = exact || known.length > 0 ? undefined : judgePicture(raster, nearFinders(raster, finders));
  const open = openFinders(finders, known);
  const cut = !exact && known.length > 0 && open.some((finder) => leavesPicture(raster, finder));
  return {
    blank: false,
    // What light or blur has taken may be a sheet's.
    clear: fault === undefined && isClear(ink, raster),
    ruler: ruler !== undefined,
    finders: Math.ceil(open.length / FINDERS_OF_CODE),
    halved: ruler !== undefined && hasHalvedBlanks(strong, ruler),
    ...(ruler && (known.length === 0 || cards) ? { foot: footOf(strong, ruler) } : {}),
    ...(fault ? { fault } : {}),
    ...(cut ? { cut } : {}),
  };
}

/** Faint print as dark as any: its darkest ink black. */
export function strengthened(ink: Raster): Raster {
  const counts = new Uint32Array(256);
  for (const level of ink.data) counts[level] = (counts[level] as number) + 1;
  let [darkest, above] = [255, 0];
  while (darkest > PRINTED && above + (counts[darkest] as number) < ink.data.length * DARKEST) {
    above += counts[darkest] as number;
    darkest--;
  }
  return { ...ink, data: ink.data.map((level) => Math.min(255, (level * 255) / darkest)) };
}

/**
 * Whether the blanks above the foot end where an open sheet's second code stands beside them: without one they go on
 * to the margin.
 */
function hasHalvedBlanks(ink: Raster, ruler: Ruler): boolean {
  const [left, right] = [BLANKS_LEFT_MM, BLANKS_RIGHT_MM].map((span) => countRules(ink, ruler, span));
  return (left ?? 0) >= LEAST_RULES && (right ?? 0) < LEAST_RULES;
}

/** Thin level lines above the foot that run through all of a span, in mm from the ruler's left end. */
function countRules(ink: Raster, ruler: Ruler, [from, to]: readonly [number, number]): number {
  const stepMm = RULER_MM / Math.hypot(ruler.along.x, ruler.along.y);
  const covered = (upMm: number) => {
    let count = 0;
    for (let i = 0; i < SAMPLES; i++) {
      const { x, y } = pointOn(ruler, (from + ((to - from) * i) / SAMPLES) / RULER_MM, upMm / RULER_MM);
      const [column, row] = [Math.floor(x), Math.floor(y)];
      const inside = column >= 0 && row >= 0 && column < ink.width && row < ink.height;
      if (inside && (ink.data[row * ink.width + column] as number) >= RULE_INK) count++;
    }
    return count / SAMPLES;
  };
  const levels = Array.from({ length: Math.floor(BLANKS_UP_MM / stepMm) }, (_, i) => covered(FOOT_UP_MM + i * stepMm));
  const apart = Math.max(2, Math.round(RULE_APART_MM / stepMm));
  let rules = 0;
  for (let i = apart; i < levels.length - apart; i++) {
    const beside = Math.max(levels[i - apart] as number, levels[i + apart] as number);
    if ((levels[i] as number) < RULE_COVERED || beside > NO_RULE_COVERED) continue;
    rules++;
    i += apart;
  }
  return rules;
}

/** Whether so much is sharp that printing would be seen. */
function isClear(ink: Raster, { width, height }: Raster): boolean {
  if (Math.min(width, height) < LEAST_SIDE || shareAbove(ink, PLAIN_INK) < LEAST_PLAIN) return false;
  let [edges, sharp] = [0, 0];
  for (let y = 1; y < ink.height; y++) {
    for (let x = 1; x < ink.width; x++) {
      const at = y * ink.width + x;
      const level = ink.data[at] as number;
      const step = Math.max(
        Math.abs(level - (ink.data[at - 1] as number)),
        Math.abs(level - (ink.data[at - ink.width] as number)),
      );
      if (step > SHARP_STEP / 4) edges++;
      if (step > SHARP_STEP) sharp++;
    }
  }
  return sharp > LEAST_SHARP * edges;
}

/** Why a picture gave nothing, where that is plain. */
export function pictureFault(raster: Raster): PictureFault | undefined {
  return isBlank(raster) ? undefined : judgePicture(raster, nearFinders(raster, findersOf(raster)));
}

/** With them those that fill so much of a small picture, a piece of a code, that they are seen when it is smaller still. */
function nearFinders(raster: Raster, finders: readonly Finder[]): readonly Finder[] {
  const longest = Math.max(raster.width, raster.height);
  return longest > FINDER_SIDE ? finders : [...finders, ...findersOf(raster, longest / 2)];
}

/** Sure finder patterns, in the picture's own pixels. */
function findersOf(raster: Raster, side = FINDER_SIDE): Finder[] {
  const small = shrinkTo(raster, side);
  const factor = raster.width / small.width;
  const own = ({ x, y }: Point) => ({ x: x * factor, y: y * factor });
  return findFinders(small)
    .filter(({ likeness }) => likeness >= SURE_FINDER)
    .map(({ middle, across, down, likeness }) => ({
      middle: own(middle),
      across: own(across),
      down: own(down),
      likeness,
    }));
}

/** Finder patterns that belong to none of the codes that were read. */
function openFinders(finders: readonly Finder[], known: readonly Corners[]): Finder[] {
  return finders.filter(({ middle }) =>
    known.every((corners) => {
      const { x, y } = centre(corners);
      return Math.hypot(middle.x - x, middle.y - y) >= 0.75 * side(corners);
    }),
  );
}
