import { element } from "./element.js";

/** Shortest code that is shown in two halves. */
const LEAST_HALVED = 6;

/**
 * A code as it is read best: large, in two halves without a blank between them, so that what is selected is the code;
 * and for a screen reader character by character.
 */
export function digits(code: string): HTMLElement {
  const middle = code.length < LEAST_HALVED ? code.length : Math.floor(code.length / 2);
  const halves = [code.slice(0, middle), code.slice(middle)].filter((half) => half !== "");
  const made = element(
    "strong",
    { class: "digits" },
    element("span", { "aria-hidden": "true" }, ...halves.map((half) => element("span", { class: "half" }, half))),
    element("span", { class: "hidden-visually" }, [...code].join(" ")),
  );
  made.style.setProperty("--characters", String(code.length));
  return made;
}
