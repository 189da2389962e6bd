import { accountName } from "../../account/account.js";
import { holderWords } from "../../document/holder.js";
import type { Contents } from "../../document/plaintext.js";
import { type FoundSet, goodShares } from "../../recover/found-set.js";
import type { AccountOrigin } from "../../recover/origin.js";
import { isMissed } from "../../recover/page-states.js";
import { type Problem, sourcesOf } from "../../recover/problem.js";
import { PRINT_AGAIN_ABOVE } from "../../recover/reading.js";
import type { SessionState } from "../../recover/reading-session.js";
import { lackOf, strayKeepers } from "../../recover/sets.js";
import type { SourceReading } from "../../recover/source-reading.js";
import { shown } from "../../showable.js";
import type { KeeperView, Need, OpenedView, Origin, OriginView, ProblemView, SetView, SourceView } from "../answers.js";
import type { GivenFile } from "../page-caller.js";

/** A source with what was read from it. */
export interface Source {
  readonly id: number;
  readonly name: string;
  readonly origin: Origin;
  readonly reading: SourceReading;
  /** The sets that it is of, as far as it says by itself. */
  readonly sets: readonly FoundSet[];
  /** Where its bytes come from; files only. */
  readonly file?: GivenFile;
  /** Its codes were not enough, and the lines printed beside them have added something. */
  readonly byLines?: boolean;
}

/** What the library calls a source: two files may have one name, and every sheet's codes stand or fall together. */
export function keyOf(id: number): string {
  return String(id);
}

/** A problem with the sources' names in place of their keys. */
export function viewProblem(problem: Problem, sources: readonly Source[]): ProblemView {
  const nameOf = (key: string) => shown(sources.find(({ id }) => keyOf(id) === key)?.name ?? "");
  const named = (keys: readonly string[]) => keys.map(nameOf).filter((name) => name !== "");
  const keys = sourcesOf(problem);
  const data = Object.entries(problem.data).map(([name, fact]) => {
    if (typeof fact === "number") return [name, fact];
    return [name, typeof fact === "string" ? shown(fact) : named(fact).join(", ")];
  });
  return {
    sources: keys.map(Number),
    source: named(keys).join(", "),
    code: problem.code,
    data: Object.fromEntries(data),
  };
}

/** Where an account came from, for the page. */
export function viewOrigin(origin: AccountOrigin, sources: readonly Source[]): OriginView {
  if (origin.kind === "set") return origin;
  const source = Number(origin.source);
  // Only a PDF has pages.
  const isPdf = sources.some(({ id, origin: from }) => id === source && from === "pdf");
  return { kind: "sheet", source, pages: isPdf ? origin.pages : [] };
}

/** An origin as a sentence names it: a set's number, or a file. */
export function originName(origin: AccountOrigin, sources: readonly Source[]): string {
  if (origin.kind === "set") return origin.set;
  return shown(sources.find(({ id }) => keyOf(id) === origin.source)?.name ?? "") || "–";
}

/** A source as the page shows it. */
export function viewSource(source: Source, { pages, sets: found }: SessionState): SourceView {
  const { id, name, origin, byLines = false } = source;
  const { sheets, records } = source.reading;
  const used = [...records, ...sheets.flatMap(({ codes }) => codes)].map(({ usedCorrection }) => usedCorrection);
  const usedCorrection = Math.max(0, ...used);
  return {
    id,
    name: shown(name),
    origin,
    codes: used.length,
    usedCorrection,
    printAgain: usedCorrection > PRINT_AGAIN_ABOVE,
    byLines,
    sets: source.sets.map(({ name, shares }) => ({ name, shares: shares.map(({ share }) => share.point.x) })),
    accounts: sheets.map(({ account }) => shown(accountName(account))),
    pages: pages
      .filter((page) => page.source === keyOf(id))
      .map((page) => ({
        ...(page.origin === "pdf" ? { page: page.page } : {}),
        state: page.state,
        codes: page.codes,
        unread: page.unread,
        missed: isMissed(page, found.length > 0),
      })),
  };
}

/** Keeper's pages as the page shows them, one for each set. */
export function viewKeepers(reading: Pick<SessionState, "keepers" | "sets">): KeeperView[] {
  const stray = new Set(strayKeepers(reading));
  const views = reading.keepers.map(
    (one) => [one.name, { set: one.name, k: one.k, n: one.n, stray: stray.has(one) }] as const,
  );
  return [...new Map(views).values()];
}

/** A set as the page shows it. */
export function viewSet(
  set: FoundSet,
  opened: OpenedView | undefined,
  sources: readonly Source[],
): Omit<SetView, "receipts"> {
  const { document, shares, frames, name, k, n } = set;
  const sealed = document?.lock.kind === "passphrase";
  return {
    name,
    kind: sealed ? "sealed" : document || shares.length > 0 ? "shares" : undefined,
    k,
    n,
    shares: [...shares]
      .sort((a, b) => a.share.point.x - b.share.point.x)
      .map(({ share, status, sources: keys }) => ({
        x: share.point.x,
        status,
        sources: keys.map(Number),
      })),
    have: new Set((document ? goodShares(set) : shares).map(({ share }) => share.point.x)).size,
    complete: document !== undefined,
    frames: document ? undefined : frames,
    need: opened ? { what: "nothing" } : needOf(set, sealed, sources),
    problems: set.problems.map((problem) => viewProblem(problem, sources)),
    opened,
  };
}

/** What an opened set says of itself. */
export function viewOpened(contents: Contents | undefined): OpenedView | undefined {
  if (!contents) return undefined;
  const { accounts, keeps, title, owner, made, replaces, notes, holders } = contents;
  return {
    accounts: accounts.length + keeps.length,
    title: title === undefined ? undefined : shown(title),
    owner: owner === undefined ? undefined : shown(owner),
    made: made === undefined ? undefined : shown(made),
    replaces: replaces === undefined ? undefined : shown(replaces.match(/.{1,4}/gu)?.join("-") ?? ""),
    notes: notes.map(shown),
    holders: holders.map((holder) => shown(holderWords(holder))),
  };
}

function needOf(set: FoundSet, sealed: boolean, sources: readonly Source[]): Need {
  const lack = lackOf(set);
  if (!lack) return { what: sealed ? "passphrase" : "nothing" };
  const { code, data } = viewProblem({ source: "", code: lack.code, data: lack.data }, sources);
  const number = (name: string) => Number(data[name]);
  if (code === "shares-missing") {
    return { what: "shares", have: number("have"), need: number("need"), more: number("more") };
  }
  if (code === "frames-missing") return { what: "document", have: number("have"), need: number("need") };
  return { what: "other", code, data };
}
