/**
 * A Gaussian blur in integers, the border's pixels standing for those beyond it.
 * @param {{width: number, height: number, data: Uint8Array}} raster left as it is
 * @param {number} sigma in pixels; below 0.2 nothing is done
 */
export function blur(raster, sigma) {
  if (sigma < 0.2) return raster;
  const { width, height } = raster;
  const kernel = kernelOf(sigma);
  const reach = kernel.length - 1;
  const across = new Uint8Array(width * height);
  const padded = new Uint8Array(width + 2 * reach);
  for (let y = 0; y < height; y++) {
    const at = y * width;
    padded.fill(raster.data[at], 0, reach);
    padded.set(raster.data.subarray(at, at + width), reach);
    padded.fill(raster.data[at + width - 1], reach + width);
    for (let x = 0; x < width; x++) {
      const middle = x + reach;
      let sum = padded[middle] * kernel[0] + 32768;
      for (let k = 1; k <= reach; k++) sum += (padded[middle - k] + padded[middle + k]) * kernel[k];
      across[at + x] = sum >> 16;
    }
  }
  const data = new Uint8Array(width * height);
  const sums = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(32768);
    for (let k = -reach; k <= reach; k++) {
      const at = Math.min(height - 1, Math.max(0, y + k)) * width;
      const weight = kernel[Math.abs(k)];
      for (let x = 0; x < width; x++) sums[x] += across[at + x] * weight;
    }
    for (let x = 0, at = y * width; x < width; x++, at++) data[at] = sums[x] >> 16;
  }
  return { width, height, data };
}

/** Half a kernel from its middle outwards, in 1/65536; the whole sums to 65536. */
function kernelOf(sigma) {
  const reach = Math.max(1, Math.ceil(2.5 * sigma));
  const weights = Array.from({ length: reach + 1 }, (_, k) => Math.exp(-(k * k) / (2 * sigma * sigma)));
  const sum = weights[0] + 2 * weights.slice(1).reduce((all, weight) => all + weight, 0);
  const kernel = Int32Array.from(weights, (weight) => Math.round((weight / sum) * 65536));
  kernel[0] = 65536 - 2 * kernel.slice(1).reduce((all, weight) => all + weight, 0);
  return kernel;
}

/**
 * The mean along a straight way, as a hand that moves draws it.
 * @param {number} lengthPx way in pixels
 */
export function smear({ width, height, data: grey }, lengthPx, degrees) {
  const steps = Math.max(2, Math.ceil(lengthPx));
  const [dx, dy] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const offsets = Array.from({ length: steps }, (_, i) => {
    const way = (i / (steps - 1) - 0.5) * lengthPx;
    return { x: Math.round(dx * way), y: Math.round(dy * way) };
  });
  const data = new Uint8Array(width * height);
  const sums = new Uint16Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (const offset of offsets) {
      const at = Math.min(height - 1, Math.max(0, y + offset.y)) * width;
      const from = Math.max(0, -offset.x);
      const to = Math.min(width, width - offset.x);
      for (let x = 0; x < from; x++) sums[x] += grey[at];
      for (let x = from; x < to; x++) sums[x] += grey[at + x + offset.x];
      for (let x = to; x < width; x++) sums[x] += grey[at + width - 1];
    }
    for (let x = 0, at = y * width; x < width; x++, at++) data[at] = sums[x] / steps;
  }
  return { width, height, data };
}
