import { has, say } from "../../language.js";
import type { App, PageKnown } from "../app.js";
import { button, element, nextId } from "../parts/element.js";
import { tell } from "../words.js";

/** Which language the page speaks, to be chosen. */
export function languageChoice(
  app: Pick<PageKnown, "languages" | "language">,
  onLanguage: (code: string) => void,
): HTMLElement[] {
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
  return [element("label", { for: id, class: "hidden-visually" }, tell(app, "language")), select];
}

/** What stands above every step: what this is, the language, and the way out. */
export function header(app: App, onLanguage: (code: string) => void): HTMLElement {
  return element(
    "header",
    {},
    element("p", { class: "name" }, tell(app, "title")),
    element(
      "div",
      { class: "tools" },
      app.home ? button(tell(app, "home"), app.home) : undefined,
      ...languageChoice(app, onLanguage),
      button(tell(app, "forget.do"), () => app.forget()),
    ),
  );
}

/** What stands below every step. @param more what a page says there beside */
export function footer(
  app: Pick<PageKnown, "language" | "version" | "licences">,
  ...more: readonly HTMLElement[]
): HTMLElement {
  return element(
    "footer",
    {},
    element("p", {}, tell(app, "offline")),
    element("p", {}, tell(app, "version", { version: app.version })),
    ...more,
    element(
      "details",
      {},
      element("summary", {}, tell(app, "licences")),
      element("div", { class: "inside licences" }, app.licences),
    ),
  );
}
