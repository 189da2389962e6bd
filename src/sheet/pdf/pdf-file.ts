import { type PDFDocument, PDFHeader, type PDFObject, PDFStream, PDFTrailer } from "pdf-lib/dist/pdf-lib.esm.min.js";
import { concatBytes, encodeUtf8 } from "../../bytes.js";

/** Bytes that are asked for at once. */
const PART_BYTES = 1 << 18;
/** Objects of one compressed stream. */
const OBJECTS_PER_STREAM = 50;
/** Kinds of entries of the table of objects. @see ISO 32000-1, 7.5.8.3 */
const [FREE, PLAIN, PACKED] = [0, 1, 2] as const;
const LARGEST_GENERATION = 65_535;

/** An entry of the table of objects: its kind and its two values. */
type Entry = readonly [kind: number, first: number, second: number];

/** Anything of the package that has bytes. */
interface Written {
  sizeInBytes(): number;
  copyBytesInto(buffer: Uint8Array, offset: number): number;
}

/**
 * Writes a document while it is being drawn, byte for byte as pdf-lib does at the end: streams in the order of their
 * numbers, then all other objects, fifty to a compressed stream, then the table of objects. What is written is taken out
 * of the document: of ten thousand leaves nobody could hold all objects.
 */
export class PdfFile {
  private readonly file = new Parts();
  private readonly others = new Parts();
  private readonly packed: { readonly number: number; readonly bytes: Uint8Array }[] = [];
  /** By the objects' numbers. */
  private readonly entries: (Entry | undefined)[] = [[FREE, 0, LARGEST_GENERATION]];
  /** Packed streams after the first, each made as soon as its objects are there: else their workings came all at once. */
  private readonly early: PDFObject[] = [];
  private readonly lastOpen: number;

  /** @param pdf its objects of now stay in it until the end: they may change, and are no streams */
  constructor(private readonly pdf: PDFDocument) {
    this.lastOpen = pdf.context.largestObjectNumber;
    this.file.add(PDFHeader.forVersion(1, 7), "", "\n\n");
  }

  /** Writes all objects that came since. They change no more. */
  writeNew(): void {
    this.write(this.lastOpen);
    for (;;) {
      // The open objects come first, if all of them are used.
      const from = (this.early.length + 1) * OBJECTS_PER_STREAM - this.lastOpen;
      if (this.packed.length < from + OBJECTS_PER_STREAM) return;
      this.early.push(this.packedStream(this.packed.slice(from, from + OBJECTS_PER_STREAM)));
    }
  }

  /**
   * Writes the rest.
   * @returns the file, in pieces
   */
  async finish(): Promise<Uint8Array[]> {
    const { context } = this.pdf;
    await this.pdf.flush();
    const isEarly = this.openObjects() === this.lastOpen;
    this.write(0);
    let next = context.largestObjectNumber + 1;
    this.packed.sort((a, b) => a.number - b.number);
    for (let from = 0; from < this.packed.length; from += OBJECTS_PER_STREAM) {
      const some = this.packed.slice(from, from + OBJECTS_PER_STREAM);
      for (const [index, { number }] of some.entries()) this.entries[number] = [PACKED, next, index];
      const early = isEarly ? this.early[from / OBJECTS_PER_STREAM - 1] : undefined;
      this.addStream(next++, early ?? this.packedStream(some));
    }
    const at = this.file.size;
    this.entries[next] = [PLAIN, at, 0];
    this.addObject(next, this.table());
    this.file.add(PDFTrailer.forLastCrossRefSectionOffset(at));
    return this.file.all();
  }

  private openObjects(): number {
    return this.pdf.context.enumerateIndirectObjects().filter(([{ objectNumber }]) => objectNumber <= this.lastOpen)
      .length;
  }

  private write(after: number): void {
    const { context } = this.pdf;
    for (const [ref, object] of context.enumerateIndirectObjects()) {
      const number = ref.objectNumber;
      if (number <= after) continue;
      if (object instanceof PDFStream) this.addStream(number, object);
      else this.packed.push({ number, bytes: this.others.add(object, "", "\n") });
      context.delete(ref);
    }
  }

  private addStream(number: number, stream: PDFObject): void {
    this.entries[number] = [PLAIN, this.file.size, 0];
    this.addObject(number, stream);
  }

  private addObject(number: number, object: PDFObject): void {
    this.file.add(object, `${number} 0 obj\n`, "\nendobj\n\n");
  }

  /** @see ISO 32000-1, 7.5.7 */
  private packedStream(objects: typeof this.packed): PDFObject {
    let at = 0;
    const places = objects.map(({ number, bytes }) => {
      at += bytes.length;
      return `${number} ${at - bytes.length} `;
    });
    const head = encodeUtf8(places.join(""));
    const body = concatBytes(head, ...objects.map(({ bytes }) => bytes));
    const entries = { Filter: "FlateDecode", Type: "ObjStm", N: objects.length, First: head.length };
    return this.pdf.context.flateStream(body, entries);
  }

  /** The table of all objects. @see ISO 32000-1, 7.5.8 */
  private table(): PDFObject {
    const index: number[] = [];
    const largest = [0, 0, 0];
    let count = 0;
    for (const [number, entry] of this.entries.entries()) {
      if (entry === undefined) continue;
      if (this.entries[number - 1] === undefined) index.push(number, 0);
      index[index.length - 1] = (index.at(-1) ?? 0) + 1;
      for (let i = 0; i < entry.length; i++) largest[i] = Math.max(largest[i] ?? 0, entry[i] ?? 0);
      count++;
    }
    const widths = largest.map(bytesOf);
    const table = new Uint8Array(count * widths.reduce((sum, width) => sum + width));
    let at = 0;
    for (const entry of this.entries) {
      for (let i = 0; entry !== undefined && i < entry.length; i++) {
        for (let byte = (widths[i] ?? 0) - 1; byte >= 0; byte--) table[at++] = (entry[i] ?? 0) >>> (8 * byte);
      }
    }
    const { Root, ID } = this.pdf.context.trailerInfo;
    const sizes = { Size: this.entries.length, Root, ID, Filter: "FlateDecode", Type: "XRef", Length: 0 };
    return this.pdf.context.flateStream(table, { ...sizes, W: widths, Index: index });
  }
}

/** Bytes that a number takes, at least one. */
function bytesOf(value: number): number {
  return Math.ceil(value.toString(2).length / 8);
}

/** Bytes one after another, in pieces that never move. */
class Parts {
  private readonly full: Uint8Array[] = [];
  private part = new Uint8Array(PART_BYTES);
  private used = 0;
  /** How many there are. */
  size = 0;

  /** Adds an object between two texts. @returns its place */
  add(object: Written, before = "", after = ""): Uint8Array {
    const length = before.length + object.sizeInBytes() + after.length;
    const place = this.next(length);
    put(before, place, 0);
    object.copyBytesInto(place, before.length);
    put(after, place, length - after.length);
    return place;
  }

  /** All pieces. */
  all(): Uint8Array[] {
    return [...this.full, this.part.subarray(0, this.used)];
  }

  private next(length: number): Uint8Array {
    if (this.used + length > this.part.length) {
      this.full.push(this.part.subarray(0, this.used));
      this.part = new Uint8Array(Math.max(length, PART_BYTES));
      this.used = 0;
    }
    const place = this.part.subarray(this.used, this.used + length);
    this.used += length;
    this.size += length;
    return place;
  }
}

/** Writes a text of ASCII. */
function put(text: string, into: Uint8Array, at: number): void {
  for (let i = 0; i < text.length; i++) into[at + i] = text.charCodeAt(i);
}
