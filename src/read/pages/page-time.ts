import { type ErrorCode, EscrowError } from "../../error.js";
import { isKeyUri } from "../../showable.js";
import type { Platform } from "../platform.js";
import type { LostPage } from "./drawn-pages.js";

/** Seconds of processor time that the pages of one file may take which give nothing: a damaged one takes a few. */
const FRUITLESS_SECONDS = 12;
/** Seconds more that lines may take, of pages that may be a sheet's, where looking for codes has taken all. */
const LINE_SECONDS = 4;
/** Seconds that a page gives back that shows a code which none before it did. */
const PAGE_SECONDS = 2;
/** Whether a code is a sheet's or an app's. */
const isOurs = (text: string) => /^PE\d[A-Z]/iu.test(text) || isKeyUri(text);
/** Seconds that all others give back, such as those of kept secrets, and those of a stranger's pages. */
const OTHER_SECONDS = 4;
/** Bytes of a file for each second that is given back, whatever it shows: two of our own pages, which take a tenth of that. */
const LEAST_BYTES = 8_192;
/** Seconds that a close look at a page may take at least, once it is begun. */
const LEAST_SECONDS = 1;
/** Seconds that a look at a page may take, whatever is seen on it: 35 damaged codes take 3 of a close one. */
const LOOK_SECONDS: Readonly<Record<Look, number>> = { glance: 0.2, quick: 1, close: 4 };
/** Pages that are looked at quickly, however long a slow machine takes: two leaves. */
const LEAST_LOOKED = 4;
/** Files of fewer pages are looked through page by page, others by a glance at each first. */
const FEW_PAGES = 20;
/** Share of the time that is kept, when all pages are glanced at, for those on which a code is seen. */
const KEPT_FOR_SEEN = 1 / 6;
/** Share of the time from which on pages are glanced at first in any file: those behind have their turn, too. */
const KEPT = 1 / 2;

/** How a page is looked at: `glance` for its codes alone, `quick` for marks of a sheet too, `close` until nothing more can come. */
export type Look = "glance" | "quick" | "close";

/** The times of files, for those who read their lines. */
const times = new WeakMap<Uint8Array, PageTime>();

/**
 * The time that all work on the pages of one file may take, for their codes and then for their lines. What gives nothing
 * uses it up, however many pages there are; each page that gives something new gives some back, so that a long scan has
 * all that it needs.
 */
export class PageTime {
  private readonly seconds: () => number;
  private mark = 0;
  private rest: number;
  private readonly seen = new Set<string>();
  private givenBack = 0;
  /** Seconds that codes of no known kind may still give back. */
  private otherSeconds = OTHER_SECONDS;
  /** Seconds of the watch for one of processor time. */
  private readonly factor: number;
  /** Seconds of the watch that fruitless work may take. */
  private readonly most: number;

  constructor(
    private readonly bytes: Uint8Array,
    platform: Platform,
  ) {
    this.seconds = platform.startWatch?.(1 + (platform.helpers?.count ?? 0)) ?? (() => 0);
    this.factor = platform.clockFactor ?? 1;
    this.most = FRUITLESS_SECONDS * this.factor;
    this.rest = this.most;
    times.set(bytes, this);
  }

  /** What looking for codes has left of a file's time, for its lines; all, where nobody looked. */
  static of(bytes: Uint8Array, platform: Platform): PageTime {
    const time = times.get(bytes) ?? new PageTime(bytes, platform);
    time.mark = time.seconds();
    return time;
  }

  /** Seconds that are left now, by the watch; less than none where more was taken. */
  get left(): number {
    const now = this.seconds();
    this.rest -= now - this.mark;
    this.mark = now;
    return this.rest;
  }

  /** Whether there is no time for further lines of pages that may be a sheet's. */
  get isUsedUp(): boolean {
    return this.left <= -LINE_SECONDS * this.factor;
  }

  /** Seconds that a close look at a page may take, where others share what is left. */
  secondsOfPage(others = 0): number {
    return Math.max(LEAST_SECONDS, this.left / (others + 1));
  }

  /** Whether other pages, which are looked at now, may take all that is left: the next one waits for them. */
  isTaken(look: Look, others: number): boolean {
    return others > 0 && this.left <= others * LOOK_SECONDS[look] * this.factor;
  }

  /** Notes what codes a page showed: those that were seen before are no reason to look on, and others than a sheet's few. */
  found(texts: readonly string[]): void {
    const fresh = texts.filter((text) => !this.seen.has(text));
    for (const text of fresh) this.seen.add(text);
    if (fresh.length === 0) return;
    const most = (this.bytes.length / LEAST_BYTES) * this.factor - this.givenBack;
    const isKnown = fresh.some(isOurs);
    const share = isKnown ? PAGE_SECONDS : Math.min(PAGE_SECONDS, this.otherSeconds);
    const back = this.giveBack(Math.min(share * this.factor, most));
    this.givenBack += back;
    if (!isKnown) this.otherSeconds -= back / this.factor;
  }

  /** Notes that a page showed lines of a sheet: those of the next are worth as much time. */
  foundLines(): void {
    this.rest = this.most;
  }

  /** How a page is looked at first: the first leaves for marks of a sheet at least, as their lines may be all that is left. */
  firstLook({ page, pages }: { readonly page: number; readonly pages: number }): Look {
    if (page === 1 || (pages < FEW_PAGES && this.left >= KEPT * this.most)) return "close";
    return page <= LEAST_LOOKED ? "quick" : "glance";
  }

  /**
   * Whether there is no time for a page and those after it.
   * @param how how it was to be looked at, where it was before
   * @returns the page, as one that is lost
   */
  lost({ page, pages }: { readonly page: number; readonly pages: number }, how?: Look): LostPage | undefined {
    if ((page <= LEAST_LOOKED && how !== "close") || this.left > (how ? 0 : KEPT_FOR_SEEN * this.most))
      return undefined;
    return { page, pages, fault: new EscrowError("pdf-slow", { page, seconds: this.most }) };
  }

  /** Gives back seconds, as far as they were used. @returns how many */
  private giveBack(seconds: number): number {
    const back = Math.max(0, Math.min(seconds, this.most - this.left));
    this.rest += back;
    return back;
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
  /** It was glanced at alone: whether it has marks of a sheet is not known. */
  readonly glanced?: true;
}

/** Looks at the pages of these numbers, or all, and gives what it saw; as closely as it is told, or as the time asks for. */
type LookAtPages<Page extends LookedPage> = (only?: readonly number[], how?: Look) => AsyncGenerator<Page, void, void>;

/**
 * Looks through the pages of a file so that none takes the time of all: those that need a close look get it at the end,
 * the ones first on which a code is seen.
 * @param lay what is kept of a page until it is looked at closely
 * @returns every page once, those with a second look last; what stays `quick` had no time for it
 */
export async function* lookTwice<Page extends LookedPage>(
  time: PageTime,
  look: LookAtPages<Page>,
  lay: (page: Page) => Page,
): AsyncGenerator<Page, void, void> {
  const waiting = new Map<number, Page>();
  const isSeen = ({ unread }: Page) => unread > 0;
  async function* again(which: (page: Page) => boolean, how: Look): AsyncGenerator<Page, void, void> {
    const group = [...waiting.values()].filter(which);
    if (group.length === 0 || time.left <= 0) return;
    for await (const one of look(
      group.map(({ page }) => page),
      how,
    )) {
      if (one.fault) continue;
      if (one.quick) waiting.set(one.page, lay(one));
      else if (waiting.delete(one.page)) yield one;
    }
  }
  for await (const one of look()) {
    if (one.quick) waiting.set(one.page, lay(one));
    else yield one;
  }
  yield* again(isSeen, "close");
  yield* again(({ glanced }) => glanced === true, "quick");
  yield* again(isSeen, "close");
  yield* again(() => true, "close");
  yield* waiting.values();
}

/** What is said of a file that took all the time there is for it: looked through once more, it would give no more. */
export const TIME_IS_UP: readonly ErrorCode[] = ["pdf-page-slow", "pdf-slow", "pages-quick", "picture-rest"];

/** What is said of pages that there was no time to look at closely. @returns nothing where there are none */
export function quickFault(pages: readonly Pick<LookedPage, "page" | "quick">[]): EscrowError | undefined {
  const quick = pages.flatMap((one) => (one.quick ? [one.page] : [])).sort((a, b) => a - b);
  const [page] = quick;
  return page === undefined ? undefined : new EscrowError("pages-quick", { page, count: quick.length });
}
