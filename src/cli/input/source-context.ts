import { MOST_SECONDS } from "../../import/budget.js";
import { importContext } from "../../import/qr-context.js";
import type { ImportContext, SourceInput } from "../../import/source.js";
import { boundedPlatform } from "../../node/platform.js";
import { type Session, tell } from "../session.js";
import { startProgress } from "../terminal/progress.js";
import { shown } from "../terminal/terminal.js";
import { passwordGiver } from "./password.js";

/**
 * What reading sources needs, with progress and questions on the terminal.
 * @param inputs the sources, to tell how many are done
 * @param texts codes of pictures and PDFs that were read before
 * @param passwordFile files with passwords; without them they are asked for
 * @returns the context, and what wipes its progress at the end
 */
export async function sourceContext(
  session: Session,
  inputs: readonly SourceInput[],
  texts: ReadonlyMap<Uint8Array, readonly string[]>,
  passwordFile: readonly string[],
): Promise<{ context: ImportContext; end: () => void }> {
  const progress = startProgress(session, "sources");
  const { readCodes, ...others } = importContext(boundedPlatform);
  const context: ImportContext = {
    ...others,
    readCodes: async (bytes, onLost) => {
      progress.before(
        inputs.findIndex((input) => input.bytes === bytes),
        inputs.length,
      );
      return texts.get(bytes) ?? readCodes(bytes, onLost);
    },
    password: await passwordGiver(session, passwordFile, () => progress.end()),
    progress: ({ source, share, spentSeconds }) => {
      const values = {
        source: shown(source),
        percent: Math.floor(share * 100),
        spent: Math.ceil(spentSeconds),
        most: MOST_SECONDS,
      };
      progress.note(tell(session, share > 0 ? "progress.deriving" : "progress.opening", values));
    },
  };
  return { context, end: () => progress.end() };
}
