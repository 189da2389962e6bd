import type { SourceInput } from "../import/source.js";
import type { Platform } from "../read/platform.js";
import type { LineProgress } from "./lines/page-lines.js";
import type { Reading } from "./reading.js";
import { ReadingSession, type SessionOptions } from "./reading-session.js";

/** How sheets are read. */
export interface ReadSheetsOptions extends SessionOptions {
  /** Called for each page that was read, and before each picture. */
  readonly onPage?: (source: string, page: number, pages: number) => void;
  /** Called before the lines of each page that is a picture are read, seconds each. */
  readonly onLines?: (progress: LineProgress) => void;
}

/**
 * Reads sheets of every kind from PDFs, pictures and typed text, several sheets in one and several of each.
 * What cannot be read is named among the problems; nothing is thrown for it.
 */
export async function readSheets(
  inputs: readonly SourceInput[],
  platform: Platform,
  { onPage = () => {}, onLines = () => {}, ...options }: ReadSheetsOptions = {},
): Promise<Reading> {
  const session = new ReadingSession(platform, options);
  for (const input of inputs) await session.add(input, (page, pages) => onPage(input.name, page, pages));
  await session.readPrintedLines(onLines);
  const { sources: _, ...reading } = await session.state();
  return reading;
}
