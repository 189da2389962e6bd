import type { Font } from "@cantoo/fontkit";
import type { LineReading } from "../../paper/line.js";
import type { Point, Raster } from "../pixels/raster.js";
import { type Anchor, anchorAt } from "./cell-anchor.js";
import { cellsOf } from "./cell-correlation.js";
import { growMesh, SPAN_CELLS, type Span } from "./cell-mesh.js";
import { type CellTemplates, cellTemplatesOf } from "./cell-templates.js";
import { inkMap } from "./ink-map.js";
import { findLattices, type Lattice } from "./lattice.js";
import { type PlacedLine, placeLines } from "./line-columns.js";
import { readLine } from "./line-decoding.js";

/** Most places that are looked at more closely once lines were found. */
const MOST_FURTHER = 10;
/** Most columns of lines in one picture: several sheets, two columns each. */
const MOST_COLUMNS = 12;
/**
 * From this fit on characters are followed at once; with less, the best few of a scale, after all others. On 72 spoilt
 * pages of lines 10 of 162 places that gave lines had less, and 90 of 155 that gave none.
 */
const CLEAR_FIT = 0.65;
/** Most unclear places that are followed at one scale: in other writing each costs as much as a page of lines. */
const MOST_UNCLEAR = 4;

/**
 * Most groups of characters that are followed in one picture where no line came of it: two pages of lines. Patterns that
 * are no writing can lead on as far as that from each of sixteen places at each scale.
 */
const MOST_FRUITLESS_SPANS = 4_000;

/** Lines that stand one below the other, with their place. */
interface Column {
  readonly readings: LineReading[];
  /** Whether its characters fitted clearly. */
  readonly isClear: boolean;
  /** Those of the mesh that lines came of, with what stands between these. */
  readonly spans: readonly Span[];
}

/**
 * Check lines in a scan or photo, whichever way the page lies, without any code: where ink stands in rows of groups,
 * characters of the font are looked for, followed from each to the next, and told by their shape and the lines' check.
 * Nothing of it is settled: only what a payload's hash or a roster confirms may be used.
 * @param font of the lines
 * @param isLate asked where nothing was found so far: whether to leave it at that
 * @returns the lines of each column, with several readings of one line where the check leaves a choice
 */
export function readPictureLines(raster: Raster, font: Font, isLate: () => boolean = () => false): LineReading[][] {
  const ink = inkMap(raster);
  const templates = cellTemplatesOf(font);
  const budget = { spans: MOST_FRUITLESS_SPANS, isLate };
  const columns: Column[] = [];
  for (const lattices of findLattices(ink)) {
    if (columns.length === 0 && isLate()) break;
    addColumns(columns, ink, templates, lattices, budget);
  }
  return columns.map(({ readings }) => readings);
}

/**
 * Adds columns of lines where lattices of one scale were seen: another scale shows the same lines again, and beside them a
 * column that the first one missed.
 * @param columns what is known already
 * @param budget spent on what is followed and gives no line
 */
function addColumns(
  columns: Column[],
  ink: Raster,
  templates: CellTemplates,
  lattices: readonly Lattice[],
  budget: { spans: number; readonly isLate: () => boolean },
): void {
  const isFirst = columns.length === 0;
  const unclear: { anchor: Anchor; lattice: Lattice }[] = [];
  // What unclear characters gave is looked at again where they are clear.
  const isKnown = (at: Point, clearly: boolean) =>
    columns.some(({ isClear, spans }) => (isClear || !clearly) && covers(spans, at));
  const isDone = ({ frame, fit }: Anchor) =>
    columns.length === MOST_COLUMNS ||
    isKnown(frame.at, fit >= CLEAR_FIT) ||
    budget.spans <= 0 ||
    (columns.length === 0 && budget.isLate());
  /** @returns whether the characters gave a line */
  const followAnchor = (anchor: Anchor): boolean => {
    const spans = growMesh(ink, templates, anchor);
    const cells = cellsOf(ink, templates, spans);
    const lines = placeLines(cells).map((line) => ({ ...line, readings: readLine(line) }));
    const good = lines.filter(({ readings }) => readings.some(({ status }) => status === "good"));
    if (good.length === 0) {
      budget.spans -= spans.length;
      return false;
    }
    const isRead = ({ row, column }: Span) =>
      isAmong(good, row - cells.firstRow, (column - cells.firstColumn) * SPAN_CELLS);
    columns.push({
      readings: lines.flatMap(({ readings }) => readings),
      isClear: anchor.fit >= CLEAR_FIT,
      spans: spans.filter(isRead),
    });
    return true;
  };
  const follow = (anchor: Anchor, lattice: Lattice) => {
    if (isDone(anchor) || followAnchor(anchor)) return;
    // The wrong end may fit by chance a little better: of 14 sets drawn at random, two lost a column by it.
    const turned = anchorAt(ink, templates, lattice, [anchor.end === 1 ? -1 : 1]);
    if (turned && !isDone(turned)) followAnchor(turned);
  };
  let further = 0;
  for (const lattice of lattices) {
    if (isKnown(lattice.at, true)) continue;
    if (columns.length === 0 && budget.isLate()) return;
    if (columns.length > 0 && ++further > MOST_FURTHER) break;
    const anchor = anchorAt(ink, templates, lattice);
    if (anchor && anchor.fit >= CLEAR_FIT) follow(anchor, lattice);
    else if (anchor && isFirst) unclear.push({ anchor, lattice });
  }
  unclear.sort((a, b) => b.anchor.fit - a.anchor.fit);
  for (const { anchor, lattice } of unclear.slice(0, MOST_UNCLEAR)) follow(anchor, lattice);
}

/**
 * Whether a span stands in a line that was read, or above one and below another. A mesh spreads over what is beside
 * its lines too, another column or other writing, without reading it: of 120 pages of three columns 12 lost one by it.
 */
function isAmong(lines: readonly PlacedLine[], row: number, cell: number): boolean {
  const beside = lines.filter(({ from, to }) => cell < to && cell + SPAN_CELLS > from);
  return beside.some((line) => line.row <= row) && beside.some((line) => line.row >= row);
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
