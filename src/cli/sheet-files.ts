import type { SourceInput } from "../import/source.js";
import { loadTypedFont } from "../node-resources.js";
import type { Reading, ReadSheetsOptions } from "../sheet-reading.js";
import type { LocatedWarning } from "./report.js";

/** Reads sheets of files, with the lines of PDFs where their codes are not enough. */
export async function readSheetFiles(
  inputs: readonly SourceInput[],
  options: Omit<ReadSheetsOptions, "typedFont"> = {},
): Promise<Reading> {
  const [{ readSheets }, { nodePlatform }] = await Promise.all([
    import("../sheet-reading.js"),
    import("../node-platform.js"),
  ]);
  return readSheets(inputs, nodePlatform, { printedLines: "needed", ...options, typedFont: loadTypedFont });
}

/** PDFs whose codes are not what they were: the lines beside them served. */
export function byLinesWarnings({ byLines }: Reading): LocatedWarning[] {
  return byLines.map((source) => ({ code: "read-by-lines", data: {}, source }));
}
