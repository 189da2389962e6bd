import { type FoundRecord, goodShares } from "../found-set.js";
import { say } from "../language.js";
import { readTypedLines, type SettledLines, type TypedSheets } from "../typed-lines.js";
import { type Session, tell } from "./session.js";

/** How far lines have come, in words. */
export interface TypedState extends Pick<TypedSheets, "sets" | "open" | "problems" | "complete"> {
  /** What is complete, and what was corrected and worked out for it. */
  readonly news: readonly string[];
  /** What is missing still. */
  readonly missing: readonly string[];
}

/**
 * What typed lines, beside codes that were read, amount to.
 * @param lines as they were typed, in order
 */
export async function typedState(
  session: Session,
  lines: readonly string[],
  records: readonly FoundRecord[],
): Promise<TypedState> {
  const typed = await readTypedLines(tell(session, "typed"), lines, records);
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
