import { lacksFrames } from "../../paper/frame-texts.js";
import { type Box, clipBox, crop, type Point, type Raster } from "../pixels/raster.js";
import { enlarge, shrink } from "../pixels/resample.js";
import { sharpen } from "../pixels/sharpen.js";
import type { Platform } from "../platform.js";
import { CALM_PLACES, withoutCrowds } from "./crowds.js";
import type { FoundCode, Pass } from "./found-code.js";
import { readWithQr } from "./qr-reader.js";
import { finderPlaces } from "./rescue/qr-finders.js";
import type { Remains } from "./rescue/qr-remains.js";
import { nodesIn, RESCUE_NODES, type RescueBudget } from "./rescue/rescue-budget.js";
import { type Corners, centre, moveSighting, type Sighting, sameSymbol, side } from "./sighting.js";
import { timedPlaces } from "./timed-places.js";
import { readWithZxing } from "./zxing-reader.js";

/** Larger pictures are made smaller before the first look. */
export const MAX_FIRST_PIXELS = 14_000_000;

/** Further looks start from fewer pixels: what is left of a large picture is enough for a code that fills a good part of it. */
export const MAX_WHOLE_PIXELS = 3_500_000;

/** Likewise for the surroundings of one code: the code itself then has 270 pixels a side at least, 4 a module at version 12. */
export const MAX_PLACE_PIXELS = 1_200_000;

/** Places that are looked at again, the largest first: no page has so many codes. */
const MOST_PLACES = 64;

/** Pixels that all further looks of one picture may cover together: what keeps the time bounded. */
const FURTHER_PIXELS = 28_000_000;

/**
 * Longest sides of the pictures that damaged codes are worked out from, the next where something is still missing: a photo of
 * 12 megapixels at half its size, then as it is.
 */
const RESCUE_SIDES = [2500, 5000];

/**
 * From so many on codes are looked for by their timing patterns, too: of all threes that finder patterns make zxing keeps
 * the 256 that are most nearly squares, and fifty in a grid make more that are perfect.
 * @see FinderPatternSets in zxing-cpp, core/src/qrcode/QRDetector.cpp
 */
const MANY_FINDERS = 30;

/** Places with a timing pattern that are looked at, the smallest first. */
const MOST_TIMED = 256;

/** Shortest side of a symbol that can be read, in pixels: 21 modules. */
const MIN_SIDE = 21;

/** One way of looking at a picture. */
export interface Look {
  readonly pass: Pass;
  /** Pixels of the prepared raster for one of the given, along one side. */
  readonly factor: number;
  prepare(raster: Raster): Raster;
  read(raster: Raster, platform: Platform): Promise<Sighting[]>;
}

/** As it is. */
export const PLAIN: Look = {
  pass: "plain",
  factor: 1,
  prepare: (raster) => raster,
  read: (raster, platform) => readWithZxing(raster, platform, "any"),
};

const TIMED: Look = { ...PLAIN, pass: "timed", read: readDark };

// The order and figures are measured: of 200 small, blurred, noisy codes the plain look read 142,
// doubled 174, tripled 175, soft 145; each reads some that the others do not.
export const FURTHER: readonly Look[] = [
  { pass: "double", factor: 2, prepare: (raster) => sharpen(enlarge(raster, 2), 5, 2), read: readDark },
  { pass: "soft", factor: 1, prepare: (raster) => sharpen(raster, 1, -1), read: readDark },
  { pass: "triple", factor: 3, prepare: (raster) => sharpen(enlarge(raster, 3), 9, 2), read: readDark },
  { pass: "other", factor: 2, prepare: (raster) => sharpen(enlarge(raster, 2), 3, 2), read: readWithQr },
];

/** Of dark codes on light paper alone. */
export function readDark(raster: Raster, platform: Platform): Promise<Sighting[]> {
  return readWithZxing(raster, platform, "dark");
}

/** Of a page that a program drew. */
export function readDrawn(raster: Raster, platform: Platform): Promise<Sighting[]> {
  return readWithZxing(raster, platform, "drawn");
}

/** By how much a picture is made smaller, to have so many pixels at most. */
function shrinkFactor({ width, height }: Pick<Raster, "width" | "height">, most: number): number {
  return Math.max(1, Math.ceil(Math.sqrt((width * height) / most)));
}

/** Whether a point lies in the middle ninth of a box: a code that is there fills it. */
function holds({ x, y, width, height }: Box, point: Point): boolean {
  return Math.abs(point.x - x - width / 2) < width / 6 && Math.abs(point.y - y - height / 2) < height / 6;
}

/** What is known of one picture so far. */
export class CodeSearch {
  readonly found: FoundCode[] = [];
  private failed: Corners[] = [];
  private pixelsLeft = FURTHER_PIXELS;
  private readonly budget: RescueBudget = { nodes: RESCUE_NODES };

  constructor(
    private raster: Raster,
    private readonly platform: Platform,
  ) {}

  /** Paints over where finder patterns stand closest: among thousands zxing takes none of a code that stands beside them. */
  calm(): void {
    this.raster = withoutCrowds(this.raster, CALM_PLACES, CALM_PLACES);
  }

  /** Whether nothing was so much as located. */
  get isEmpty(): boolean {
    return this.found.length + this.failed.length === 0;
  }

  /** Outlines of what was located and not read, as large as a code can be. */
  get unread(): readonly Corners[] {
    return this.failed.filter((corners) => side(corners) >= MIN_SIDE);
  }

  /**
   * Where many places look like finder patterns, looks at each that has a timing pattern to another by itself.
   * @returns how many look like finder patterns
   */
  async lookTimed(): Promise<number> {
    const factor = shrinkFactor(this.raster, MAX_FIRST_PIXELS);
    const raster = shrink(this.raster, factor);
    const finders = finderPlaces(raster, MANY_FINDERS);
    if (finders.length < MANY_FINDERS) return finders.length;
    const timed = timedPlaces(raster, finders).sort((a, b) => a.width - b.width);
    for (const { x, y, width, height } of timed.slice(0, MOST_TIMED)) {
      const place = { x: x * factor, y: y * factor, width: width * factor, height: height * factor };
      if (!this.found.some(({ corners }) => holds(place, centre(corners))))
        await this.look(TIMED, clipBox(place, this.raster), MAX_PLACE_PIXELS);
    }
    return finders.length;
  }

  /** Looks at a part of the picture, made smaller to `maxPixels` at most, unless that would take too long. */
  async look({ pass, factor, prepare, read }: Look, box: Box, maxPixels: number): Promise<void> {
    const shrunk = shrinkFactor(box, maxPixels);
    const scale = factor / shrunk;
    const pixels = box.width * box.height * scale ** 2;
    if (pass !== "plain") {
      if (pixels > this.pixelsLeft) return;
      this.pixelsLeft -= pixels;
    }
    const part = prepare(shrink(crop(this.raster, box), shrunk));
    const place = ({ x, y }: Point) => ({ x: x / scale + box.x, y: y / scale + box.y });
    for (const sighting of await read(part, this.platform)) this.note(moveSighting(sighting, place), pass);
  }

  /** Looks at the whole with hollow finder patterns filled; where there are none, a fifth of a second for 12 megapixels. */
  async lookFilled(): Promise<void> {
    // Seldom needed, as the next ones.
    const { filledFinders } = await import("./hollow-finders.js");
    const factor = shrinkFactor(this.raster, MAX_FIRST_PIXELS);
    for (const filled of filledFinders(shrink(this.raster, factor))) {
      const place = ({ x, y }: Point) => ({ x: x * factor, y: y * factor });
      for (const sighting of await readDark(filled, this.platform)) this.note(moveSighting(sighting, place), "filled");
      if (!this.lacks) return;
    }
  }

  /**
   * Looks at faint ink made even, and at the whole stretched where something was located, until something is read.
   * Where something was read before, the first look is the only one.
   */
  async lookHard(): Promise<void> {
    // What such looks need is made as they begin, of all pixels.
    if (!this.lacks) return;
    const { hardLooks } = await import("./hard-looks.js");
    const before = this.found.length;
    for (const { pass, raster, place } of hardLooks(this.raster, this.failed.length > 0)) {
      for (const sighting of await readDark(raster, this.platform)) {
        // What such a look locates and does not read may be none: the usual looks tell of codes that are seen.
        if (sighting.valid) this.note(moveSighting(sighting, place), pass);
      }
      if (before > 0 || this.found.length > before) return;
    }
  }

  /** Whether something was located and not read, nothing was read, or what was read asks for more. */
  get lacks(): boolean {
    return this.found.length === 0 || this.failed.length > 0 || lacksFrames(this.found.map(({ text }) => text));
  }

  /**
   * Works out symbols from what is left of them, where something is missing.
   * @param thorough something is, whatever was read
   * @param seconds that it may take
   * @returns whether a symbol was read or seen where it is: no other way of looking shows more of that
   */
  async rescue(thorough: boolean, remains: Remains, seconds: number): Promise<boolean> {
    this.budget.nodes = Math.min(this.budget.nodes, nodesIn(seconds));
    let any = false;
    const longest = Math.max(this.raster.width, this.raster.height);
    for (const side of RESCUE_SIDES) {
      if (!thorough && !this.lacks) return any;
      const { rescueCodes } = await import("./rescue/qr-texts.js");
      const { codes, promising, placed } = await rescueCodes(
        this.raster,
        this.platform,
        this.found,
        remains,
        side,
        this.budget,
      );
      for (const code of codes) this.add(code);
      any ||= placed;
      if (!promising || longest <= side) return any;
    }
    return any;
  }

  /** The surroundings of what was located and not read so far, largest first. */
  openPlaces(): Box[] {
    return [...this.unread]
      .sort((a, b) => side(b) - side(a))
      .slice(0, MOST_PLACES)
      .map((corners) => {
        const middle = centre(corners);
        const reach = side(corners);
        const size = Math.ceil(2 * reach);
        const box = { x: Math.floor(middle.x - reach), y: Math.floor(middle.y - reach), width: size, height: size };
        return clipBox(box, this.raster);
      });
  }

  private note(sighting: Sighting, pass: Pass): void {
    const { corners } = sighting;
    if (this.found.some((known) => sameSymbol(known.corners, corners))) return;
    if (!sighting.valid) {
      if (!this.failed.some((known) => sameSymbol(known, corners))) this.failed.push(corners);
      return;
    }
    const { text, unusedCorrection, version, level } = sighting;
    this.add({ text, corners, unusedCorrection, version, level, pass });
  }

  private add(code: FoundCode): void {
    this.failed = this.failed.filter((known) => !sameSymbol(known, code.corners));
    this.found.push(code);
  }
}
