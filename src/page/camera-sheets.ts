import { parseRecord } from "../paper/record.js";
import type { FoundCode } from "../read/codes.js";

/** A code that the camera saw, with the error correction that was used up in its best sight. */
export interface SeenCode {
  readonly text: string;
  readonly usedCorrection: number;
}

/** What the camera saw of one sheet. */
export interface CameraSheet {
  readonly id: number;
  readonly codes: readonly SeenCode[];
}

/**
 * What a moving camera saw, sorted by sheet: codes seen in one frame lie on one sheet, and a frame that holds a known
 * code goes on with its sheet. A holder's codes stand or fall together, so sheets must not be mixed.
 */
export class CameraSheets {
  private readonly sheets: { id: number; codes: Map<string, number> }[] = [];

  /** @param nextId gives an id that no source has */
  constructor(private readonly nextId: () => number) {}

  /**
   * Takes the codes of one frame.
   * @returns how many are of recovery sheets, how many of these are new, and how many are foreign
   */
  add(found: readonly FoundCode[]): { seen: number; fresh: number; foreign: number } {
    const own = found.filter(({ text }) => isOfSheet(text));
    const fresh = own.filter(({ text }) => !this.sheets.some(({ codes }) => codes.has(text)));
    const known = this.sheets.find(({ codes }) => own.some(({ text }) => codes.has(text)));
    if (own.length > 0) {
      const sheet = known ?? { id: this.nextId(), codes: new Map<string, number>() };
      if (!known) this.sheets.push(sheet);
      for (const { text, unusedCorrection } of own) {
        const used = 1 - unusedCorrection;
        sheet.codes.set(text, Math.min(used, sheet.codes.get(text) ?? used));
      }
    }
    const count = (codes: readonly FoundCode[]) => new Set(codes.map(({ text }) => text)).size;
    return { seen: count(own), fresh: count(fresh), foreign: found.length - own.length };
  }

  /** Sets a sheet aside; its codes are new when they are seen again. */
  remove(id: number): void {
    const at = this.sheets.findIndex((sheet) => sheet.id === id);
    if (at >= 0) this.sheets.splice(at, 1);
  }

  /** All sheets, in the order in which they were first seen. */
  list(): CameraSheet[] {
    return this.sheets.map(({ id, codes }) => ({
      id,
      codes: [...codes].map(([text, usedCorrection]) => ({ text, usedCorrection })),
    }));
  }
}

function isOfSheet(text: string): boolean {
  return /^otpauth:\/\//iu.test(text) || parseRecord(text).status !== "foreign";
}
