import type { Remain } from "../read/codes/rescue/qr-remains.js";
import type { Platform } from "../read/platform.js";

/** What is left of a code that a page shows and that could not be read by itself. */
export interface LeftOver {
  readonly source: string;
  /** Page of a PDF, from 1; 1 for a picture. */
  readonly page: number;
  readonly remain: Remain;
}

/** A code of a page that is complete with what is left of it on others. */
export interface CompletedCode {
  readonly source: string;
  readonly page: number;
  readonly text: string;
  /** Share of the error correction that damage has used up, 0 to 1. */
  readonly usedCorrection: number;
}

/** Most remains that are kept, the latest, 13 KB each. */
const MOST_KEPT = 256;

/**
 * What is left of damaged codes on all pages, however they were read: two pages of one code may complete each other,
 * whichever came first.
 */
export class LeftOvers {
  private kept: readonly LeftOver[] = [];

  /** Puts what a source leaves together with what others left. */
  async complete(fresh: readonly LeftOver[], platform: Platform): Promise<CompletedCode[]> {
    if (fresh.length === 0) return [];
    this.kept = [...this.kept, ...fresh].slice(-MOST_KEPT);
    const [{ areAlike }, { completeTexts }] = await Promise.all([
      import("../read/codes/rescue/qr-remains.js"),
      import("../read/codes/rescue/qr-texts.js"),
    ]);
    const latest = this.kept.filter((one) => fresh.includes(one));
    const concerned = this.kept.filter((one) =>
      latest.some((other) => other !== one && areAlike(one.remain, other.remain)),
    );
    const completed: CompletedCode[] = [];
    for (const [i, first] of concerned.entries()) {
      const isHere = ({ source, page }: LeftOver) => source === first.source && page === first.page;
      if (concerned.findIndex(isHere) < i) continue;
      const own = concerned.filter(isHere).map(({ remain }) => remain);
      const others = this.kept.filter((one) => !isHere(one)).map(({ remain }) => remain);
      for (const { text, unusedCorrection } of await completeTexts(own, others, platform)) {
        completed.push({ source: first.source, page: first.page, text, usedCorrection: 1 - unusedCorrection });
      }
    }
    return completed;
  }

  /** Forgets a source. */
  remove(name: string): void {
    this.kept = this.kept.filter(({ source }) => source !== name);
  }
}

/** Adds what one page leaves to what the pages of its source before it left. */
export function keepLatest(left: LeftOver[], source: string, page: number, remains: readonly Remain[]): void {
  left.push(...remains.map((remain) => ({ source, page, remain })));
  left.splice(0, left.length - MOST_KEPT);
}
