import type { App, View } from "../../app.js";
import { button, element, listed, unfolding } from "../../parts/element.js";
import { tell, tellAll } from "../../words.js";
import { waysIn } from "./ways-in.js";

/** Where everyone begins: what this is, and how to show it a sheet. */
export function startView(app: App): View {
  return { content: app.checking ? checking(app) : recovering(app) };
}

function recovering(app: App): Node[] {
  return [
    element("h1", {}, tell(app, "start.heading")),
    element("p", { class: "lead" }, tell(app, "start.lead")),
    waysIn(app),
    ...dropHint(app),
    photoHints(app),
    element(
      "section",
      { class: "card", "aria-labelledby": "check-heading" },
      element("h2", { id: "check-heading" }, tell(app, "start.check-heading")),
      element("p", {}, tell(app, "start.check-lead")),
      button(tell(app, "start.check"), () => app.begin(true)),
    ),
    element(
      "section",
      { class: "card", "aria-labelledby": "ledger-heading" },
      element("h2", { id: "ledger-heading" }, tell(app, "ledger.start-heading")),
      element("p", {}, tell(app, "ledger.start-lead")),
      button(tell(app, "ledger.start"), () => app.beginLedger()),
    ),
  ];
}

function checking(app: App): Node[] {
  return [
    element("h1", {}, tell(app, "check.heading")),
    element("p", { class: "lead" }, tell(app, "check.lead")),
    waysIn(app),
    ...dropHint(app),
    photoHints(app),
    button(tell(app, "check.back"), () => app.begin(false), { class: "plain" }),
  ];
}

/** What makes a photo readable. */
export function photoHints(app: App): HTMLElement {
  return unfolding(tell(app, "start.photo-heading"), listed(tellAll(app, "start.photo-hints")));
}

/** That files can be dropped: only where there is something to drag them with. */
function dropHint(app: App): Node[] {
  if (!matchMedia("(any-pointer: fine)").matches) return [];
  return [element("p", { class: "quiet" }, tell(app, "start.drop"))];
}
