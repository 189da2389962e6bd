import { greyAt } from "../../pixels/grey.js";
import type { Point, Raster } from "../../pixels/raster.js";
import type { Finder } from "./qr-finders.js";
import type { Anchor, Placement } from "./qr-placement.js";

// A streak or crease along one side of a symbol, or a torn edge, takes two of its three finder patterns at once. The one
// that is left says where the symbol lies, if the timing pattern that begins beside it says which way.

/** Least correlation of a timing pattern: of those left on wrecked pages most had 0.5 and more. */
const LEAST_TIMING = 0.5;
/** How far from the finder pattern's middle its timing pattern is followed, in modules: beyond, a slant leads astray. */
const TIMING_REACH = 22;
/** What a module's length, measured on seven of them, is multiplied by: by 5 % too short it is a module off after twenty. */
const STRETCHES = [1, 0.97, 1.03, 0.94, 1.06];
/** Modules from a symbol's edge to the middle of a finder pattern, to its timing pattern, and to where that begins. */
const FINDER_MIDDLE = 3.5;
const TIMING_MIDDLE = 6.5;
const TIMING_BEGIN = 8;

/**
 * Symbols that finder patterns may belong to whose other two are lost.
 * @param versions that are likely
 * @returns those whose timing pattern is seen, the clearest first
 */
export function lonePlacements(raster: Raster, finders: readonly Finder[], versions: Iterable<number>): Placement[] {
  const sizes = [...versions];
  const seen = finders.flatMap((finder) => sizes.flatMap((version) => placementsAt(raster, finder, version)));
  return seen.sort((a, b) => b.timing - a.timing).map(({ placement }) => placement);
}

function placementsAt(raster: Raster, finder: Finder, version: number): { placement: Placement; timing: number }[] {
  const far = FINDER_MIDDLE + 10 + 4 * version;
  const { middle } = finder;
  const minus = ({ x, y }: Point) => ({ x: -x, y: -y });
  const ways = [
    [finder.across, finder.down],
    [finder.down, minus(finder.across)],
    [minus(finder.across), minus(finder.down)],
    [minus(finder.down), finder.across],
  ] as const;
  return ways.flatMap(([across, down]) =>
    CORNERS.flatMap(([right, below]) => {
      const corner = { version, middle, u: right ? far : FINDER_MIDDLE, v: below ? far : FINDER_MIDDLE, across, down };
      const rows = below ? undefined : timingAlong(raster, corner, true);
      const columns = right ? undefined : timingAlong(raster, corner, false);
      const timings = [rows, columns].flatMap((one) => (one ? [one.likeness] : []));
      const timing = timings.reduce((sum, one) => sum + one, 0) / timings.length;
      if (timing < LEAST_TIMING) return [];
      const [s, t] = [(rows ?? columns)?.stretch ?? 1, (columns ?? rows)?.stretch ?? 1];
      const longer = { ...corner, across: times(across, s), down: times(down, t) };
      return [{ timing, placement: placementOf(longer) }];
    }),
  );
}

/** A finder pattern as a corner of a symbol: see `Anchor`. */
interface Corner extends Anchor {
  readonly version: number;
}

function placementOf({ version, ...anchor }: Corner): Placement {
  const { across, down } = anchor;
  return { version, origin: placeAt(anchor, 0, 0), across, down, anchors: [anchor], misfit: 0 };
}

/** Where a place of a symbol lies in the picture. @param u, v in modules from its top left corner */
function placeAt({ middle, across, down, ...anchor }: Anchor, u: number, v: number): Point {
  const [a, b] = [u - anchor.u, v - anchor.v];
  return { x: middle.x + a * across.x + b * down.x, y: middle.y + a * across.y + b * down.y };
}

const times = ({ x, y }: Point, factor: number): Point => ({ x: x * factor, y: y * factor });

/** Corners of a symbol with a finder pattern: whether it is on the right, and whether at the bottom. */
const CORNERS = [
  [false, false],
  [true, false],
  [false, true],
] as const;

/** How well the timing pattern near a finder pattern is seen, 1 at most, and how much longer its modules are. */
function timingAlong(raster: Raster, corner: Corner, alongRow: boolean): { likeness: number; stretch: number } {
  let best = { likeness: -1, stretch: 1 };
  for (const stretch of STRETCHES) {
    const longer = { ...corner, across: times(corner.across, stretch), down: times(corner.down, stretch) };
    const likeness = timingLikeness(raster, longer, alongRow);
    if (likeness > best.likeness) best = { likeness, stretch };
  }
  return best;
}

function timingLikeness(raster: Raster, corner: Corner, alongRow: boolean): number {
  const from = alongRow ? corner.u : corner.v;
  let [count, sum, squares, product, signs] = [0, 0, 0, 0, 0];
  for (let module = TIMING_BEGIN; module < 17 + 4 * corner.version - TIMING_BEGIN; module++) {
    const at = module + 0.5;
    if (Math.abs(at - from) > TIMING_REACH) continue;
    const place = alongRow ? placeAt(corner, at, TIMING_MIDDLE) : placeAt(corner, TIMING_MIDDLE, at);
    const grey = greyAt(raster, place.x, place.y);
    if (Number.isNaN(grey)) continue;
    // Even modules are dark.
    const sign = module % 2 === 0 ? -1 : 1;
    count++;
    sum += grey;
    squares += grey * grey;
    product += sign * grey;
    signs += sign;
  }
  const spread = (squares - (sum * sum) / count) * (count - (signs * signs) / count);
  return spread > 0 ? (product - (signs * sum) / count) / Math.sqrt(spread) : 0;
}
