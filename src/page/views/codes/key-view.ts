import type { App, View } from "../../app.js";
import { adviceCard } from "../../parts/advice-card.js";
import { button, element, form, nextId, unfolding } from "../../parts/element.js";
import { advise, tell } from "../../words.js";

/** Settings of a key that no check line tells: fields with what most services use. */
const CHOICES = {
  type: ["totp", "hotp", "steam"],
  algorithm: ["SHA1", "SHA256", "SHA512"],
} as const;

/** The key of an open sheet, typed with its settings. Nothing checks a key but its test value. */
export function keyView(app: App): View {
  const fields = new Map<string, HTMLInputElement | HTMLSelectElement>();
  const text = (name: string, more = {}) => {
    const [id, hint] = [nextId(), nextId()];
    const field = element("input", {
      id,
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      "aria-describedby": hint,
      ...more,
    });
    fields.set(name, field);
    return element(
      "div",
      {},
      element("label", { for: id }, tell(app, `key.fields.${name}`)),
      field,
      element("p", { id: hint, class: "quiet" }, tell(app, `key.hints.${name}`)),
    );
  };
  const choice = (name: keyof typeof CHOICES) => {
    const id = nextId();
    const select = element(
      "select",
      { id },
      ...CHOICES[name].map((value) => element("option", { value }, value.toUpperCase())),
    );
    fields.set(name, select);
    return element("div", {}, element("label", { for: id }, tell(app, `key.fields.${name}`)), select);
  };
  const number = { inputmode: "numeric" };
  const answer = element("div", { role: "alert" });
  const attempt = async () => {
    const lines = [...fields].flatMap(([name, { value }]) => (value.trim() === "" ? [] : [`${name}: ${value.trim()}`]));
    const problem = await app.addKey(lines);
    if (!problem) return app.goOn();
    answer.replaceChildren(adviceCard(advise(app, problem)));
    fields.get("key")?.focus();
  };
  const keyForm = form(
    attempt,
    { autocomplete: "off" },
    text("key", { class: "typed", autocapitalize: "characters" }),
    text("issuer"),
    text("account"),
    text("test value", { autocapitalize: "characters" }),
    unfolding(
      tell(app, "key.settings"),
      element("p", {}, tell(app, "key.settings-how")),
      choice("type"),
      choice("algorithm"),
      text("digits", number),
      text("period", number),
      text("counter", number),
    ),
    answer,
    element(
      "div",
      { class: "row" },
      element("button", { type: "submit", class: "main" }, tell(app, "key.submit")),
      button(tell(app, "typing.back"), () => app.show({ name: "typing" }), { class: "plain" }),
    ),
  );
  const first = fields.get("key");
  return {
    ...(first ? { focus: first } : {}),
    content: [
      element("h1", {}, tell(app, "key.heading")),
      element("p", { class: "lead" }, tell(app, "key.lead")),
      keyForm,
    ],
  };
}
