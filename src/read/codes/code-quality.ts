import { greyAt } from "../pixels/grey.js";
import type { Point, Raster } from "../pixels/raster.js";
import type { FoundCode } from "./found-code.js";
import { type Corners, centre, side } from "./sighting.js";

/** How a code is printed and captured, apart from how much of its error correction is used up. */
export interface CodeQuality {
  /** How much darker its ink is than the paper around it: 1 black on white, 0 none. */
  readonly contrast: number;
  /** What is the picture's fault and not the paper's, where it would use up error correction by itself. */
  readonly capture: "good" | "blurred" | "cut";
}

/** Places a module is looked at along each row. */
const PER_MODULE = 4;
/** Share of the steepest steps that tell how sharp a picture is. */
const STEEPEST = 0.1;
/** A step of a quarter of a module that changes less than this share of the contrast is blurred: σ of half a module. */
const BLURRED_STEP = 0.22;
/** Modules of free paper that a whole code has around it at least, of four. */
const LEAST_FREE_MODULES = 1;

/** Looks at a code that was read. */
export function codeQuality(raster: Raster, { corners, version }: FoundCode): CodeQuality {
  const modules = 17 + 4 * version;
  const greys = new Float64Array(modules ** 2);
  const steps = new Float64Array(modules ** 2 * PER_MODULE);
  let [greyCount, stepCount] = [0, 0];
  for (let v = 0; v < modules; v++) {
    let before = Number.NaN;
    for (let i = 0; i < modules * PER_MODULE; i++) {
      const place = within(corners, (i + 0.5) / (modules * PER_MODULE), (v + 0.5) / modules);
      const grey = greyAt(raster, place.x, place.y);
      if (i % PER_MODULE === PER_MODULE >> 1 && !Number.isNaN(grey)) greys[greyCount++] = grey;
      if (!Number.isNaN(grey - before)) steps[stepCount++] = Math.abs(grey - before);
      before = grey;
    }
  }
  const sorted = greys.subarray(0, greyCount).sort();
  // Half of the modules are dark; the middle of each half stands for it.
  const [dark = 0, light = 255] = [sorted[greyCount >> 2], sorted[(greyCount * 3) >> 2]];
  const contrast = light > 0 ? Math.max(0, (light - dark) / light) : 0;
  const most = Math.max(1, Math.floor(stepCount * STEEPEST));
  const steepest = steps.subarray(0, stepCount).sort().subarray(-most).reverse();
  const step = steepest.reduce((sum, value) => sum + value, 0) / Math.max(1, steepest.length);
  const blurred = step < BLURRED_STEP * (light - dark);
  return { contrast, capture: isCut(raster, corners, modules) ? "cut" : blurred ? "blurred" : "good" };
}

/** Whether a picture ends in a code, or so near that its free edge is gone. */
function isCut({ width, height }: Raster, corners: Corners, modules: number): boolean {
  const free = (LEAST_FREE_MODULES * side(corners)) / modules;
  return corners.some(({ x, y }) => x < free || y < free || x > width - free || y > height - free);
}

/** A place in a code, in shares of its sides. */
function within([a, b, c, d]: Corners, u: number, v: number): Point {
  const mix = (key: "x" | "y") => (a[key] * (1 - u) + b[key] * u) * (1 - v) + (d[key] * (1 - u) + c[key] * u) * v;
  return { x: mix("x"), y: mix("y") };
}

/** Where the middle of a code lies on a page of this size, turned as the code is: 0,0 top left, 1,1 bottom right. */
export function placeOnPage({ width, height }: Raster, corners: Corners): Point {
  const [a, b, , d] = corners;
  const middle = centre(corners);
  const across = { x: b.x - a.x, y: b.y - a.y };
  const down = { x: d.x - a.x, y: d.y - a.y };
  // The page lies as the code does, in one of four ways.
  const turned = Math.abs(across.x) < Math.abs(across.y);
  const along = (axis: Point) => {
    const share = turned === (axis === across) ? middle.y / height : middle.x / width;
    const forward = turned === (axis === across) ? axis.y : axis.x;
    return forward > 0 ? share : 1 - share;
  };
  return { x: along(across), y: along(down) };
}
