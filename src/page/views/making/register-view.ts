import type { MakingApp, MakingView } from "../../making/app.js";
import { explain } from "../../making/words.js";
import { twoNames } from "../../parts/account-words.js";
import { button, element } from "../../parts/element.js";
import { codeView } from "../codes/code-view.js";
import { pairView } from "../codes/pair-view.js";
import { timedCodes } from "../codes/timed-codes.js";
import { takenAccounts } from "./found.js";

/** Codes of the accounts, to finish the registration with. */
export function registerView(app: MakingApp): MakingView {
  const ticks: ((unixSeconds: number) => void)[] = [];
  const cards = takenAccounts(app).map((account) => {
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
      const [code, pair, codes] = [codeView(app), pairView(app), timedCodes(app, account)];
      const two = app.guides.find(({ name }) => name === account.guide)?.consecutiveCodes === true;
      if (two) pair.element.open = true;
      parts.push(code.element, ...(two ? [pair.element] : []));
      ticks.push((unixSeconds) => {
        const around = codes(unixSeconds);
        for (const part of [code, pair]) part.tick(unixSeconds, around);
      });
    }
    const names = twoNames(app, account).filter((name) => name !== "");
    const tick = element("label", { class: "choice" }, accepted, explain(app, "register.accepted"));
    return element("section", {}, element("h2", {}, names.join(" · ")), ...parts, tick);
  });
  return {
    content: [
      element("h1", {}, explain(app, "register.heading")),
      element("p", { class: "lead" }, explain(app, "register.lead")),
      ...cards,
      button(explain(app, "go-on"), () => app.show("kind"), { class: "main" }),
    ],
    tick: (unixSeconds) => {
      for (const tick of ticks) tick(unixSeconds);
    },
  };
}
