import type { AccountView, Guide } from "../../answers.js";
import type { App, View } from "../../app.js";
import { twoNames } from "../../parts/account-words.js";
import { button, element, unfolding } from "../../parts/element.js";
import { tell } from "../../words.js";
import { byLinesCard } from "../by-lines-card.js";
import { doneCard } from "../done-card.js";
import { originCard, originWords } from "../origin-card.js";
import { clockView } from "./clock-view.js";
import { codeView } from "./code-view.js";
import { counterView } from "./counter-view.js";
import { guideParts } from "./guide-view.js";
import { pairView } from "./pair-view.js";
import { phoneView } from "./phone-view.js";
import { recoveryCard, recoveryOf } from "./recovery-view.js";
import { timedCodes } from "./timed-codes.js";

/** One account: its code, what the service asks, and how it gets into an app again. */
export function accountView(app: App, account: AccountView): View {
  const [first, second] = twoNames(app, account);
  const phone = phoneView(app, account);
  const counted = account.type === "hotp";
  const [code, clock, pair] = [codeView(app), clockView(app), pairView(app)];
  const codes = timedCodes(app, account);
  const service = element("div");
  const choose = (guide: Guide) => {
    const parts = guideParts(app, guide, counted, (other) => {
      choose(other);
      service.querySelector("select")?.focus();
    });
    if (account.guideAssumed && guide.name === account.guide) {
      parts.asked.append(element("p", { class: "quiet" }, tell(app, "guide.assumed")));
    }
    const refused = unfolding(tell(app, "guide.refused"), parts.refused, ...(counted ? [] : [clock.element]));
    const two = guide.consecutiveCodes && !counted ? [pair.element] : [];
    service.replaceChildren(parts.asked, phone.element, refused, ...two, parts.lost);
  };
  const guide = app.guides.find(({ name }) => name === account.guide);
  if (guide) choose(guide);
  const { accounts, keeps } = app.found;
  const codesCard = recoveryCard(app, recoveryOf(app, account.id), false);
  const cards = [codesCard, originCard(app), byLinesCard(app)].filter((card) => card !== undefined);
  return {
    content: [
      element("h1", {}, first),
      ...(second === "" ? [] : [element("p", { class: "lead" }, second)]),
      element("p", { class: "quiet" }, account.origins.map((one) => originWords(app, one)).join("; ")),
      ...(accounts.length + keeps.length > 1
        ? [button(tell(app, "account.others"), () => app.show({ name: "accounts" }), { class: "plain" })]
        : []),
      ...(account.keyStrength === "good"
        ? []
        : [element("p", { class: "card care" }, tell(app, `account.key-${account.keyStrength}`))]),
      counted ? counterView(app, account, phone.draw) : code.element,
      service,
      ...cards,
      doneCard(app),
    ],
    tick: (unixSeconds) => {
      if (counted) return;
      const around = codes(unixSeconds);
      for (const part of [code, clock, pair]) part.tick(unixSeconds, around);
    },
  };
}
