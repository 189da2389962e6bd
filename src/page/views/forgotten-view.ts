import type { App, View } from "../app.js";
import { button, element, listed } from "../parts/element.js";
import { tell, tellAll } from "../words.js";

/** A page that forgets, and takes it back for a moment. */
type Forgetful = Pick<App, "language" | "undoForget" | "undoLeft">;

/** What it says then. */
interface ForgottenWords {
  readonly done: string;
  /** While it can be undone, and after that. */
  readonly going: string;
  readonly gone: string;
  /** What the page cannot delete. */
  readonly left: readonly Node[];
  readonly again: string;
}

/** Sheets, accounts and codes are forgotten. */
export function forgottenView(app: App): View {
  const words = {
    done: tell(app, "forget.done"),
    going: tell(app, "forget.going"),
    gone: tell(app, "forget.lead"),
    left: [element("p", {}, tell(app, "forget.left-heading")), listed(tellAll(app, "forget.left"))],
    again: tell(app, "forget.again"),
  };
  return forgotten(app, words, () => app.begin(false));
}

/**
 * Everything is forgotten, or about to be.
 * @param onAgain begins again
 */
export function forgotten(app: Forgetful, words: ForgottenWords, onAgain: () => void): View {
  const undo = button("", () => app.undoForget());
  const state = element("p", { class: "lead" });
  return {
    content: [
      element("h1", {}, words.done),
      state,
      undo,
      ...words.left,
      button(words.again, onAgain, { class: "main" }),
    ],
    tick: () => {
      const seconds = app.undoLeft();
      undo.hidden = seconds === 0;
      undo.textContent = tell(app, "forget.undo", { seconds });
      state.textContent = seconds === 0 ? words.gone : words.going;
    },
  };
}
