import { describe, expect, it } from "vitest";
import { covered, leaning, rolled, thresholded } from "../../bench/damage/cliff-pictures.mjs";
import { betweenMarks } from "../../bench/damage/documents.mjs";

const PX_PER_MM = 300 / 25.4;

/** Paper of 60 × 80 mm with a black square of 20 mm, 20 mm from its right and top. */
function paper() {
  const [width, height] = [Math.round(60 * PX_PER_MM), Math.round(80 * PX_PER_MM)];
  const data = new Uint8Array(width * height).fill(238);
  const [from, to] = [Math.round(20 * PX_PER_MM), Math.round(40 * PX_PER_MM)];
  for (let y = from; y < to; y++) data.fill(20, y * width + from, y * width + to);
  return { width, height, data };
}

/** Box of what is nearly black. */
function blackBox({ width, data }: { width: number; data: Uint8Array }) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  data.forEach((level, i) => {
    if (level > 60) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  });
  return { width: right - left + 1, height: bottom - top + 1 };
}

describe("pictures of cliffs", () => {
  it("cover a share of each code, from its right", () => {
    const seen = covered(paper(), [{ xMm: 20, yMm: 20, sizeMm: 20 }], 0.5);
    expect(blackBox(seen).width / PX_PER_MM).toBeCloseTo(11, 0);
  });

  it("lean: half as high at 60°, as wide as before", async () => {
    const [flat, lean] = [blackBox(await leaning(paper(), 0, 1)), blackBox(await leaning(paper(), 60, 1))];
    expect(lean.height / lean.width / (flat.height / flat.width)).toBeCloseTo(0.5, 1);
  });

  it("roll: what is before the camera is as it was, what is not is flatter", async () => {
    const [near, aside] = [blackBox(await rolled(paper(), 25, 30, 1)), blackBox(await rolled(paper(), 25, 50, 1))];
    expect(near.height / near.width).toBeGreaterThan(0.9);
    expect(aside.height / aside.width).toBeLessThan(0.8 * (near.height / near.width));
  });

  it("hollow what is larger than the threshold's window", () => {
    const seen = thresholded(paper(), 21);
    const middle = Math.round(30 * PX_PER_MM);
    expect(seen.data[middle * seen.width + middle]).toBe(255);
    expect(seen.data[middle * seen.width + Math.round(20 * PX_PER_MM) + 2]).toBe(0);
  });

  it("have a table of their own in a document", () => {
    expect(betweenMarks("a\n<!-- cliffs -->\nold\n<!-- /cliffs -->\n", "new", "cliffs")).toBe(
      "a\n<!-- cliffs -->\n\nnew\n\n<!-- /cliffs -->\n",
    );
  });
});
