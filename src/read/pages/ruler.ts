import { inkComponents } from "../pixels/components.js";
import type { Box, Point, Raster } from "../pixels/raster.js";

/** The ruler at the foot of every page of a sheet, as it lies in a picture. */
export interface Ruler {
  /** Its left end as the page is read, on the line's outer edge, in pixels. */
  readonly start: Point;
  /** From there to its right end: 50 mm. */
  readonly along: Point;
  /** As long, towards the top of the page. */
  readonly up: Point;
}

/** Ink from which on a pixel belongs to a line, 0 paper to 255 black: thin strokes are pale. */
const INK = 70;
/** Length of the ruler as a share of the picture's longer side: 50 mm of a page of 297 mm, and less with a table around it. */
const [LEAST_OF_SIDE, MOST_OF_SIDE] = [0.07, 0.3];
/** Shortest ruler whose marks can be told apart, in pixels. */
const LEAST_LENGTH = 90;
/** Box of the ruler, width by height, up to about eight degrees askew. */
const [LEAST_RATIO, MOST_RATIO] = [4.5, 20];
/** Marks stand at each fifth; the outer ones are 3 mm high, the inner ones 1.6 mm, the line is 0.4 mm thick. */
const MARKS = [0.003, 0.2, 0.4, 0.6, 0.8, 0.997];
const BETWEEN = [0.05, 0.1, 0.15, 0.25, 0.3, 0.35, 0.45, 0.5, 0.55, 0.65, 0.7, 0.75, 0.85, 0.9, 0.95];
/** Heights that are looked at, as shares of the length: where every mark is, and where only the outer ones are. */
const [LOW, HIGH] = [0.021, 0.046];

/**
 * The 50 mm ruler of a sheet's foot, in pages that lie upright, upside down or on their side, up to about eight degrees askew.
 * @param ink how dark each pixel is beside the paper around it, as `inkMap` gives it
 */
export function findRuler(ink: Raster): Ruler | undefined {
  const lying = rulerIn(ink);
  if (lying) return lying;
  const standing = rulerIn(transposed(ink));
  return standing && mirrored(standing);
}

function rulerIn(ink: Raster): Ruler | undefined {
  const longest = Math.max(ink.width, ink.height);
  const [least, most] = [Math.max(LEAST_LENGTH, LEAST_OF_SIDE * longest), MOST_OF_SIDE * longest];
  const paper = { ...ink, data: ink.data.map((level) => (level >= INK ? 0 : 255)) };
  const boxes = inkComponents(paper, most).filter(({ width, height }) => {
    const ratio = width / height;
    return width >= least && ratio >= LEAST_RATIO && ratio <= MOST_RATIO;
  });
  for (const box of boxes) {
    for (const upright of [true, false]) {
      const ruler = rulerAt(ink, box, upright);
      if (ruler && hasMarks(ink, ruler)) return ruler;
    }
  }
  return undefined;
}

/** The ruler that would fill a box, its marks up or down the picture. */
function rulerAt(ink: Raster, { x, y, width, height }: Box, upright: boolean): Ruler | undefined {
  const near = Math.max(1, Math.round(width * 0.012));
  const edge = (from: number): number | undefined => {
    const rows = Array.from({ length: height }, (_, i) => (upright ? y + height - 1 - i : y + i));
    const row = rows.find((at) => {
      for (let i = 0; i < near; i++) if ((ink.data[at * ink.width + from + i] as number) >= INK) return true;
      return false;
    });
    return row;
  };
  const [left, right] = [edge(x), edge(x + width - near)];
  if (left === undefined || right === undefined) return undefined;
  // The line's middle, rather than its edge, is looked at.
  const middle = (0.004 * width + 0.5) * (upright ? -1 : 1);
  const ends = [
    { x: x + 0.5, y: left + 0.5 + middle },
    { x: x + width - 0.5, y: right + 0.5 + middle },
  ] as const;
  const [start, end] = upright ? ends : [ends[1], ends[0]];
  const along = { x: end.x - start.x, y: end.y - start.y };
  return { start, along, up: { x: along.y, y: -along.x } };
}

/** Whether every mark is there, and nothing where there is none. */
function hasMarks(ink: Raster, ruler: Ruler): boolean {
  const dark = (along: number, up: number) => inkNear(ink, pointOn(ruler, along, up), ruler) >= INK;
  const line = [...BETWEEN, ...MARKS].every((at) => dark(at, 0));
  if (!line || !MARKS.every((at) => dark(at, LOW)) || BETWEEN.some((at) => dark(at, LOW))) return false;
  const [first, ...others] = MARKS;
  const last = others.pop() ?? 1;
  return dark(first ?? 0, HIGH) && dark(last, HIGH) && !others.some((at) => dark(at, HIGH));
}

/** A place beside the ruler, in shares of its length along it and towards the top of the page. */
export function pointOn({ start, along, up }: Ruler, share: number, upwards: number): Point {
  return { x: start.x + share * along.x + upwards * up.x, y: start.y + share * along.y + upwards * up.y };
}

/** The darkest pixel within about a third of a millimetre: marks are that thin. */
function inkNear({ width, height, data }: Raster, { x, y }: Point, { along }: Ruler): number {
  const reach = Math.max(1, Math.round(Math.hypot(along.x, along.y) * 0.006));
  let most = 0;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const [px, py] = [Math.floor(x) + dx, Math.floor(y) + dy];
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      most = Math.max(most, data[py * width + px] as number);
    }
  }
  return most;
}

function transposed({ width, height, data }: Raster): Raster {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) turned[x * height + y] = data[y * width + x] as number;
  return { width: height, height: width, data: turned };
}

/** A ruler of the transposed picture: what was to the right of it is to the left. */
function mirrored({ start, along, up }: Ruler): Ruler {
  const swap = ({ x, y }: Point): Point => ({ x: y, y: x });
  const from = swap({ x: start.x + along.x, y: start.y + along.y });
  const back = swap(along);
  return { start: from, along: { x: -back.x, y: -back.y }, up: swap(up) };
}
