import { blur } from "./blur.mjs";
import { fitHomography, mapPoint } from "./homography.mjs";
import { onTable } from "./missing.mjs";
import { PAPER_DPI } from "./print.mjs";
import { drawer } from "./random.mjs";
import { resample } from "./resample.mjs";
import { TONER_LEVEL } from "./toner.mjs";

const PX_PER_MM = PAPER_DPI / 25.4;
/** The copier's white lid, and the fresh paper of the copy. */
const WHITE = 245;
/** How much steeper greys become. */
const CONTRAST = 2.2;

/** Levels between ink and paper at least: a page that is next to empty stays so. */
const LEAST_SPAN = 60;

/** Copies a paper again and again: each copy lies a little askew, is softer, harder in contrast, and has specks. */
export async function photocopy(paper, { copies }) {
  let copied = paper;
  for (const copy of copies) copied = await copyOnce(copied, copy);
  return copied;
}

async function copyOnce(paper, { turnDegrees, scale, xMm, yMm, blurMm, density, specks, seed }) {
  const { width, height } = paper;
  const turn = (turnDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn) * scale, Math.sin(turn) * scale];
  const move = ({ x, y }) => ({
    x: cos * (x - width / 2) - sin * (y - height / 2) + width / 2 + xMm * PX_PER_MM,
    y: sin * (x - width / 2) + cos * (y - height / 2) + height / 2 + yMm * PX_PER_MM,
  });
  const corners = [0, 1, 2, 3].map((i) => ({ x: i === 1 || i === 2 ? width : 0, y: i >= 2 ? height : 0 }));
  const toCopy = fitHomography(corners, corners.map(move));
  const softened = await blur(onTable(paper, WHITE), blurMm * PX_PER_MM);
  const { data } = resample(softened, toCopy, { width, height, outside: WHITE });
  const tone = toneOf(data, density);
  for (let i = 0; i < data.length; i++) data[i] = tone[data[i]];
  sprinkle(data, paper, specks, drawer(seed));
  return {
    ...paper,
    data,
    paperLevel: WHITE,
    absent: undefined,
    place: (point) => mapPoint(toCopy, paper.place(point)),
  };
}

/** Automatic exposure: what is paler than midway between the page's ink and its paper becomes paler, the rest darker. */
function toneOf(data, density) {
  const counts = new Uint32Array(256);
  for (let i = 0; i < data.length; i += 16) counts[data[i]]++;
  const at = (share) => {
    let left = (share * data.length) / 16;
    for (const [level, count] of counts.entries()) {
      left -= count;
      if (left <= 0) return level;
    }
    return 255;
  };
  const [ink, white] = [at(0.01), at(0.7)];
  const span = Math.max(LEAST_SPAN, white - ink);
  const middle = white - span / 2;
  const darkest = WHITE - density * (WHITE - TONER_LEVEL);
  return Uint8Array.from({ length: 256 }, (_, level) => {
    const share = 0.5 + (CONTRAST * (level - middle)) / span / 1.6;
    return darkest + (WHITE - darkest) * Math.min(1, Math.max(0, share));
  });
}

/** Dust on the glass. */
function sprinkle(data, { width, height }, count, draw) {
  for (let i = 0; i < count; i++) {
    const [x, y, size] = [draw.whole(1, width - 4), draw.whole(1, height - 4), draw.whole(1, 3)];
    for (let row = 0; row < size; row++)
      data.fill(draw.whole(40, 160), (y + row) * width + x, (y + row) * width + x + size);
  }
}
