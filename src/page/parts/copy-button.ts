import type { App } from "../app.js";
import { tell } from "../words.js";
import { button, type ElementOptions } from "./element.js";

/** Milliseconds for which a button says that it has copied. */
const SAID_MS = 3000;

/**
 * A button that copies a text.
 * @param text what is copied, asked when the button is pressed
 */
export function copyButton(
  app: Pick<App, "language" | "announce">,
  text: () => string,
  options: ElementOptions = {},
): HTMLButtonElement {
  const say = (key: string) => {
    made.textContent = tell(app, key);
    app.announce(tell(app, key));
    setTimeout(() => {
      made.textContent = tell(app, "copy.do");
    }, SAID_MS);
  };
  const act = async () => {
    try {
      await navigator.clipboard.writeText(text());
      say("copy.done");
    } catch {
      // No clipboard here, or not allowed: the text stands beside the button.
      say("copy.refused");
    }
  };
  const made = button(tell(app, "copy.do"), act, options);
  return made;
}
