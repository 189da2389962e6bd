import type { FoundKeeper } from "../../recover/found-set.js";
import { type Session, tell } from "../session.js";
import { whereText } from "./report.js";

/** Whether a source has pages with numbers: a picture has none. */
type Paged = (source: string) => boolean;

/** Keeper's pages, each in a line: of which set, and that it holds no share. */
export function keeperLines(session: Session, keepers: readonly FoundKeeper[], paged: Paged): string[] {
  const lines = keepers.map(({ name, k, n, made = "–", accounts = "–", source, page }) => {
    const what = tell(session, "keeper.line", { set: name, k, n, made, accounts });
    const where = whereText(session, source, page !== undefined && paged(source) ? { page } : {});
    return tell(session, "located", { what, where });
  });
  return [...new Set(lines)];
}

/** Keeper's pages as JSON tells them. */
export function keepersJson(keepers: readonly FoundKeeper[], paged: Paged): object[] {
  return keepers.map(({ name, k, n, made, accounts, source, page }) => ({
    setId: name,
    k,
    n,
    ...(made === undefined ? {} : { made }),
    ...(accounts === undefined ? {} : { accounts }),
    source,
    ...(page !== undefined && paged(source) ? { page } : {}),
  }));
}
