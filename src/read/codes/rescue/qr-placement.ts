import type { Point } from "../../pixels/raster.js";
import type { Finder } from "./qr-finders.js";

/** A finder pattern as a corner of a symbol. */
export interface Anchor {
  /** Of its middle, in modules from the symbol's top left corner. */
  readonly u: number;
  readonly v: number;
  readonly middle: Point;
  /** Of one module along the symbol's rows and columns, in pixels. */
  readonly across: Point;
  readonly down: Point;
}

/** Where a symbol may lie, as finder patterns say. */
export interface Placement {
  readonly version: number;
  /** The symbol's top left corner, and one module along its rows and columns, in pixels. */
  readonly origin: Point;
  readonly across: Point;
  readonly down: Point;
  readonly anchors: readonly Anchor[];
  /** How badly lengths and directions fit each other: 0 exactly. */
  readonly misfit: number;
}

// Where limits say what symbols had: 51 that were rescued on 168 pages that the damage simulator spoilt.

/**
 * How far the side that two finder patterns say may be from that of a version, as a share: paper that is crumpled is
 * stretched. They were off by 0.045 at most.
 */
const SIZE_TOLERANCE = 0.12;
/**
 * Largest angle between a pattern's own sides and the line to another, as its sine. Of 101 symbols on 41 spoilt pages one
 * had 0.18, the others 0.1 at most. From 0.1 to 0.3 bring back as many, give or take one; 0.05 brings back 81.
 */
const ANGLE_TOLERANCE = 0.2;
/** How much larger one of two modules may be. Their sides differed by a factor of 1.06 at most. */
const MODULE_TOLERANCE = 1.35;

/**
 * Symbols that three finder patterns may belong to, or two where one is lost.
 * @returns those of three first, then the better fitting ones
 */
export function placementsOf(finders: readonly Finder[]): Placement[] {
  // By corner: in a picture full of finder patterns, pairs of all edges would take half a minute.
  const corners = finders.map((from) => finders.flatMap((to) => edgesOf(from, to)));
  const edges = corners.flat();
  const three = corners.flatMap((own) =>
    own.flatMap((right) =>
      own.flatMap((below) => (below.version === right.version ? (withThree(right, below) ?? []) : [])),
    ),
  );
  const two = edges.flatMap((edge) => [alongTop(edge), alongLeft(edge)]);
  const diagonal = finders.flatMap((right) => finders.flatMap((below) => acrossCorner(right, below)));
  const sorted = (list: Placement[]) => list.sort((a, b) => a.misfit - b.misfit);
  return [...sorted(three), ...sorted([...two, ...diagonal])];
}

interface Edge {
  readonly from: Finder;
  readonly to: Finder;
  /** From the one to the other, one module long by the patterns' own measure. */
  readonly unit: Point;
  readonly version: number;
  readonly misfit: number;
}

function edgesOf(from: Finder, to: Finder): Edge[] {
  if (from === to) return [];
  const way = minus(to.middle, from.middle);
  const module = moduleOf(axisAlong(from, way), axisAlong(to, way));
  if (module === undefined) return [];
  return versionsOf(length(way) / module).map(({ version, misfit }) => ({
    from,
    to,
    unit: times(way, 1 / (10 + 4 * version)),
    version,
    misfit,
  }));
}

/** The mean length of a module that two patterns show; nothing where they differ too much. */
function moduleOf(a: Point | undefined, b: Point | undefined): number | undefined {
  if (!a || !b) return undefined;
  const [one, other] = [length(a), length(b)];
  return Math.max(one, other) > MODULE_TOLERANCE * Math.min(one, other) ? undefined : (one + other) / 2;
}

/** Versions whose finder patterns lie about so many modules apart. */
function versionsOf(modules: number) {
  const nearest = Math.round((modules - 10) / 4);
  return [nearest - 1, nearest, nearest + 1, nearest - 2, nearest + 2].flatMap((version) => {
    const misfit = Math.abs(10 + 4 * version - modules);
    return version >= 1 && version <= 40 && misfit < 1.5 + SIZE_TOLERANCE * modules ? [{ version, misfit }] : [];
  });
}

/** Which of a pattern's four directions is that of a line, nearly. */
function axisAlong({ across, down }: Finder, way: Point): Point | undefined {
  const axes = [across, down, times(across, -1), times(down, -1)];
  const best = axes.reduce((a, b) => (dot(b, way) / length(b) > dot(a, way) / length(a) ? b : a));
  return Math.abs(cross(best, way)) < ANGLE_TOLERANCE * length(best) * length(way) ? best : undefined;
}

function withThree(right: Edge, below: Edge): Placement | undefined {
  if (right.to === below.to || cross(right.unit, below.unit) <= 0.7 * length(right.unit) * length(below.unit)) {
    return undefined;
  }
  const ratio = length(right.unit) / length(below.unit);
  if (ratio > MODULE_TOLERANCE || 1 / ratio > MODULE_TOLERANCE) return undefined;
  const { version } = right;
  const span = 10 + 4 * version;
  const across = times(minus(right.to.middle, right.from.middle), 1 / span);
  const down = times(minus(below.to.middle, below.from.middle), 1 / span);
  const misfit = right.misfit + below.misfit + 10 * Math.abs(Math.log(ratio));
  return placed(version, right.from.middle, across, down, misfit, [
    [right.from, 0, 0],
    [right.to, span, 0],
    [below.to, 0, span],
  ]);
}

function alongTop({ from, to, unit, version, misfit }: Edge): Placement {
  const down = sideways(unit, from, to);
  return placed(version, from.middle, unit, down, misfit, [
    [from, 0, 0],
    [to, 10 + 4 * version, 0],
  ]);
}

function alongLeft({ from, to, unit, version, misfit }: Edge): Placement {
  const across = times(sideways(unit, from, to), -1);
  return placed(version, from.middle, across, unit, misfit, [
    [from, 0, 0],
    [to, 0, 10 + 4 * version],
  ]);
}

/** The direction to the right of an edge as one goes along it, as the patterns at its ends have it. */
function sideways(unit: Point, from: Finder, to: Finder): Point {
  const way = { x: -unit.y, y: unit.x };
  const [a, b] = [axisAlong(from, way), axisAlong(to, way)];
  return a && b ? times(plus(a, b), 0.5) : way;
}

/** The top right and the bottom left pattern: the one between them is lost. */
function acrossCorner(right: Finder, below: Finder): Placement[] {
  if (right === below) return [];
  const way = minus(below.middle, right.middle);
  // Their diagonal lies halfway between the way down and the way back along the rows.
  const ahead = { x: (way.x + way.y) / 2, y: (way.y - way.x) / 2 };
  const module = moduleOf(axisAlong(right, ahead), axisAlong(below, ahead));
  if (module === undefined) return [];
  return versionsOf(length(ahead) / module).map(({ version, misfit }) => {
    const span = 10 + 4 * version;
    const down = times(ahead, 1 / span);
    const across = { x: down.y, y: -down.x };
    return placed(version, minus(right.middle, times(across, span)), across, down, misfit, [
      [right, span, 0],
      [below, 0, span],
    ]);
  });
}

/** @param corner middle of the top left finder pattern, lost or not */
function placed(
  version: number,
  corner: Point,
  across: Point,
  down: Point,
  misfit: number,
  patterns: readonly (readonly [Finder, number, number])[],
): Placement {
  const anchors = patterns.map(([finder, u, v]) => ({
    u: u + 3.5,
    v: v + 3.5,
    middle: finder.middle,
    across: axisAlong(finder, across) ?? across,
    down: axisAlong(finder, down) ?? down,
  }));
  const origin = minus(corner, times(plus(across, down), 3.5));
  return { version, origin, across, down, anchors, misfit };
}

const plus = (a: Point, b: Point): Point => ({ x: a.x + b.x, y: a.y + b.y });
const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });
const times = (a: Point, factor: number): Point => ({ x: a.x * factor, y: a.y * factor });
const dot = (a: Point, b: Point): number => a.x * b.x + a.y * b.y;
const cross = (a: Point, b: Point): number => a.x * b.y - a.y * b.x;
const length = (a: Point): number => Math.hypot(a.x, a.y);
