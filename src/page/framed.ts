import { say } from "../language.js";
import type { Embedded } from "./embedded.js";
import { element } from "./parts/element.js";

/**
 * All that is shown where another page has put this one into itself: that page could lay something over it, and lead
 * someone to press or type what they cannot see. In every language, for nothing has been chosen.
 */
export function framedNotice({ languages }: Embedded): HTMLElement {
  const words = languages.map((language) => element("p", { lang: language.code }, say(language, "page.framed")));
  return element("main", { class: "frame" }, ...words);
}
