import { inkComponents } from "../pixels/components.js";
import type { Box, Raster } from "../pixels/raster.js";

/** Longest side of a finder pattern's light ring, as a share of the picture's longer side. */
const MOST_OF_SIDE = 1 / 8;
/** Shortest side of that ring, 5 modules, in pixels. */
const LEAST_RING = 7;
/** Longer side of a square by its shorter one. */
const SQUARE = 1.4;
/** How far the middles of ring and hole may lie apart, as a share of the ring. */
const OFF_MIDDLE = 0.12;
/** Ring by hole: a hole of half a module to one of nearly three. */
const [LEAST_RATIO, MOST_RATIO] = [1.7, 12];
/** Pixels of one cell in which middles are gathered. */
const CELL = 8;

/** Modules of a finder pattern's light ring, from edge to edge. */
const RING_MODULES = 5;
/**
 * How far ink is made to grow once holes are filled, in modules. Measured on the two codes of a front at 150, 200 and 300
 * dpi, thresholds with windows of 0.9, 1.1 and 1.4 modules: 15 of 18 codes are read with the first, without it 8. On
 * paper that is askew rings seem larger than they are, and the second is the right one.
 */
const GROWTHS = [0.24, 0.16];

/**
 * Pictures with finder patterns whose dark core has a hole, the hole filled and all ink thicker: programs for scanning
 * compare each pixel with those around it, and the middle of what is large and dark is like them.
 * @returns the likeliest growth first; none where no finder pattern is hollow
 */
export function* filledFinders(raster: Raster): Generator<Raster, void, void> {
  const { width, height, data } = raster;
  const inverse = { width, height, data: data.map((level) => 255 - level) };
  const light = inkComponents(inverse, Math.max(width, height) * MOST_OF_SIDE).filter(isSquare);
  const cells = new Map<number, Box[]>();
  const keyOf = (x: number, y: number) => Math.floor(y / CELL) * Math.ceil(width / CELL) + Math.floor(x / CELL);
  for (const box of light) {
    const { x, y } = middle(box);
    const key = keyOf(x, y);
    const cell = cells.get(key);
    if (cell) cell.push(box);
    else cells.set(key, [box]);
  }
  let filled: Uint8Array | undefined;
  const sides: number[] = [];
  for (const ring of light) {
    const side = sideOf(ring);
    if (side < LEAST_RING) continue;
    const { x, y } = middle(ring);
    const reach = Math.max(1, OFF_MIDDLE * side);
    for (let row = y - reach; row <= y + reach + CELL; row += CELL) {
      for (let column = x - reach; column <= x + reach + CELL; column += CELL) {
        for (const hole of cells.get(keyOf(column, row)) ?? []) {
          const { x: u, y: v } = middle(hole);
          const ratio = side / sideOf(hole);
          if (ratio < LEAST_RATIO || ratio > MOST_RATIO || Math.hypot(u - x, v - y) > reach) continue;
          filled ??= data.slice();
          sides.push(side);
          fill({ width, height, data: filled }, u, v, sideOf(hole) / 2 + 1);
        }
      }
    }
  }
  if (!filled) return;
  // Three of them make a code; larger ones are other codes', or none.
  const ring = sides.sort((a, b) => a - b)[Math.min(2, sides.length - 1)] as number;
  for (const growth of GROWTHS)
    yield grown({ width, height, data: filled }, Math.round((growth * ring) / RING_MODULES));
}

function isSquare({ width, height }: Box): boolean {
  return Math.max(width, height) <= SQUARE * Math.min(width, height);
}

function sideOf({ width, height }: Box): number {
  return Math.max(width, height);
}

function middle({ x, y, width, height }: Box) {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Makes a disc black: a square that is turned has it in its middle, too. */
function fill({ width, height, data }: Raster, x: number, y: number, radius: number): void {
  for (let row = Math.max(0, Math.floor(y - radius)); row <= Math.min(height - 1, y + radius); row++) {
    for (let column = Math.max(0, Math.floor(x - radius)); column <= Math.min(width - 1, x + radius); column++) {
      if (Math.hypot(column + 0.5 - x, row + 0.5 - y) <= radius) data[row * width + column] = 0;
    }
  }
}

/** Every pixel as dark as the darkest so near to it, along and across. */
function grown({ width, height, data }: Raster, reach: number): Raster {
  const along = (from: Uint8Array, step: number, last: number, placeOf: (i: number) => number) => {
    const to = new Uint8Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const place = placeOf(i);
      let darkest = 255;
      const end = Math.min(last - place, reach);
      for (let k = Math.max(-place, -reach); k <= end; k++) {
        const level = from[i + k * step] as number;
        if (level < darkest) darkest = level;
      }
      to[i] = darkest;
    }
    return to;
  };
  const rows = along(data, 1, width - 1, (i) => i % width);
  return { width, height, data: along(rows, width, height - 1, (i) => Math.floor(i / width)) };
}
