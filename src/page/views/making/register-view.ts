import type { MakingApp, MakingView } from "../../making/app.js";
import { explain } from "../../making/words.js";
import { twoNames } from "../../parts/account-words.js";
import { button, element, unfolding } from "../../parts/element.js";
import { codeView } from "../codes/code-view.js";
import { pairView } from "../codes/pair-view.js";
import { timedCodes } from "../codes/timed-codes.js";
import { takenAccounts } from "./found.js";

/** Accounts whose codes are all shown at once; more are unfolded one by one. */
const MOST_OPEN = 3;

/** Codes of the accounts, to finish the registration with. */
export function registerView(app: MakingApp): MakingView {
  const ticks: ((unixSeconds: number) => void)[] = [];
  const accounts = takenAccounts(app);
  const many = accounts.length > MOST_OPEN;
  const cards = accounts.map((account) => {
    const accepted = element("input", {
      type: "checkbox",
      checked: app.draft.accepted.has(account.id),
      change: () => {
        if (accepted.checked) app.draft.accepted.add(account.id);
        else app.draft.accepted.delete(account.id);
      },
    });
    const parts: HTMLElement[] = [];
    if (account.type === "hotp") parts.push(element("p", {}, explain(app, "register.counted")));
    else {
      const two = app.guides.find(({ name }) => name === account.guide)?.consecutiveCodes === true;
      const code = codeView(app, (time) => explain(app, "register.time", { time }));
      const pair = two ? pairView(app, true) : undefined;
      const shown = pair ? [pair, code] : [code];
      const codes = timedCodes(app, account);
      // Where two are asked for, one alone is not what to type.
      parts.push(...(pair ? [pair.element, unfolding(explain(app, "register.one"), code.element)] : [code.element]));
      ticks.push((unixSeconds) => {
        const around = codes(unixSeconds);
        for (const part of shown) part.tick(unixSeconds, around);
      });
    }
    const names = twoNames(app, account).filter((name) => name !== "");
    const tick = element("label", { class: "choice" }, accepted, explain(app, "register.accepted"));
    const name = names.join(" · ");
    return many ? unfolding(name, ...parts, tick) : element("section", {}, element("h2", {}, name), ...parts, tick);
  });
  return {
    content: [
      element("h1", {}, explain(app, "register.heading")),
      element("p", { class: "lead" }, explain(app, "register.lead")),
      ...cards,
      element("p", { class: "quiet" }, explain(app, "register.refused")),
      element("p", { class: "quiet" }, explain(app, "register.already")),
      button(explain(app, "go-on"), () => app.show("kind"), { class: "main" }),
    ],
    tick: (unixSeconds) => {
      for (const tick of ticks) tick(unixSeconds);
    },
  };
}
