import { formatSetId } from "../../../share/set-id.js";
import { shown } from "../../../showable.js";
import type { FormerView, MadeAnswer } from "../../making/answers.js";
import type { OpenedSet } from "./findings.js";
import { safe } from "./intake.js";
import type { Ingredients, Made } from "./sheets.js";

/** Sheets that were made, as the page shows them. @param replaced set that they take the place of */
export function viewMade(made: Made, replaced: Ingredients["replaced"]): MadeAnswer {
  const lock = made.set?.document.lock;
  const threshold = replaced?.known?.threshold;
  return {
    set: made.set && formatSetId(made.set.document.setId),
    k: lock?.kind === "shares" ? lock.roster.k : undefined,
    n: lock?.kind === "shares" ? lock.roster.n : undefined,
    files: made.files.map(({ view }) => view),
    warnings: made.warnings.map(({ code, data }) => ({ code, data: safe(data) })),
    checked: made.checked,
    replaced: replaced && {
      name: replaced.name,
      k: threshold?.k ?? 1,
      n: threshold?.n ?? 1,
      holders: (replaced.known?.holders ?? []).map(shown),
    },
  };
}

/** A set that was opened, as what may be replaced. */
export function viewFormer({ name, contents, found }: OpenedSet): FormerView {
  const lock = found.document?.lock;
  return {
    name,
    title: shown(contents.title ?? ""),
    owner: shown(contents.owner ?? ""),
    notes: contents.notes.map(shown),
    holders: contents.holders.map(shown),
    k: lock?.kind === "shares" ? lock.roster.k : undefined,
  };
}
