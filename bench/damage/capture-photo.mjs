import sharp from "sharp";
import { fitHomography, invertHomography, mapPoint } from "../../dist/read/homography.js";
import { project } from "../../dist/read/project.js";
import { blur, smear } from "./blur.mjs";
import { onTable } from "./missing.mjs";
import { addNoise } from "./noise.mjs";
import { PAPER_DPI } from "./print.mjs";

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
  seen = blur(seen, Math.hypot(shot.blurMm * PX_PER_MM, SENSOR_PX / pxPerPx));
  if (shot.motionMm > 0) seen = smear(seen, shot.motionMm * PX_PER_MM, shot.motionDegrees);
  const picture = project(seen, { toSource: invertHomography(toPicture), ...FRAME, outside: shot.table });
  const place = (point) => mapPoint(toPicture, paper.place(point));
  shine(picture, shot, { exposure: EXPOSED / paper.paperLevel, pxPerMm: pxPerPx * PX_PER_MM, toPicture, paper });
  addNoise(picture.data, shot.noise, shot.seed);
  const encoder = sharp(picture.data, { raw: { ...FRAME, channels: 1 } });
  return { bytes: await encoder.jpeg({ quality: shot.jpeg }).toBuffer(), ...FRAME, place };
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

/** Light in place: it falls off to one side, something throws a shadow, a lamp is mirrored. */
function shine({ width, height, data }, shot, { exposure, pxPerMm, toPicture, paper }) {
  const fall = slope(shot.lightDegrees, width, height);
  const shade = shot.shadow ? slope(shot.shadow.degrees, width, height) : undefined;
  const edge = shot.shadow ? (shot.shadow.edgeMm * pxPerMm) / reachOf(shot.shadow.degrees, width, height) : 1;
  const glare = glareOf(shot, pxPerMm, toPicture, paper);
  for (let y = 0, at = 0; y < height; y++) {
    let light = fall.at(y);
    let dark = shade ? shade.at(y) : 0;
    for (let x = 0; x < width; x++, at++, light += fall.step) {
      let value = data[at] * exposure * (1 - shot.light * light);
      if (shade) {
        const inside = (dark - shot.shadow.at) / edge + 0.5;
        value *= inside <= 0 ? 1 : inside >= 1 ? shot.shadow.keep : 1 - (1 - shot.shadow.keep) * inside;
        dark += shade.step;
      }
      data[at] = value > 255 ? 255 : value;
    }
    if (glare) glare(y, data.subarray(y * width, (y + 1) * width));
  }
}

/** A value from 0 at one end of the picture to 1 at the other, in a direction. */
function slope(degrees, width, height) {
  const [dx, dy] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const reach = reachOf(degrees, width, height);
  return { step: dx / reach, at: (y) => ((-width / 2) * dx + (y - height / 2) * dy) / reach + 0.5 };
}

function reachOf(degrees, width, height) {
  const turn = (degrees * Math.PI) / 180;
  return Math.abs(Math.cos(turn)) * width + Math.abs(Math.sin(turn)) * height;
}

/** A patch of the paper that is white to the last bit, and pale around it. */
function glareOf({ glareOfPage, glareX, glareY }, pxPerMm, toPicture, paper) {
  if (glareOfPage === 0) return undefined;
  const middle = mapPoint(toPicture, { x: glareX * paper.width, y: glareY * paper.height });
  const area = glareOfPage * (paper.width / PX_PER_MM) * (paper.height / PX_PER_MM) * pxPerMm ** 2;
  // An ellipse, half as high again as it is wide.
  const across = Math.sqrt(area / Math.PI / 1.5);
  const down = 1.5 * across;
  return (y, row) => {
    const v = ((y - middle.y) / down) ** 2;
    if (v > 1.69) return;
    const reach = across * Math.sqrt(1.69 - v);
    for (let x = Math.max(0, Math.floor(middle.x - reach)); x < Math.min(row.length, middle.x + reach); x++) {
      const distance = Math.sqrt(((x - middle.x) / across) ** 2 + v);
      const share = distance <= 1 ? 1 : (1.3 - distance) / 0.3;
      if (share > 0) row[x] += (255 - row[x]) * share;
    }
  };
}
