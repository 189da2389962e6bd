import type { Advice } from "../words.js";
import { type ElementOptions, element } from "./element.js";

/** What is wrong, and what to do now. @param options of the card */
export function adviceCard({ message, hint }: Advice, options: ElementOptions = {}): HTMLElement {
  const words = [message, hint].map((text) => element("p", { class: "sentence" }, text));
  return element("div", { class: "card care", ...options }, ...words);
}
