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
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < nodes; i++) {
      const [a, b] = [xAt(i * STEP, y), yAt(i * STEP, y)];
      dx[i] = depth * Math.sin(a);
      dy[i] = depth * Math.sin(b);
      light[i] = 1 - SHADE * (0.5 + 0.25 * (Math.cos(a) + Math.cos(b)));
    }
    for (let x = 0; x < width; x++) {
      const node = Math.floor(x / STEP);
      const share = (x % STEP) / STEP;
      const px = Math.min(width - 1.001, Math.max(0, x + dx[node] + (dx[node + 1] - dx[node]) * share));
      const py = Math.min(height - 1.001, Math.max(0, y + dy[node] + (dy[node + 1] - dy[node]) * share));
      const [x0, y0] = [px | 0, py | 0];
      const [s, t] = [px - x0, py - y0];
      const at = y0 * width + x0;
      const high = grey[at] * (1 - s) + grey[at + 1] * s;
      const low = grey[at + width] * (1 - s) + grey[at + width + 1] * s;
      data[y * width + x] = (high * (1 - t) + low * t) * (light[node] + (light[node + 1] - light[node]) * share) + 0.5;
    }
  }
  const place = (point) => {
    const { x, y } = paper.place(point);
    return { x: x - depth * Math.sin(xAt(x, y)), y: y - depth * Math.sin(yAt(x, y)) };
  };
  return { ...paper, data, place };
}
