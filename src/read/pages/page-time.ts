import { type ErrorCode, EscrowError } from "../../error.js";
import type { Platform } from "../platform.js";
import type { LostPage } from "./drawn-pages.js";

/** Seconds of processor time that the pages of one file may take which give nothing: a damaged one takes a few. */
const FRUITLESS_SECONDS = 11;
/**
 * A scan of many pages is large: for each of these bytes, two to five pages, it has a second more, up to the most. Foreign
 * pages among sheets take 0.2 s each for a quick look.
 */
const BYTES_A_SECOND = 500_000;
const MOST_SECONDS = 60;
/** Seconds that a page gives back that shows a code which none before it did. */
const PAGE_SECONDS = 2;
/** Bytes of a file for each second that is given back, whatever it shows: two of our own pages, which take a tenth of that. */
const LEAST_BYTES = 8_192;
/** Seconds that a close look at a page may take at least, once it is begun. */
const LEAST_SECONDS = 1;
/** Pages that are looked at quickly, however long a slow machine takes: two leaves. */
const LEAST_LOOKED = 4;
/** Files of fewer pages are looked through page by page, others quickly first. */
const FEW_PAGES = 20;
/** Share of the time from which on pages are looked at quickly first in any file: those behind have their turn, too. */
const KEPT = 1 / 2;

/** Seconds of processor time for work that has given nothing so far. */
export class FruitlessTime {
  private readonly seconds: () => number;
  private rest: number;
  private mark = 0;
  /** Seconds that it may take, by the watch. */
  private readonly most: number;

  /** @param most seconds of processor time that it may take */
  constructor(most: number, platform: Platform) {
    this.seconds = platform.startWatch?.() ?? (() => 0);
    this.most = most * (platform.clockFactor ?? 1);
    this.rest = this.most;
  }

  /** Seconds that are left now, by the watch. */
  get left(): number {
    const now = this.seconds();
    this.rest -= now - this.mark;
    this.mark = now;
    return this.rest;
  }

  /** Goes on after other work, whose time does not count. */
  resume(): void {
    this.mark = this.seconds();
  }

  /** Gives back seconds where it gave something, as far as they were used. @returns how many */
  giveBack(seconds = this.most): number {
    const back = Math.max(0, Math.min(seconds, this.most - this.left));
    this.rest += back;
    return back;
  }
}

/**
 * The time that looking through the pages of one file may take. What gives nothing uses it up; each page that gives
 * something new gives some back, so that a long scan has all that it needs.
 */
export class PageTime {
  private readonly time: FruitlessTime;
  private readonly seen = new Set<string>();
  private givenBack = 0;
  /** Seconds of the watch for one of processor time. */
  private readonly factor: number;
  /** Seconds of the watch that fruitless work may take. */
  private readonly most: number;

  constructor(
    private readonly bytes: Uint8Array,
    platform: Platform,
  ) {
    this.factor = platform.clockFactor ?? 1;
    const seconds = Math.min(MOST_SECONDS, FRUITLESS_SECONDS + Math.floor(bytes.length / BYTES_A_SECOND));
    this.most = seconds * this.factor;
    this.time = new FruitlessTime(seconds, platform);
  }

  /** Seconds that are left now. */
  get left(): number {
    return this.time.left;
  }

  /** Seconds that a close look at a page may take, where others share what is left. */
  secondsOfPage(others = 0): number {
    return Math.max(LEAST_SECONDS, this.left / (others + 1));
  }

  /** Notes what a page showed: codes that were seen before are no reason to look on. */
  found(texts: readonly string[]): void {
    const before = this.seen.size;
    for (const text of texts) this.seen.add(text);
    if (this.seen.size === before) return;
    const most = (this.bytes.length / LEAST_BYTES) * this.factor - this.givenBack;
    this.givenBack += this.time.giveBack(Math.min(PAGE_SECONDS * this.factor, most));
  }

  /** Whether a page is looked at quickly first, and closely once all others were. */
  isQuick({ page, pages }: { readonly page: number; readonly pages: number }): boolean {
    return page > 1 && (pages >= FEW_PAGES || this.left < KEPT * this.most);
  }

  /**
   * Whether there is no time for a page and those after it.
   * @returns the page, as one that is lost
   */
  lost({ page, pages }: { readonly page: number; readonly pages: number }): LostPage | undefined {
    if (page <= LEAST_LOOKED || this.left > 0) return undefined;
    return { page, pages, fault: new EscrowError("pdf-slow", { page, seconds: this.most }) };
  }
}

/** A page that was looked at, or why it was not. */
export interface LookedPage {
  readonly page: number;
  readonly pages: number;
  readonly fault?: EscrowError;
  /** Codes that are seen and could not be read. */
  readonly unread: number;
  /** It was looked at quickly: a closer look may show more. */
  readonly quick?: true;
}

/**
 * Looks through the pages of a file so that none takes the time of all: those that need a close look get it at the end,
 * the ones first on which a code is seen.
 * @param look looks at the pages of these numbers, or all, and gives what it saw; each quickly where the time asks for it
 * @param lay what is kept of a page until it is looked at closely
 * @returns every page once, those with a second look last; what stays `quick` had no time for it
 */
export async function* lookTwice<Page extends LookedPage>(
  time: PageTime,
  look: (only?: readonly number[]) => AsyncGenerator<Page, void, void>,
  lay: (page: Page) => Page,
): AsyncGenerator<Page, void, void> {
  const quick: Page[] = [];
  for await (const one of look()) {
    if (one.quick) quick.push(lay(one));
    else yield one;
  }
  for (const group of [quick.filter(({ unread }) => unread > 0), quick.filter(({ unread }) => unread === 0)]) {
    const still = new Map(group.map((one) => [one.page, one]));
    if (group.length > 0 && time.left > 0) {
      for await (const one of look([...still.keys()])) {
        if (one.fault) continue;
        still.delete(one.page);
        yield one;
      }
    }
    yield* still.values();
  }
}

/** What is said of a file that there was no time to look through: no other reader tries again. */
export const SLOW_FILE: readonly ErrorCode[] = ["pdf-slow", "pages-quick", "picture-rest"];

/** What is said of pages that there was no time to look at closely. @returns nothing where there are none */
export function quickFault(pages: readonly Pick<LookedPage, "page" | "quick">[]): EscrowError | undefined {
  const quick = pages.flatMap((one) => (one.quick ? [one.page] : [])).sort((a, b) => a - b);
  const [page] = quick;
  return page === undefined ? undefined : new EscrowError("pages-quick", { page, count: quick.length });
}
