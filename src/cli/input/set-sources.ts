import type { Account } from "../../account/account.js";
import { formatLabel } from "../../account/otpauth-uri.js";
import { accountsOutcome, type SourceOutcome } from "../../import/registry.js";
import type { SourceInput } from "../../import/source.js";
import { fileKind } from "../../read/file-kind.js";
import type { PageState } from "../../recover/page-states.js";
import type { Problem } from "../../recover/problem.js";
import type { PageFacts, SourceReading } from "../../recover/source-reading.js";
import type { FormerSet } from "../making/former-set.js";
import { type Session, tell } from "../session.js";
import type { LocatedWarning } from "../words/report.js";
import type { BegunReading } from "./read-files.js";
import type { Recovered } from "./recovered.js";

/** Sources, with what sealed and share sheets among them hold in their place. */
export interface OpenedSources {
  /** Sources in their order; where the first sheet stood, what every set that was opened and every open sheet holds. */
  readonly inputs: readonly (SourceInput | SourceOutcome)[];
  /** The codes of those that were looked into, so that none is read twice. */
  readonly texts: ReadonlyMap<Uint8Array, readonly string[]>;
  /** Opened sets, by the name of their source. */
  readonly sets: ReadonlyMap<string, string>;
  /** Sets that were opened, with what they say of themselves. */
  readonly former: readonly FormerSet[];
  /** Whether a sealed sheet is among them. */
  readonly sealed: boolean;
  /** What is worth saying about the sheets. */
  readonly warnings: readonly LocatedWarning[];
  /** What is missing of a set, and what was set aside. */
  readonly unread: readonly Problem[];
  /** Every page and picture that was looked at, in the order of the sources. */
  readonly pages: readonly PageState[];
}

/** What a source is: sheets of a set, a PDF or picture without any code, or something else. */
interface Looked {
  readonly input: SourceInput;
  readonly kind: "sheets" | "no-code" | "other";
  /** The texts of its codes; nothing where it could not be read at all. */
  readonly texts?: readonly string[];
  /** Its pages, where it holds no sheets of sets; of these a warning each that could not be read. */
  readonly pages?: readonly PageState[];
  readonly warnings?: readonly LocatedWarning[];
  /** Of its pages, where it holds no sheets of sets: what could not be drawn, and what there was no time for. */
  readonly lost?: readonly Problem[];
}

/**
 * Opens sealed and share sheets among sources as `recover` does.
 * @param passphrase of sealed sheets; asked for where none was given
 */
export async function openSetSources(
  session: Session,
  inputs: readonly SourceInput[],
  passphrase: string | undefined,
): Promise<OpenedSources> {
  const { looked, begun } = await lookInto(session, inputs);
  const texts = new Map(looked.flatMap(({ input, texts: read }) => (read ? [[input.bytes, read] as const] : [])));
  // Pictures without a code may be of sheets only where there are some; their lines take seconds.
  const mayBeSheet = ({ kind, pages }: Looked) => kind === "sheets" || (kind === "no-code" && (hasSheets || !pages));
  const hasSheets = looked.some(({ kind }) => kind === "sheets");
  const sheets = looked.filter(mayBeSheet).map(({ input }) => input);
  const lost = looked.flatMap((one) => one.warnings ?? []);
  const missed = looked.flatMap((one) => one.lost ?? []);
  const given = looked.filter((one) => !isToldLost(one));
  if (!begun || sheets.length === 0) {
    begun?.progress.end();
    const pages = looked.flatMap((one) => one.pages ?? []);
    return {
      inputs: withoutSides(given),
      texts,
      sets: new Map(),
      former: [],
      sealed: false,
      warnings: lost,
      unread: missed,
      pages,
    };
  }
  const [{ recoverRead, tellNeedless }, { finishReading, stateOf }] = await Promise.all([
    import("./recovered.js"),
    import("./read-files.js"),
  ]);
  const { reading } = begun;
  for (const { input } of looked) if (!sheets.includes(input)) reading.remove(input.name);
  await finishReading(session, begun);
  const files = { inputs: sheets, unread: [] };
  const recovered = await recoverRead(session, await stateOf(reading), files, { passphrase, ask: true });
  const needless = tellNeedless(session, recovered);
  const { tried, problems } = recovered;
  const warnings = [...lost, ...recovered.warnings];
  const faults = tried.flatMap((one) => one.faults);
  // Empty and other sides of sheets have nothing to give beside what others gave.
  const some = tried.length > 0 || looked.some(({ kind, texts: read = [] }) => kind === "other" && read.length > 0);
  const isSide = (source: string) =>
    some && recovered.pages.every((page) => page.source !== source || ["blank", "back"].includes(page.state));
  const sides = problems.filter(({ code, source }) => code === "sheet-no-code" && isSide(source));
  // Of a PDF or picture without a code its importer says what it should have been.
  const left = problems.filter((one) => one.code === "sheet-no-code" && needless.length === 0 && !sides.includes(one));
  const isOther = (input: SourceInput) => !sheets.includes(input) || left.some(({ source }) => source === input.name);
  const rest = given.map(({ input }) => input);
  const first = rest.findIndex((input) => sheets.includes(input));
  const ready = [...rest.slice(0, first), ...outcomesOf(session, recovered), ...rest.slice(first).filter(isOther)];
  const told = [...needless, ...sides, ...left];
  const unread = [...missed, ...problems.filter((problem) => !told.includes(problem)), ...faults];
  const sealed = tried.some(({ set }) => set.document?.lock.kind === "passphrase");
  const open = tried.filter(({ contents }) => contents !== undefined);
  const sets = new Map(open.map(({ set }) => [setSource(session, set.name), set.name]));
  const { formerSet } = await import("../making/former-set.js");
  const former = open.map(({ set, contents }) => formerSet(set, contents));
  const pages = looked.flatMap(({ input, pages: own = [] }) =>
    !sheets.includes(input) ? own : recovered.pages.filter(({ source }) => source === input.name),
  );
  return { inputs: ready, texts, sets, former, sealed, warnings, unread, pages };
}

/** Whether it is said already why a source gives nothing: pages could not be drawn, and others have no code. */
function isToldLost({ lost, texts = [] }: Looked): boolean {
  return lost !== undefined && texts.length === 0;
}

/** Sources without empty and other sides of sheets, where others gave something: these have nothing to give. */
function withoutSides(looked: readonly Looked[]): SourceInput[] {
  const some = looked.some(({ texts = [] }) => texts.length > 0);
  const isSide = ({ pages = [] }: Looked) =>
    pages.length > 0 && pages.every(({ state }) => state === "blank" || state === "back");
  return looked.filter((one) => !(some && isSide(one))).map(({ input }) => input);
}

/** Reads the codes of what may be sheets, once for all that follows. */
async function lookInto(
  session: Session,
  inputs: readonly SourceInput[],
): Promise<{ readonly looked: readonly Looked[]; readonly begun?: BegunReading }> {
  const { holdsSetLines } = await import("./typed-sheet.js");
  const read = inputs.filter((input) => fileKind(input.bytes) !== undefined || holdsSetLines(input));
  if (read.length === 0) return { looked: inputs.map((input) => ({ input, kind: "other" })) };
  const { beginReading } = await import("./read-files.js");
  const begun = await beginReading(session, read, "needed");
  const { byItself } = begun.reading;
  const readings = new Map(read.map((input, i) => [input, byItself[i]]));
  const looked: Looked[] = [];
  for (const input of inputs) {
    const reading = readings.get(input);
    if (!reading) looked.push({ input, kind: "other" });
    else looked.push(fileKind(input.bytes) === undefined ? { input, kind: "sheets" } : await lookedAt(input, reading));
  }
  return { looked, begun };
}

/** What the codes of a PDF or picture say that it is. */
async function lookedAt(input: SourceInput, reading: SourceReading): Promise<Looked> {
  const [{ parseRecord }, { lostOf }] = await Promise.all([
    import("../../paper/record.js"),
    import("../../recover/source-reading.js"),
  ]);
  const { pages: facts, pdf } = reading;
  if (facts.length === 0 && !pdf) return { input, kind: "other" }; // The sources say what is wrong with it.
  const texts = facts.flatMap(({ codes }) => codes.map(({ text }) => text));
  if (texts.some((text) => parseRecord(text).status !== "foreign")) return { input, kind: "sheets", texts };
  const lost = lostOf(reading);
  if (lost.length > 0) return { input, kind: "other", lost, texts, ...(await statesAlone(facts)) };
  if (texts.length > 0) return { input, kind: "other", texts, ...(await statesAlone(facts)) };
  const hasPages = facts.every(({ origin }) => origin === "pdf");
  return { input, kind: "no-code", texts, ...(hasPages ? {} : await statesAlone(facts)) };
}

/** What became of the pages of one source, with a warning for each that was not read, or not wholly, beside others. */
async function statesAlone(facts: readonly PageFacts[]): Promise<Pick<Looked, "pages" | "warnings">> {
  const [{ readFeet }, { isLost, lacksCards, statesOf }, { loadFootWords }] = await Promise.all([
    import("../../recover/reading.js"),
    import("../../recover/page-states.js"),
    import("../../node/resources.js"),
  ]);
  const pages = statesOf(facts, new Set(), await readFeet(facts, loadFootWords));
  const lost = pages.some(({ codes }) => codes > 0) ? pages.filter((one) => isLost(one) || lacksCards(one)) : [];
  const warnings = lost.map(({ source, origin, page }) => {
    return { code: "page-not-read" as const, data: {}, source, place: origin === "pdf" ? { page } : {} };
  });
  return { pages, warnings };
}

/** What an opened set is called among sources. */
function setSource(session: Session, set: string): string {
  return tell(session, "set.name", { set });
}

/** What sheets gave: a set each, and the open sheets beside them. */
function outcomesOf(session: Session, { tried, open, recovery }: Recovered): SourceOutcome[] {
  const sets = tried.flatMap(({ set, contents }) => {
    const { accounts = [], keeps = [], recovery = [] } = contents ?? {};
    const source = setSource(session, set.name);
    return accounts.length + keeps.length === 0 ? [] : [accountsOutcome(source, accounts, keeps, recovery)];
  });
  const codesOf = (account: Account) => recovery.filter(({ label }) => label === formatLabel(account));
  return [...sets, ...open.map(({ source, account }) => accountsOutcome(source, [account], [], codesOf(account)))];
}
