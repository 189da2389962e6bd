import type { PageState, PageStateName } from "../../recover/page-states.js";
import { type Session, tell } from "../session.js";
import { shown } from "../terminal/terminal.js";
import { whereText } from "./report.js";

/** Pages of so many sources are named one by one. */
const MOST_NAMED = 12;

/** A page by its file, and its number where the file has several. */
type Paged = Pick<PageState, "source" | "origin" | "page">;

/** States in which a page gave nothing and is at no fault, in the order in which they are told. */
const HARMLESS: readonly PageStateName[] = ["blank", "back", "foreign"];

/** States in which a page gave something. */
const GAVE: readonly PageStateName[] = ["read", "partly-read", "read-by-lines"];

/**
 * What became of the pages, in a few lines: how many were read, and which gave nothing without being at fault.
 * @returns nothing where every page was read
 */
export function pageLines(session: Session, pages: readonly PageState[]): string[] {
  const read = pages.filter(({ state }) => GAVE.includes(state)).length;
  const told = statesLines(session, pages, ["partly-read", "read-by-lines", ...HARMLESS]);
  if (read === pages.length && told.length === 0) return [];
  return [tell(session, "pages.counted", { pages: pages.length, read }), ...told.map((line) => `  ${line}`)];
}

/** Pages that gave nothing and are at no fault, by why. */
export function harmlessLines(session: Session, pages: readonly PageState[]): string[] {
  return statesLines(session, pages, HARMLESS);
}

function statesLines(session: Session, pages: readonly PageState[], states: readonly PageStateName[]): string[] {
  return states.flatMap((state) => {
    const own = pages.filter((page) => page.state === state);
    return own.length === 0 ? [] : [tell(session, `pages.${state}`, { pages: pageList(session, own) })];
  });
}

/** Pages by file: `binder.pdf, pages 3, 5–7; photo.jpg`. */
export function pageList(session: Session, pages: readonly Paged[]): string {
  const sources = [...new Set(pages.map(({ source }) => source))];
  const named = sources.slice(0, MOST_NAMED).map((source) => {
    const own = pages.filter((page) => page.source === source);
    const numbers = own.filter(({ origin }) => origin === "pdf").map(({ page }) => page);
    const [first] = numbers;
    if (first === undefined) return shown(source);
    if (numbers.length === 1) return whereText(session, source, { page: first });
    return tell(session, "pages.several", { source: shown(source), numbers: spans(session, numbers) });
  });
  const more = sources.length - named.length;
  return [...named, ...(more > 0 ? [tell(session, "pages.more", { count: more })] : [])].join(
    tell(session, "pages.and"),
  );
}

/** Numbers in order, runs drawn together. */
function spans(session: Session, numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs
    .map(([from, to]) =>
      from === to ? `${from}` : to === from + 1 ? `${from}${tell(session, "comma")}${to}` : `${from}–${to}`,
    )
    .join(tell(session, "comma"));
}

/** Pages as JSON tells them. */
export function pagesJson(pages: readonly PageState[]): object[] {
  return pages.map(({ source, origin, page, state, codes, unread, expected, foot, fault }) => ({
    source,
    ...(origin === "pdf" ? { page } : {}),
    state,
    codes,
    unread,
    ...(expected === undefined ? {} : { expected }),
    ...(foot ? { sheet: foot } : {}),
    ...(fault ? { fault } : {}),
  }));
}
