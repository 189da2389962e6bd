import { boxMean } from "../../pixels/box-sums.js";
import type { Raster } from "../../pixels/raster.js";
import type { Placement } from "./qr-placement.js";

/** Half the side of the square that a node of a mesh is aligned by, in modules. */
const WINDOW = 3;

/** A picture to align meshes in: the picture, and how much darker each pixel is than those around it. */
export interface Ground {
  readonly raster: Raster;
  readonly ink: Int16Array;
}

/** @param module in pixels */
export function groundOf(raster: Raster, module: number): Ground {
  const ink = Int16Array.from(boxMean(raster, Math.max(4, Math.round(4 * module))));
  for (let i = 0; i < ink.length; i++) ink[i] = (ink[i] as number) - (raster.data[i] as number);
  return { raster, ink };
}

/** Displacement at a node of a mesh, in modules, and how it changes from module to module. */
export interface Shift {
  readonly dx: number;
  readonly dy: number;
  readonly slopes: readonly [number, number, number, number];
}

/**
 * Mean contrast at the middles of the modules around a node that is displaced by `dx` and `dy`; known modules count for
 * it or against it. One place of bilinear sampling a module: this is where the time goes.
 * @param size of the symbol in modules
 * @param known 1 dark, −1 light, 0 not known
 * @param node where it is in the symbol, in modules
 */
export function contrastAround(
  { raster, ink }: Ground,
  size: number,
  { origin, across, down }: Placement,
  known: Int8Array,
  { u, v }: { readonly u: number; readonly v: number },
  slopes: Shift["slopes"],
  dx: number,
  dy: number,
): number {
  const { width, height } = raster;
  const column = Math.round(u);
  const row = Math.round(v);
  const first = Math.max(0, column - WINDOW);
  const right = Math.min(size, column + WINDOW);
  const bottom = Math.min(size, row + WINDOW);
  // From module to module the place in the picture moves by the same steps.
  const stepX = (1 + slopes[0]) * across.x + slopes[2] * down.x;
  const stepY = (1 + slopes[0]) * across.y + slopes[2] * down.y;
  let sum = 0;
  let count = 0;
  for (let y = Math.max(0, row - WINDOW); y < bottom; y++) {
    const p = first + 0.5 - u;
    const q = y + 0.5 - v;
    const a = first + 0.5 + dx + slopes[0] * p + slopes[1] * q;
    const b = y + 0.5 + dy + slopes[2] * p + slopes[3] * q;
    let px = origin.x + a * across.x + b * down.x - 0.5;
    let py = origin.y + a * across.y + b * down.y - 0.5;
    for (let x = first; x < right; x++, px += stepX, py += stepY) {
      const left = Math.floor(px);
      const top = Math.floor(py);
      if (!(left >= 0 && top >= 0 && left + 1 < width && top + 1 < height)) continue;
      const s = px - left;
      const at = top * width + left;
      const above = (ink[at] as number) * (1 - s) + (ink[at + 1] as number) * s;
      const below = (ink[at + width] as number) * (1 - s) + (ink[at + width + 1] as number) * s;
      const dark = above + (below - above) * (py - top);
      const truth = known[y * size + x] as number;
      sum += truth === 0 ? Math.abs(dark) : 1.5 * truth * dark;
      count++;
    }
  }
  return count < 4 ? 0 : sum / count;
}
