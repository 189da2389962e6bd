import type { App } from "../../app.js";
import { copyButton } from "../../parts/copy-button.js";
import { digits } from "../../parts/digits.js";
import { element, nextId } from "../../parts/element.js";
import { tell, tellCount } from "../../words.js";
import type { CodesAround } from "./timed-codes.js";

/** A part of a view that follows the time. */
export interface TimedPart {
  readonly element: HTMLElement;
  /** Called with the codes around a time; without them where they are not known yet. */
  readonly tick: (unixSeconds: number, codes: CodesAround | undefined) => void;
}

/** Seconds before a code's end at which the next one is the better choice. */
const TOO_LATE_SECONDS = 5;

/**
 * The code of now, how long it lives, and the one after it.
 * @param timeWords says for which time it was made, and what to do if that is wrong
 */
export function codeView(
  app: Pick<App, "language" | "locale" | "announce">,
  timeWords = (time: string) => tell(app, "code.time", { time }),
): TimedPart {
  const id = nextId();
  const place = element("div", { class: "code" });
  const bar = element("div");
  const left = element("p", { class: "quiet" });
  const time = element("p", { class: "quiet" });
  const following = element("p", { class: "next" });
  const minute = new Intl.DateTimeFormat(app.locale, { timeStyle: "short" });
  let current = "";
  let shownFrom = -1;
  const made = element(
    "section",
    { class: "card", "aria-labelledby": id },
    element("h2", { id }, tell(app, "code.heading")),
    place,
    element("div", { class: "bar", "aria-hidden": "true" }, bar),
    left,
    element(
      "div",
      { class: "row" },
      copyButton(app, () => current, { class: "main" }),
    ),
    following,
    time,
  );
  const tick = (unixSeconds: number, codes: CodesAround | undefined) => {
    // A code that is over must not stay: after a sleep, the next ones are still to come.
    if (!codes) {
      shownFrom = -1;
      current = "";
      for (const part of [place, following, left, time]) part.replaceChildren();
      return;
    }
    const { now, after } = codes;
    if (now.from !== shownFrom) {
      shownFrom = now.from;
      current = now.code;
      place.replaceChildren(digits(now.code));
      const [next] = after;
      following.replaceChildren(...(next ? [tell(app, "code.next"), " ", digits(next.code)] : []));
    }
    const words = timeWords(minute.format(unixSeconds * 1000));
    if (time.textContent !== words) time.textContent = words;
    const seconds = Math.ceil(now.until - unixSeconds);
    const text = tellCount(app, seconds <= TOO_LATE_SECONDS ? "code.ending" : "code.left", seconds);
    if (left.textContent !== text) {
      left.textContent = text;
      bar.style.transform = `scaleX(${Math.max(0, seconds - 1) / (now.until - now.from)})`;
    }
  };
  return { element: made, tick };
}
