import { type CodeQuality, codeQuality } from "../codes/code-quality.js";
import { readCodes } from "../codes/codes.js";
import type { FoundCode } from "../codes/found-code.js";
import type { Raster } from "../pixels/raster.js";
import type { Platform } from "../platform.js";
import type { PicturePage } from "./picture-pages.js";

/** Frames that are looked at as closely as any picture, where a quick look at all of them gave nothing. */
const CLOSE_LOOKS = 4;

/** A code of an animation, with what its frame says of it. */
interface FrameCode {
  readonly code: FoundCode;
  readonly quality: CodeQuality;
}

/**
 * The codes of an animation: a program drew its frames, and each code stands in some of them alone, so that all are looked
 * at, quickly.
 */
export class Frames {
  /** Each text once. */
  readonly codes = new Map<string, FrameCode>();
  /** Some of the frames, for a closer look. */
  readonly samples: PicturePage[] = [];
  private last: Raster | undefined;

  constructor(private readonly platform: Platform) {}

  /** Looks at a frame, unless it is the same as the one before. */
  async add(frame: PicturePage): Promise<void> {
    const { page, pages, raster } = frame;
    const step = Math.max(1, Math.ceil((pages - 1) / (CLOSE_LOOKS - 1)));
    if ((page - 1) % step === 0 || page === pages) this.samples.push(frame);
    const same = this.last?.data.every((level, i) => level === raster.data[i]) ?? false;
    this.last = raster;
    if (same) return;
    for (const code of await readCodes(raster, this.platform, { once: true })) {
      if (!this.codes.has(code.text)) this.codes.set(code.text, { code, quality: codeQuality(raster, code) });
    }
  }
}
