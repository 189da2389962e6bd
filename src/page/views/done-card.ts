import type { App } from "../app.js";
import { button, element } from "../parts/element.js";
import { tell } from "../words.js";

/** What is left to do once someone is in. */
export function doneCard(app: App): HTMLElement {
  return element(
    "section",
    { class: "card" },
    element("h2", {}, tell(app, "done.heading")),
    element("p", {}, tell(app, "done.words")),
    element(
      "div",
      { class: "row" },
      button(tell(app, "forget.do"), () => app.forget()),
      button(tell(app, "account.more"), () => app.show({ name: "gathered" }), { class: "plain" }),
    ),
  );
}
