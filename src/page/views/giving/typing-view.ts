import { separateLines } from "../../../paper/written-line.js";
import type { LineAnswer, TypedAnswer } from "../../answers.js";
import type { App, View } from "../../app.js";
import { button, element, form, listed, nextId, unfolding } from "../../parts/element.js";
import { growingField, growToText } from "../../parts/growing-field.js";
import { lineText, nextLabel } from "../../parts/line-text.js";
import { advise, tell, tellAll } from "../../words.js";
import { setCard } from "../set-card.js";
import { lineAnswer } from "./line-answer.js";

/** Lines typed from the paper, each answered at once. */
export function typingView(app: App): View {
  const [id, hintId] = [nextId(), nextId()];
  const field = growingField({
    id,
    class: "typed line-field",
    autocomplete: "off",
    autocapitalize: "characters",
    autocorrect: "off",
    spellcheck: "false",
    "aria-describedby": hintId,
  });
  const answer = element("div", { role: "alert" });
  const tidiedNote = element("p", { class: "quiet", role: "status", hidden: true }, tell(app, "typing.tidied"));
  const state = element("div");
  const begin = (text: string) => {
    field.value = text;
    growToText(field);
    field.focus();
  };
  /** Lines that were pasted together with one in doubt, and wait for it. */
  let waiting: readonly string[] = [];
  const taken = (line: string, typed: TypedAnswer) => {
    answer.replaceChildren();
    const label = typed.lines[app.lines.lastIndexOf(line)];
    if (label && "label" in label) app.announce(tell(app, "typing.good", { line: label.label }));
    draw();
    const next = waiting.length > 0 ? waiting.join("\n") : nextLabel(app.lines);
    waiting = [];
    begin(isComplete(app, typed) ? "" : next);
  };
  const take = async (line: string) => taken(line, await app.setLines([...app.lines, line]));
  const offer = (line: string, of: LineAnswer) => {
    const again = () => {
      answer.replaceChildren();
      field.focus();
    };
    const replace = async (other: number) => taken(line, await app.setLines(app.lines.with(other, line)));
    const choices = {
      take: (chosen: string) => void take(chosen),
      replace: (other: number) => void replace(other),
      again,
    };
    const made = lineAnswer(app, line, of, choices);
    answer.replaceChildren(...(made ? [made] : []));
    if (!made?.querySelector("button")) field.focus();
  };
  const attempt = async () => {
    const { lines, tidied } = separateLines(field.value);
    const last = lines.at(-1);
    if (last === undefined) return field.focus();
    const earlier = app.lines;
    const typed = await app.setLines([...earlier, ...lines]);
    tidiedNote.hidden = tidied.length === 0;
    const at = lines.findIndex((_, i) => typed.lines[earlier.length + i]?.status !== "good");
    if (at < 0) return taken(last, typed);
    const [line = "", of] = [lines[at], typed.lines[earlier.length + at]];
    // Nothing in doubt is kept before someone has looked at the paper.
    await app.setLines([...earlier, ...lines.slice(0, at)]);
    waiting = [...lines.slice(at + 1), ...waiting];
    if (lines.length > 1) {
      draw();
      begin(line);
    }
    if (of) offer(line, of);
  };
  const draw = () => state.replaceChildren(...stateOf(app, draw, begin));
  draw();
  const lineForm = form(
    attempt,
    { autocomplete: "off" },
    element("label", { for: id }, tell(app, "typing.label")),
    field,
    element("p", { id: hintId, class: "quiet" }, tell(app, "typing.example")),
    element("div", { class: "row" }, element("button", { type: "submit", class: "main" }, tell(app, "typing.add"))),
  );
  return {
    focus: field,
    content: [
      element("h1", {}, tell(app, "typing.heading")),
      element("p", { class: "lead" }, tell(app, "typing.lead")),
      lineForm,
      tidiedNote,
      answer,
      state,
      unfolding(tell(app, "typing.hints-heading"), listed(tellAll(app, "typing.hints"))),
      element(
        "div",
        { class: "row" },
        button(tell(app, "typing.done"), () => app.goOn()),
        button(tell(app, "typing.key"), () => app.show({ name: "key" }), { class: "plain" }),
      ),
    ],
  };
}

/** Whether what was typed opens, needs only its passphrase, or can be checked. */
function isComplete({ checking }: App, { complete, missing, snapshot }: TypedAnswer): boolean {
  if (!checking) return complete;
  return snapshot.sets.length + snapshot.openSheets > 0 && missing.length === 0;
}

/** How far the lines have come. */
function stateOf(app: App, draw: () => void, begin: (text: string) => void): Node[] {
  const { typed } = app;
  if (!typed || app.lines.length === 0) return [];
  const complete = isComplete(app, typed);
  const news = [
    ...typed.corrected.map(({ label, group, number, read, meant }) =>
      tell(app, "typing.corrected", { line: label, group, number, read, meant }),
    ),
    ...(typed.rebuilt.length > 0 ? [tell(app, "typing.rebuilt", { lines: typed.rebuilt.join(" ") })] : []),
  ];
  const end = complete
    ? element(
        "div",
        { class: "card good" },
        element("p", {}, tell(app, "typing.complete")),
        ...news.map((sentence) => element("p", {}, sentence)),
        button(tell(app, "typing.go-on"), () => app.goOn(), { class: "main" }),
      )
    : undefined;
  const missing = complete ? [] : typed.missing.map((one) => advise(app, one).message);
  const rows = app.lines.map((line, i) => lineRow(app, line, i, draw, begin));
  return [
    ...(end ? [end] : []),
    ...missing.map((sentence) => element("p", { class: "sentence" }, sentence)),
    // What lines are missing is said already.
    ...typed.snapshot.sets.filter(({ need }) => need.what !== "other").map((set) => setCard(app, set)),
    element("h2", {}, tell(app, "typing.so-far")),
    element("ul", { class: "lines" }, ...rows.reverse()),
  ];
}

function lineRow(app: App, line: string, i: number, draw: () => void, begin: (text: string) => void): HTMLElement {
  const answer = app.typed?.lines[i];
  const good = answer?.status === "good";
  const label = answer && "label" in answer ? answer.label : String(i + 1);
  const remove = async (text: string) => {
    await app.setLines(app.lines.toSpliced(i, 1));
    draw();
    begin(text);
  };
  const act = (key: string, text: string) =>
    button(tell(app, `typing.${key}`), () => void remove(text), {
      class: "plain",
      "aria-label": tell(app, `typing.${key}-label`, { line: label }),
    });
  return element(
    "li",
    {},
    element("span", {}, good ? "✓ " : "? ", lineText(line)),
    element("span", {}, act("change", line), act("remove", "")),
  );
}
