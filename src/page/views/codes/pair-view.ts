import type { TimedCode } from "../../answers.js";
import type { App } from "../../app.js";
import { digits } from "../../parts/digits.js";
import { button, element, unfolding } from "../../parts/element.js";
import { tell } from "../../words.js";
import type { TimedPart } from "./code-view.js";
import type { CodesAround } from "./timed-codes.js";

/**
 * Two codes in a row, as a service asks for them when a device is registered. They stay as they are while someone
 * types the first one and waits for the second.
 * @param registering whether a device is being registered: then they are shown at once
 */
export function pairView(app: Pick<App, "language" | "now">, registering = false): TimedPart {
  const place = element("div");
  const state = element("p", { role: "status" });
  let around: CodesAround | undefined;
  let pair: readonly TimedCode[] = [];
  let said = "";
  const make = () => {
    const [next] = around?.after ?? [];
    if (!around || !next) return;
    pair = [around.now, next];
    const [first, second] = [tell(app, "pair.first"), tell(app, "pair.second")];
    const parts = pair.map(({ code }, i) =>
      element("div", { class: "two" }, element("p", { class: "quiet" }, i === 0 ? first : second), digits(code)),
    );
    place.replaceChildren(element("div", { class: "pair" }, ...parts));
    again.textContent = tell(app, "pair.again");
    said = "";
    tick(app.now(), around);
  };
  const again = button(tell(app, "pair.make"), make);
  const tick = (unixSeconds: number, codes: CodesAround | undefined) => {
    around = codes;
    if (registering && codes && pair.length === 0) return make();
    const [first, second] = pair;
    if (!first || !second) return;
    const at = unixSeconds < first.until ? 0 : unixSeconds < second.until ? 1 : 2;
    for (const [i, part] of [...place.querySelectorAll(".two")].entries()) part.classList.toggle("now", i === at);
    const text = [tell(app, "pair.type-first"), tell(app, "pair.type-second"), tell(app, "pair.over")][at] ?? "";
    if (text !== said) state.textContent = text;
    said = text;
  };
  const made = registering
    ? element("section", { class: "card" }, element("h3", {}, tell(app, "pair.both")), place, state, again)
    : unfolding(tell(app, "pair.heading"), element("p", {}, tell(app, "pair.why")), again, state, place);
  return { element: made, tick };
}
