import type { App } from "../app.js";
import { element } from "../parts/element.js";
import { joined, tell } from "../words.js";
import { sourceName } from "./source-list.js";

/** What only its printed lines brought back: it helped now, and should be printed again. */
export function byLinesCard(app: App): HTMLElement | undefined {
  const read = app.snapshot.sources.filter(({ byLines }) => byLines);
  if (read.length === 0) return undefined;
  const names = joined(
    app,
    read.map((source) => sourceName(app, source)),
  );
  return element(
    "section",
    { class: "card by-lines", "aria-labelledby": "by-lines-heading" },
    element("h2", { id: "by-lines-heading" }, tell(app, "by-lines.heading")),
    element("p", {}, tell(app, "by-lines.read", { names })),
    element("p", {}, tell(app, app.checking ? "by-lines.have-printed" : "by-lines.print-again")),
  );
}
