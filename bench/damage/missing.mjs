import { fillDisc } from "./blot.mjs";
import { PAPER_DPI } from "./print.mjs";

const PX_PER_MM = PAPER_DPI / 25.4;

/** Takes paper away: holes are punched, a corner is torn off. What lies behind it shows. */
export function takeAway(paper, { corner, holes }) {
  const { width, height } = paper;
  const absent = paper.absent ? paper.absent.slice() : new Uint8Array(width * height);
  for (const hole of holes) fillDisc(absent, paper, hole, 1);
  if (corner) {
    const leg = corner.legMm * PX_PER_MM;
    for (let row = 0; row < Math.min(height, leg); row++) {
      const length = Math.min(width, Math.round(leg - row));
      const y = corner.bottom ? height - 1 - row : row;
      const from = corner.right ? width - length : 0;
      absent.fill(1, y * width + from, y * width + from + length);
    }
  }
  return { ...paper, absent };
}

/** The paper with what lies behind it. */
export function onTable(paper, level) {
  if (!paper.absent) return paper;
  const data = paper.data.slice();
  for (let i = 0; i < data.length; i++) if (paper.absent[i] === 1) data[i] = level;
  return { ...paper, data };
}
