import type { Corners, CorrectionLevel } from "./sighting.js";

/** Which look at the picture found a code; the first costs least. */
export type Pass =
  | "plain"
  | "timed"
  | "filled"
  | "small"
  | "soft"
  | "double"
  | "triple"
  | "other"
  | "even"
  | "framed"
  | "stretched"
  | "rescue";

/** A QR code that was read from a picture: its error correction succeeded. */
export interface FoundCode {
  /** What it says. */
  readonly text: string;
  /** In pixels of the picture, clockwise from the symbol's own top left. */
  readonly corners: Corners;
  /** Share of the error correction that was not needed: 1 a perfect print, 0 the last that can be read. */
  readonly unusedCorrection: number;
  /** 1 to 40. */
  readonly version: number;
  /** How much of it may be damaged. */
  readonly level: CorrectionLevel;
  /** Which look found it. */
  readonly pass: Pass;
}
