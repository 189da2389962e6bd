import { PAPER_NAMES } from "../../../sheet/paper.js";
import { BLANKS_OF, type SheetKind } from "../../making/answers.js";
import type { MakingApp, MakingView } from "../../making/app.js";
import { explain } from "../../making/words.js";
import { button, element, nextId } from "../../parts/element.js";
import { recoveryPart } from "./recovery-part.js";

const KINDS: readonly SheetKind[] = ["open", "sealed", "shares"];
/** Most holders of a set. */
const MOST_HOLDERS = 16;

/** Which kind of sheet, and among whom. */
export function kindView(app: MakingApp): MakingView {
  const { draft } = app;
  const more = element("div");
  const draw = () => more.replaceChildren(...detailsOf(app, draw));
  const cards = KINDS.map((kind) => {
    const radio = element("input", {
      type: "radio",
      name: "kind",
      checked: draft.kind === kind,
      change: () => {
        draft.kind = kind;
        const kept = Object.entries(draft.fields).filter(([name]) => BLANKS_OF[kind].some((one) => one === name));
        draft.fields = Object.fromEntries(kept);
        app.changed();
        draw();
      },
    });
    const words = [
      element("strong", {}, explain(app, `kind.${kind}`)),
      element("br"),
      explain(app, `kind.${kind}-lead`),
    ];
    return element("label", { class: "card choice" }, radio, element("span", {}, ...words));
  });
  draw();
  void app.attempt(() => app.engine.prepare());
  return {
    content: [
      element("h1", {}, explain(app, "kind.heading")),
      element("fieldset", {}, element("legend", { class: "hidden-visually" }, explain(app, "kind.heading")), ...cards),
      more,
    ],
  };
}

function detailsOf(app: MakingApp, draw: () => void): Node[] {
  const { draft } = app;
  const { kind } = draft;
  if (kind === undefined) return [element("p", { class: "quiet" }, explain(app, "kind.choose"))];
  const field = (label: string, value: string, act: (text: string) => void) => {
    const id = nextId();
    const input = element("input", {
      id,
      autocomplete: "off",
      value,
      input: () => {
        act(input.value);
        app.changed();
      },
    });
    return [element("label", { for: id }, label), input];
  };
  const names = element("input", {
    type: "checkbox",
    checked: draft.names,
    change: () => {
      draft.names = names.checked;
      app.changed();
    },
  });
  const set =
    kind === "open"
      ? []
      : [
          ...field(explain(app, "kind.title"), draft.title, (text) => {
            draft.title = text;
          }),
          ...field(explain(app, "kind.owner"), draft.owner, (text) => {
            draft.owner = text;
          }),
          element("label", { class: "choice" }, names, explain(app, "kind.names")),
        ];
  const paper = element(
    "select",
    {
      id: nextId(),
      change: () => {
        draft.paper = PAPER_NAMES.find((name) => name === paper.value) ?? draft.paper;
        app.changed();
      },
    },
    ...PAPER_NAMES.map((name) =>
      element("option", { value: name, selected: draft.paper === name }, explain(app, `kind.papers.${name}`)),
    ),
  );
  const recovery = recoveryPart(app);
  const next = () => app.show(kind === "sealed" ? "passphrase" : "look");
  return [
    ...(kind === "shares" ? holdersTable(app, draw) : []),
    ...set,
    element("label", { for: paper.id }, explain(app, "kind.paper")),
    paper,
    ...(recovery ? [recovery] : []),
    element("div", { class: "row" }, button(explain(app, "go-on"), next, { class: "main" })),
  ];
}

/** Who gets a sheet, and how many of them open the set. */
function holdersTable(app: MakingApp, draw: () => void): Node[] {
  const { draft } = app;
  const rows = draft.holders.map((name, i) => {
    const id = nextId();
    const input = element("input", {
      id,
      autocomplete: "off",
      value: name,
      input: () => {
        draft.holders = draft.holders.with(i, input.value);
        app.changed();
      },
    });
    return element("li", {}, element("label", { for: id }, explain(app, "kind.holder", { number: i + 1 })), input);
  });
  const n = draft.holders.length;
  const resize = (holders: readonly string[]) => {
    draft.holders = holders;
    draft.k = Math.min(draft.k, holders.length);
    app.changed();
    draw();
  };
  const least = element(
    "select",
    {
      id: nextId(),
      change: () => {
        draft.k = Number(least.value);
        app.changed();
      },
    },
    ...Array.from({ length: n - 1 }, (_, i) => i + 2).map((k) =>
      element("option", { value: String(k), selected: k === draft.k }, explain(app, "kind.threshold", { k, n })),
    ),
  );
  const former = draft.replaces !== "" && draft.holders.some((name) => name !== "");
  const parts = [
    element("h2", {}, explain(app, "kind.holders")),
    // Of a set that is replaced because someone left, that one is among them.
    former ? element("p", {}, explain(app, "kind.holders-former")) : undefined,
    element("p", { class: "quiet" }, explain(app, "kind.holders-lead")),
    element("ol", { class: "holders" }, ...rows),
    element(
      "div",
      { class: "row" },
      n < MOST_HOLDERS ? button(explain(app, "kind.more"), () => resize([...draft.holders, ""])) : undefined,
      n > 2 ? button(explain(app, "kind.fewer"), () => resize(draft.holders.slice(0, -1))) : undefined,
    ),
    element("label", { for: least.id }, explain(app, "kind.least")),
    least,
  ];
  return parts.filter((part) => part !== undefined);
}
