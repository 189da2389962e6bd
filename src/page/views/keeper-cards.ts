import type { App } from "../app.js";
import { element } from "../parts/element.js";
import { tell } from "../words.js";

/** Keeper's pages that were shown: of which set each is, and that it holds no share. */
export function keeperCards(app: App): HTMLElement[] {
  return app.snapshot.keepers.map(({ set, k, n, stray }) =>
    element(
      "section",
      { class: stray ? "card care" : "card" },
      element("h2", {}, tell(app, "keeper.heading")),
      element("p", { class: "quiet" }, tell(app, "set.name"), " ", element("span", { class: "set-id" }, set)),
      element("p", {}, tell(app, "keeper.nothing", { k, n })),
      stray ? element("p", {}, tell(app, "keeper.stray", { set })) : undefined,
    ),
  );
}
