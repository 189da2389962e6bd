import type { FoundCode } from "../codes/found-code.js";
import { side } from "../codes/sighting.js";
import { inkMap } from "../lines/ink-map.js";
import type { Raster } from "../pixels/raster.js";
import { resample } from "../pixels/resample.js";
import { shrinkTo } from "./blank-page.js";
import { footOf } from "./foot.js";
import { RULER_SIDE, strengthened } from "./page-look.js";
import { findRuler } from "./ruler.js";

/** Angle up to which a ruler is found as the picture lies, in radians. */
const LEAST_TURN = 0.03;

/**
 * The words at the foot of a page whose codes were read, straightened, whichever way it lies: the codes tell that.
 * @returns nothing where its ruler is not seen
 */
export function footBelow(raster: Raster, codes: readonly FoundCode[]): Raster | undefined {
  const [largest] = codes.map(({ corners }) => corners).sort((a, b) => side(b) - side(a));
  if (!largest) return undefined;
  const [left, right] = largest;
  const ink = strengthened(
    turned(inkMap(shrinkTo(raster, RULER_SIDE)), Math.atan2(right.y - left.y, right.x - left.x)),
  );
  const ruler = findRuler(ink);
  return ruler && footOf(ink, ruler);
}

/** A picture turned back by an angle, with blank paper where it does not reach. */
function turned(ink: Raster, angle: number): Raster {
  if (Math.abs(angle) < LEAST_TURN) return ink;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const width = Math.ceil(Math.abs(ink.width * cos) + Math.abs(ink.height * sin));
  const height = Math.ceil(Math.abs(ink.width * sin) + Math.abs(ink.height * cos));
  const data = resample(ink, new Uint8Array(width * height), width, (x, y) => {
    const [u, v] = [x - width / 2, y - height / 2];
    return { x: u * cos - v * sin + ink.width / 2, y: u * sin + v * cos + ink.height / 2 };
  });
  return { width, height, data };
}
