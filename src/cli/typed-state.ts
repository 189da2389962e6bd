import { equalBytes } from "../bytes.js";
import { EscrowError } from "../error.js";
import { type FoundRecord, type FoundSet, goodShares } from "../found-set.js";
import { say } from "../language.js";
import type { Problem, SheetReading } from "../open-reading.js";
import { readTypedOpen } from "../open-reading.js";
import type { LineReading } from "../paper/line.js";
import { type Confirm, decodeLines, type LinesResult } from "../paper/lines.js";
import { parseTyped } from "../read/typed.js";
import { findSets } from "../recover.js";
import { encodeShare } from "../share/share.js";
import { type Session, tell } from "./session.js";

/** How far lines have come. */
export interface TypedState {
  readonly sets: readonly FoundSet[];
  /** Open sheets of which enough lines are there. */
  readonly open: readonly SheetReading[];
  readonly problems: readonly Problem[];
  /** Whether every sheet that was begun can be opened, or needs only its passphrase. */
  readonly complete: boolean;
  /** What is complete, and what was corrected and worked out for it. */
  readonly news: readonly string[];
  /** What is missing still. */
  readonly missing: readonly string[];
}

/** Lines of one payload. */
interface Block {
  readonly kind: string;
  readonly readings: readonly LineReading[];
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
  const typed = parseTyped(lines.join("\n"));
  const blocks = typed.lineSets.map(
    ({ kind, lines: set }): Block => ({ kind, readings: set.map((one) => one.reading) }),
  );
  const ofSets = blocks.filter(({ kind }) => kind !== "T");
  const source = tell(session, "typed");
  const [{ sets, problems }, open] = await Promise.all([
    findSets(
      records,
      ofSets.map(({ readings }) => ({ source, readings })),
    ),
    readTypedOpen(source, typed),
  ]);
  const news: string[] = [];
  const missing: string[] = [];
  for (const { kind, readings } of blocks) {
    const outcome = await decode(readings, kind === "S" ? shareConfirm(sets) : undefined);
    if (outcome instanceof EscrowError) {
      if (!isSettled(kind, sets)) missing.push(say(session.language, `errors.${outcome.code}.message`, outcome.data));
    } else news.push(...whatWasDone(session, kind, outcome));
  }
  for (const set of sets) {
    if (set.document) news.push(tell(session, "by-hand.document-complete", { set: set.name }));
    for (const { share } of goodShares(set)) {
      news.push(tell(session, "by-hand.share-complete", { x: share.point.x, set: set.name }));
    }
    const have = goodShares(set).length;
    if (set.k !== undefined && set.document?.lock.kind === "shares" && have < set.k) {
      const data = { have, need: set.k, more: set.k - have, set: set.name };
      missing.push(say(session.language, "errors.shares-missing.message", data));
    }
  }
  const begun = sets.length + open.sheets.length > 0;
  const opened = sets.every((set) => set.document && goodShares(set).length >= (isShared(set) ? (set.k ?? 2) : 0));
  const openDone = blocks.every(({ kind }) => kind !== "T") || open.problems.length === 0;
  return { sets, open: open.sheets, problems, complete: begun && opened && openDone, news, missing };
}

function isShared({ document }: FoundSet): boolean {
  return document?.lock.kind === "shares";
}

async function decode(
  readings: readonly LineReading[],
  confirm: Confirm | undefined,
): Promise<LinesResult | EscrowError> {
  try {
    return await (confirm ? decodeLines(readings, confirm) : decodeLines(readings));
  } catch (error) {
    if (error instanceof EscrowError) return error;
    throw error;
  }
}

/** A share's lines are settled by the shares that the roster has confirmed. */
function shareConfirm(sets: readonly FoundSet[]): Confirm {
  const good = sets.flatMap((set) => goodShares(set).map(({ share }) => encodeShare(share)));
  return async (payload) => good.some((share) => equalBytes(share, payload));
}

/** Lines of a document that codes gave already need not be complete. */
function isSettled(kind: string, sets: readonly FoundSet[]): boolean {
  return kind === "D" && sets.length > 0 && sets.every(({ document }) => document !== undefined);
}

function whatWasDone(session: Session, kind: string, { corrected, rebuilt }: LinesResult): string[] {
  return [
    ...corrected.flatMap(({ number, corrections }) =>
      corrections.map((one) => tell(session, "verify.corrected", { line: `${kind}${number}`, ...one })),
    ),
    ...(rebuilt.length > 0
      ? [tell(session, "verify.rebuilt", { lines: rebuilt.map((number) => `${kind}${number}`).join(", ") })]
      : []),
  ];
}
