import { EscrowError } from "../error.js";
import { readCodes } from "../read/codes.js";
import { fileKind } from "../read/file-kind.js";
import type { Platform } from "../read/platform.js";
import type { Remains } from "../read/qr-remains.js";
import { findSets } from "../recover.js";
import { gatherReading, type Reading } from "../sheet-reading.js";
import { readSheet, type SourceReading, sortCodes, unreadSource } from "../source-reading.js";
import { checkLine, readTypedLines } from "../typed-lines.js";
import { CameraSheets } from "./camera-sheets.js";
import type { FontOutlines } from "./outline-font.js";
import type { GivenFile } from "./page-caller.js";
import { rasterOf } from "./platform.js";
import { PrintedLines } from "./printed-lines.js";
import { keyOf, type Source } from "./sources.js";
import type { FrameAnswer, Mode, Origin, Progress, TypedAnswer } from "./views.js";

/** Everything that was given so far, and what it says together. */
export class Gathering {
  /** As their codes say. */
  private files: Source[] = [];
  /** The same where their lines have added something, by id. */
  private lined = new Map<number, Source>();
  private seen: Source[] = [];
  private typed: Source | undefined;
  private together: Reading = { sheets: [], sets: [], keeps: [], records: [], problems: [], byLines: [], notes: [] };
  private lastId = 0;
  /** Of damaged codes: a better photo of the same sheet may complete them. */
  private readonly remains: Remains = [];
  private readonly camera = new CameraSheets(() => ++this.lastId);
  private readonly lines: PrintedLines;

  constructor(
    private readonly platform: Platform,
    outlines: FontOutlines,
    mode: Mode,
    private readonly tell: (progress: Progress) => void,
  ) {
    this.lines = new PrintedLines(platform, outlines, mode, tell);
  }

  /** All sources: files, then what the camera saw, then what was typed. */
  get sources(): readonly Source[] {
    return this.byCodes.map((source) => this.lined.get(source.id) ?? source);
  }

  /** What all sources say together. */
  get reading(): Reading {
    return this.together;
  }

  /** Reads a file. One that cannot be read stands among the sources with its problem. */
  async addFile(file: GivenFile): Promise<void> {
    const { name } = file;
    const id = ++this.lastId;
    this.tell({ doing: "fetching", name });
    let origin: Origin = "picture";
    let reading: SourceReading;
    try {
      const bytes = await file.bytes();
      const kind = fileKind(bytes);
      origin = kind === "pdf" ? "pdf" : kind === undefined ? "typed" : "picture";
      const onPage = (page: number, pages: number) => this.tell({ doing: "reading", name, page, pages });
      reading = await readSheet({ name: keyOf(id), bytes }, this.platform, onPage, this.remains);
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      reading = unreadSource(keyOf(id), { source: keyOf(id), code: error.code, data: error.data });
    }
    this.files.push({ ...(await sourceOf(id, name, origin, reading)), file });
    await this.update();
  }

  /** Reads the lines in files whose codes were not enough: seconds a page. */
  async readLines(): Promise<void> {
    await this.lines.read(this.files, this.others);
    await this.update();
  }

  /** Looks at a frame of the camera, once: the next one comes at once, and sees what this one did not. */
  async addFrame(frame: ImageBitmap): Promise<Omit<FrameAnswer, "snapshot">> {
    let found: Awaited<ReturnType<typeof readCodes>>;
    try {
      found = await readCodes(rasterOf(frame), this.platform, { once: true });
    } finally {
      frame.close();
    }
    const { changed, ...counts } = this.camera.add(found);
    if (changed) {
      this.seen = await Promise.all(
        this.camera.list().map(({ id, codes }) => {
          const texts = codes.map((code) => ({ page: 1, ...code }));
          return sourceOf(id, "", "camera", sortCodes(keyOf(id), "picture", texts));
        }),
      );
      await this.update();
    }
    return { ...counts, corners: found.map(({ corners }) => corners) };
  }

  /** Takes all lines typed so far in place of those typed before. */
  async setTyped(lines: readonly string[]): Promise<Omit<TypedAnswer, "snapshot">> {
    const single = lines.map((line) => line.replace(/\s+/gu, " "));
    const id = this.typed?.id ?? ++this.lastId;
    const records = [...this.files, ...this.seen].flatMap(({ reading }) => reading.records);
    const typed = await readTypedLines(keyOf(id), single, records);
    const { sheets, problems } = typed.open;
    const reading = { source: keyOf(id), sheets, keeps: [], records: [], lines: typed.lines, problems, pages: [] };
    const some = single.some((line) => line.trim() !== "");
    this.typed = some ? await sourceOf(id, "", "typed", reading) : undefined;
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
    const others = (source: Source) => source.id !== id;
    this.files.find((source) => source.id === id)?.file?.release();
    this.files = this.files.filter(others);
    this.seen = this.seen.filter(others);
    this.camera.remove(id);
    if (this.typed?.id === id) this.typed = undefined;
    await this.update();
  }

  /** What the camera saw and what was typed. */
  private get others(): readonly Source[] {
    return [...this.seen, ...(this.typed ? [this.typed] : [])];
  }

  private get byCodes(): readonly Source[] {
    return [...this.files, ...this.others];
  }

  private async update(): Promise<void> {
    const byCodes = await gatherReading(this.byCodes.map(({ reading }) => reading));
    const more = await this.lines.add(this.files, this.others);
    const lined = this.files.map(async ({ id, name, origin }) => {
      const reading = more.get(id);
      return reading ? [{ ...(await sourceOf(id, name, origin, reading)), byLines: true }] : [];
    });
    this.lined = new Map((await Promise.all(lined)).flat().map((source) => [source.id, source]));
    this.together = more.size === 0 ? byCodes : await gatherReading(this.sources.map(({ reading }) => reading));
  }
}

async function sourceOf(id: number, name: string, origin: Origin, reading: SourceReading): Promise<Source> {
  const { sets } = await findSets(reading.records, reading.lines);
  return { id, name, origin, reading, sets };
}
