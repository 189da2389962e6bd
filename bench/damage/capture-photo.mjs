import sharp from "sharp";
import { blur, smear } from "./blur.mjs";
import { fitHomography, mapPoint } from "./homography.mjs";
import { shine } from "./light.mjs";
import { onTable } from "./missing.mjs";
import { addNoise } from "./noise.mjs";
import { PAPER_DPI } from "./print.mjs";
import { resample } from "./resample.mjs";

const PX_PER_MM = PAPER_DPI / 25.4;
/** Twelve megapixels. */
const FRAME = { width: 4000, height: 3000 };
/** σ of what a phone's lens and sensor take at best, in its own pixels. */
const SENSOR_PX = 0.4;
/** The camera exposes for paper to be as bright as this. */
const EXPOSED = 225;

/**
 * A phone's photo.
 * @returns as `scan` does
 */
export async function photo(paper, shot) {
  const toPicture = aim(paper, shot);
  const pxPerPx = scaleAt(toPicture, { x: paper.width / 2, y: paper.height / 2 });
  let seen = onTable(paper, shot.table);
  // Blur is the same all over the paper, so that it can be put on before the picture is taken.
  seen = await blur(seen, Math.hypot(shot.blurMm * PX_PER_MM, SENSOR_PX / pxPerPx));
  if (shot.motionMm > 0) seen = smear(seen, shot.motionMm * PX_PER_MM, shot.motionDegrees);
  const picture = resample(seen, toPicture, { ...FRAME, outside: shot.table });
  const place = (point) => mapPoint(toPicture, paper.place(point));
  shine(picture, shot, { exposure: EXPOSED / paper.paperLevel, pxPerMm: pxPerPx * PX_PER_MM, toPicture, paper });
  addNoise(picture.data, shot.noise, shot.seed);
  const encoder = sharp(picture.data, { raw: { ...FRAME, channels: 1 } });
  return { bytes: await encoder.jpeg({ quality: shot.jpeg, optimiseCoding: false }).toBuffer(), ...FRAME, place };
}

/** Where the paper lies in the frame: turned, tilted away from the camera, as large as was drawn. */
function aim({ width, height }, { pageOfFrame, turnDegrees, perspective, tiltDegrees, xOfRoom, yOfRoom }) {
  const [turn, tilt] = [turnDegrees, tiltDegrees].map((degrees) => (degrees * Math.PI) / 180);
  const corners = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  const reach = Math.hypot(width, height) / 2;
  // The far end is shorter than the near one by `perspective`.
  const depth = perspective / (2 - perspective) / reach;
  const seen = corners.map((corner) => {
    const [x, y] = [corner.x - width / 2, corner.y - height / 2];
    const over = 1 / (1 + depth * (x * Math.cos(tilt) + y * Math.sin(tilt)));
    return { x: (x * Math.cos(turn) - y * Math.sin(turn)) * over, y: (x * Math.sin(turn) + y * Math.cos(turn)) * over };
  });
  const [left, right] = [Math.min(...seen.map(({ x }) => x)), Math.max(...seen.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...seen.map(({ y }) => y)), Math.max(...seen.map(({ y }) => y))];
  const scale = pageOfFrame * Math.min(FRAME.width / (right - left), FRAME.height / (bottom - top));
  const [roomX, roomY] = [FRAME.width - scale * (right - left), FRAME.height - scale * (bottom - top)];
  const placed = seen.map(({ x, y }) => ({
    x: scale * (x - left) + roomX * xOfRoom,
    y: scale * (y - top) + roomY * yOfRoom,
  }));
  return fitHomography(corners, placed);
}

/** Pixels of the picture for one of the paper, about a point. */
function scaleAt(map, { x, y }) {
  const [a, b, c] = [mapPoint(map, { x, y }), mapPoint(map, { x: x + 1, y }), mapPoint(map, { x, y: y + 1 })];
  return Math.sqrt(Math.abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)));
}
