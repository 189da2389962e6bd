import { say } from "../../language.js";
import type { OriginView } from "../answers.js";
import type { App } from "../app.js";
import { element } from "../parts/element.js";
import { joined, tell } from "../words.js";
import { sourceName } from "./source-list.js";

/** Where an account came from, in words. */
export function originWords(app: App, origin: OriginView | undefined): string {
  if (origin?.kind !== "sheet") return tell(app, "origins.set", { set: origin?.set ?? "" });
  const source = app.snapshot.sources.find(({ id }) => id === origin.source);
  const name = source ? sourceName(app, source) : "–";
  if (origin.pages.length === 0) return tell(app, "origins.sheet", { name });
  return tell(app, "origins.pages", { name, pages: joined(app, origin.pages.map(String)) });
}

/** What is to be looked at before accounts of several origins are trusted. */
export function originCard(app: App): HTMLElement | undefined {
  const { warnings } = app.found;
  if (warnings.length === 0) return undefined;
  return element(
    "section",
    { class: "card care", "aria-labelledby": "origins-heading" },
    element("h2", { id: "origins-heading" }, tell(app, "origins.heading")),
    ...warnings.map(({ code, data }) => element("p", {}, say(app.language, `warnings.${code}`, data))),
  );
}
