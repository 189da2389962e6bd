import { PAPER_DPI } from "./print.mjs";

const PX_PER_MM = PAPER_DPI / 25.4;
/** Pixels between places where the waves are worked out. */
const STEP = 8;
/** How much light a slope gains or loses. */
const SHADE = 0.06;

/** Crumples a paper: what is on it moves in waves of up to `depthMm` along both axes, and the slopes catch the light. */
export function crumple(paper, { depthMm, waveMm, x: xWave, y: yWave }) {
  const { width, height, data: grey } = paper;
  const data = new Uint8Array(width * height);
  const depth = depthMm * PX_PER_MM;
  const [xAt, yAt] = [xWave, yWave].map(({ degrees, phase }) => {
    const turn = (degrees * Math.PI) / 180;
    const k = (2 * Math.PI) / (waveMm * PX_PER_MM);
    return (x, y) => k * (x * Math.cos(turn) + y * Math.sin(turn)) + phase;
  });
  const nodes = Math.ceil(width / STEP) + 1;
  const dx = new Float32Array(nodes);
  const dy = new Float32Array(nodes);
  const light = new Float32Array(nodes);
  const [right, bottom] = [width - 1.001, height - 1.001];
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < nodes; i++) {
      const [a, b] = [xAt(i * STEP, y), yAt(i * STEP, y)];
      dx[i] = depth * Math.sin(a);
      dy[i] = depth * Math.sin(b);
      light[i] = 1 - SHADE * (0.5 + 0.25 * (Math.cos(a) + Math.cos(b)));
    }
    for (let node = 0; node < nodes - 1; node++) {
      const from = node * STEP;
      const stop = y * width + Math.min(width, from + STEP);
      const [ddx, ddy] = [(dx[node + 1] - dx[node]) / STEP + 1, (dy[node + 1] - dy[node]) / STEP];
      const dim = (light[node + 1] - light[node]) / STEP;
      let [px, py, shine] = [from + dx[node], y + dy[node], light[node]];
      for (let at = y * width + from; at < stop; at++, px += ddx, py += ddy, shine += dim) {
        const u = px < 0 ? 0 : px > right ? right : px;
        const v = py < 0 ? 0 : py > bottom ? bottom : py;
        const source = (v | 0) * width + (u | 0);
        const s = u - (u | 0);
        const upper = grey[source] + (grey[source + 1] - grey[source]) * s;
        const lower = grey[source + width] + (grey[source + width + 1] - grey[source + width]) * s;
        data[at] = (upper + (lower - upper) * (v - (v | 0))) * shine + 0.5;
      }
    }
  }
  const place = (point) => {
    const { x, y } = paper.place(point);
    return { x: x - depth * Math.sin(xAt(x, y)), y: y - depth * Math.sin(yAt(x, y)) };
  };
  return { ...paper, data, place };
}
