import { PAPER_DPI } from "./print.mjs";
import { drawer } from "./random.mjs";

const PX_PER_MM = PAPER_DPI / 25.4;

/** Folds a paper: toner flakes off along each crease, and the panels no longer lie exactly beside each other. */
export function fold(paper, { acrossMm, downMm, goneMm, shiftMm, seed }) {
  const draw = drawer(seed);
  const flat = flake(paper, { acrossMm, downMm, goneMm }, draw);
  return shiftMm === 0 ? flat : shiftPanels(flat, acrossMm, downMm, shiftMm, draw);
}

function flake(paper, { acrossMm, downMm, goneMm }, draw) {
  const { width, height, paperLevel } = paper;
  const data = paper.data.slice();
  const crease = (mm, length, paint) => {
    // Ragged as flakes are; a crease is not quite straight and a little darker than paper.
    const lean = draw.between(-0.003, 0.003);
    let ragged = 0;
    for (let along = 0; along < length; along++) {
      ragged = 0.85 * ragged + draw.between(-0.15, 0.15);
      const middle = mm * PX_PER_MM + lean * (along - length / 2);
      const reach = (goneMm / 2) * PX_PER_MM * (1 + ragged);
      for (let at = Math.round(middle - reach); at < middle + reach; at++) paint(along, at);
    }
  };
  const level = paperLevel * 0.95;
  const lighten = (x, y) => {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    data[y * width + x] = Math.max(data[y * width + x], level);
  };
  for (const mm of acrossMm) crease(mm, width, (x, y) => lighten(x, y));
  for (const mm of downMm) crease(mm, height, (y, x) => lighten(x, y));
  return { ...paper, data };
}

/** Each panel lies off by `shiftMm` beside the one before it, to either side, both along and across. */
function shiftPanels(paper, acrossMm, downMm, shiftMm, draw) {
  const { width, height, data: grey } = paper;
  const data = new Uint8Array(width * height);
  const [rows, columns] = [
    [0, ...acrossMm.map((mm) => Math.round(mm * PX_PER_MM)), height],
    [0, ...downMm.map((mm) => Math.round(mm * PX_PER_MM)), width],
  ];
  const shiftPx = (shiftMm / 2) * PX_PER_MM;
  const panels = rows.slice(1).flatMap((bottom, i) =>
    columns.slice(1).map((right, j) => ({
      top: rows[i],
      bottom,
      left: columns[j],
      right,
      dx: shiftPx * ((i + j) % 2 === 0 ? 1 : -1) * draw.sign(),
      dy: shiftPx * ((i + j) % 2 === 0 ? 1 : -1) * draw.sign(),
    })),
  );
  for (const { top, bottom, left, right, dx, dy } of panels) {
    const [x0, y0] = [Math.floor(dx), Math.floor(dy)];
    const [s, t] = [dx - x0, dy - y0];
    for (let y = top; y < bottom; y++) {
      const above = Math.min(height - 1, Math.max(0, y + y0)) * width;
      const below = Math.min(height - 1, Math.max(0, y + y0 + 1)) * width;
      for (let x = left; x < right; x++) {
        const one = Math.min(width - 1, Math.max(0, x + x0));
        const next = Math.min(width - 1, one + 1);
        const high = grey[above + one] * (1 - s) + grey[above + next] * s;
        const low = grey[below + one] * (1 - s) + grey[below + next] * s;
        data[y * width + x] = high * (1 - t) + low * t + 0.5;
      }
    }
  }
  const place = (point) => {
    const at = paper.place(point);
    const on = ({ left, right, top, bottom }) => at.x >= left && at.x < right && at.y >= top && at.y < bottom;
    const { dx, dy } = panels.find(on) ?? { dx: 0, dy: 0 };
    return { x: at.x - dx, y: at.y - dy };
  };
  return { ...paper, data, place };
}
