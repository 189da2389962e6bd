import type { MakingApp, MakingView } from "../../making/app.js";
import { explain } from "../../making/words.js";
import { button, element } from "../../parts/element.js";

/** What someone came for. */
export function homeView(app: MakingApp): MakingView {
  const way = (key: "make" | "anew" | "again" | "check" | "ledger" | "recover", act: () => void, more = {}) =>
    element(
      "section",
      { class: "card" },
      element("h2", {}, explain(app, `home.${key}-heading`)),
      element("p", {}, explain(app, `home.${key}-lead`)),
      button(explain(app, `home.${key}`), act, more),
    );
  return {
    content: [
      element("h1", {}, explain(app, "home.heading")),
      element("p", { class: "lead" }, explain(app, "home.lead")),
      way("make", () => app.begin("new"), { class: "main" }),
      way("recover", () => app.leave("recover")),
      way("check", () => app.leave("check")),
      way("ledger", () => app.leave("ledger")),
      way("anew", () => app.begin("anew")),
      way("again", () => app.begin("again")),
    ],
  };
}
