import type { App } from "../../app.js";
import { digits } from "../../parts/digits.js";
import { button, element, nextId } from "../../parts/element.js";
import { table } from "../../parts/table.js";
import { tell } from "../../words.js";
import type { TimedPart } from "./code-view.js";
import type { CodesAround } from "./timed-codes.js";

/** The time that codes are made of, a way to set it right, and the codes before and after. */
export function clockView(app: App): TimedPart {
  const time = element("strong");
  const whose = element("p", { class: "quiet" });
  const codes = element("div");
  const id = nextId();
  const field = element("input", { id, type: "datetime-local", step: 1, autocomplete: "off" });
  const change = (seconds: number) => {
    app.setClockOffset(seconds);
    app.announce(tell(app, seconds === 0 ? "clock.device" : "clock.changed"));
  };
  const set = () => {
    const chosen = new Date(field.value).getTime() / 1000;
    if (Number.isFinite(chosen) && chosen >= 0) change(Math.round(chosen - Date.now() / 1000));
    else app.announce(tell(app, "clock.invalid"));
  };
  let drawnFrom = -1;
  const tick = (unixSeconds: number, around: CodesAround | undefined) => {
    const text = dayAndTime(app, unixSeconds);
    if (time.textContent !== text) time.textContent = text;
    const words = tell(app, app.clockOffset === 0 ? "clock.device" : "clock.changed");
    if (whose.textContent !== words) whose.textContent = words;
    if (!around) {
      drawnFrom = -1;
      return codes.replaceChildren();
    }
    const { before, now, after } = around;
    if (now.from === drawnFrom) return;
    drawnFrom = now.from;
    const rows = [...before, now, ...after].map((code) => {
      const [from, until] = [timeOnly(app, code.from), timeOnly(app, code.until)];
      const times = tell(app, code === now ? "times.now" : "times.from-until", { from, until });
      return [digits(code.code), times];
    });
    codes.replaceChildren(table([tell(app, "times.code"), tell(app, "times.valid")], rows));
    if (document.activeElement !== field) field.value = localValue(unixSeconds);
  };
  const made = element(
    "div",
    {},
    element("h3", {}, tell(app, "clock.heading")),
    element("p", {}, tell(app, "clock.used"), " ", time),
    whose,
    element("p", {}, tell(app, "clock.compare")),
    element("label", { for: id }, tell(app, "clock.right")),
    field,
    element(
      "div",
      { class: "row" },
      button(tell(app, "clock.set"), set),
      button(tell(app, "clock.reset"), () => change(0), { class: "plain" }),
    ),
    element("h3", {}, tell(app, "times.heading")),
    element("p", {}, tell(app, "times.how")),
    codes,
  );
  return { element: made, tick };
}

function dayAndTime({ locale }: App, unixSeconds: number): string {
  // With its zone: a clock may be right and stand in another zone than the one on the wall.
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "long" }).format(unixSeconds * 1000);
}

function timeOnly({ locale }: App, unixSeconds: number): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: "medium" }).format(unixSeconds * 1000);
}

/** A time as a field of day and time takes it: of this zone, without naming it. */
function localValue(unixSeconds: number): string {
  const time = new Date(unixSeconds * 1000);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
