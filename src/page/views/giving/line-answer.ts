import type { LineAnswer } from "../../answers.js";
import type { App } from "../../app.js";
import { button, element } from "../../parts/element.js";
import { corrected, lineText } from "../../parts/line-text.js";
import { tell } from "../../words.js";

/** What can be done with a line that does not check. */
interface LineChoices {
  /** Takes it as it is to be: corrected, or as it was typed. */
  readonly take: (line: string) => void;
  /** Takes it instead of an earlier one. */
  readonly replace: (other: number) => void;
  /** Lets it be typed again. */
  readonly again: () => void;
}

/** What is wrong with a line, and what can be done: a correction is offered, never made silently. */
export function lineAnswer(app: App, line: string, answer: LineAnswer, choices: LineChoices): HTMLElement | undefined {
  switch (answer.status) {
    case "empty":
    case "good":
      return undefined;
    case "offer": {
      const { corrections } = answer;
      const places = corrections.map(({ group, number, read, meant }) =>
        element(
          "li",
          {},
          read === "?"
            ? tell(app, "typing.probably-unread", { group, number, meant })
            : tell(app, "typing.probably", { group, number, read, meant }),
        ),
      );
      return card(
        [
          element("p", {}, tell(app, "typing.look", { line: answer.label })),
          element(
            "p",
            {},
            lineText(
              line,
              corrections.map(({ place }) => place),
            ),
          ),
          element("ul", {}, ...places),
        ],
        [
          button(tell(app, "typing.take"), () => choices.take(corrected(line, corrections)), { class: "main" }),
          button(tell(app, "typing.again"), choices.again),
          button(tell(app, "typing.keep"), () => choices.take(line), { class: "plain" }),
        ],
      );
    }
    case "contradicts":
      return card(
        [element("p", {}, tell(app, "typing.contradicts", { line: answer.label }))],
        [
          button(tell(app, "typing.use-new"), () => choices.replace(answer.other), { class: "main" }),
          button(tell(app, "typing.use-old"), choices.again),
          button(tell(app, "typing.use-both"), () => choices.take(line), { class: "plain" }),
        ],
      );
    case "unreadable":
      return card([element("p", {}, unreadable(app, answer)), element("p", {}, lineText(line))], []);
    default:
      return card([element("p", {}, tell(app, "typing.no-line"))], []);
  }
}

function unreadable(app: App, answer: Extract<LineAnswer, { status: "unreadable" }>): string {
  const { label: line } = answer;
  if (answer.reason === "group") return tell(app, "typing.group", { line, group: answer.group });
  return tell(app, answer.reason === "length" ? "typing.length" : "typing.unchecked", { line });
}

function card(words: readonly Node[], acts: readonly Node[]): HTMLElement {
  return element(
    "div",
    { class: "card care" },
    ...words,
    acts.length > 0 ? element("div", { class: "row" }, ...acts) : undefined,
  );
}
