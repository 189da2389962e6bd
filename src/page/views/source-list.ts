import type { SourceView } from "../answers.js";
import type { App } from "../app.js";
import { button, element, unfolding } from "../parts/element.js";
import { joined, tell, tellCount } from "../words.js";

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

function sourceWords(app: App, source: SourceView): string {
  const { codes, origin, byLines } = source;
  const read = byLines ? tell(app, "sources.by-lines") : tellCount(app, "sources.codes", codes);
  return [...(origin === "typed" ? [] : [read]), ...pagesWords(app, source)].join(" · ");
}

/** What became of pages that did not give all that they have: each kind once, with their numbers where there are several. */
export function pagesWords(app: App, { pages }: SourceView): string[] {
  const states = new Set(pages.map(({ state }) => state));
  return [...states].flatMap((state) => {
    if (state === "read" || state === "read-by-lines") return [];
    const words = tell(app, `sources.states.${state}`);
    const numbers = pages.flatMap((one) => (one.state === state && one.page !== undefined ? [one.page] : []));
    if (numbers.length === 0) return [words];
    const list = joined(app, numbers.map(String));
    return [tellCount(app, "sources.on-pages", numbers.length, { pages: list, state: words })];
  });
}

function removal(app: App, source: SourceView): HTMLButtonElement {
  const label = tell(app, "sources.remove-label", { name: sourceName(app, source) });
  const act = async () => {
    app.setSnapshot(await app.engine.removeSource(source.id));
    await app.goOn();
  };
  return button(tell(app, "sources.remove"), act, { class: "plain", "aria-label": label });
}
