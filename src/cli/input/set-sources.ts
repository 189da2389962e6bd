import type { Account } from "../../account/account.js";
import { formatLabel } from "../../account/otpauth-uri.js";
import { EscrowError } from "../../error.js";
import { accountsOutcome, type SourceOutcome } from "../../import/registry.js";
import type { SourceInput } from "../../import/source.js";
import { fileKind } from "../../read/file-kind.js";
import { quickFault, SLOW_FILE } from "../../read/pages/page-time.js";
import type { PageReading } from "../../read/pages/pages.js";
import type { PageState } from "../../recover/page-states.js";
import { type Problem, problemOf } from "../../recover/problem.js";
import type { PageFacts } from "../../recover/source-reading.js";
import type { FormerSet } from "../making/former-set.js";
import { type Session, tell } from "../session.js";
import { startProgress } from "../terminal/progress.js";
import type { LocatedWarning } from "../words/report.js";
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
  /** The texts of its codes; nothing where not all of them were read. */
  readonly texts?: readonly string[];
  /** Its pages, where it holds no sheets of sets; of these a warning each that could not be read. */
  readonly pages?: readonly PageState[];
  readonly warnings?: readonly LocatedWarning[];
  /** What there was no time for: it is not read again. */
  readonly slow?: readonly Problem[];
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
  const looked = await lookInto(session, inputs);
  const texts = new Map(looked.flatMap(({ input, texts: read }) => (read ? [[input.bytes, read] as const] : [])));
  // Pictures without a code may be of sheets only where there are some; their lines take seconds.
  const mayBeSheet = ({ kind, pages }: Looked) => kind === "sheets" || (kind === "no-code" && (hasSheets || !pages));
  const hasSheets = looked.some(({ kind }) => kind === "sheets");
  const sheets = looked.filter(mayBeSheet).map(({ input }) => input);
  const lost = looked.flatMap((one) => one.warnings ?? []);
  const slow = looked.flatMap((one) => one.slow ?? []);
  if (sheets.length === 0) {
    const pages = looked.flatMap((one) => one.pages ?? []);
    return {
      inputs: withoutSides(looked),
      texts,
      sets: new Map(),
      former: [],
      sealed: false,
      warnings: lost,
      unread: slow,
      pages,
    };
  }
  const { recoverSheets, tellNeedless } = await import("./recovered.js");
  const recovered = await recoverSheets(session, { inputs: sheets, unread: [] }, { passphrase, ask: true });
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
  const first = inputs.findIndex((input) => sheets.includes(input));
  const ready = [...inputs.slice(0, first), ...outcomesOf(session, recovered), ...inputs.slice(first).filter(isOther)];
  const told = [...needless, ...sides, ...left];
  const unread = [...slow, ...problems.filter((problem) => !told.includes(problem)), ...faults];
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

/** Sources without empty and other sides of sheets, where others gave something: these have nothing to give. */
function withoutSides(looked: readonly Looked[]): SourceInput[] {
  const some = looked.some(({ texts = [] }) => texts.length > 0);
  const isSide = ({ pages = [] }: Looked) =>
    pages.length > 0 && pages.every(({ state }) => state === "blank" || state === "back");
  return looked.filter((one) => !(some && isSide(one))).map(({ input }) => input);
}

async function lookInto(session: Session, inputs: readonly SourceInput[]): Promise<Looked[]> {
  const { holdsSetLines } = await import("./typed-sheet.js");
  const progress = startProgress(session, "sources");
  const looked: Looked[] = [];
  for (const [i, input] of inputs.entries()) {
    progress.before(i, inputs.length);
    if (fileKind(input.bytes) !== undefined) looked.push(await lookAtCodes(input));
    else looked.push({ input, kind: holdsSetLines(input) ? "sheets" : "other" });
  }
  progress.end();
  return looked;
}

/** The first record tells: a set's sheet is read as a whole later on. */
async function lookAtCodes(input: SourceInput): Promise<Looked> {
  const [{ readPicture }, { readPages }, { parseRecord }, { boundedPlatform }, { factsOf }] = await Promise.all([
    import("../../read/pictures/picture-sights.js"),
    import("../../read/pages/pages.js"),
    import("../../paper/record.js"),
    import("../../node/platform.js"),
    import("../../recover/file-reading.js"),
  ]);
  let whole = true;
  const facts: PageFacts[] = [];
  const slow: Problem[] = [];
  const quick: PageReading[] = [];
  const isSheet = (page: readonly string[]) => page.some((text) => parseRecord(text).status !== "foreign");
  try {
    const isPdf = fileKind(input.bytes) === "pdf";
    const read = isPdf ? readPages(input.bytes, boundedPlatform) : readPicture(input.bytes, boundedPlatform);
    for await (const page of read) {
      if (page.fault) {
        whole = false;
        if (SLOW_FILE.includes(page.fault.code)) slow.push(problemOf(input.name, page.fault));
        continue;
      }
      if (page.quick) quick.push(page);
      if (page.glanced) continue;
      const own = page.codes.map(({ text }) => text);
      // A picture of several pages is told of page by page, as a PDF.
      const isOnePicture = !isPdf && page.pages === 1;
      if (isSheet(own)) return { input, kind: "sheets", ...(isOnePicture ? { texts: own } : {}) };
      facts.push(factsOf(input.name, isOnePicture ? "picture" : "pdf", page.page, page));
    }
  } catch (error) {
    if (error instanceof EscrowError) return { input, kind: "other" }; // The sources say what is wrong with it.
    throw error;
  }
  const fault = quickFault(quick);
  if (fault) slow.push(problemOf(input.name, fault));
  facts.sort((a, b) => a.page - b.page);
  if (slow.length > 0) return { input, kind: "other", slow, texts: textsOf(facts), ...(await statesAlone(facts)) };
  // The sources name the pages that could not be drawn.
  if (!whole) return { input, kind: "other", ...(await statesAlone(facts)) };
  const texts = textsOf(facts);
  if (texts.length === 0 && facts.every(({ origin }) => origin === "pdf")) return { input, kind: "no-code", texts };
  if (texts.length === 0) return { input, kind: "no-code", texts, ...(await statesAlone(facts)) };
  return { input, kind: "other", texts, ...(await statesAlone(facts)) };
}

const textsOf = (facts: readonly PageFacts[]) => facts.flatMap(({ codes }) => codes.map(({ text }) => text));

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
