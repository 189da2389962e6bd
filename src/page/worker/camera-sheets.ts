import { parseRecord } from "../../paper/record.js";
import type { FoundCode } from "../../read/codes/found-code.js";
import { SET_ID_BYTES } from "../../share/share.js";

/** A code that the camera saw, with the error correction that was used up in its best sight. */
interface SeenCode {
  readonly text: string;
  readonly usedCorrection: number;
}

/** What the camera saw of one sheet. */
interface CameraSheet {
  readonly id: number;
  readonly codes: readonly SeenCode[];
}

/** A sheet as it is put together: the code of its share, where one was in the picture, and the text of each code. */
interface Gathered {
  readonly id: number;
  readonly share: string | undefined;
  readonly codes: Map<string, number>;
}

/**
 * What a moving camera saw, sorted by sheet, so that one holder's false codes are not taken for another's. A sheet is
 * known by the code of its share: all sheets of a set have the same document codes. What is seen in one picture with
 * one share's code is of its sheet. Pictures without a share's code, or with several, are of a page of their own, which
 * the next picture goes on with while it shows one of the same codes and contradicts none.
 */
export class CameraSheets {
  private sheets: Gathered[] = [];
  /** The page without a share's code that the last picture showed. */
  private last: Gathered | undefined;

  /** @param nextId gives an id that no source has */
  constructor(private readonly nextId: () => number) {}

  /**
   * Takes the codes of one picture.
   * @returns how many are of recovery sheets, how many of these are new, and how many are foreign; and whether any
   *   sheet has gained a code
   */
  add(found: readonly FoundCode[]): { seen: number; fresh: number; foreign: number; changed: boolean } {
    const own = found.filter(({ text }) => isOfSheet(text));
    const fresh = own.filter(({ text }) => !this.sheets.some(({ codes }) => codes.has(text)));
    const shares = [...new Set(own.map(({ text }) => text).filter(isShare))];
    const others = own.filter(({ text }) => !isShare(text));
    let changed = false;
    for (const share of shares) {
      const sheet = this.sheets.find((one) => one.share === share) ?? this.begin(share);
      const codes = shares.length === 1 ? own : own.filter(({ text }) => text === share);
      if (addCodes(sheet, codes)) changed = true;
    }
    if (shares.length !== 1) {
      const sheet = others.length === 0 ? undefined : (this.pageOf(others) ?? this.begin(undefined));
      if (sheet && addCodes(sheet, others)) changed = true;
      if (own.length > 0) this.last = sheet;
    } else this.last = undefined;
    const count = (codes: readonly FoundCode[]) => new Set(codes.map(({ text }) => text)).size;
    return { seen: count(own), fresh: count(fresh), foreign: found.length - own.length, changed };
  }

  /** Sets a sheet aside; its codes are new when they are seen again. */
  remove(id: number): void {
    this.sheets = this.sheets.filter((sheet) => sheet.id !== id);
    if (this.last?.id === id) this.last = undefined;
  }

  /** All sheets, in the order in which they were first seen, without pages that a sheet with its share shows whole. */
  list(): CameraSheet[] {
    const whole = this.sheets.filter(({ share }) => share !== undefined);
    const isShown = ({ share, codes }: Gathered) =>
      share === undefined && whole.some((sheet) => [...codes.keys()].every((text) => sheet.codes.has(text)));
    return this.sheets
      .filter((sheet) => !isShown(sheet))
      .map(({ id, codes }) => ({ id, codes: [...codes].map(([text, usedCorrection]) => ({ text, usedCorrection })) }));
  }

  private begin(share: string | undefined): Gathered {
    const sheet = { id: this.nextId(), share, codes: new Map<string, number>() };
    this.sheets.push(sheet);
    return sheet;
  }

  /** The page without a share's code that a picture goes on with, or shows again. */
  private pageOf(found: readonly FoundCode[]): Gathered | undefined {
    const { last } = this;
    const goesOn =
      last && found.some(({ text }) => last.codes.has(text)) && !contradicts([...last.codes.keys()], found);
    if (goesOn) return last;
    const pages = this.sheets.filter(({ share }) => share === undefined);
    return pages.find(({ codes }) => found.every(({ text }) => codes.has(text)));
  }
}

/** @returns whether one of them is new on the sheet */
function addCodes({ codes }: Gathered, found: readonly FoundCode[]): boolean {
  const before = codes.size;
  for (const { text, unusedCorrection } of found) {
    const used = 1 - unusedCorrection;
    codes.set(text, Math.min(used, codes.get(text) ?? used));
  }
  return codes.size > before;
}

/** Whether a picture shows another frame than a page does at the same place of the same document. */
function contradicts(texts: readonly string[], found: readonly FoundCode[]): boolean {
  const known = new Map(texts.map((text) => [frameAt(text), text]));
  return found.some(({ text }) => {
    const at = frameAt(text);
    return at !== undefined && (known.get(at) ?? text) !== text;
  });
}

/** The set and index of a frame, as a text; nothing for another code. */
function frameAt(text: string): string | undefined {
  const reading = parseRecord(text);
  if (reading.status !== "record" || reading.record.kind !== "document") return undefined;
  return reading.record.bytes.subarray(0, SET_ID_BYTES + 1).join();
}

function isShare(text: string): boolean {
  const reading = parseRecord(text);
  return reading.status === "record" && reading.record.kind === "share";
}

function isOfSheet(text: string): boolean {
  return /^otpauth:\/\//iu.test(text) || parseRecord(text).status !== "foreign";
}
