import type { AccountView } from "../../answers.js";
import type { App } from "../../app.js";
import { copyButton } from "../../parts/copy-button.js";
import { digits } from "../../parts/digits.js";
import { button, element, unfolding } from "../../parts/element.js";
import { table } from "../../parts/table.js";
import { tell } from "../../words.js";

/** Codes that are shown together: no sheet knows how far the counter has come. */
const AHEAD = 10;

/** The counter of an account, as it was moved on here. */
export function counterOf(app: App, { id, counter }: AccountView): number | undefined {
  return app.counters.get(id) ?? counter;
}

/**
 * The code of a counter, and the way to the next one.
 * @param onMove called when the counter has moved
 */
export function counterView(app: App, account: AccountView, onMove: () => void): HTMLElement {
  const place = element("div", { class: "code" });
  const number = element("p", { class: "quiet" });
  const ten = element("div");
  let current = "";
  const draw = async () => {
    const { counted } = await app.engine.codes(account.id, counterOf(app, account), { count: AHEAD + 1 });
    const [first, ...others] = counted;
    if (!first) return;
    current = first.code;
    place.replaceChildren(digits(first.code));
    number.textContent = tell(app, "counter.number", { counter: first.counter });
    const columns = [tell(app, "times.code"), tell(app, "counter.column")];
    ten.replaceChildren(
      table(
        columns,
        others.map(({ code, counter }) => [digits(code), String(counter)]),
      ),
    );
  };
  const move = async () => {
    const counter = (counterOf(app, account) ?? 0) + 1;
    app.counters.set(account.id, counter);
    await draw();
    onMove();
    app.announce(tell(app, "counter.number", { counter }));
  };
  void draw();
  return element(
    "section",
    { class: "card", "aria-labelledby": "code-heading" },
    element("h2", { id: "code-heading" }, tell(app, "code.heading")),
    place,
    number,
    element(
      "div",
      { class: "row" },
      copyButton(app, () => current, { class: "main" }),
      button(tell(app, "counter.next"), move),
    ),
    element("p", {}, tell(app, "counter.how")),
    unfolding(tell(app, "counter.ten"), element("p", {}, tell(app, "counter.ten-how")), ten),
  );
}
