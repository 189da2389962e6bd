import { blur } from "./blur.mjs";
import { PAPER_DPI } from "./print.mjs";

const PX_PER_MM = PAPER_DPI / 25.4;
/** How far a stain fades out at its edge. */
const EDGE_MM = 0.8;

/** Spills something translucent: it takes light away, and where ink runs, the ink blurs. */
export async function stain(paper, { xMm, yMm, radiusMm, keep, runMm, phases }) {
  const { width, height } = paper;
  const data = paper.data.slice();
  const [cx, cy, radius] = [xMm, yMm, radiusMm].map((mm) => mm * PX_PER_MM);
  const reach = radius * 1.2;
  const run = (await blur(paper, runMm * PX_PER_MM)).data;
  const edge = EDGE_MM * PX_PER_MM;
  for (let y = Math.max(0, Math.floor(cy - reach)); y < Math.min(height, cy + reach); y++) {
    for (let x = Math.max(0, Math.floor(cx - reach)); x < Math.min(width, cx + reach); x++) {
      const [dx, dy] = [x - cx, y - cy];
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance > reach) continue;
      const around = distance > radius * 0.8 ? outline(Math.atan2(dy, dx), phases) : 1;
      const depth = Math.min(1, (radius * around - distance) / edge);
      if (depth <= 0) continue;
      const at = y * width + x;
      data[at] = (data[at] + (run[at] - data[at]) * depth) * (1 - (1 - keep) * depth);
    }
  }
  return { ...paper, data };
}

/** A stain's radius in each direction; its area stays that of the disc within a hundredth. */
function outline(angle, [one, other]) {
  return 1 + 0.1 * Math.sin(3 * angle + one) + 0.06 * Math.sin(5 * angle + other);
}
