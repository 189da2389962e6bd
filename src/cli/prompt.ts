import type { Readable, Writable } from "node:stream";
import type { Values } from "../language.js";
import { type Session, tell } from "./session.js";
import { Cancelled } from "./usage-error.js";

/** Where prompts talk: standard output is for results, even when someone is asked. */
export const CONVERSATION: { readonly input: Readable; readonly output: Writable } = {
  input: process.stdin,
  output: process.stderr,
};

/** The answer to a prompt; what the person gave up ends the command. */
export function answered<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === "symbol") throw new Cancelled();
  return answer as Exclude<T, symbol>;
}

/** Asks whether to go on. */
export async function askYes(session: Session, key: string, values: Values = {}): Promise<boolean> {
  const { confirm } = await import("@clack/prompts");
  const [active, inactive] = [tell(session, "ask.yes"), tell(session, "ask.no")];
  return answered(
    await confirm({
      ...CONVERSATION,
      message: tell(session, `ask.${key}`, values),
      active,
      inactive,
      initialValue: false,
    }),
  );
}

/** Asks for something that is not shown, as it is typed: its blanks count. */
export async function askHidden(
  session: Session,
  key: string,
  refuse: (text: string) => string | undefined = () => undefined,
  values: Values = {},
): Promise<string> {
  const { password } = await import("@clack/prompts");
  return answered(
    await password({
      ...CONVERSATION,
      message: tell(session, `ask.${key}`, values),
      validate: (text) => (text === undefined || text === "" ? tell(session, "ask.something") : refuse(text)),
    }),
  );
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
  const answer = await select<string>({
    ...CONVERSATION,
    message: tell(session, `ask.${key}`),
    options,
    showInstructions: false,
    ...(initialValue === undefined ? {} : { initialValue }),
  });
  const value = answered(answer);
  return values.find((one) => one === value) ?? values[0] ?? (value as T);
}

/** Asks for a password once; an empty answer is none. */
export async function askPassword(session: Session, key: string, values: Values): Promise<string> {
  const { password } = await import("@clack/prompts");
  return answered(await password({ ...CONVERSATION, message: tell(session, `ask.${key}`, values) })) ?? "";
}

/** Asks for a Key URI or a key without showing it. */
export async function askSecret(session: Session): Promise<string> {
  const { password } = await import("@clack/prompts");
  return answered(
    await password({
      ...CONVERSATION,
      message: tell(session, "ask.secret"),
      validate: (text) => (text === undefined || text.trim() === "" ? tell(session, "ask.something") : undefined),
    }),
  ).trim();
}

/** Asks for a line of text. */
export async function askText(
  session: Session,
  key: string,
  options: { readonly initialValue?: string; readonly optional?: boolean } = {},
): Promise<string> {
  const { text } = await import("@clack/prompts");
  const { initialValue, optional = false } = options;
  const answer = await text({
    ...CONVERSATION,
    message: tell(session, `ask.${key}`),
    ...(initialValue === undefined ? {} : { initialValue }),
    validate: (value) =>
      !optional && (value === undefined || value.trim() === "") ? tell(session, "ask.something") : undefined,
  });
  return (answered(answer) ?? "").trim();
}
