import type { Readable, Writable } from "node:stream";
import { styleText } from "node:util";
import type { Values } from "../../language.js";
import { type Session, tell } from "../session.js";
import { Cancelled, SteppedBack } from "../usage-error.js";
import { wrapColumns } from "./columns.js";

/** Where prompts talk: standard output is for results, even when someone is asked. */
export const CONVERSATION: { readonly input: Readable; readonly output: Writable } = {
  input: process.stdin,
  output: process.stderr,
};

/** Columns of the bar that prompts draw on the left, with the blanks after it; and of a terminal that does not say. */
export const BAR_COLUMNS = 3;
const USUAL_COLUMNS = 80;

/** A text broken between words, to stand beside the bar. */
export function wrapBesideBar(text: string): string {
  return wrapColumns(text, (process.stderr.columns || USUAL_COLUMNS) - BAR_COLUMNS);
}

/** A question for a prompt that puts its bar beside every line: broken between words, for prompts break anywhere. */
function question(session: Session, key: string, values: Values = {}): string {
  return wrapBesideBar(tell(session, `ask.${key}`, values));
}

/** A question for a prompt in which somebody types: it puts its bar beside the first line only. */
export async function typingQuestion(session: Session, key: string, values: Values = {}): Promise<string> {
  const { S_BAR } = await import("@clack/prompts");
  return question(session, key, values).replaceAll("\n", `\n${styleText("gray", S_BAR)}  `);
}

/** Why an answer is refused, as a prompt shows it. */
export function refusal(text: string | undefined): string | undefined {
  return text && wrapBesideBar(text).replaceAll("\n", `\n${" ".repeat(BAR_COLUMNS)}`);
}

/**
 * The answer to a prompt.
 * @throws SteppedBack for Esc
 * @throws Cancelled for Ctrl+C
 */
export async function answered<T>(prompt: Promise<T>): Promise<Exclude<T, symbol>> {
  let last: string | undefined;
  const note = (_: unknown, { name }: { readonly name?: string }) => {
    last = name;
  };
  CONVERSATION.input.on("keypress", note);
  try {
    const answer = await prompt;
    if (typeof answer === "symbol") throw last === "escape" ? new SteppedBack() : new Cancelled();
    return answer as Exclude<T, symbol>;
  } finally {
    CONVERSATION.input.off("keypress", note);
  }
}

/** Asks whether to go on. @param initialValue what Enter alone says */
export async function askYes(
  session: Session,
  key: string,
  values: Values = {},
  initialValue = false,
): Promise<boolean> {
  const { confirm } = await import("@clack/prompts");
  const [active, inactive] = [tell(session, "ask.yes"), tell(session, "ask.no")];
  const message = question(session, key, values);
  return answered(confirm({ ...CONVERSATION, message, active, inactive, initialValue }));
}

/** Asks for one of a few values, named by `ask.KEYs.VALUE`. */
export async function choose<T extends string>(
  session: Session,
  key: string,
  values: readonly T[],
  initialValue?: T,
): Promise<T> {
  const { select } = await import("@clack/prompts");
  const options = values.map((value) => ({ value: value as string, label: tell(session, `ask.${key}s.${value}`) }));
  const value = await answered(
    select<string>({
      ...CONVERSATION,
      message: question(session, key),
      options,
      showInstructions: false,
      ...(initialValue === undefined ? {} : { initialValue }),
    }),
  );
  return values.find((one) => one === value) ?? values[0] ?? (value as T);
}

/** Asks for a password once; an empty answer is none. */
export async function askPassword(session: Session, key: string, values: Values): Promise<string> {
  const { password } = await import("@clack/prompts");
  const message = await typingQuestion(session, key, values);
  return (await answered(password({ ...CONVERSATION, message }))) ?? "";
}

/** Asks for a Key URI or a key without showing it. */
export async function askSecret(session: Session): Promise<string> {
  const { password } = await import("@clack/prompts");
  const message = await typingQuestion(session, "secret");
  const validate = (text: string | undefined) =>
    text === undefined || text.trim() === "" ? tell(session, "ask.something") : undefined;
  return (await answered(password({ ...CONVERSATION, message, validate }))).trim();
}

/** How a line is asked for. */
export interface LineOptions {
  /** Why an answer is not taken; nothing where it is. */
  readonly refuse?: (typed: string) => string | undefined;
  /** What an empty answer stands for: shown, and gone with the first key. */
  readonly suggestion?: string;
  /** What was typed before, where it is asked again: there to be changed. */
  readonly earlier?: string | undefined;
  readonly values?: Values;
}

/** Asks for a line of text; it may be left empty unless that is refused. */
export async function askLine(
  session: Session,
  key: string,
  { refuse = () => undefined, suggestion = "", earlier = "", values = {} }: LineOptions = {},
): Promise<string> {
  const { text } = await import("@clack/prompts");
  const message = await typingQuestion(session, key, values);
  const validate = (typed: string | undefined) => refusal(refuse(typed || suggestion));
  const shown = { message, placeholder: suggestion, defaultValue: suggestion, initialValue: earlier };
  const prompt = text({ ...CONVERSATION, ...shown, validate });
  return (await answered(prompt)) ?? "";
}
