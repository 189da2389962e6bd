import { nodePlatform } from "../../dist/node.js";
import { printPage } from "./print.mjs";

/** Characters below this correlation with the undamaged box are typed as `?`. */
const LEGIBLE = 0.6;
/** Samples for a millimetre: 200 dpi. */
const SAMPLES_PER_MM = 8;
/** A character's box, in em from the baseline. */
const BOX = { above: 0.8, below: 0.1 };
/** Width of every character of the lines' font, in em. */
const ADVANCE_EM = 0.6;
const MM_PER_PT = 25.4 / 72;

/**
 * What a person can type from a picture of a page: its lines, each character that is not legible as `?`.
 * A line whose label is not legible is left out.
 * @param page as `caseSheets` gives it
 * @param shot as `damagePage` gives it
 */
export async function legibleLines(page, shot) {
  if (page.lines.length === 0) return [];
  const picture = await nodePlatform.decodePicture(shot.bytes);
  const printed = printPage(await page.draw(), 0);
  const perMm = printed.width / page.widthMm;
  return page.lines.flatMap(({ text, xMm, yMm, pt }) => {
    const em = pt * MM_PER_PT;
    const typed = [...text].map((character, i) => {
      if (character === " ") return " ";
      const box = { xMm: xMm + i * ADVANCE_EM * em, yMm: yMm - BOX.above * em };
      const size = { widthMm: ADVANCE_EM * em, heightMm: (BOX.above + BOX.below) * em };
      return correlation(box, size, printed, perMm, picture, shot.place) >= LEGIBLE ? character : "?";
    });
    const label = typed.slice(0, typed.indexOf(" "));
    return label.includes("?") ? [] : [typed.join("")];
  });
}

/** Normalised correlation of a box's ink with the picture's darkness there. */
function correlation({ xMm, yMm }, { widthMm, heightMm }, printed, perMm, picture, place) {
  const columns = Math.round(widthMm * SAMPLES_PER_MM);
  const rows = Math.round(heightMm * SAMPLES_PER_MM);
  let [n, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = xMm + ((column + 0.5) * widthMm) / columns;
      const y = yMm + ((row + 0.5) * heightMm) / rows;
      const ink = sample(printed, { x: x * perMm, y: y * perMm });
      const dark = 255 - sample(picture, place({ x, y }));
      n++;
      a += ink;
      b += dark;
      aa += ink * ink;
      bb += dark * dark;
      ab += ink * dark;
    }
  }
  const spread = (aa - (a * a) / n) * (bb - (b * b) / n);
  return spread > 0 ? (ab - (a * b) / n) / Math.sqrt(spread) : 0;
}

function sample({ width, height, data }, { x, y }) {
  const px = Math.min(width - 1.001, Math.max(0, x - 0.5));
  const py = Math.min(height - 1.001, Math.max(0, y - 0.5));
  const [x0, y0] = [Math.floor(px), Math.floor(py)];
  const [s, t] = [px - x0, py - y0];
  const at = y0 * width + x0;
  const top = data[at] * (1 - s) + data[at + 1] * s;
  return top * (1 - t) + (data[at + width] * (1 - s) + data[at + width + 1] * s) * t;
}
