import type { SourceInput } from "../import/source.js";
import type { ParsedFont } from "../sheet/fonts.js";
import type { Reading } from "../sheet-reading.js";
import { startProgress } from "./progress.js";
import type { Session } from "./session.js";

/**
 * Reads sheets from files, on all cores, and shows how far it has come.
 * @param typedFont the font of keys and check lines, where those of PDFs are to be read too
 */
export async function readSheetFiles(
  session: Session,
  inputs: readonly SourceInput[],
  typedFont?: () => Promise<ParsedFont>,
): Promise<Reading> {
  const [{ readSheets }, { threadedPlatform }] = await Promise.all([
    import("../sheet-reading.js"),
    import("../node-code-threads.js"),
  ]);
  const single = inputs.length === 1;
  const progress = startProgress(session, single ? "reading" : "sources");
  const onPage = (source: string, page: number, pages: number) => {
    if (single) progress.step(page - 1, pages);
    else
      progress.step(
        inputs.findIndex(({ name }) => name === source),
        inputs.length,
      );
  };
  const reading = await readSheets(inputs, threadedPlatform, { onPage, ...(typedFont ? { typedFont } : {}) });
  progress.end();
  return reading;
}
