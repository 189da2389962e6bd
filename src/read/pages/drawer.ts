import { EscrowError, type Fault } from "../../error.js";
import type { Platform } from "../platform.js";
import { type OpenPdf, openPdf, type PdfPage, type RasteriseOptions } from "./pdf.js";

/** What a drawer is asked: to open a PDF in place of the one before, or for one page of it, from 1. */
export type DrawQuestion =
  | {
      /** The file to open. */
      readonly pdf: Uint8Array;
      /** How its pages are drawn. */
      readonly options: RasteriseOptions;
    }
  | {
      /** The page to draw, from 1. */
      readonly page: number;
    };

/** What it answers: how many pages there are, a page, or why there is none. */
export type DrawAnswer =
  | {
      /** How many pages there are. */
      readonly pages: number;
    }
  | PdfPage
  | DrawFault;

/** An `EscrowError` on its way between threads. */
export interface DrawFault {
  /** What it says. */
  readonly fault: Fault;
}

/** Draws PDFs in a thread or worker of its own, one question after the other. A file made to harm keeps only that busy. */
export interface Drawer {
  /** Most seconds that it may work on one page, by its own watch. */
  readonly pageSeconds: number;
  /** Starts a watch: seconds of work since then, of the processor where that can be told, else by the clock. */
  startWatch(): () => number;
  /** @returns nothing where it ended by itself */
  ask(question: DrawQuestion): Promise<DrawAnswer | undefined>;
  /** Gives it back: it waits for the next file. */
  release(): void;
  /** Ends it at once, whatever it does. */
  end(): void;
}

/** What a drawer's thread does with its questions: see `Drawer`. */
export function drawingDesk(platform: Platform): (question: DrawQuestion) => Promise<DrawAnswer> {
  let open: OpenPdf | undefined;
  return async (question) => {
    try {
      if ("page" in question) {
        if (!open) throw new RangeError("no PDF is open");
        return await open.draw(question.page);
      }
      open?.close();
      open = undefined;
      open = await openPdf(question.pdf, platform, question.options);
      return { pages: open.pages };
    } catch (error) {
      const { code, data } = error instanceof EscrowError ? error : new EscrowError("pdf-unreadable");
      return { fault: { code, data } };
    }
  };
}
