import sharp from "sharp";

// One thread for each worker: cases run side by side.
sharp.concurrency(1);
sharp.cache(false);

/** The least σ that libvips blurs by; what is less changes no pixel by much. */
const LEAST_SIGMA = 0.3;

/**
 * A Gaussian blur, the border's pixels standing for those beyond it.
 * @param {{width: number, height: number, data: Uint8Array}} raster left as it is
 * @param {number} sigma in pixels; below 0.3 nothing is done
 */
export async function blur(raster, sigma) {
  if (sigma < LEAST_SIGMA) return raster;
  const { width, height } = raster;
  const picture = sharp(raster.data, { raw: { width, height, channels: 1 } });
  const data = await picture.blur({ sigma, minAmplitude: 0.02 }).toColourspace("b-w").raw().toBuffer();
  return { ...raster, data };
}

/**
 * The mean along a straight way, as a hand that moves draws it.
 * @param {number} lengthPx way in pixels
 */
export function smear(raster, lengthPx, degrees) {
  const { width, height, data: grey } = raster;
  const steps = Math.max(2, Math.ceil(lengthPx));
  const [dx, dy] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const offsets = Array.from({ length: steps }, (_, i) => {
    const way = (i / (steps - 1) - 0.5) * lengthPx;
    return { x: Math.round(dx * way), y: Math.round(dy * way) };
  });
  const data = new Uint8Array(width * height);
  const sums = new Uint16Array(width);
  const share = Math.ceil(65536 / steps);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (const { x: aside, y: down } of offsets) {
      const at = Math.min(height - 1, Math.max(0, y + down)) * width;
      const from = Math.max(0, -aside);
      const to = Math.min(width, width - aside);
      for (let x = 0; x < from; x++) sums[x] += grey[at];
      for (let x = from, source = at + from + aside; x < to; x++, source++) sums[x] += grey[source];
      for (let x = to; x < width; x++) sums[x] += grey[at + width - 1];
    }
    for (let x = 0, at = y * width; x < width; x++, at++) data[at] = (sums[x] * share) >>> 16;
  }
  return { ...raster, data };
}
