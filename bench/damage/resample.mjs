import { invertHomography, mapPoint } from "./homography.mjs";

/** Pixels for which a projective map is taken as affine: over so few it bends by less than a hundredth of a pixel. */
const STRETCH = 16;
/** From the middles of the border's pixels inwards: the map's bend must not lead beyond them. */
const MARGIN = 0.02;
const ONE = 1 << 16;

/**
 * A raster as a projective map shows it, bilinear between the centres of pixels.
 * @param {{width: number, height: number, data: Uint8Array}} raster
 * @param {readonly number[]} toPicture where its points come to lie
 * @param {{width: number, height: number, outside: number}} picture its size, and the grey level beyond the raster
 * @returns {{width: number, height: number, data: Uint8Array}}
 */
export function resample(raster, toPicture, { width, height, outside }) {
  const { width: wide, data: grey } = raster;
  const [a, b, c, d, e, f, g, h] = invertHomography(toPicture);
  const data = new Uint8Array(width * height).fill(outside);
  const spans = rowsInside(raster, toPicture);
  for (let row = 0; row < height; row++) {
    const y = row + 0.5;
    const [from, to] = spans(y, width);
    for (let column = from; column < to; column += STRETCH) {
      const end = Math.min(to, column + STRETCH);
      const [first, last] = [column + 0.5, end - 0.5];
      const near = 1 / (g * first + h * y + 1);
      const far = 1 / (g * last + h * y + 1);
      const px = (a * first + b * y + c) * near - 0.5;
      const py = (d * first + e * y + f) * near - 0.5;
      const count = Math.max(1, end - column - 1);
      let u = Math.max(0, px * ONE) | 0;
      let v = Math.max(0, py * ONE) | 0;
      const du = (((a * last + b * y + c) * far - 0.5 - px) * (ONE / count)) | 0;
      const dv = (((d * last + e * y + f) * far - 0.5 - py) * (ONE / count)) | 0;
      for (let at = row * width + column, stop = row * width + end; at < stop; at++, u += du, v += dv) {
        const source = (v >> 16) * wide + (u >> 16);
        const s = (u >> 8) & 255;
        const upper = grey[source];
        const lower = grey[source + wide];
        const top = (upper << 8) + (grey[source + 1] - upper) * s;
        const bottom = (lower << 8) + (grey[source + wide + 1] - lower) * s;
        data[at] = ((top << 8) + (bottom - top) * ((v >> 8) & 255) + 32768) >> 16;
      }
    }
  }
  return { width, height, data };
}

/** Tells which columns of a row of the picture show the raster: it is a convex quadrangle there. */
function rowsInside({ width, height }, toPicture) {
  const [left, top, right, bottom] = [0.5 + MARGIN, 0.5 + MARGIN, width - 0.5 - MARGIN, height - 0.5 - MARGIN];
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ].map((corner) => mapPoint(toPicture, corner));
  return (y, columns) => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < 4; i++) {
      const [one, next] = [corners[i], corners[(i + 1) % 4]];
      if (one.y <= y === next.y <= y) continue;
      const x = one.x + ((next.x - one.x) * (y - one.y)) / (next.y - one.y);
      least = Math.min(least, x);
      most = Math.max(most, x);
    }
    return [Math.max(0, Math.ceil(least - 0.5)), Math.min(columns, Math.floor(most - 0.5) + 1)];
  };
}
