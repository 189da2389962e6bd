import type { SetView } from "../answers.js";
import type { App } from "../app.js";

/** What a card of a set is shown with. */
type SetTeller = Pick<App, "language" | "snapshot" | "checking">;

import { element } from "../parts/element.js";
import { advise, joined, tell, tellCount } from "../words.js";

/** The picture of a set: which of its sheets are here, which are not, and what is still needed. */
export function setCard(app: SetTeller, set: SetView): HTMLElement {
  return element(
    "section",
    { class: "card set" },
    element("h2", {}, tell(app, `set.kind.${set.kind ?? "unknown"}`)),
    element("p", { class: "quiet" }, tell(app, "set.name"), " ", element("span", { class: "set-id" }, set.name)),
    set.n === undefined ? undefined : pictureOf(app, set, set.n),
    ...needWords(app, set).map((sentence) => element("p", {}, sentence)),
  );
}

/** Numbers of the shares that are here and were not set aside. */
function sharesHere({ shares }: SetView): number[] {
  return [...new Set(shares.filter(({ status }) => status !== "not-in-roster").map(({ x }) => x))];
}

function pictureOf(app: SetTeller, set: SetView, n: number): HTMLElement {
  const here = new Set(sharesHere(set));
  const wrong = new Set(set.shares.map(({ x }) => x).filter((x) => !here.has(x)));
  const sheets = Array.from({ length: n }, (_, i) => {
    const x = i + 1;
    const state = here.has(x) ? "in" : wrong.has(x) ? "wrong" : "out";
    return element(
      "li",
      { class: `sheet ${state}` },
      element("span", { "aria-hidden": "true" }, String(x)),
      element("span", { class: "mark", "aria-hidden": "true" }, { in: "✓", wrong: "✕", out: "" }[state]),
      element("span", { class: "hidden-visually" }, tell(app, `set.sheet.${state}`, { x })),
    );
  });
  return element("ul", { class: "sheets", "aria-label": tell(app, "set.picture") }, ...sheets);
}

/** A sheet by its number, and by what it was read from. */
function sheetName({ snapshot }: SetTeller, { shares }: SetView, x: number): string {
  const ids = shares.filter((share) => share.x === x).flatMap(({ sources }) => sources);
  const name = snapshot.sources.find(({ id, name }) => ids.includes(id) && name !== "")?.name;
  return name === undefined ? String(x) : `${x} (${name})`;
}

/** What is here and what is not, in words. */
function needWords(app: SetTeller, set: SetView): string[] {
  const { need, k = 0, n = 0, frames, opened } = set;
  const here = sharesHere(set);
  const counted = set.kind === "shares" && n > 0;
  const status = counted
    ? [
        tell(app, "set.any", { k, n }),
        ...(here.length > 0
          ? [
              tell(app, "set.here", {
                sheets: joined(
                  app,
                  here.map((x) => sheetName(app, set, x)),
                ),
              }),
            ]
          : []),
      ]
    : [];
  if (opened) return [...status, tell(app, "set.opened")];
  if (app.checking) return status;
  const pages = frames ? [tell(app, "set.pages", { ...frames })] : [];
  switch (need.what) {
    case "shares":
      return [...status, tellCount(app, "set.more", need.more), ...pages];
    case "document":
      return [...status, ...(pages.length > 0 ? pages : [tell(app, "set.pages-none")])];
    case "passphrase":
      return [...status, tell(app, "set.passphrase")];
    case "other": {
      const { message, hint } = advise(app, need);
      return [...status, message, hint];
    }
    default:
      return status;
  }
}
