import { greyAt } from "./grey.js";
import type { Point, Raster } from "./raster.js";

/** A picture that was stretched, and where its points lie in the one it was made of. */
interface Stretched {
  readonly raster: Raster;
  readonly place: (point: Point) => Point;
}

/** Grey beside a picture that is turned: that of paper, so that its edge makes no new runs beside print. */
const OUTSIDE = 255;

/**
 * A picture turned and stretched one way, as paper that leans away from the camera has to be.
 * @param degrees the way it is stretched, clockwise from the rows
 * @param factor by how much longer it becomes that way than across it
 * @param maxPixels of the result; it has no more than two for one of the picture either way
 */
export function stretch(raster: Raster, degrees: number, factor: number, maxPixels: number): Stretched {
  const turn = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const long = Math.abs(cos) * raster.width + Math.abs(sin) * raster.height;
  const short = Math.abs(sin) * raster.width + Math.abs(cos) * raster.height;
  const along = Math.min(2, Math.sqrt((maxPixels * factor) / (long * short)));
  const across = along / factor;
  const [width, height] = [Math.max(1, Math.floor(long * along)), Math.max(1, Math.floor(short * across))];
  const place = ({ x, y }: Point): Point => {
    const [p, q] = [(x - width / 2) / along, (y - height / 2) / across];
    return { x: raster.width / 2 + p * cos - q * sin, y: raster.height / 2 + p * sin + q * cos };
  };
  // Where it becomes shorter, a pixel is the mean of those it stands for.
  const spots = Math.max(1, Math.round(1 / across));
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = 0; i < spots; i++) {
        const at = place({ x: x + 0.5, y: y + (i + 0.5) / spots });
        const grey = greyAt(raster, at.x, at.y);
        sum += Number.isNaN(grey) ? OUTSIDE : grey;
      }
      data[y * width + x] = sum / spots;
    }
  }
  return { raster: { width, height, data }, place };
}
