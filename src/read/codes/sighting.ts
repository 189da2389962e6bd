import type { Point } from "../pixels/raster.js";

/** The outer corners of a symbol, clockwise from its own top left, whichever way it lies in the picture. */
export type Corners = readonly [Point, Point, Point, Point];

/** The error correction level of a QR code. */
export type CorrectionLevel = "L" | "M" | "Q" | "H";

/** A symbol that was read: error correction succeeded. */
export interface ReadSighting {
  readonly valid: true;
  readonly text: string;
  readonly corners: Corners;
  /** Share of the error correction that was not needed: 1 a perfect print, 0 the last that can be read. */
  readonly unusedCorrection: number;
  /** 1 to 40. */
  readonly version: number;
  readonly level: CorrectionLevel;
}

/** A symbol that was located but not read: its text must not be used. */
interface FailedSighting {
  readonly valid: false;
  readonly corners: Corners;
}

/** What a decoder saw in a raster, in that raster's pixels. */
export type Sighting = ReadSighting | FailedSighting;

/**
 * The sighting as seen in another raster.
 * @param place maps a point of the one to the other
 */
export function moveSighting<S extends Sighting>(sighting: S, place: (point: Point) => Point): S {
  const [a, b, c, d] = sighting.corners;
  return { ...sighting, corners: [place(a), place(b), place(c), place(d)] };
}

/** Whether two outlines are of the same symbol: the centre of either lies near that of the other. */
export function sameSymbol(a: Corners, b: Corners): boolean {
  const distance = between(centre(a), centre(b));
  return distance < 0.4 * Math.max(side(a), side(b));
}

/** The middle of the corners. */
export function centre(corners: Corners): Point {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { x: mean(corners.map((corner) => corner.x)), y: mean(corners.map((corner) => corner.y)) };
}

/** Mean length of the four sides, in pixels. */
export function side(corners: Corners): number {
  const [a, b, c, d] = corners;
  return (between(a, b) + between(b, c) + between(c, d) + between(d, a)) / 4;
}

function between(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
