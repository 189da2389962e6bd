import type { App, View } from "../app.js";
import { button, element } from "../parts/element.js";
import { tell, tellAll } from "../words.js";

/** What is gone, and what this page cannot delete. */
export function forgottenView(app: App): View {
  const left = tellAll(app, "forget.left").map((sentence) => element("li", {}, sentence));
  const undo = button("", () => app.undoForget());
  const lead = element("p", { class: "lead" });
  return {
    content: [
      element("h1", {}, tell(app, "forget.done")),
      lead,
      undo,
      element("p", {}, tell(app, "forget.left-heading")),
      element("ul", {}, ...left),
      button(tell(app, "forget.again"), () => app.begin(false), { class: "main" }),
    ],
    tick: () => {
      const seconds = app.undoLeft();
      undo.hidden = seconds === 0;
      undo.textContent = tell(app, "forget.undo", { seconds });
      lead.textContent = tell(app, seconds === 0 ? "forget.lead" : "forget.going");
    },
  };
}
