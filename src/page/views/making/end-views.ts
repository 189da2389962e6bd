import type { MakingApp, MakingView } from "../../making/app.js";
import { explain, explainAll } from "../../making/words.js";
import { button, element, listed } from "../../parts/element.js";
import { forgotten } from "../forgotten-view.js";
import { replacedCard } from "./print-view.js";

/** What is left to do, and to delete. */
export function doneView(app: MakingApp): MakingView {
  return {
    content: [
      element("h1", {}, explain(app, "end.heading")),
      element("p", { class: "lead" }, explain(app, "end.lead")),
      ...(app.proof?.proved ? [] : [element("p", { class: "card care" }, explain(app, "end.unproved"))]),
      listed(explainAll(app, "end.left")),
      ...replacedCard(app),
      button(explain(app, "end.forget"), () => app.forget(), { class: "main" }),
    ],
  };
}

/** What was given and made is forgotten. */
export function forgottenMakingView(app: MakingApp): MakingView {
  const words = {
    done: explain(app, "end.forgotten"),
    going: explain(app, "end.going"),
    gone: explain(app, "end.gone"),
    left: [listed(explainAll(app, "end.left"))],
    again: explain(app, "end.again"),
  };
  return forgotten(app, words, () => app.home());
}
