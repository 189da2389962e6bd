import { type Corners, side } from "../codes/sighting.js";
import type { Point, Raster } from "../pixels/raster.js";
import { resample, shrink } from "../pixels/resample.js";

/** A code in a picture, or where it stands on a page that a program drew. */
export interface PlacedCode {
  readonly raster: Raster;
  readonly corners: Corners;
}

/** Pixels that a code's side has where both are compared: words of 10 points beside a code of 46 mm can still be told apart. */
const SIDE = 200;
/** How far around a code is looked, in its sides: beyond, its corners say too little of where things lie. */
const REACH = 1.5;
/** A piece of print, in the same pixels: a word or two. */
const PIECE = { width: 48, height: 20 };
const PIECE_PX = PIECE.width * PIECE.height;
/** What pieces keep clear of the code. */
const FREE = 10;
/** So many pieces are compared, the nearest first. */
const MOST_PIECES = 48;
/** How far a piece may be off its place: beside the code, and more for each pixel away from its middle. */
const [LEAST_OFF, OFF_PER_PX] = [3, 0.03];
/** Spread of grey that print has where it is drawn, and the least that a picture of it has. */
const [DRAWN_SPREAD, SEEN_SPREAD] = [25, 3];
/** Correlation from which on a piece is the one that was drawn. */
const SAME = 0.6;
/**
 * So many must be the same, and such a share of those that are in the picture. Of 80 photos of a sheet, wrecked ones
 * among them, each had 57 % and more; of 17 windows that show a code amid other words, none had more than two.
 */
const [LEAST_SAME, LEAST_SHARE] = [4, 1 / 3];

/**
 * Whether a picture shows the printing around a code: the words, rules and codes that were drawn there. A picture of the
 * code alone does not, nor does another paper or screen with the same code.
 */
export function showsPrinting(seen: PlacedCode, drawn: PlacedCode): boolean {
  const [page, picture] = [around(drawn), around(seen)];
  let [compared, same] = [0, 0];
  for (const { x, y, off } of PIECES) {
    const likeness = likest(page, picture, x, y, Math.ceil(LEAST_OFF + off * OFF_PER_PX));
    if (likeness === undefined) continue;
    compared++;
    if (likeness >= SAME) same++;
    if (compared === MOST_PIECES) break;
  }
  return same >= LEAST_SAME && same >= compared * LEAST_SHARE;
}

/** A code's surroundings, straightened: it is `SIDE` wide, in the middle. Not a number where the picture ends. */
interface Around {
  readonly width: number;
  readonly data: Float32Array;
}

const WIDTH = Math.round((1 + 2 * REACH) * SIDE);

/** Left top corners of all pieces, with their distance from the middle. */
const PIECES = Array.from({ length: Math.floor(WIDTH / PIECE.height) }, (_, row) =>
  Array.from({ length: Math.floor(WIDTH / PIECE.width) }, (__, column) => {
    const [x, y] = [column * PIECE.width, row * PIECE.height];
    return { x, y, off: Math.hypot(x + (PIECE.width - WIDTH) / 2, y + (PIECE.height - WIDTH) / 2) };
  }),
)
  .flat()
  .filter(({ x, y }) => !isOnCode(x, y))
  .sort((one, other) => one.off - other.off);

function isOnCode(x: number, y: number): boolean {
  const [from, to] = [REACH * SIDE - FREE, (REACH + 1) * SIDE + FREE];
  return x + PIECE.width > from && x < to && y + PIECE.height > from && y < to;
}

function around({ raster, corners }: PlacedCode): Around {
  // Each pixel is to stand for about as much of the picture.
  const factor = Math.max(1, Math.round(side(corners) / SIDE));
  const small = shrink(raster, factor);
  const place = planeOf(corners, factor);
  const data = resample(small, new Float32Array(WIDTH * WIDTH), WIDTH, (x, y) =>
    place(x / SIDE - REACH, y / SIDE - REACH),
  );
  return { width: WIDTH, data };
}

/** Nearest to a camera, a point's depth beside that of the code's corner. */
const LEAST_DEPTH = 0.2;

/**
 * Where a code's plane lies in a picture that was made smaller, by shares of its sides; nothing behind the camera.
 * @see Heckbert, Fundamentals of Texture Mapping and Image Warping, 2.2.3: from the unit square to any quadrilateral
 */
function planeOf(corners: Corners, factor: number): (u: number, v: number) => Point | undefined {
  const [a, b, c, d] = corners;
  const [dx1, dy1, dx2, dy2] = [b.x - c.x, b.y - c.y, d.x - c.x, d.y - c.y];
  const [sx, sy] = [a.x - b.x + c.x - d.x, a.y - b.y + c.y - d.y];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  return (u, v) => {
    const depth = g * u + h * v + 1;
    if (!(depth >= LEAST_DEPTH)) return undefined;
    const along = (key: "x" | "y") =>
      ((b[key] - a[key] + g * b[key]) * u + (d[key] - a[key] + h * d[key]) * v + a[key]) / depth / factor;
    return { x: along("x"), y: along("y") };
  };
}

/** Best correlation of a piece of the page about its place in the picture; nothing where it has no print, or the picture ends. */
function likest(page: Around, picture: Around, x: number, y: number, reach: number): number | undefined {
  const own = levelsAt(page, x, y);
  if (!own || own.spread < DRAWN_SPREAD) return undefined;
  let best: number | undefined;
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const other = levelsAt(picture, x + dx, y + dy);
      if (!other) continue;
      best ??= 0;
      if (other.spread < SEEN_SPREAD) continue;
      let product = 0;
      for (let row = 0; row < PIECE.height; row++) {
        const from = (y + row) * page.width + x;
        const to = (y + dy + row) * picture.width + x + dx;
        for (let i = 0; i < PIECE.width; i++) {
          product += (page.data[from + i] as number) * (picture.data[to + i] as number);
        }
      }
      best = Math.max(best, (product / PIECE_PX - own.mean * other.mean) / (own.spread * other.spread));
    }
  }
  return best;
}

/** Mean and spread of a piece's grey levels; nothing where a picture ends in it. */
function levelsAt({ width, data }: Around, x: number, y: number): { mean: number; spread: number } | undefined {
  if (x < 0 || y < 0 || x + PIECE.width > width || y + PIECE.height > width) return undefined;
  let [sum, squares] = [0, 0];
  for (let row = 0; row < PIECE.height; row++) {
    const at = (y + row) * width + x;
    for (let i = 0; i < PIECE.width; i++) {
      const level = data[at + i] as number;
      sum += level;
      squares += level * level;
    }
  }
  if (Number.isNaN(sum)) return undefined;
  const mean = sum / PIECE_PX;
  return { mean, spread: Math.sqrt(Math.max(0, squares / PIECE_PX - mean * mean)) };
}
