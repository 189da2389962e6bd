import type { App, View } from "../app.js";
import { button, element } from "../parts/element.js";
import { tell, tellAll } from "../words.js";

/** What is gone, and what this page cannot delete. */
export function forgottenView(app: App): View {
  const left = tellAll(app, "forget.left").map((sentence) => element("li", {}, sentence));
  return {
    content: [
      element("h1", {}, tell(app, "forget.done")),
      element("p", { class: "lead" }, tell(app, "forget.lead")),
      element("p", {}, tell(app, "forget.left-heading")),
      element("ul", {}, ...left),
      button(tell(app, "forget.again"), () => app.begin(false), { class: "main" }),
    ],
  };
}
