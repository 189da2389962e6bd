import { mapPoint } from "./homography.mjs";
import { PAPER_DPI } from "./print.mjs";

const PX_PER_MM = PAPER_DPI / 25.4;
/** How far around a glare patch the paper is pale, of the patch's radius. */
const HALO = 0.3;

/**
 * Light on a picture, in place: it falls off to one side, something throws a shadow, a lamp is mirrored.
 * @param {object} shot as the grade drew it
 * @param {{exposure: number, pxPerMm: number, toPicture: object, paper: object}} seen how bright paper is, and where it lies
 */
export function shine({ width, height, data }, shot, { exposure, pxPerMm, toPicture, paper }) {
  const fall = slope(shot.lightDegrees, width, height);
  const shade = shot.shadow ? shadowOf(shot.shadow, pxPerMm, width, height) : undefined;
  const glare = glareOf(shot, pxPerMm, toPicture, paper);
  const step = -(65536 * exposure * shot.light * fall.step);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    let light = 65536 * exposure * (1 - shot.light * fall.at(y));
    for (let x = 0; x < width; x++, light += step) {
      const value = (row[x] * light) >> 16;
      row[x] = value > 255 ? 255 : value;
    }
    shade?.(y, row);
    glare?.(y, row);
  }
}

/** A value from 0 at one end of the picture to 1 at the other, in a direction. */
function slope(degrees, width, height) {
  const turn = (degrees * Math.PI) / 180;
  const [dx, dy] = [Math.cos(turn), Math.sin(turn)];
  const reach = Math.abs(dx) * width + Math.abs(dy) * height;
  return { reach, step: dx / reach, at: (y) => ((-width / 2) * dx + (y - height / 2) * dy) / reach + 0.5 };
}

/** A hard shadow on one side of a line. */
function shadowOf({ degrees, at, keep, edgeMm }, pxPerMm, width, height) {
  const side = slope(degrees, width, height);
  const edge = (edgeMm * pxPerMm) / side.reach;
  const step = side.step / edge;
  return (y, row) => {
    let inside = (side.at(y) - at) / edge + 0.5;
    for (let x = 0; x < width; x++, inside += step) {
      if (inside > 0) row[x] *= inside >= 1 ? keep : 1 - (1 - keep) * inside;
    }
  };
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
    if (v > (1 + HALO) ** 2) return;
    const reach = across * Math.sqrt((1 + HALO) ** 2 - v);
    for (let x = Math.max(0, Math.floor(middle.x - reach)); x < Math.min(row.length, middle.x + reach); x++) {
      const distance = Math.sqrt(((x - middle.x) / across) ** 2 + v);
      const share = distance <= 1 ? 1 : (1 + HALO - distance) / HALO;
      if (share > 0) row[x] += (255 - row[x]) * share;
    }
  };
}
