import { styleText } from "node:util";
import { AutocompletePrompt } from "@clack/core";
import { limitOptions, S_BAR, S_BAR_END, S_CHECKBOX_INACTIVE, S_CHECKBOX_SELECTED, symbol } from "@clack/prompts";
import { type Session, tell } from "../session.js";
import { BAR_COLUMNS, CONVERSATION, wrapBesideBar } from "./prompt.js";

/** An entry of a list to pick from. */
interface PickOption {
  readonly label: string;
  /** Shown beside the entry that is looked at. */
  readonly hint: string;
}

interface Row extends PickOption {
  /** Its place in the list. */
  readonly value: number;
}

/**
 * Lets someone pick several entries of a list, searching as they type. The prompt is drawn here because the ready-made
 * one speaks English alone.
 * @returns places in the list, or a symbol where the person gave up
 */
export function pickList(
  session: Session,
  message: string,
  options: readonly PickOption[],
): Promise<number[] | symbol | undefined> {
  const rows: Row[] = options.map((option, value) => ({ ...option, value }));
  const prompt = new AutocompletePrompt<Row>({
    ...CONVERSATION,
    options: rows,
    multiple: true,
    filter: (search, row) => includesAll(row.label, search),
    render() {
      return draw(session, message, this);
    },
  });
  return prompt.prompt() as Promise<number[] | symbol | undefined>;
}

/** Whether a text has every word of a search in it, in any order and case. */
function includesAll(text: string, search: string): boolean {
  const folded = text.normalize("NFKC").toLowerCase();
  return search
    .normalize("NFKC")
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => folded.includes(word));
}

type Drawn = Pick<
  AutocompletePrompt<Row>,
  "state" | "userInput" | "userInputWithCursor" | "isNavigating" | "filteredOptions" | "selectedValues" | "cursor"
>;

function draw(session: Session, message: string, prompt: Drawn): string {
  const bar = styleText("gray", S_BAR);
  const head = `${bar}\n${symbol(prompt.state)}  ${wrapBesideBar(message).replaceAll("\n", `\n${bar}  `)}`;
  const count = prompt.selectedValues.length;
  if (prompt.state === "submit") {
    return `${head}\n${bar}  ${styleText("dim", tell(session, count === 0 ? "pick.all" : "pick.count", { count }))}`;
  }
  if (prompt.state === "cancel") return `${head}\n${bar}`;
  const edge = styleText("cyan", S_BAR);
  const typed = prompt.isNavigating ? styleText("dim", prompt.userInput) : prompt.userInputWithCursor;
  const none = prompt.filteredOptions.length === 0 ? [`${edge}  ${tell(session, "pick.none")}`] : [];
  const top = [...head.split("\n"), `${edge}  ${styleText("dim", tell(session, "pick.search"))} ${typed}`, ...none];
  const keys = tell(session, prompt.isNavigating ? "pick.keys-list" : "pick.keys");
  const foot = wrapBesideBar(keys)
    .split("\n")
    .map((line) => `${edge}  ${styleText("dim", line)}`);
  foot.push(styleText("cyan", S_BAR_END));
  const rows = limitOptions({
    ...CONVERSATION,
    cursor: prompt.cursor,
    options: prompt.filteredOptions,
    columnPadding: BAR_COLUMNS,
    rowPadding: top.length + foot.length,
    style: ({ label, hint, value }, active) => {
      const marked = prompt.selectedValues.includes(value);
      const box = marked ? styleText("green", S_CHECKBOX_SELECTED) : styleText("dim", S_CHECKBOX_INACTIVE);
      return active ? `${box} ${label} ${styleText("dim", hint)}` : `${box} ${styleText("dim", label)}`;
    },
  });
  return [...top, ...rows.map((row) => `${edge}  ${row}`), ...foot].join("\n");
}
