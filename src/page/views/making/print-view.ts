import type { MadeFile } from "../../making/answers.js";
import type { MakingApp, MakingView } from "../../making/app.js";
import { explain, explainAll, explainCount } from "../../making/words.js";
import { button, element } from "../../parts/element.js";
import { saveFile } from "../../parts/save-file.js";
import { joined } from "../../words.js";

/** Name of the recovery page: sheets call it so. */
const RECOVERY_FILE = "recover.html";

/** Each file to be saved and printed. */
export function printView(app: MakingApp): MakingView {
  const { made, task } = app;
  if (!made)
    return {
      content: [element("h1", {}, explain(app, "print.heading")), element("p", {}, explain(app, "print.none"))],
    };
  const rows = made.files.map((file) => {
    const words = [element("strong", {}, fileWords(app, file)), " ", explainCount(app, "print.pages", file.pages)];
    return row(app, file.id, file.name, "application/pdf", words, () => app.engine.pdf(file.id));
  });
  const recovery = row(app, "recover", RECOVERY_FILE, "text/html", [explain(app, "print.recover")], () =>
    app.engine.recoveryPage(),
  );
  return {
    content: [
      element("h1", {}, explain(app, "print.heading")),
      element("ol", {}, ...explainAll(app, "print.how").map((sentence) => element("li", {}, sentence))),
      element("ul", { class: "files" }, ...rows, ...(made.set === undefined ? [] : [recovery])),
      ...(made.n === undefined || task === "again" ? [] : [element("p", {}, explain(app, "print.holders"))]),
      ...replacedCard(app),
      button(explain(app, "print.prove"), () => app.show("prove"), { class: "main" }),
    ],
  };
}

/** What is to be destroyed of the set that is replaced; nothing where none is. */
export function replacedCard(app: MakingApp): HTMLElement[] {
  const replaced = app.made?.replaced;
  if (!replaced) return [];
  const { name: set, k, n } = replaced;
  const key = n > 1 ? "print.replaced" : "print.replaced-sealed";
  const holders = replaced.holders.filter((name) => name !== "");
  return [
    element(
      "div",
      { class: "card care" },
      element("p", {}, explain(app, key, { set, destroy: n - k + 1, n })),
      holders.length === 0
        ? undefined
        : element("p", {}, explain(app, "print.replaced-holders", { holders: joined(app, holders) })),
    ),
  ];
}

function fileWords(app: MakingApp, { kind, share, label }: MadeFile): string {
  if (kind === "shares") return explain(app, "print.share", { x: share ?? 0, holder: label });
  if (kind === "open" && label !== "") return label;
  return explain(app, `print.file-${kind}`);
}

function row(
  app: MakingApp,
  id: number | "recover",
  name: string,
  type: string,
  words: readonly (Node | string)[],
  bytes: () => Promise<Uint8Array<ArrayBuffer>>,
): HTMLElement {
  const state = element("span", { role: "status" }, app.saved.has(id) ? explain(app, "print.saved") : "");
  const save = async () => {
    saveFile(name, type, await bytes());
    app.saved.add(id);
    state.textContent = explain(app, "print.saved");
  };
  const label = explain(app, "print.save", { name });
  return element(
    "li",
    { class: "card" },
    element("p", {}, ...words, " ", state),
    button(label, () => void app.attempt(save)),
  );
}
