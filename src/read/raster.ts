/** A picture as grey levels: one byte a pixel, row by row, 0 black to 255 white. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** `width × height` bytes. */
  readonly data: Uint8Array;
}
