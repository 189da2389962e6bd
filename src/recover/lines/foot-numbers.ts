import type { ReadCharacters } from "../../read/pages/foot.js";
import type { Raster } from "../../read/pixels/raster.js";
import { formatSetId } from "../../share/set-id.js";
import { SET_ID_BYTES } from "../../share/share.js";
import type { Problem } from "../problem.js";
import type { PageFacts, RecordReading } from "../source-reading.js";
import { type FootWords, readFootNumber } from "./foot-words.js";

/**
 * A number counts as read where its characters fit so well, all together and each: of 88 pages that were printed,
 * damaged and captured, half of them badly, 29 did, and of these no number had more than three characters wrong.
 */
const [LEAST_MEAN, LEAST_FIT] = [0.72, 0.55];
/** Characters that must differ from the codes' number: fifteen of sixteen do between two sets. */
const LEAST_DIFFERENT = 8;
/** From this fit on a character is told; others are told as unclear. */
const CLEAR_FIT = 0.75;

/** What was read of feet: a page is asked for again with each source that comes. */
const known = new WeakMap<Raster, ReadCharacters | undefined>();

/**
 * Numbers of sets at the feet of scans and photos that are not those of the codes on the same page. What cannot be read
 * for certain says nothing: a good sheet is never blamed for a poor picture.
 * @param words what feet are read by
 */
export async function foreignFeet(
  pages: readonly PageFacts[],
  records: readonly RecordReading[],
  words: () => Promise<FootWords>,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { source, origin, page, foot } of pages) {
    if (!foot) continue;
    const own = records.filter((one) => one.source === source && one.page === page);
    const sets = [...new Set(own.map(({ record }) => formatSetId(record.bytes.subarray(0, SET_ID_BYTES))))];
    if (sets.length === 0) continue;
    if (!known.has(foot)) known.set(foot, readFootNumber(foot, await words()));
    const read = known.get(foot);
    if (!read || !isForeign(read, sets)) continue;
    const printed = [...read.text]
      .map((one, i) => ((read.fits[i] ?? 0) < CLEAR_FIT && one !== "-" ? "?" : one))
      .join("");
    const data = { ...(origin === "pdf" ? { page } : {}), printed, set: sets.join(", ") };
    problems.push({ source, code: "foot-set-differs", data });
  }
  return problems;
}

/** Whether a number was read for certain, and is none of these. */
function isForeign({ text, fits }: ReadCharacters, sets: readonly string[]): boolean {
  const letters = fits.filter((_, i) => text[i] !== "-");
  const mean = letters.reduce((sum, fit) => sum + fit, 0) / letters.length;
  if (mean < LEAST_MEAN || Math.min(...letters) < LEAST_FIT) return false;
  return sets.every((set) => [...set].filter((one, i) => one !== text[i]).length >= LEAST_DIFFERENT);
}
