import type { Font } from "@cantoo/fontkit";
import type { LineReading } from "../paper/line.js";
import { anchorAt } from "./cell-anchor.js";
import { growMesh, SPAN_CELLS, type Span } from "./cell-mesh.js";
import { cellTemplatesOf } from "./cell-templates.js";
import { inkMap } from "./ink-map.js";
import { findLattices } from "./lattice.js";
import { placeLines } from "./line-columns.js";
import { readLine } from "./line-decoding.js";
import { cellsOf } from "./mesh-cells.js";
import type { Point, Raster } from "./raster.js";

/** Most places that are looked at more closely once lines were found. */
const MOST_FURTHER = 24;
/** Most columns of lines in one picture: several sheets, two columns each. */
const MOST_COLUMNS = 12;

/**
 * Check lines in a scan or photo, whichever way the page lies, without any code: where ink stands in rows of groups,
 * characters of the font are looked for, followed from each to the next, and told by their shape and the lines' check.
 * Nothing of it is settled: only what a payload's hash or a roster confirms may be used.
 * @param font of the lines
 * @returns the lines of each column, with several readings of one line where the check leaves a choice
 */
export function readPictureLines(raster: Raster, font: Font): LineReading[][] {
  const ink = inkMap(raster);
  const templates = cellTemplatesOf(font);
  const columns: { readings: LineReading[]; spans: readonly Span[] }[] = [];
  let further = 0;
  let scale = 0;
  for (const lattice of findLattices(ink)) {
    // Another scale shows the same lines again.
    if (columns.length > 0 && (lattice.scale !== scale || ++further > MOST_FURTHER)) break;
    if (columns.some(({ spans }) => covers(spans, lattice.at))) continue;
    const anchor = anchorAt(ink, templates, lattice);
    if (!anchor || columns.some(({ spans }) => covers(spans, anchor.frame.at))) continue;
    const spans = growMesh(ink, templates, anchor);
    const readings = placeLines(cellsOf(ink, templates, spans)).flatMap(readLine);
    if (!readings.some(({ status }) => status === "good")) continue;
    columns.push({ readings, spans });
    scale = lattice.scale;
    if (columns.length === MOST_COLUMNS) break;
  }
  return columns.map(({ readings }) => readings);
}

/** Whether a place lies among characters that were read already. */
function covers(spans: readonly Span[], { x, y }: Point): boolean {
  return spans.some(({ frame: { at, cell, em }, blind }) => {
    if (blind > 0) return false;
    const [dx, dy] = [x - at.x, y - at.y];
    const across = (dx * cell.x + dy * cell.y) / (cell.x ** 2 + cell.y ** 2);
    const down = (dx * em.x + dy * em.y) / (em.x ** 2 + em.y ** 2);
    return across > -1 && across < SPAN_CELLS + 1 && Math.abs(down) < 1.3;
  });
}

