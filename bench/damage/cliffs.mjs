import { formatOtpauth, readSheets } from "../../dist/index.js";
import { loadTypedFont, nodePlatform } from "../../dist/node.js";
import { readCodes } from "../../dist/read/codes/codes.js";
import { side } from "../../dist/read/codes/sighting.js";
import { clean, covered, filed, leaning, rolled, scanned, thresholded, unsharp } from "./cliff-pictures.mjs";
import { row, table } from "./durability-table.mjs";
import { zbarTexts } from "./peers.mjs";
import { PAPER_DPI } from "./print.mjs";
import { caseSheets } from "./sheets.mjs";

/** How often the span between what is read and what is not is halved. */
const HALVINGS = 4;
const SCAN_DPI = 200;

/**
 * One thing that gets worse and worse: from a value at which a page is read to one at which none is.
 * `picture` gives the page at a value; `lines` is said of what no code is on.
 */
const AXES = [
  {
    name: "blur σ",
    unit: "mm",
    from: 0.1,
    to: 1.2,
    picture: (page, value, seed) => unsharp(page.paper(), { blurMm: value }, seed),
  },
  {
    name: "motion",
    unit: "mm",
    from: 0.2,
    to: 2.4,
    picture: (page, value, seed) => unsharp(page.paper(), { motionMm: value }, seed),
  },
  {
    name: "pixels a module",
    unit: "px",
    from: 4,
    to: 0.8,
    picture: (page, value, seed) => scanned(page.paper(), (PAPER_DPI * value) / page.modulePx, seed),
  },
  {
    name: "tilt about the short side",
    unit: "°",
    from: 40,
    to: 84,
    picture: (page, value, seed) => leaning(page.paper(), value, seed),
  },
  {
    name: "roll radius",
    unit: "mm",
    from: 120,
    to: 20,
    picture: (page, value, seed) => rolled(page.paper(), value, page.middleMm, seed),
  },
  {
    name: "hidden from the right",
    unit: "% of each code",
    from: 0,
    to: 70,
    picture: (page, value, seed) => scanned(covered(page.paper(), page.codes, value / 100), SCAN_DPI, seed),
  },
  {
    name: "noise σ",
    unit: "grey levels",
    from: 5,
    to: 200,
    picture: (page, value, seed) => scanned(page.paper(), SCAN_DPI, seed, value),
  },
  {
    name: "ink density",
    unit: "%",
    from: 30,
    to: 0,
    picture: (page, value, seed) => scanned(page.paper(value / 100), SCAN_DPI, seed),
  },
  {
    name: "threshold window",
    unit: "modules",
    from: 4,
    to: 0.6,
    picture: async (page, value, seed) =>
      thresholded(await scanned(page.paper(), SCAN_DPI, seed), (value * page.modulePx * SCAN_DPI) / PAPER_DPI),
  },
  {
    name: "lines alone",
    unit: "dpi",
    from: 150,
    to: 40,
    lines: true,
    picture: (page, value, seed) => scanned(page.lines(), value, seed),
  },
];

/**
 * How far an open page is read as one thing gets worse, by the program and by `zbarimg` from the same picture.
 * @param {number[]} seeds each with its own noise; the least good of what they reach counts
 * @param {(name: string) => void} [onAxis] told before each
 * @returns {Promise<string>} a table
 */
export async function cliffTable(seeds, onAxis = () => {}) {
  const page = await openPage();
  const rows = [];
  for (const axis of AXES) {
    onAxis(axis.name);
    const [ours, theirs] = [[], []];
    for (const seed of seeds) {
      const pictures = new Map();
      const picture = async (value) => {
        if (!pictures.has(value)) pictures.set(value, await filed(await axis.picture(page, value, seed)));
        return pictures.get(value);
      };
      ours.push(await cliff(axis, async (value) => page.isRead(await picture(value), axis.lines)));
      if (!axis.lines)
        theirs.push(await cliff(axis, async (value) => zbarTexts(await picture(value)).includes(page.uri)));
    }
    rows.push(row([axis.name, axis.unit, worst(axis, ours), axis.lines ? "–" : worst(axis, theirs)]));
  }
  return table(["what gets worse", "unit", "paper-escrow", "zbarimg"], rows).join("\n");
}

/** The hardest value that is still read, as halving finds it; nothing where not even the easiest is. */
async function cliff({ from, to }, isRead) {
  if (!(await isRead(from))) return undefined;
  let [good, bad] = [from, to];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (good + bad) / 2;
    if (await isRead(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function worst({ from, to }, values) {
  if (values.includes(undefined)) return "not read";
  const value = to > from ? Math.min(...values) : Math.max(...values);
  return Number(value.toPrecision(2));
}

/** The front of an open sheet, and its back with nothing on it but lines. */
async function openPage() {
  const { sheets, truth } = await caseSheets("open", "one", 0);
  const [front, back] = sheets[0];
  const [ink, backInk] = [await front.draw(), await back.draw()];
  const paper = (density) => clean(ink, density);
  const lines = () => covered(clean(backInk), back.codes, 1);
  const codes = await readCodes(paper(), nodePlatform);
  const largest = codes.reduce((a, b) => (side(b.corners) > side(a.corners) ? b : a));
  const largestMm = front.codes.reduce((a, b) => (b.sizeMm > a.sizeMm ? b : a));
  const isRead = async (bytes, byLines) => {
    const reading = await readSheets(
      [{ name: "page", bytes }],
      nodePlatform,
      byLines ? { lineFont: loadTypedFont } : {},
    );
    return reading.sheets.some(({ account }) => formatOtpauth(account) === truth.uri);
  };
  return {
    uri: truth.uri,
    codes: front.codes,
    modulePx: side(largest.corners) / (17 + 4 * largest.version),
    middleMm: largestMm.yMm + largestMm.sizeMm / 2,
    paper,
    lines,
    isRead,
  };
}
