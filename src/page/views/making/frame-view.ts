import { has, say } from "../../../language.js";
import type { MakingApp, MakingStep } from "../../making/app.js";
import { explain } from "../../making/words.js";
import { button, element, nextId } from "../../parts/element.js";
import { tell } from "../../words.js";

/** The six steps, each by those that belong to it. */
const STEPS: readonly (readonly MakingStep[])[] = [
  ["source", "reading", "key", "password", "camera"],
  ["register"],
  ["kind", "passphrase"],
  ["look"],
  ["print"],
  ["prove", "prove-camera", "done"],
];

/** What stands above every step: what this is, how far one is, the language, and the way out. */
export function makingHeader(app: MakingApp, step: MakingStep, onLanguage: (code: string) => void): HTMLElement {
  const id = nextId();
  const select = element(
    "select",
    { id, change: () => onLanguage(select.value) },
    ...app.languages.map((language) =>
      element(
        "option",
        { value: language.code, lang: language.code, selected: language === app.language },
        has(language, "page.name") ? say(language, "page.name") : language.code,
      ),
    ),
  );
  const at = STEPS.findIndex((steps) => steps.includes(step));
  return element(
    "header",
    {},
    element(
      "p",
      { class: "name" },
      at < 0 ? explain(app, "title") : explain(app, "step", { at: at + 1, of: STEPS.length }),
    ),
    element(
      "div",
      { class: "tools" },
      at < 0 ? undefined : button(explain(app, "back"), () => app.back()),
      element("label", { for: id, class: "hidden-visually" }, tell(app, "language")),
      select,
      step === "forgotten" ? undefined : button(tell(app, "forget.do"), () => app.forget()),
    ),
  );
}

/** What stands below every step. */
export function makingFooter(app: MakingApp): HTMLElement {
  return element(
    "footer",
    {},
    element("p", {}, tell(app, "offline")),
    element("p", {}, tell(app, "version", { version: app.version })),
    element("p", {}, explain(app, `copy.${app.copy}`, { host: location.host })),
    app.sha256 === undefined
      ? undefined
      : element("p", {}, explain(app, "this-copy"), " ", element("span", { class: "set-id" }, app.sha256)),
    element(
      "details",
      {},
      element("summary", {}, tell(app, "licences")),
      element("div", { class: "inside licences" }, app.licences),
    ),
  );
}
