import type { SourceInput } from "../../import/source.js";
import { loadFootWords, loadTypedFont } from "../../node/resources.js";
import type { LineProgress } from "../../recover/lines/page-lines.js";
import type { Problem } from "../../recover/problem.js";
import type { Reading } from "../../recover/reading.js";
import type { ReadingSession, SessionOptions, SessionState } from "../../recover/reading-session.js";
import { strayKeepers } from "../../recover/sets.js";
import { linesForCodes } from "../../recover/sheet-gaps.js";
import { type Session, tell } from "../session.js";
import { type Progress, startProgress } from "../terminal/progress.js";
import { shown } from "../terminal/terminal.js";
import type { LocatedWarning } from "../words/report.js";

/** Whether the lines of PDFs are compared with their codes, or read only where these are not enough. */
type PrintedLines = NonNullable<SessionOptions["printedLines"]>;

/** Reads sheets from files, on all cores, and shows how far it has come. */
export async function readSheetFiles(
  session: Session,
  inputs: readonly SourceInput[],
  printedLines: PrintedLines = "needed",
): Promise<SessionState> {
  return stateOf(await readIntoSession(session, inputs, printedLines));
}

/** The same, to be gone on with. */
export async function readIntoSession(
  session: Session,
  inputs: readonly SourceInput[],
  printedLines: PrintedLines,
): Promise<ReadingSession> {
  const begun = await beginReading(session, inputs, printedLines);
  await finishReading(session, begun);
  return begun.reading;
}

/** Files whose codes were read, before their printed lines are. */
export interface BegunReading {
  readonly reading: ReadingSession;
  /** Shown until it is ended. */
  readonly progress: Progress;
}

/** Reads files by their codes, or by what is typed in them, on all cores, and shows how far it has come. */
export async function beginReading(
  session: Session,
  inputs: readonly SourceInput[],
  printedLines: PrintedLines,
): Promise<BegunReading> {
  const [{ ReadingSession: Reading }, { threadedPlatform }] = await Promise.all([
    import("../../recover/reading-session.js"),
    import("../../node/reading-threads.js"),
  ]);
  const single = inputs.length === 1;
  const progress = startProgress(session, single ? "reading" : "sources");
  const fonts = { typedFont: loadTypedFont, lineFont: loadTypedFont, footWords: loadFootWords };
  const reading = new Reading(threadedPlatform, { ...fonts, printedLines });
  for (const [i, input] of inputs.entries()) {
    // A page may take seconds, in which nothing else is written.
    if (single) progress.note(tell(session, "progress.reading-source", { source: shown(input.name) }));
    else progress.before(i, inputs.length);
    await reading.add(input, (page, pages) =>
      single ? progress.step(page - 1, pages) : progress.step(i, inputs.length),
    );
  }
  return { reading, progress };
}

/** Reads their printed lines where codes are not enough. */
export async function finishReading(session: Session, { reading, progress }: BegunReading): Promise<void> {
  let lines: Progress | undefined;
  const onLines = ({ done, total }: LineProgress) => {
    progress.end();
    lines ??= startProgress(session, "lines");
    lines.before(done, total);
  };
  await reading.readPrintedLines(onLines);
  progress.end();
  lines?.end();
}

/** What is known, where pictures have no page numbers. */
export async function stateOf(reading: ReadingSession): Promise<SessionState> {
  const state = await reading.state();
  return { ...state, problems: state.problems.map((problem) => withoutPictureNumber(state, problem)) };
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

/**
 * What is worth saying of what was read: lines that served where codes did not, texts that were put in order, and
 * keeper's pages of other sets than the sheets beside them.
 */
export function readingWarnings(reading: Reading): LocatedWarning[] {
  const { notes, sets } = reading;
  const others = sets.map(({ name }) => name);
  return [
    ...linesForCodes(reading).map((source) => ({ code: "read-by-lines" as const, data: {}, source })),
    ...notes,
    ...strayKeepers(reading).map(({ name, source, page }) => ({
      code: "keeper-of-another-set" as const,
      data: { set: name, others },
      source,
      place: page !== undefined && hasPages(reading, source) ? { page } : {},
    })),
  ];
}
