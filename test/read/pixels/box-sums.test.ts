import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxMean, boxSums } from "../../../src/read/pixels/box-sums.js";
import type { Raster } from "../../../src/read/pixels/raster.js";

/** Added up pixel by pixel. */
function sumAt({ width, height, data }: Raster, x: number, y: number, radius: number): number {
  let sum = 0;
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      const column = Math.min(width - 1, Math.max(0, x + dx));
      const row = Math.min(height - 1, Math.max(0, y + dy));
      sum += data[row * width + column] ?? Number.NaN;
    }
  }
  return sum;
}

const raster = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((data): Raster => ({ width, height, data })),
  );

describe("sums of surroundings", () => {
  it("are what adding up gives, at the border too and where the square is larger than the picture", () => {
    fc.assert(
      fc.property(raster, fc.integer({ min: 0, max: 15 }), (picture, radius) => {
        const { width } = picture;
        const begins: number[] = [];
        boxSums(picture, radius, (at, sums) => {
          begins.push(at);
          expect([...sums]).toEqual(Array.from({ length: width }, (_, x) => sumAt(picture, x, at / width, radius)));
        });
        expect(begins).toEqual(Array.from({ length: picture.height }, (_, y) => y * width));
      }),
    );
  });

  it("give means that are rounded to the nearest level", () => {
    fc.assert(
      fc.property(raster, fc.integer({ min: 0, max: 5 }), (picture, radius) => {
        const exact = Array.from(picture.data, (_, i) => {
          const [x, y] = [i % picture.width, Math.floor(i / picture.width)];
          return sumAt(picture, x, y, radius) / (2 * radius + 1) ** 2;
        });
        for (const [i, mean] of boxMean(picture, radius).entries()) {
          expect(Math.abs(mean - (exact[i] ?? Number.NaN))).toBeLessThanOrEqual(0.5 + 1e-9);
        }
      }),
    );
  });
});
