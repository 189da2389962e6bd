import { PAPER_DPI } from "./print.mjs";

const PX_PER_MM = PAPER_DPI / 25.4;

/** Covers discs of the paper with something opaque. */
export function blot(paper, { discs, level }) {
  const data = paper.data.slice();
  for (const disc of discs) fillDisc(data, paper, disc, level);
  return { ...paper, data };
}

/** Sets the pixels of a disc, given in mm. */
export function fillDisc(data, { width, height }, { xMm, yMm, radiusMm }, value) {
  const [cx, cy, radius] = [xMm, yMm, radiusMm].map((mm) => mm * PX_PER_MM);
  for (let y = Math.max(0, Math.ceil(cy - radius)); y < Math.min(height, cy + radius); y++) {
    const half = Math.sqrt(radius * radius - (y - cy) ** 2);
    const from = Math.max(0, Math.round(cx - half));
    const to = Math.min(width, Math.round(cx + half));
    if (to > from) data.fill(value, y * width + from, y * width + to);
  }
}
