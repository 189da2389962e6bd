import type { App } from "./app.js";
import { button, element, unfolding } from "./element.js";
import type { SourceView } from "./views.js";
import { tell, tellCount } from "./words.js";

/** What was given, with what was read from it; each can be taken away again. */
export function sourceList(app: App): HTMLElement | undefined {
  const { sources } = app.snapshot;
  if (sources.length === 0) return undefined;
  const rows = sources.map((source) =>
    element(
      "li",
      {},
      element("span", {}, sourceName(app, source), " ", element("small", { class: "quiet" }, sourceWords(app, source))),
      source.origin === "typed" && source.name === "" ? undefined : removal(app, source),
    ),
  );
  return unfolding(tell(app, "sources.heading"), element("ul", { class: "lines" }, ...rows));
}

/** A file's name, or what stands for it. */
export function sourceName(app: App, { name, origin }: SourceView): string {
  return name === "" ? tell(app, origin === "camera" ? "sources.camera" : "sources.typed") : name;
}

function sourceWords(app: App, { codes, origin, byLines }: SourceView): string {
  if (byLines) return tell(app, "sources.by-lines");
  return origin === "typed" ? "" : tellCount(app, "sources.codes", codes);
}

function removal(app: App, source: SourceView): HTMLButtonElement {
  const label = tell(app, "sources.remove-label", { name: sourceName(app, source) });
  const act = async () => {
    app.setSnapshot(await app.engine.removeSource(source.id));
    await app.goOn();
  };
  return button(tell(app, "sources.remove"), act, { class: "plain", "aria-label": label });
}
