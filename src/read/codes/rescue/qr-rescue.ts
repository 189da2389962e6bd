import { greyAt } from "../../pixels/grey.js";
import type { Point, Raster } from "../../pixels/raster.js";
import { shrink } from "../../pixels/resample.js";
import { type Corners, sameSymbol } from "../sighting.js";
import { type DecodedSymbol, type Decoding, decodeSymbol } from "./qr-decoding.js";
import { type Finder, findFinders } from "./qr-finders.js";
import { type Ground, groundOf } from "./qr-ground.js";
import { frameOf, type SymbolFrame } from "./qr-layout.js";
import { lonePlacements } from "./qr-lone-finder.js";
import { countNodes, Mesh } from "./qr-mesh.js";
import { type Placement, placementsOf } from "./qr-placement.js";
import { denseRegions } from "./qr-regions.js";
import { completeSymbol, type Remains } from "./qr-remains.js";
import { type ModuleGreys, RIM, softModules } from "./qr-soft.js";
import { unmarkedPlacements } from "./qr-unmarked.js";
import { RESCUE_NODES, type RescueBudget } from "./rescue-budget.js";

/** A symbol that was worked out from what is left of it. */
interface RescuedSymbol extends DecodedSymbol {
  readonly version: number;
  readonly corners: Corners;
}

/** Likeness of a finder pattern that is none by chance: noise of 12 megapixels has some of 0.65. */
const SURE_LIKENESS = 0.75;
/** Placements that are tried in one picture, and at one place in it: what keeps the time bounded. */
const MOST_PLACEMENTS = 24;
const MOST_AT_PLACE = 4;
/**
 * Nodes that may be aligned at placements of finder patterns that chance may have made, and as many at those of versions
 * that neither sealed and share sheets nor other codes in the picture have: ten of version 10, one of version 40. A page
 * of text has hundreds of them, and the right one is among the first. Text took what both had together, and left an open
 * sheet's code of version 13, on a scan of 120 dpi, unread.
 */
const UNLIKELY_NODES = 4_000;
/** The same at placements of one finder pattern alone: thirty of version 6, fifteen of version 10. */
const LONE_NODES = 6_000;
/** The same at placements without any: twelve codes of version 10, and as many that are not there. */
const UNMARKED_NODES = 10_000;
/** Versions of the codes of sealed and share sheets. */
const USUAL_VERSIONS = [6, 10];
/**
 * Least share of the modules that are the same in every symbol, apart from finder patterns, that must be as they should.
 * Of 51 symbols rescued on 168 pages that the damage simulator spoilt none had less than 0.9; of 274 placements that gave
 * none 258 had less than this, half of them the 0.5 of chance.
 */
const LEAST_AGREEMENT = 0.62;
/**
 * The same from which on a placement is where the symbol is: its finder patterns belong to no other. Of false placements
 * between finder patterns of several symbols none had more than 0.8 on dead codes at 200 dpi, true ones 0.97.
 */
const SURE_AGREEMENT = 0.9;
/** Rounds in which what was corrected helps to see the rest. */
const ROUNDS = 3;

/** What was worked out of a picture. */
export interface Rescue {
  readonly symbols: RescuedSymbol[];
  /** Whether there are finder patterns of symbols that could not be read: a larger picture may show more. */
  readonly promising: boolean;
  /** Whether a symbol was read, or seen where it is though it could not be read. */
  readonly placed: boolean;
}

/**
 * QR codes of which so much is left that error correction, told what cannot be read, gives the rest: on crumpled or folded
 * paper, blotted, torn, badly printed. None whose blocks are not all corrected beyond doubt.
 * @param known symbols that were read already: they are left out, and further ones are likely of the same version
 * @param remains what is left of others that may be the same, in this picture and in others: added to
 * @param maxSide longest side in pixels of the picture that is looked at: a larger one is made smaller
 * @param budget spent as symbols are tried; what it does not allow is left
 */
export function rescueSymbols(
  raster: Raster,
  known: readonly KnownSymbol[],
  remains: Remains,
  maxSide: number,
  budget: RescueBudget = { nodes: RESCUE_NODES },
): Rescue {
  const factor = Math.ceil(Math.max(raster.width, raster.height) / maxSide);
  const small = shrink(raster, factor);
  const scaled = ([a, b, c, d]: Corners, by: number): Corners => {
    const at = ({ x, y }: Point) => ({ x: x * by, y: y * by });
    return [at(a), at(b), at(c), at(d)];
  };
  const done = known.map(({ corners }) => scaled(corners, 1 / factor));
  const versions = new Set([...USUAL_VERSIONS, ...known.map(({ version }) => version)]);
  const rank = ({ version, misfit, anchors }: Placement) =>
    misfit + (versions.has(version) ? 0 : 10) + (anchors.length === 3 ? 0 : 100);
  const isOpen = ({ middle }: Finder) => !done.some((corners) => liesIn(corners, middle));
  const isSure = ({ likeness }: Finder) => likeness >= SURE_LIKENESS;
  const finders = findFinders(small).filter(isOpen);
  const placements = placementsOf(finders).sort((a, b) => rank(a) - rank(b));
  const sure = new Set(finders.filter(isSure).map(({ middle }) => middle));
  const found: RescuedSymbol[] = [];
  // Symbols whose place is sure, though they could not be read.
  const placed: { readonly version: number; readonly corners: Corners }[] = [];
  let left = MOST_PLACEMENTS;
  const unlikely = { chance: UNLIKELY_NODES, version: UNLIKELY_NODES };
  let ground: Ground | undefined;
  /** @returns whether the symbol is there, though it could not be read */
  const tryAt = (placement: Placement, others: Remains): boolean => {
    ground ??= groundOf(small, Math.hypot(placement.across.x, placement.across.y));
    const { symbol, isPlaced } = readAt(ground, placement, others);
    if (!symbol) return isPlaced;
    done.push(symbol.corners);
    found.push({ ...symbol, corners: scaled(symbol.corners, factor) });
    return false;
  };
  /** @returns whether a larger picture may show more, where the time ran out before that was known */
  const tryPlaces = (): boolean | undefined => {
    for (const place of placesOf(placements)) {
      for (const placement of place.placements.slice(0, MOST_AT_PLACE)) {
        if (done.some((other) => sameSymbol(other, cornersOf(placement)))) break;
        if (isTaken(placement, placed)) continue;
        const nodes = countNodes(frameOf(placement.version).size);
        const doubt = placement.anchors.some(({ middle }) => sure.has(middle))
          ? !versions.has(placement.version) && "version"
          : "chance";
        if (doubt) {
          if (unlikely[doubt] <= 0) continue;
          unlikely[doubt] -= nodes;
        }
        if (left-- === 0) return true;
        budget.nodes -= nodes;
        if (budget.nodes < 0) return false;
        if (!tryAt(placement, remains)) continue;
        placed.push({ version: placement.version, corners: cornersOf(placement) });
      }
    }
    return undefined;
  };
  const tryLone = () => {
    const isFree = ({ middle }: Finder) =>
      ![...done, ...placed.map(({ corners }) => corners)].some((corners) => liesIn(corners, middle));
    const lone = finders.filter((one) => isSure(one) && isFree(one));
    let nodes = LONE_NODES;
    for (const placement of lonePlacements(small, lone, versions)) {
      if (done.some((corners) => placement.anchors.some(({ middle }) => liesIn(corners, middle)))) continue;
      nodes -= countNodes(frameOf(placement.version).size);
      if (nodes < 0) return;
      // A guess, more often than not: apart from what is left of others.
      tryAt(placement, []);
    }
  };
  const tryUnmarked = () => {
    let nodes = UNMARKED_NODES;
    for (const region of denseRegions(small)) {
      if ([...done, ...placed.map(({ corners }) => corners)].some((other) => sameSymbol(other, region))) continue;
      for (const placement of unmarkedPlacements(small, region, versions)) {
        nodes -= countNodes(frameOf(placement.version).size);
        if (nodes < 0) return;
        const before = found.length;
        const isPlaced = tryAt(placement, remains);
        if (isPlaced) placed.push({ version: placement.version, corners: cornersOf(placement) });
        if (isPlaced || found.length > before) break;
      }
    }
  };
  const cutShort = tryPlaces();
  tryLone();
  tryUnmarked();
  const promising = cutShort ?? finders.some((one) => isSure(one) && isOpen(one));
  return { symbols: found, promising, placed: found.length + placed.length > 0 };
}

/** Whether a placement uses a finder pattern of a symbol whose place is sure, and is not of that symbol itself. */
function isTaken(
  placement: Placement,
  placed: readonly { readonly version: number; readonly corners: Corners }[],
): boolean {
  return placed.some(
    ({ version, corners }) =>
      !(version === placement.version && sameSymbol(corners, cornersOf(placement))) &&
      placement.anchors.some(({ middle }) => liesIn(corners, middle)),
  );
}

/** Whether a place is inside a symbol's outline, corners clockwise. */
function liesIn(corners: Corners, { x, y }: Point): boolean {
  return corners.every((from, i) => {
    const to = corners[(i + 1) % 4] as Point;
    return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) > 0;
  });
}

/** A symbol as far as it helps to find others. */
interface KnownSymbol {
  readonly corners: Corners;
  readonly version: number;
}

/** Placements by where they are, in the order of the best of each. */
function placesOf(placements: readonly Placement[]): { corners: Corners; placements: Placement[] }[] {
  const places: { corners: Corners; placements: Placement[] }[] = [];
  for (const placement of placements) {
    const corners = cornersOf(placement);
    const place = places.find((one) => sameSymbol(one.corners, corners));
    if (!place) places.push({ corners, placements: [placement] });
    else if (place.placements[0]?.anchors.length === placement.anchors.length) place.placements.push(placement);
  }
  return places;
}

function cornersOf({ version, origin, across, down }: Placement): Corners {
  const size = 17 + 4 * version;
  const at = (u: number, v: number) => ({
    x: origin.x + size * (u * across.x + v * down.x),
    y: origin.y + size * (u * across.y + v * down.y),
  });
  return [at(0, 0), at(1, 0), at(1, 1), at(0, 1)];
}

/** @returns what was read, and whether the symbol is where it was looked for */
function readAt(
  ground: Ground,
  placement: Placement,
  remains: Remains,
): { readonly symbol?: RescuedSymbol | undefined; readonly isPlaced: boolean } {
  const frame = frameOf(placement.version);
  const mesh = new Mesh(ground, frame, placement, frame.fixed);
  const read = (symbol: DecodedSymbol) => {
    const { size, version } = frame;
    const corners: Corners = [mesh.place(0, 0), mesh.place(size, 0), mesh.place(size, size), mesh.place(0, size)];
    return { symbol: { ...symbol, version, corners }, isPlaced: true };
  };
  let decoding: Decoding | undefined;
  let soft = softModules(frame, moduleGreys(ground.raster, frame, mesh), frame.fixed);
  const agreed = agreement(frame, soft);
  if (agreed < LEAST_AGREEMENT) return { isPlaced: false };
  for (let round = 1; ; round++) {
    const next = decodeSymbol(frame, soft, agreed >= SURE_AGREEMENT);
    if (next.symbol) return read(next.symbol);
    if (round === ROUNDS || next.corrected === 0 || (decoding && next.corrected <= decoding.corrected)) break;
    decoding = next;
    mesh.align(next.known);
    soft = softModules(frame, moduleGreys(ground.raster, frame, mesh), next.known);
  }
  const together = completeSymbol(remains, frame, soft);
  return together ? read(together) : { isPlaced: agreed >= SURE_AGREEMENT };
}

/** Share of timing and alignment patterns that is as it should be, of what can be seen of them. */
function agreement({ size, fixed }: SymbolFrame, soft: Float32Array): number {
  let [right, seen] = [0, 0];
  for (let i = 0; i < fixed.length; i++) {
    const [row, column] = [Math.floor(i / size), i % size];
    const corner = (row < 8 && (column < 8 || column >= size - 8)) || (row >= size - 8 && column < 8);
    if (corner || fixed[i] === 0 || soft[i] === 0) continue;
    seen++;
    if ((soft[i] as number) > 0 === (fixed[i] as number) > 0) right++;
  }
  return seen === 0 ? 0 : right / seen;
}

/** Mean grey of the middle of each module, and of the quiet zone around. */
function moduleGreys(raster: Raster, { size }: SymbolFrame, mesh: Mesh): ModuleGreys {
  const wide = size + 2 * RIM;
  const greys = new Float32Array(wide * wide);
  for (let i = 0; i < greys.length; i++) {
    const u = (i % wide) - RIM + 0.5;
    const v = Math.floor(i / wide) - RIM + 0.5;
    let sum = 0;
    for (const [du, dv] of SPOTS) {
      const { x, y } = mesh.place(u + du, v + dv);
      sum += greyAt(raster, x, y);
    }
    greys[i] = sum / SPOTS.length;
  }
  return greys;
}

/** Places in a module whose mean is its grey. */
const SPOTS = [-0.22, 0, 0.22].flatMap((du) => [-0.22, 0, 0.22].map((dv) => [du, dv] as const));
