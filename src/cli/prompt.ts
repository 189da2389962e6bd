import type { Readable, Writable } from "node:stream";
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
