import type { SourceInput } from "../import/source.js";
import { loadFootWords, loadTypedFont } from "../node-resources.js";
import type { Problem } from "../open-reading.js";
import type { LineProgress } from "../page-lines.js";
import type { Reading, ReadSheetsOptions } from "../sheet-reading.js";
import { type Progress, startProgress } from "./progress.js";
import type { LocatedWarning } from "./report.js";
import { type Session, tell } from "./session.js";

/**
 * Reads sheets from files, on all cores, and shows how far it has come.
 * @param printedLines whether the lines of PDFs are compared with their codes, or read only where these are not enough
 */
export async function readSheetFiles(
  session: Session,
  inputs: readonly SourceInput[],
  printedLines: NonNullable<ReadSheetsOptions["printedLines"]> = "needed",
): Promise<Reading> {
  const [{ readSheets }, { threadedPlatform }] = await Promise.all([
    import("../sheet-reading.js"),
    import("../node-reading-threads.js"),
  ]);
  const single = inputs.length === 1;
  const progress = startProgress(session, single ? "reading" : "sources");
  const onPage = (source: string, page: number, pages: number) => {
    if (single) progress.step(page - 1, pages);
    else
      progress.step(
        inputs.findIndex(({ name }) => name === source),
        inputs.length,
      );
  };
  let footWords: ReturnType<typeof loadFootWords> | undefined;
  const fonts = { typedFont: loadTypedFont, lineFont: loadTypedFont, footWords: () => (footWords ??= loadFootWords()) };
  let lines: Progress | undefined;
  const onLines = ({ done, total }: LineProgress) => {
    progress.end();
    lines ??= startProgress(session, "lines");
    // The first page alone takes seconds.
    if (done === 0) lines.note(tell(session, "progress.lines", { done, total }));
    else lines.step(done, total);
  };
  const reading = await readSheets(inputs, threadedPlatform, { onPage, onLines, ...fonts, printedLines });
  progress.end();
  lines?.end();
  return { ...reading, problems: reading.problems.map((problem) => withoutPictureNumber(reading, problem)) };
}

/** Whether a source has pages with numbers: a picture is one page, and has none. */
export function hasPages({ pages = [] }: Pick<Reading, "pages">, source: string): boolean {
  return !pages.some((page) => page.source === source && page.origin === "picture");
}

function withoutPictureNumber(reading: Reading, problem: Problem): Problem {
  if (hasPages(reading, problem.source)) return problem;
  const { page: _page, ...data } = problem.data;
  return { ...problem, data };
}

/** What is worth saying of what was read: lines that served where codes did not, and texts that were put in order. */
export function readingWarnings({ byLines, notes }: Reading): LocatedWarning[] {
  return [...byLines.map((source) => ({ code: "read-by-lines" as const, data: {}, source })), ...notes];
}
