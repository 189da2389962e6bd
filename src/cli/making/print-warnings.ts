import { FAINT_BELOW, PRINT_AGAIN_ABOVE } from "../../recover/reading.js";
import { findGaps, type SheetGap } from "../../recover/sheet-gaps.js";
import type { PageFacts } from "../../recover/source-reading.js";
import { type Session, tell } from "../session.js";
import { type LocatedWarning, percent } from "../words/report.js";

/** What is worth saying of how sheets are printed and captured: codes that are gone or nearly so, faint print, poor photos. */
export function printWarnings(
  session: Session,
  facts: readonly PageFacts[],
  complete: ReadonlySet<string>,
): LocatedWarning[] {
  const { gaps, withoutDocument } = findGaps(facts);
  const missing = withoutDocument
    .filter(({ set }) => !complete.has(set))
    .map(({ x, ...place }) => located("share-page-missing", { x, set: place.set }, place));
  return [...facts.flatMap(worn), ...gaps.map((gap) => gone(session, gap)), ...missing];
}

/** The worst code of a page, if something of it is to be said. */
function worn(facts: PageFacts): LocatedWarning[] {
  const used = Math.max(0, ...facts.codes.map(({ usedCorrection }) => usedCorrection));
  const qualities = facts.codes.flatMap(({ quality }) => quality ?? []);
  const contrast = Math.min(1, ...qualities.map((one) => one.contrast));
  const capture = qualities.find((one) => one.capture !== "good")?.capture;
  // What the photo used up is not the paper's fault.
  if (used > PRINT_AGAIN_ABOVE && capture) {
    return [located(capture === "cut" ? "picture-cut" : "picture-blurred", { percent: percent(used) }, facts)];
  }
  if (contrast < FAINT_BELOW) return [located("print-faint", { percent: percent(contrast) }, facts)];
  return used > PRINT_AGAIN_ABOVE ? [located("print-again", { percent: percent(used) }, facts)] : [];
}

function gone(session: Session, gap: SheetGap): LocatedWarning {
  const { what, name, x = 0, read, expected, seen, missing = [], poor } = gap;
  const numbers = missing.join(tell(session, "comma"));
  const advice = tell(session, poor ? "gone.poor" : "gone.print");
  const rest = tell(session, seen === 0 ? "gone.absent" : seen < expected - read ? "gone.both" : "gone.seen", {
    seen,
    absent: expected - read - seen,
  });
  return located(GONE[what], { name, x, read, expected, numbers, rest, advice }, gap);
}

const GONE = { front: "front-code-gone", share: "share-code-gone", document: "document-codes-gone" } as const;

function located(
  code: LocatedWarning["code"],
  data: LocatedWarning["data"],
  { source, origin, page }: Pick<PageFacts, "source" | "origin" | "page">,
): LocatedWarning {
  return { code, data, source, place: origin === "pdf" ? { page } : {} };
}
