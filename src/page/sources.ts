import { accountName } from "../account/account.js";
import type { ErrorData } from "../error.js";
import { type FoundSet, goodShares } from "../found-set.js";
import type { Problem } from "../open-reading.js";
import type { AccountOrigin } from "../origin.js";
import { lackOf } from "../recover.js";
import { PRINT_AGAIN_ABOVE, type Reading } from "../sheet-reading.js";
import { shown } from "../showable.js";
import type { SourceReading } from "../source-reading.js";
import type { GivenFile } from "./page-caller.js";
import type { Need, OpenedView, Origin, OriginView, ProblemView, SetView, SourceView } from "./views.js";

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

/**
 * What the library calls a source: two files may have one name, and every sheet's codes stand or fall together.
 * The library puts several into one text, so they are marked to be found in it.
 */
export function keyOf(id: number): string {
  return `\u{e000}${id}\u{e000}`;
}

const KEYS = /\u{e000}(\d+)\u{e000}/gu;

/** Ids of the sources that a text names. */
function idsIn(text: string): number[] {
  return [...text.matchAll(KEYS)].map(([, id]) => Number(id));
}

/** A problem with the sources' names in place of their keys. */
export function viewProblem({ source, code, data }: Problem, sources: readonly Source[]): ProblemView {
  const named = (text: string) =>
    shown(text.replace(KEYS, (_, id: string) => sources.find((one) => one.id === Number(id))?.name ?? ""));
  const readable = (facts: ErrorData) =>
    Object.fromEntries(
      Object.entries(facts).map(([name, fact]) => [name, typeof fact === "string" ? named(fact) : fact]),
    );
  const ids = idsIn(source);
  const names = sources.filter(({ id, name }) => ids.includes(id) && name !== "").map(({ name }) => shown(name));
  return { sources: ids, source: names.join(", "), code, data: readable(data) };
}

/** Where an account came from, for the page. */
export function viewOrigin(origin: AccountOrigin, sources: readonly Source[]): OriginView {
  if (origin.kind === "set") return origin;
  const [source = 0] = idsIn(origin.source);
  // Only a PDF has pages.
  const isPdf = sources.some(({ id, origin: from }) => id === source && from === "pdf");
  return { kind: "sheet", source, pages: isPdf ? origin.pages : [] };
}

/** An origin as a sentence names it: a set's number, or a file. */
export function originName(origin: AccountOrigin, sources: readonly Source[]): string {
  if (origin.kind === "set") return origin.set;
  const [id] = idsIn(origin.source);
  return shown(sources.find((one) => one.id === id)?.name ?? "") || "–";
}

/** A source as the page shows it. */
export function viewSource(source: Source, reading: Reading, sources: readonly Source[]): SourceView {
  const { id, name, origin, byLines = false } = source;
  const { sheets, records, problems } = source.reading;
  const used = [...records, ...sheets.flatMap(({ codes }) => codes)].map(({ usedCorrection }) => usedCorrection);
  const usedCorrection = Math.max(0, ...used);
  const ofSets = reading.sets.flatMap((set) => set.problems).filter((one) => idsIn(one.source).includes(id));
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
    problems: [...problems, ...ofSets].map((problem) => viewProblem(problem, sources)),
  };
}

/** A set as the page shows it. */
export function viewSet(set: FoundSet, opened: OpenedView | undefined, sources: readonly Source[]): SetView {
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
        sources: [...new Set(keys.flatMap(idsIn))],
      })),
    have: new Set((document ? goodShares(set) : shares).map(({ share }) => share.point.x)).size,
    complete: document !== undefined,
    frames: document ? undefined : frames,
    need: opened ? { what: "nothing" } : needOf(set, sealed),
    problems: set.problems.map((problem) => viewProblem(problem, sources)),
    opened,
  };
}

function needOf(set: FoundSet, sealed: boolean): Need {
  const lack = lackOf(set);
  if (!lack) return { what: sealed ? "passphrase" : "nothing" };
  const { code, data } = lack;
  const number = (name: string) => Number(data[name]);
  if (code === "shares-missing") {
    return { what: "shares", have: number("have"), need: number("need"), more: number("more") };
  }
  if (code === "frames-missing") return { what: "document", have: number("have"), need: number("need") };
  return { what: "other", code, data };
}
