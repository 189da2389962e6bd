import { EscrowError } from "../../error.js";
import type { Raster } from "../pixels/raster.js";
import { MAX_PICTURE_PIXELS, type Platform } from "../platform.js";

/** Where on the picture a frame stands, in pixels. */
export interface FrameBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A frame as it is seen: drawn over those before it. */
export interface DrawnFrame {
  /** From 1. */
  readonly frame: number;
  readonly frames: number;
  readonly raster: Raster;
  /** The same with transparency on black, where there is any. */
  readonly onBlack?: () => Promise<Raster>;
}

/** A frame that can be decoded as a picture of its own. */
export interface Still extends FrameBox {
  readonly disposal: number;
  readonly replaces: boolean;
  /** Whether some of its pixels may be clear. */
  readonly mayClear: boolean;
  /** Puts the picture together. */
  readonly file: () => Uint8Array;
}

/** What becomes of a frame's place before the next one: it is cleared, or as it was before the frame; else it stays. */
export const [DISPOSE_CLEAR, DISPOSE_BEFORE] = [1, 2] as const;

/** What frames of an animation are drawn on, one over the other. */
export class Canvas {
  private levels: Uint8Array;
  /** 1 where something was drawn. */
  private opaque: Uint8Array;
  private afterwards: () => void = () => {};

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.levels = new Uint8Array(width * height);
    this.opaque = new Uint8Array(width * height);
  }

  /** Whether some of it is clear. */
  private get hasClear(): boolean {
    return this.opaque.includes(0);
  }

  /**
   * Draws a frame where it is opaque.
   * @param levels grey levels of the frame, row by row
   * @param opaque 1 where it is
   * @param disposal what `dispose` does afterwards
   * @param replaces whether what is clear in it is cleared here too
   */
  draw(box: FrameBox, levels: Uint8Array, opaque: Uint8Array, disposal: number, replaces = false): void {
    this.afterwards = () => {};
    if (disposal === DISPOSE_BEFORE) {
      const [before, seen] = [this.levels.slice(), this.opaque.slice()];
      this.afterwards = () => {
        [this.levels, this.opaque] = [before, seen];
      };
    }
    if (disposal === DISPOSE_CLEAR) {
      this.afterwards = () =>
        this.each(box, (to) => {
          this.opaque[to] = 0;
        });
    }
    this.each(box, (to, from) => {
      if (opaque[from] === 1) {
        this.levels[to] = levels[from] as number;
        this.opaque[to] = 1;
      } else if (replaces) this.opaque[to] = 0;
    });
  }

  /** Makes it ready for the next frame. */
  dispose(): void {
    this.afterwards();
  }

  /** What is seen by now: on white, and of a picture that does not move on black too. @param frame from 1 */
  seen(frame: number, frames: number): DrawnFrame {
    const clear = frames === 1 && this.hasClear ? this.on(0) : undefined;
    return { frame, frames, raster: this.on(255), ...(clear ? { onBlack: async () => clear } : {}) };
  }

  /** What is seen on a ground. @param ground its grey level */
  private on(ground: number): Raster {
    const data = this.levels.slice();
    if (this.hasClear) for (let i = 0; i < data.length; i++) if (this.opaque[i] === 0) data[i] = ground;
    return { width: this.width, height: this.height, data };
  }

  /** Each pixel of a frame that lies on the picture. */
  private each(box: FrameBox, work: (to: number, from: number) => void): void {
    const right = Math.min(box.width, this.width - box.x);
    const bottom = Math.min(box.height, this.height - box.y);
    for (let y = 0; y < bottom; y++) {
      for (let x = 0; x < right; x++) work((box.y + y) * this.width + box.x + x, y * box.width + x);
    }
  }
}

/**
 * Draws frames one over the other.
 * @param width of the whole picture, in pixels
 * @throws EscrowError `picture-unreadable`, `picture-too-large`, and as `Platform.decodePicture`
 */
export async function* drawStills(
  width: number,
  height: number,
  stills: readonly Still[],
  platform: Platform,
): AsyncGenerator<DrawnFrame, void, void> {
  if (width < 1 || height < 1 || stills.length === 0) throw new EscrowError("picture-unreadable");
  if (width * height > MAX_PICTURE_PIXELS) {
    throw new EscrowError("picture-too-large", { width, height, maxMegapixels: MAX_PICTURE_PIXELS / 1e6 });
  }
  const canvas = new Canvas(width, height);
  for (const [i, still] of stills.entries()) {
    if (still.x + still.width > width || still.y + still.height > height) throw new EscrowError("picture-unreadable");
    const file = still.file();
    const white = await platform.decodePicture(file);
    if (white.width !== still.width || white.height !== still.height) throw new EscrowError("picture-unreadable");
    const black = still.mayClear ? await platform.decodePicture(file, { background: "black" }) : white;
    // What is more there than not.
    const opaque = white.data.map((level, at) => (level - (black.data[at] as number) < 128 ? 1 : 0));
    canvas.draw(still, white.data, opaque, still.disposal, still.replaces);
    yield canvas.seen(i + 1, stills.length);
    canvas.dispose();
  }
}
