import { holderWords, numberedHolders } from "../../document/holder.js";
import type { Contents } from "../../document/plaintext.js";
import type { FoundSet } from "../../recover/found-set.js";
import type { ReplacedSet } from "../../sheet/sets/set-content.js";
import { type Session, tell } from "../session.js";
import { askYes } from "../terminal/prompt.js";
import { canAsk, shown, writeNote } from "../terminal/terminal.js";

/** A set that was there before the one that is made. */
export interface FormerSet {
  /** All 16 characters, in groups of four. */
  readonly name: string;
  /** Nothing where only its number is known. */
  readonly known?: ReplacedSet;
  /** What it holds; nothing where it was not opened. */
  readonly contents?: Contents;
}

/** What is said of a set beside its accounts, and may go on in another one. */
export type SetWords = Pick<Contents, "title" | "owner" | "notes" | "holders">;

/**
 * A set as it was read from its sheets, opened or not. How many sheets open it is known from its document alone: a share
 * that claims too many would have too few destroyed.
 */
export function formerSet({ name, document }: FoundSet, contents?: Contents): FormerSet {
  if (!document) return { name };
  const { lock } = document;
  const threshold = lock.kind === "shares" ? { k: lock.roster.k, n: lock.roster.n } : undefined;
  return { name, known: { threshold, holders: contents?.holders ?? [] }, ...(contents ? { contents } : {}) };
}

/**
 * The set that a new one replaces: the one that was named, with all that its opened sheets say; else, on a terminal,
 * the one that the new set is made from, where that is wanted.
 * @param named as `--replaces` has it
 * @param sources sets among the sources
 * @param options `anew`: Enter alone says that it is wanted
 */
export async function replacedSet(
  session: Session,
  named: FormerSet | undefined,
  sources: readonly FormerSet[],
  {
    yes = false,
    json = false,
    anew = false,
  }: { readonly yes?: boolean; readonly json?: boolean; readonly anew?: boolean },
): Promise<FormerSet | undefined> {
  if (named) return sources.find(({ name }) => name === named.name) ?? named;
  const [only, ...others] = sources;
  if (!only || others.length > 0 || yes || json || !canAsk()) return undefined;
  return (await askYes(session, "replaces", { set: only.name }, anew)) ? only : undefined;
}

/**
 * Title, owner, notes and holders of a new set: as they were given, else those of the one set that it is made from. Says
 * what was taken over.
 * @param n how many shares there will be; 0 for a sealed sheet
 */
export function wordsFor(
  session: Session,
  options: { readonly title?: string; readonly owner?: string; readonly note?: readonly string[] },
  given: readonly string[],
  sources: readonly FormerSet[],
  n: number,
): SetWords {
  const [only, ...others] = sources;
  const former = others.length > 0 ? undefined : only?.contents;
  const named = former?.holders.some((holder) => holder !== "") ? former.holders : [];
  const holders = given.length > 0 ? given : named.length === n ? named : [];
  const title = options.title?.trim() ?? former?.title ?? "";
  const owner = options.owner?.trim() ?? former?.owner ?? "";
  const notes = options.note ?? former?.notes ?? [];
  const comma = tell(session, "comma");
  const list = (names: readonly string[]) =>
    shown(
      names
        .filter((name) => name !== "")
        .map(holderWords)
        .join(comma),
    );
  const taken = [
    ...(options.title === undefined && title !== "" ? [tell(session, "taken.title", { title: shown(title) })] : []),
    ...(options.owner === undefined && owner !== "" ? [tell(session, "taken.owner", { owner: shown(owner) })] : []),
    ...(options.note === undefined && notes.length > 0 ? [tell(session, "taken.notes", { notes: notes.length })] : []),
    ...(holders === named && n > 0 && named.length > 0 ? [tell(session, "taken.holders", { names: list(named) })] : []),
  ];
  const set = only?.name ?? "";
  if (taken.length > 0) writeNote(tell(session, "taken.over", { set, what: taken.join(comma) }));
  const left = n > 0 && given.length === 0 && named.length > 0 && named.length !== n;
  if (left) writeNote(tell(session, "taken.left", { set, count: named.length, names: list(named), n }));
  return {
    ...(title === "" ? {} : { title }),
    ...(owner === "" ? {} : { owner }),
    notes,
    holders: n > 0 && holders.length === 0 ? Array.from({ length: n }, () => "") : holders,
  };
}

/** Says what becomes of a set that was there before. */
export function reportFormer(session: Session, replaced: FormerSet | undefined, sources: readonly FormerSet[]): void {
  if (!replaced) {
    for (const { name } of sources) writeNote(tell(session, "replaced.not", { set: name }));
    return;
  }
  const { name: set, known } = replaced;
  if (!known) writeNote(tell(session, "replaced.unknown"));
  else if (!known.threshold) writeNote(tell(session, "replaced.sealed", { set }));
  else {
    const { k, n } = known.threshold;
    writeNote(tell(session, "replaced.shares", { set, k, n, destroy: n - k + 1 }));
    const holders = numberedHolders(known.holders);
    const names = shown(holders.join(tell(session, "comma")));
    if (holders.length > 0) writeNote(tell(session, "replaced.holders", { names }));
  }
}
