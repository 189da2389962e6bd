import type { MakingApp, MakingStep } from "../../making/app.js";
import { explain } from "../../making/words.js";
import { button, element } from "../../parts/element.js";
import { tell } from "../../words.js";
import { footer, languageChoice } from "../header.js";

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
      ...languageChoice(app, onLanguage),
      step === "forgotten" ? undefined : button(tell(app, "forget.do"), () => app.forget()),
    ),
  );
}

/** What stands below every step. */
export function makingFooter(app: MakingApp): HTMLElement {
  const { sha256 } = app;
  const hash =
    sha256 === undefined ? [] : [explain(app, "this-copy"), " ", element("span", { class: "set-id" }, sha256)];
  return footer(
    app,
    element("p", {}, explain(app, `copy.${app.copy}`, { host: location.host })),
    ...(hash.length > 0 ? [element("p", {}, ...hash)] : []),
  );
}
