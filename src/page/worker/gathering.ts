import { rasterOf } from "../../browser/pictures.js";
import { readCodes } from "../../read/codes/codes.js";
import { fileKind } from "../../read/file-kind.js";
import type { Platform } from "../../read/platform.js";
import { sortCodes } from "../../recover/code-sorting.js";
import type { FoundSet } from "../../recover/found-set.js";
import { checkLine } from "../../recover/lines/typed-lines.js";
import { type OnSight, ReadingSession, type SessionState } from "../../recover/reading-session.js";
import { findSets } from "../../recover/sets.js";
import { linesForCodes } from "../../recover/sheet-gaps.js";
import type { SourceReading } from "../../recover/source-reading.js";
import type { FrameAnswer, Mode, Origin, Progress, TypedAnswer } from "../answers.js";
import type { GivenFile } from "../page-caller.js";
import { CameraSheets } from "./camera-sheets.js";
import { fontOfOutlines, type PageFonts } from "./outline-font.js";
import { keyOf, type Source } from "./sources.js";

/** What was given under an id. */
interface Given extends Pick<Source, "id" | "name"> {
  origin: Origin;
  readonly file?: GivenFile;
}

/** Everything that was given so far, by id: what the page calls it, and what it says together. */
export class Gathering {
  private readonly session: ReadingSession;
  private readonly given = new Map<number, Given>();
  private typedId: number | undefined;
  private lastId = 0;
  private readonly camera = new CameraSheets(() => ++this.lastId);
  private readonly setsOf = new WeakMap<SourceReading, readonly FoundSet[]>();
  private known: readonly Source[] = [];
  private together: SessionState = {
    ...{ sheets: [], sets: [], keepers: [], keeps: [], records: [], problems: [], byLines: [], notes: [] },
    ...{ pages: [], facts: [], sources: [] },
  };

  constructor(
    private readonly platform: Platform,
    { lines, feet }: PageFonts,
    mode: Mode,
    private readonly tell: (progress: Progress) => void,
    private readonly onSight?: OnSight,
  ) {
    const font = async () => fontOfOutlines(lines);
    const footWords = async () => ({ ...feet, font: fontOfOutlines(feet.font) });
    const printedLines = mode === "recover" ? "needed" : "compared";
    this.session = new ReadingSession(platform, { typedFont: font, lineFont: font, footWords, printedLines, onSight });
  }

  /** All sources: files, then what the camera saw, then what was typed. */
  get sources(): readonly Source[] {
    return this.known;
  }

  /** What all sources say together. */
  get reading(): SessionState {
    return this.together;
  }

  /** Reads a file. One that cannot be read stands among the sources with its problem. */
  async addFile(file: GivenFile): Promise<void> {
    const { name } = file;
    const id = ++this.lastId;
    this.tell({ doing: "fetching", name });
    const one: Given = { id, name, origin: "picture", file };
    const bytes = async () => {
      const fetched = await file.bytes();
      const kind = fileKind(fetched);
      one.origin = kind === "pdf" ? "pdf" : kind === undefined ? "typed" : "picture";
      return fetched;
    };
    this.given.set(id, one);
    const onPage = (page: number, pages: number) => this.tell({ doing: "reading", name, page, pages });
    await this.session.add({ name: keyOf(id), bytes }, onPage);
    await this.update();
  }

  /** Reads the lines in files whose codes were not enough: seconds a page. */
  async readLines(): Promise<void> {
    await this.session.readPrintedLines(({ source, ...progress }) => {
      this.tell({ doing: "lines", name: this.given.get(Number(source))?.name ?? "", ...progress });
    });
    await this.update();
  }

  /** Looks at a frame of the camera, once: the next one comes at once, and sees what this one did not. */
  async addFrame(frame: ImageBitmap): Promise<Omit<FrameAnswer, "snapshot">> {
    let found: Awaited<ReturnType<typeof readCodes>>;
    try {
      const raster = rasterOf(frame);
      found = await readCodes(raster, this.platform, { once: true });
      await this.onSight?.(raster, found);
    } finally {
      frame.close();
    }
    const { changed, ...counts } = this.camera.add(found);
    if (changed) {
      const sheets = this.camera.list();
      const left = [...this.given.values()].filter(({ origin }) => origin === "camera");
      for (const { id } of left) if (!sheets.some((sheet) => sheet.id === id)) this.forget(id);
      for (const { id, codes } of sheets) {
        this.given.set(id, { id, name: "", origin: "camera" });
        const texts = codes.map((code) => ({ page: 1, ...code }));
        this.session.set(sortCodes(keyOf(id), "picture", texts));
      }
      await this.update();
    }
    return { ...counts, corners: found.map(({ corners }) => corners) };
  }

  /** Takes all lines typed so far in place of those typed before. */
  async setTyped(lines: readonly string[]): Promise<Omit<TypedAnswer, "snapshot">> {
    const single = lines.map((line) => line.replace(/\s+/gu, " "));
    this.typedId ??= ++this.lastId;
    this.given.set(this.typedId, { id: this.typedId, name: "", origin: "typed" });
    const typed = await this.session.setLines(keyOf(this.typedId), single);
    await this.update();
    const against = new Map(typed.contradicting.map(({ line, other }) => [line, other]));
    return {
      lines: single.map((line, i) => {
        const check = checkLine(line);
        const other = against.get(i);
        return other !== undefined && check.status === "good" ? { ...check, status: "contradicts", other } : check;
      }),
      missing: typed.missing,
      corrected: typed.settled.flatMap(({ corrected }) => corrected),
      rebuilt: typed.settled.flatMap(({ rebuilt }) => rebuilt),
      complete: typed.complete,
    };
  }

  /** Sets a source aside. */
  async remove(id: number): Promise<void> {
    this.given.get(id)?.file?.release();
    this.camera.remove(id);
    if (this.typedId === id) this.typedId = undefined;
    this.forget(id);
    await this.update();
  }

  private forget(id: number): void {
    this.given.delete(id);
    this.session.remove(keyOf(id));
  }

  private async update(): Promise<void> {
    this.together = await this.session.state();
    const { sources } = this.together;
    const byLines = linesForCodes(this.together);
    const known = sources.map(async (reading) => {
      const given = this.given.get(Number(reading.source));
      if (!given) throw new RangeError("a source that was not given");
      return { ...given, reading, byLines: byLines.includes(reading.source), sets: await this.setsIn(reading) };
    });
    const rank = ({ origin, file }: Source) => (file ? 0 : origin === "camera" ? 1 : 2);
    this.known = (await Promise.all(known)).sort((a, b) => rank(a) - rank(b));
  }

  /** The sets that a source is of, as far as it says by itself. */
  private async setsIn(reading: SourceReading): Promise<readonly FoundSet[]> {
    const sets = this.setsOf.get(reading) ?? (await findSets(reading.records, reading.lines)).sets;
    this.setsOf.set(reading, sets);
    return sets;
  }
}
