import { QUIET_MODULES } from "../../src/paper/qr/qr.js";
import { type Box, MM_PER_PT, type Page } from "../../src/sheet/box.js";
import type { Template } from "../../src/sheet/template.js";
import { fonts } from "../helpers/sheets.js";

/** Where a box lies, in mm from the page's top left corner. */
export interface Rectangle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Reach of a line of text above and below its baseline, in em: that of kanji and of capitals with accents. */
const ABOVE_EM = 0.88;
const BELOW_EM = 0.21;
/** Coordinates are sums of decimals. */
const ROUNDING_MM = 1e-6;
/** A cut line stands on the margin. */
const CUT_MM = 0.2 + ROUNDING_MM;

/** The place that a box takes, a code without its light space. */
export function rectangleOf(box: Box): Rectangle {
  if (box.kind === "text") {
    const em = box.pt * MM_PER_PT;
    return {
      left: box.xMm,
      right: box.xMm + fonts.width(box.text, box.face, box.pt),
      top: box.yMm - ABOVE_EM * em,
      bottom: box.yMm + BELOW_EM * em,
    };
  }
  const [widthMm, heightMm] = box.kind === "code" ? [box.sizeMm, box.sizeMm] : [box.widthMm, box.heightMm];
  return { left: box.xMm, right: box.xMm + widthMm, top: box.yMm, bottom: box.yMm + heightMm };
}

/** A code with the light space it needs. */
function withQuietZone(box: Box): Rectangle {
  const { left, right, top, bottom } = rectangleOf(box);
  const quiet = box.kind === "code" ? (box.sizeMm / box.symbol.size) * QUIET_MODULES : 0;
  return { left: left - quiet, right: right + quiet, top: top - quiet, bottom: bottom + quiet };
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  const free = ROUNDING_MM;
  return a.left < b.right - free && b.left < a.right - free && a.top < b.bottom - free && b.top < a.bottom - free;
}

/** A box in words, for the message of a failed test. */
export function describeBox(box: Box): string {
  const what = box.kind === "text" ? `"${box.text}"` : box.kind;
  return `${what} at ${box.xMm.toFixed(1)}, ${box.yMm.toFixed(1)}`;
}

/** What is wrong with how a page is laid out. */
export function faultsOf(page: Page, { marginMm }: Template): string[] {
  const faults: string[] = [];
  // Measured once, not for each pair: a page has hundreds of words.
  const places = page.boxes.map((box) => ({ box, bare: rectangleOf(box), quiet: withQuietZone(box) }));
  for (const [i, { box, bare, quiet }] of places.entries()) {
    const { left, right, top, bottom } = bare;
    const inside =
      left >= marginMm.left - ROUNDING_MM &&
      right <= page.widthMm - marginMm.right + CUT_MM &&
      top >= marginMm.top - ROUNDING_MM &&
      bottom <= page.heightMm - marginMm.bottom + ROUNDING_MM;
    if (!inside) faults.push(`outside the margins: ${describeBox(box)}`);
    for (const other of places.slice(i + 1)) {
      if (box.kind === "rule" && other.box.kind === "rule") continue;
      const meets = box.kind === "code" ? overlap(quiet, other.bare) : overlap(bare, other.quiet);
      if (meets) faults.push(`${describeBox(box)} meets ${describeBox(other.box)}`);
    }
  }
  return faults;
}
