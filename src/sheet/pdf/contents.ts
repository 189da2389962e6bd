import type { PDFDocument, PDFRef } from "pdf-lib/dist/pdf-lib.esm.min.js";
import type { Pack } from "./packed.js";
import type { PdfFile } from "./pdf-file.js";

type Entries = Parameters<PDFDocument["context"]["stream"]>[1];

interface Stream {
  readonly ref: PDFRef;
  readonly entries: Entries;
  readonly shown: object | undefined;
  /** What is packed already. */
  readonly done: Uint8Array | undefined;
}

/** What was packed, by what it shows: all sheets of a set show the codes of its document. */
const known = new WeakMap<object, Uint8Array>();

/** The contents of a document's pages: they are packed and written while the next pages are drawn. */
export class Contents {
  private readonly streams: Stream[] = [];
  private readonly texts: string[] = [];
  private written = Promise.resolve();

  constructor(
    private readonly pdf: PDFDocument,
    private readonly file: PdfFile,
    private readonly pack: Pack,
  ) {}

  /**
   * Adds a content.
   * @param draw its operators
   * @param shown what it shows, where others show it too
   */
  add(draw: () => string, entries: Entries = {}, shown?: object): PDFRef {
    const ref = this.pdf.context.nextRef();
    const done = shown && known.get(shown);
    this.streams.push({ ref, entries, shown, done });
    if (!done) this.texts.push(draw());
    return ref;
  }

  /** Has what was added written, and waits until what came before is. */
  async write(): Promise<void> {
    const before = this.written;
    this.written = this.writeAfter(before, this.streams.splice(0), this.pack(this.texts.splice(0)));
    // Whoever draws hears of a failure when it waits for the next.
    this.written.catch(() => {});
    await before;
  }

  /** Waits until all is written. */
  async finish(): Promise<void> {
    await this.write();
    await this.written;
  }

  private async writeAfter(
    before: Promise<void>,
    streams: readonly Stream[],
    packing: Promise<readonly Uint8Array[]>,
  ): Promise<void> {
    const packed = (await packing).values();
    await before;
    const { context } = this.pdf;
    for (const { ref, entries, shown, done } of streams) {
      const bytes: Uint8Array = done ?? packed.next().value ?? new Uint8Array();
      if (shown) known.set(shown, bytes);
      context.assign(ref, context.stream(bytes, { Filter: "FlateDecode", ...entries }));
    }
    this.file.writeNew();
  }
}
