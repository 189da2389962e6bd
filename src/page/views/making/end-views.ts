import type { MakingApp, MakingView } from "../../making/app.js";
import { explain, explainAll } from "../../making/words.js";
import { button, element } from "../../parts/element.js";
import { replacedCard } from "./print-view.js";

/** What is left to do, and to delete. */
export function doneView(app: MakingApp): MakingView {
  const left = explainAll(app, "end.left").map((sentence) => element("li", {}, sentence));
  return {
    content: [
      element("h1", {}, explain(app, "end.heading")),
      element("p", { class: "lead" }, explain(app, "end.lead")),
      ...(app.proof?.proved ? [] : [element("p", { class: "card care" }, explain(app, "end.unproved"))]),
      element("ul", {}, ...left),
      ...replacedCard(app),
      button(explain(app, "end.forget"), () => app.forget(), { class: "main" }),
    ],
  };
}

/** Everything is forgotten, or about to be. */
export function forgottenMakingView(app: MakingApp): MakingView {
  const left = explainAll(app, "end.left").map((sentence) => element("li", {}, sentence));
  const undo = button("", () => app.undoForget());
  const state = element("p", { class: "lead" });
  return {
    content: [
      element("h1", {}, explain(app, "end.forgotten")),
      state,
      undo,
      element("ul", {}, ...left),
      button(explain(app, "end.again"), () => app.home(), { class: "main" }),
    ],
    tick: () => {
      const seconds = app.undoLeft();
      undo.hidden = seconds === 0;
      undo.textContent = explain(app, "end.undo", { seconds });
      state.textContent = explain(app, seconds === 0 ? "end.gone" : "end.going");
    },
  };
}
