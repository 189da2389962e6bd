import type { MakingApp, MakingView } from "../../making/app.js";
import { explain } from "../../making/words.js";
import { button, element, form, nextId } from "../../parts/element.js";

/** Asks for the password of an encrypted export. */
export function passwordView(app: MakingApp): MakingView {
  const { asked } = app;
  const id = nextId();
  const field = element("input", { id, class: "typed", type: "password", autocomplete: "off" });
  const give = () => {
    const { value } = field;
    field.value = "";
    if (value !== "") asked?.answer(value);
  };
  const passwordForm = form(
    give,
    {},
    element("label", { for: id }, explain(app, "password.label")),
    field,
    element(
      "div",
      { class: "row" },
      element("button", { type: "submit", class: "main" }, explain(app, "password.open")),
      button(explain(app, "password.none"), () => asked?.answer(undefined), { class: "plain" }),
    ),
  );
  const wrong = asked?.wrong
    ? [element("p", { class: "card care", role: "alert" }, explain(app, "password.wrong"))]
    : [];
  return {
    focus: field,
    content: [
      element("h1", {}, explain(app, "password.heading")),
      element("p", { class: "lead" }, explain(app, "password.lead", { source: asked?.source ?? "" })),
      ...wrong,
      passwordForm,
    ],
  };
}
