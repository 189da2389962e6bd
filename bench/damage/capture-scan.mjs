import sharp from "sharp";
import { blur } from "./blur.mjs";
import { fitHomography, mapPoint } from "./homography.mjs";
import { onTable } from "./missing.mjs";
import { addNoise } from "./noise.mjs";
import { PAPER_DPI } from "./print.mjs";
import { resample } from "./resample.mjs";

/** Grey level of the lid behind the paper. */
const LID = 248;
/** σ of what a scanner's lens and sensor take, in its own pixels. */
const SENSOR_PX = 0.4;
/** A bilevel scan parts black from white here, as a share of the paper's own level. */
const BLACK_BELOW = 0.62;

/**
 * A flatbed scan.
 * @returns {Promise<{bytes: Uint8Array, width: number, height: number, place: (point: {x: number, y: number}) => {x: number, y: number}}>}
 *   the file, and where a point of the page, in mm, lies in it
 */
export async function scan(paper, { dpi, skewDegrees, noise, bilevel, jpeg, seed }) {
  const scale = dpi / PAPER_DPI;
  const softened = await blur(onTable(paper, LID), SENSOR_PX / scale);
  const { toPicture, width, height } = turned(paper, scale, skewDegrees);
  const picture = resample(softened, toPicture, { width, height, outside: LID });
  addNoise(picture.data, noise, seed);
  if (bilevel) {
    const below = BLACK_BELOW * paper.paperLevel;
    for (let i = 0; i < picture.data.length; i++) picture.data[i] = picture.data[i] < below ? 0 : 255;
  }
  const encoder = sharp(picture.data, { raw: { width, height, channels: 1 } });
  const bytes = await (bilevel
    ? encoder.png({ compressionLevel: 1, adaptiveFiltering: false })
    : encoder.jpeg({ quality: jpeg, optimiseCoding: false })
  ).toBuffer();
  return { bytes, width, height, place: (point) => mapPoint(toPicture, paper.place(point)) };
}

/** A paper turned about its middle, in a picture that is just large enough. */
function turned({ width, height }, scale, degrees) {
  const turn = (degrees * Math.PI) / 180;
  const corners = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  const moved = corners.map(({ x, y }) => ({
    x: scale * (x * Math.cos(turn) - y * Math.sin(turn)),
    y: scale * (x * Math.sin(turn) + y * Math.cos(turn)),
  }));
  const [left, top] = [Math.min(...moved.map(({ x }) => x)), Math.min(...moved.map(({ y }) => y))];
  const placed = moved.map(({ x, y }) => ({ x: x - left, y: y - top }));
  return {
    toPicture: fitHomography(corners, placed),
    width: Math.ceil(Math.max(...placed.map(({ x }) => x))),
    height: Math.ceil(Math.max(...placed.map(({ y }) => y))),
  };
}
