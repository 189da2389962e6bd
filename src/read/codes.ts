import type { Platform } from "./platform.js";
import { readWithQr } from "./qr-reader.js";
import { type Box, clipBox, crop, type Raster } from "./raster.js";
import { enlarge, shrink } from "./resample.js";
import { sharpen } from "./sharpen.js";
import {
  type Corners,
  type CorrectionLevel,
  centre,
  moveSighting,
  type ReadSighting,
  type Sighting,
  sameSymbol,
  side,
} from "./sighting.js";
import { readWithZxing } from "./zxing-reader.js";

/** Which look at the picture found a code: the first cost least. */
export type Pass = "plain" | "small" | "sharp" | "double" | "triple" | "other";

/** A QR code that was read from a picture. */
export interface FoundCode {
  readonly text: string;
  /** In pixels of the picture, clockwise from the symbol's own top left. */
  readonly corners: Corners;
  /** Share of the error correction left over: 1 a perfect print, 0 the last that can be read. */
  readonly unusedCorrection: number;
  /** 1 to 40. */
  readonly version: number;
  readonly level: CorrectionLevel;
  readonly pass: Pass;
}

/** How hard to look. */
export interface ReadCodesOptions {
  /** Take every look at the whole picture, even after codes were found: when some are known to be missing. */
  readonly thorough?: boolean;
}

/** Larger pictures are made smaller before the first look. */
const MAX_LOOK_PIXELS = 14_000_000;

/** Pixels that all further looks of one picture may cover together: what keeps the time bounded. */
const FURTHER_PIXELS = 40_000_000;

/** Most places that are looked at again on their own. */
const MAX_CROPS = 12;

interface Look {
  readonly pass: Pass;
  /** Pixels of the prepared raster for one of the given, along one side. */
  readonly factor: number;
  prepare(raster: Raster): Raster;
  read(raster: Raster, platform: Platform): Promise<Sighting[]>;
}

const PLAIN: Look = { pass: "plain", factor: 1, prepare: (raster) => raster, read: readWithZxing };
const FURTHER: readonly Look[] = [
  { pass: "double", factor: 2, prepare: (raster) => sharpen(enlarge(raster, 2), 2, 1), read: readWithZxing },
  { pass: "triple", factor: 3, prepare: (raster) => sharpen(enlarge(raster, 3), 3, 1), read: readWithZxing },
  { pass: "other", factor: 2, prepare: (raster) => sharpen(enlarge(raster, 2), 2, 1), read: readWithQr },
];

/**
 * Every QR code in a picture. Looks again at what was located but not read, and at the whole where nothing was found.
 * A code printed twice is two results.
 * @returns in the order found; only codes whose error correction succeeded
 */
export async function readCodes(
  raster: Raster,
  platform: Platform,
  { thorough = false }: ReadCodesOptions = {},
): Promise<FoundCode[]> {
  const shrunk = Math.ceil(Math.sqrt((raster.width * raster.height) / MAX_LOOK_PIXELS));
  const search = new Search(shrink(raster, shrunk), shrunk, platform);
  const whole = { x: 0, y: 0, width: search.raster.width, height: search.raster.height };
  await search.look(PLAIN, whole);
  for (const look of FURTHER) {
    for (const box of search.openPlaces()) await search.look(look, box);
  }
  if (search.found.length > 0 && !thorough) return search.found;
  for (const look of FURTHER) {
    await search.look(look, whole);
    if (search.found.length > 0 && !thorough) break;
  }
  return search.found;
}

/** What is known of one picture so far. */
class Search {
  readonly found: FoundCode[] = [];
  private failed: Corners[] = [];
  private pixelsLeft = FURTHER_PIXELS;

  constructor(
    readonly raster: Raster,
    private readonly shrunk: number,
    private readonly platform: Platform,
  ) {}

  /** Looks at a part of the raster, unless that would take too long. */
  async look({ pass, factor, prepare, read }: Look, box: Box): Promise<void> {
    const pixels = box.width * box.height * factor ** 2;
    if (pass !== "plain") {
      if (pixels > MAX_LOOK_PIXELS || pixels > this.pixelsLeft) return;
      this.pixelsLeft -= pixels;
    }
    const part = clipBox(box, this.raster);
    const seen = await read(prepare(crop(this.raster, part)), this.platform);
    for (const sighting of seen) {
      this.note(
        moveSighting(sighting, ({ x, y }) => ({ x: x / factor + part.x, y: y / factor + part.y })),
        pass,
      );
    }
  }

  /** The surroundings of what was located and not read so far, largest first. */
  openPlaces(): Box[] {
    return [...this.failed]
      .sort((a, b) => side(b) - side(a))
      .slice(0, MAX_CROPS)
      .map((corners) => {
        const middle = centre(corners);
        const reach = side(corners);
        const size = Math.ceil(2 * reach);
        return clipBox(
          { x: Math.floor(middle.x - reach), y: Math.floor(middle.y - reach), width: size, height: size },
          this.raster,
        );
      });
  }

  private note(sighting: Sighting, pass: Pass): void {
    const { corners } = sighting;
    if (this.found.some((known) => sameSymbol(this.shrink(known.corners), corners))) return;
    if (!sighting.valid) {
      if (!this.failed.some((known) => sameSymbol(known, corners))) this.failed.push(corners);
      return;
    }
    this.failed = this.failed.filter((known) => !sameSymbol(known, corners));
    this.found.push(this.enlarge(sighting, pass));
  }

  private enlarge(sighting: ReadSighting, pass: Pass): FoundCode {
    const { valid: _, ...code } = moveSighting(sighting, ({ x, y }) => ({ x: x * this.shrunk, y: y * this.shrunk }));
    return { ...code, pass };
  }

  private shrink(corners: Corners): Corners {
    const [a, b, c, d] = corners;
    const place = ({ x, y }: { x: number; y: number }) => ({ x: x / this.shrunk, y: y / this.shrunk });
    return [place(a), place(b), place(c), place(d)];
  }
}
