import { say } from "../../../language.js";
import { goodShares } from "../../../recover/found-set.js";
import type { SettledLines, TypedSheets } from "../../../recover/lines/typed-lines.js";
import type { ReadingSession } from "../../../recover/reading-session.js";
import { type Session, tell } from "../../session.js";

/** How far lines have come, in words. */
export interface TypedState extends Pick<TypedSheets, "sets" | "open" | "problems" | "complete"> {
  /** What is complete, and what was corrected and worked out for it. */
  readonly news: readonly string[];
  /** What is missing still. */
  readonly missing: readonly string[];
}

/**
 * What typed lines, beside what was read, amount to.
 * @param reading takes them
 * @param lines as they were typed, in order
 */
export async function typedState(
  session: Session,
  reading: ReadingSession,
  lines: readonly string[],
): Promise<TypedState> {
  const typed = await reading.setLines(tell(session, "typed"), lines);
  const news = typed.settled.flatMap((settled) => whatWasDone(session, settled));
  for (const set of typed.sets) {
    if (set.document) news.push(tell(session, "by-hand.document-complete", { set: set.name }));
    for (const { share } of goodShares(set)) {
      news.push(tell(session, "by-hand.share-complete", { x: share.point.x, set: set.name }));
    }
  }
  const missing = typed.missing.map(({ code, data }) => say(session.language, `errors.${code}.message`, data));
  return { ...typed, news, missing };
}

function whatWasDone(session: Session, { corrected, rebuilt }: SettledLines): string[] {
  return [
    ...corrected.map(({ label, ...one }) => tell(session, "verify.corrected", { line: label, ...one })),
    ...(rebuilt.length > 0 ? [tell(session, "verify.rebuilt", { lines: rebuilt.join(", ") })] : []),
  ];
}
