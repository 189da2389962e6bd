import type { FoundCode } from "../read/codes/found-code.js";
import type { Remain, Remains } from "../read/codes/rescue/qr-remains.js";
import type { PageReading } from "../read/pages/pages.js";
import type { Raster } from "../read/pixels/raster.js";
import type { Platform } from "../read/platform.js";
import type { ParsedFont } from "../sheet/fonts.js";
import { withCode } from "./code-sorting.js";
import { readSource, withFault } from "./file-reading.js";
import { type CompletedCode, keepLatest, type LeftOver, LeftOvers } from "./left-over.js";
import { needsDrawnLines, withDrawnLines } from "./lines/drawn-lines.js";
import { foreignFeet } from "./lines/foot-numbers.js";
import type { FootReading, FootWords } from "./lines/foot-words.js";
import { picturesInNeed, type ReadTogether, togetherOf } from "./lines/lines-needed.js";
import type { LineProgress, PageLines } from "./lines/page-lines.js";
import { readTypedLines, type TypedSheets } from "./lines/typed-lines.js";
import { type PageState, statesOf, withoutLostSources } from "./page-states.js";
import { problemOf } from "./problem.js";
import { gatherReading, type Reading, readFeet } from "./reading.js";
import { type PageFacts, type SourceReading, unreadSource } from "./source-reading.js";

/** What a person brings: a PDF, a picture or a text. */
export interface GivenSource {
  /** What problems call it: each of a session its own. */
  readonly name: string;
  /** Its bytes, or what fetches them; a picture's are fetched again where its lines are read. */
  readonly bytes: Uint8Array | (() => Promise<Uint8Array>);
}

/** What looks at a picture around its codes. */
export type OnSight = (raster: Raster, codes: readonly FoundCode[]) => Promise<void>;

/** What is read beside codes, and how far. */
export interface SessionOptions {
  /** The font of keys and check lines: with it those of a PDF that a program drew are read too. */
  readonly typedFont?: (() => Promise<ParsedFont>) | undefined;
  /** The same font: with it check lines of scans and photos are read where codes are not enough, seconds a picture. */
  readonly lineFont?: (() => Promise<ParsedFont>) | undefined;
  /** What the feet of pages say: without it a page with a sheet's printing and no code is unread, whichever it is. */
  readonly footWords?: (() => Promise<FootWords>) | undefined;
  /**
   * `compared`, the usual: of every PDF, and compared with its codes; `needed`: only where codes are not enough, and
   * until every set that was found can be opened.
   */
  readonly printedLines?: "compared" | "needed";
  /** Looks at every page and picture around the codes that were read on it. */
  readonly onSight?: OnSight | undefined;
}

/** What is known of everything that was brought. */
export interface SessionState extends Reading {
  readonly pages: readonly PageState[];
  readonly facts: readonly PageFacts[];
  /** The same by source, in the order in which they came; lines that were read among them. */
  readonly sources: readonly SourceReading[];
}

interface Entry {
  readonly name: string;
  readonly fetch: () => Promise<Uint8Array>;
  /** What its codes say, or what was typed. */
  readonly read: SourceReading;
}

/** What codes alone say of all sources. */
interface ByCodes {
  readonly reading: Reading;
  readonly feet: ReadonlyMap<PageFacts, FootReading>;
  readonly together: ReadTogether;
}

/**
 * Takes what a person brings, piece by piece and in any order, and says what is known so far. The command line and the
 * recovery page read through it, and neither has an order of steps of its own.
 */
export class ReadingSession {
  private readonly options: SessionOptions;
  private entries: readonly Entry[] = [];
  /** Of damaged codes: another picture of the same sheet may complete them. */
  private readonly remains: Remains = [];
  private readonly sourceOf = new WeakMap<Remain, string>();
  private readonly leftOvers = new LeftOvers();
  /** What sources give with the lines that a program drew in them, by what their codes say. */
  private readonly drawn = new WeakMap<SourceReading, SourceReading>();
  private readonly feet = new WeakMap<PageFacts, FootReading | undefined>();
  private pageLines: PageLines | undefined;
  private current: Promise<SessionState> | undefined;

  constructor(
    private readonly platform: Platform,
    options: SessionOptions = {},
  ) {
    const { typedFont, lineFont, footWords, ...others } = options;
    this.options = { typedFont: once(typedFont), lineFont: once(lineFont), footWords: once(footWords), ...others };
  }

  /**
   * Reads a source by its codes, or by what is typed in it. One that cannot be read is there with its problem.
   * @param onPage called for each page that was read, and before a picture
   */
  async add({ name, bytes }: GivenSource, onPage: (page: number, pages: number) => void = () => {}): Promise<void> {
    const fetch = bytes instanceof Uint8Array ? async () => bytes : bytes;
    const { typedFont, printedLines = "compared", onSight } = this.options;
    const compared = printedLines === "compared" ? typedFont : undefined;
    const left: LeftOver[] = [];
    const onLook = async ({ page, raster, codes, left: remains }: PageReading) => {
      if (remains) keepLatest(left, name, page, remains);
      if (raster) await onSight?.(raster, codes);
    };
    const read = await fetch().then(
      (fetched) => readSource({ name, bytes: fetched }, this.platform, compared, onPage, this.remains, onLook),
      (error: unknown) => unreadSource(name, problemOf(name, error)),
    );
    for (const one of this.remains) if (!this.sourceOf.has(one)) this.sourceOf.set(one, name);
    this.put({ name, fetch, read });
    for (const one of await this.leftOvers.complete(left, this.platform)) this.addCode(one);
  }

  /** Puts what was read elsewhere, such as by a camera, in place of what stands under its name. */
  set(read: SourceReading): void {
    this.put({ name: read.source, fetch: async () => new Uint8Array(), read }, true);
  }

  /**
   * Takes all lines that were typed so far in place of those typed before.
   * @param name what problems call them
   */
  async setLines(name: string, lines: readonly string[]): Promise<TypedSheets> {
    const others = (await this.state()).sources.filter(({ source }) => source !== name);
    const typed = await readTypedLines(
      name,
      lines,
      others.flatMap(({ records }) => records),
      others.flatMap((one) => one.lines),
    );
    const { sheets, problems } = typed.open;
    const read = { source: name, sheets, keeps: [], records: [], lines: typed.lines, problems, pages: [] };
    if (lines.some((line) => line.trim() !== "")) this.set(read);
    else this.remove(name);
    return typed;
  }

  /** Sets a source aside: nothing of it helps to read another any more. */
  remove(name: string): void {
    this.entries = this.entries.filter((one) => one.name !== name);
    const kept = this.remains.filter((one) => this.sourceOf.get(one) !== name);
    this.remains.splice(0, this.remains.length, ...kept);
    this.leftOvers.remove(name);
    this.current = undefined;
  }

  /**
   * Reads printed lines where codes are not enough: of PDFs that a program drew, then of pages that are pictures, scans
   * in a PDF as much as photos, seconds a page.
   * @param onPage called before each page that is a picture
   */
  async readPrintedLines(onPage: (progress: LineProgress) => void = () => {}): Promise<void> {
    const { typedFont, lineFont, footWords } = this.options;
    const { together } = await this.byCodes();
    for (const { read } of this.entries) {
      if (!typedFont || this.drawn.has(read) || !needsDrawnLines(read, together)) continue;
      this.drawn.set(read, await withDrawnLines(read, this.platform, typedFont));
    }
    this.current = undefined;
    const sources = this.withDrawn(together);
    const checked = this.options.printedLines !== "needed";
    const now = togetherOf(await gatherReading(sources), footWords && together.pages, checked);
    if (!lineFont || !sources.some((one) => picturesInNeed(one, now, typedFont === undefined).length > 0)) return;
    const pageLines = await this.linesOfPages();
    const fetchOf = new Map(this.entries.map(({ fetch }, i) => [sources[i], fetch]));
    await pageLines?.readNeeded(sources, (one) => fetchOf.get(one)?.() ?? new Uint8Array(), together.pages, onPage);
    this.current = undefined;
  }

  /** What each source says by its codes, or by what is typed in it, in the order in which they came. */
  get byItself(): readonly SourceReading[] {
    return this.entries.map(({ read }) => read);
  }

  /** What is known now. */
  state(): Promise<SessionState> {
    this.current ??= this.known();
    return this.current;
  }

  /** Adds a code that others have completed to its page, unless it was read there. */
  private addCode({ source, page, text, usedCorrection }: CompletedCode): void {
    const isKnown = ({ pages }: SourceReading) =>
      pages.some((facts) => facts.page === page && facts.codes.some((code) => code.text === text));
    this.entries = this.entries.map((entry) =>
      entry.name !== source || isKnown(entry.read)
        ? entry
        : { ...entry, read: withCode(entry.read, { page, text, usedCorrection }) },
    );
    this.current = undefined;
  }

  private put(entry: Entry, replaces = false): void {
    const at = replaces ? this.entries.findIndex(({ name }) => name === entry.name) : -1;
    this.entries = at < 0 ? [...this.entries, entry] : this.entries.map((one, i) => (i === at ? entry : one));
    this.current = undefined;
  }

  private async known(): Promise<SessionState> {
    const { reading, feet, together } = await this.byCodes();
    const byCodes = this.entries.map(({ read }) => read);
    const drawn = this.withDrawn(together);
    const more = await this.pageLines?.add(drawn, together.pages);
    const sources = drawn.map((one) => withFault(more?.get(one)?.reading ?? one));
    const byDrawn = drawn.filter((one, i) => one !== byCodes[i]);
    const lined = new Set([
      // Which of a drawn file's pages they stand on makes no difference: all of it is there.
      ...byDrawn.flatMap(({ pages }) =>
        pages.filter(({ exact, codes, look }) => exact && codes.length === 0 && !look?.blank),
      ),
      ...[...(more?.values() ?? [])].flatMap(({ facts }) => facts),
    ]);
    const byLines = new Set([...byDrawn, ...(more?.keys() ?? [])].map(({ source }) => source));
    const same = sources.every((one, i) => one === byCodes[i]);
    const whole = same ? reading : await gatherReading(sources, [...byLines]);
    const facts = whole.facts ?? [];
    const shown = new Set(this.pageLines?.shown(drawn));
    const { footWords } = this.options;
    const foreign = footWords ? await foreignFeet(facts, whole.records, footWords) : [];
    const pages = statesOf(facts, lined, feet, shown);
    const problems = [...(isAnyRead(whole) ? withoutLostSources(whole.problems, pages) : whole.problems), ...foreign];
    return { ...whole, problems, facts, pages, sources };
  }

  private async byCodes(): Promise<ByCodes> {
    const reading = await gatherReading(this.entries.map(({ read }) => read));
    const facts = reading.facts ?? [];
    const fresh = facts.filter((one) => !this.feet.has(one));
    const read = await readFeet(fresh, this.options.footWords);
    for (const one of fresh) this.feet.set(one, read.get(one));
    const feet = new Map(
      facts.flatMap((one) => (this.feet.get(one) ? [[one, this.feet.get(one) as FootReading]] : [])),
    );
    const states = this.options.footWords && statesOf(facts, new Set(), feet);
    return { reading, feet, together: togetherOf(reading, states) };
  }

  /** What sources give with lines that a program drew in them, where they are needed. */
  private withDrawn(together: ReadTogether): SourceReading[] {
    return this.entries.map(({ read }) => (needsDrawnLines(read, together) ? (this.drawn.get(read) ?? read) : read));
  }

  private async linesOfPages(): Promise<PageLines | undefined> {
    const { typedFont, lineFont, printedLines } = this.options;
    if (this.pageLines || !lineFont) return this.pageLines;
    // Seldom needed, and more than a tenth of all reading code.
    const { PageLines } = await import("./lines/page-lines.js");
    const options = { drawnToo: typedFont === undefined, untilOpen: printedLines === "needed" };
    this.pageLines = new PageLines(this.platform, await lineFont(), options);
    return this.pageLines;
  }
}

/** Whether anything of a sheet was read: where nothing was, each source is told as a whole. */
function isAnyRead({ sheets, sets, keeps, keepers, recovery = [] }: Reading): boolean {
  return sheets.length + sets.length + keeps.length + keepers.length + recovery.length > 0;
}

/** A loader that loads once. */
function once<T>(load: (() => Promise<T>) | undefined): (() => Promise<T>) | undefined {
  let loading: Promise<T> | undefined;
  return load && (() => (loading ??= load()));
}
