import { describe, expect, it } from "vitest";
import { CELL_ALPHABET } from "../../../src/read/lines/cell-templates.js";
import { placeLines } from "../../../src/read/lines/line-columns.js";
import { seededRandom } from "../../helpers/photo.js";

const BODY = "ABCD EFGH IJKL MNOP QRST UVWX YZ23";
/** Boxes of a row: a label, its line and room on both sides. */
const CELLS = 60;

/** What each box of some text resembles: its character, and others as much as noise does. */
function rowOf(text: string, random: () => number): Float32Array {
  const row = new Float32Array(CELLS * CELL_ALPHABET.length);
  for (let i = 0; i < row.length; i++) row[i] = 0.3 * random();
  for (const [cell, character] of [...text].entries()) {
    const at = cell * CELL_ALPHABET.length;
    // A blank resembles nothing.
    if (character === " ") row.fill(0, at, at + CELL_ALPHABET.length);
    else row[at + CELL_ALPHABET.indexOf(character)] = 0.8;
  }
  return row;
}

function placed(texts: readonly string[]) {
  const random = seededRandom(14);
  const rows = texts.map((text) => rowOf(text.padEnd(CELLS), random));
  return placeLines({ count: CELLS, rows }).map(({ kind, number }) => `${kind}${number}`);
}

describe("placeLines", () => {
  it.each([
    ["that follow each other", ["D8", "D9", "D10", "D11"]],
    ["past a hundred, with a heading between", ["D98", "D99", "D0", "D101", "D102"]],
    ["of two kinds, an empty row between them", ["S1", "S2", "S3", "S4", "", "D1", "D2", "D3"]],
  ])("tells lines %s", (_, labels) => {
    const texts = labels.map((label) => (label ? `   ${label} ${BODY}` : ""));
    const said = placed(texts);
    // Any row may be a heading instead: its check tells.
    const isNumbered = (label: string) => Number(label.slice(1)) > 0;
    expect(said.filter(isNumbered)).toEqual(labels.filter(isNumbered));
    expect(said).toEqual(expect.arrayContaining(labels.filter((label) => label !== "")));
  });

  it("takes little of many rows that are no lines", () => {
    const random = seededRandom(15);
    const rows = Array.from({ length: 60 }, () => Float32Array.from({ length: 180 * CELL_ALPHABET.length }, random));
    const begun = process.cpuUsage();
    placeLines({ count: 180, rows });
    // 0.7 s here; with all parts of the rows placed one by one it was not done after three minutes.
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(3_000);
  });
});
