import { EscrowError } from "../../error.js";
import type { Platform } from "../platform.js";
import type { LostPage } from "./drawn-pages.js";

/** Seconds of processor time that the pages of any PDF may take to be looked through: one that is damaged takes a few. */
const FILE_SECONDS = 8;
/** Bytes of a file that add a second: a scanned page has as many and more, and takes one where nothing is on it. */
const BYTES_OF_SECOND = 65_536;
/** Bytes that a scanned page has at least: with less for each page, what takes long is shown again and again. */
const LEAST_OF_SCAN = 16_384;
/** Seconds that a page with a code adds. */
const PAGE_SECONDS = 2;
/** Bytes of a file below which no second is added, whatever it shows: two of our own pages, which take a tenth of that. */
const LEAST_BYTES = 8_192;

/**
 * The time that looking through the pages of one PDF may take, all of it: drawn at once, a small file's pages can show
 * again and again what takes long to look through. A long scan has the time that it needs.
 */
export class PageTime {
  private readonly seconds: () => number;
  private gave = 0;

  constructor(
    private readonly bytes: Uint8Array,
    platform: Platform,
  ) {
    this.seconds = platform.startWatch?.() ?? (() => 0);
  }

  /** Notes a page that had a code. */
  found(): void {
    this.gave++;
  }

  /**
   * Whether there is no time for a page and those after it.
   * @returns the page, as one that is lost
   */
  lost({ page, pages }: { readonly page: number; readonly pages: number }): LostPage | undefined {
    const { length } = this.bytes;
    const scans = length >= pages * LEAST_OF_SCAN ? length / BYTES_OF_SECOND : 0;
    const most = FILE_SECONDS + Math.min(scans + this.gave * PAGE_SECONDS, length / LEAST_BYTES);
    if (page === 1 || this.seconds() <= most) return undefined;
    return { page, pages, fault: new EscrowError("pdf-slow", { page, seconds: Math.ceil(most) }) };
  }
}
