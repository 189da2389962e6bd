import { encodeUtf8 } from "../../bytes.js";
import { attempt } from "../../error.js";
import type { SourceInput } from "../../import/source.js";
import { inspectText } from "../../import/text.js";
import { type Session, tell } from "../session.js";
import { answered, CONVERSATION } from "../terminal/prompt.js";
import { canAsk, shown } from "../terminal/terminal.js";

/**
 * Asks, on a terminal, about keys in texts that can be read in two ways. Elsewhere they are refused where they are read.
 */
export async function settleTexts(session: Session, inputs: readonly SourceInput[]): Promise<SourceInput[]> {
  const settled: SourceInput[] = [];
  for (const input of inputs) settled.push(await settleText(session, input));
  return settled;
}

/** The same of one source. */
export async function settleText(session: Session, input: SourceInput): Promise<SourceInput> {
  if (!canAsk()) return input;
  const { parseTyped } = await import("../../read/text/typed.js");
  const asked = attempt(() => {
    const { text } = inspectText(input);
    return text === undefined ? undefined : { text, questions: parseTyped(text).questions };
  });
  if (asked === undefined || asked.questions.length === 0) return input;
  let { text } = asked;
  const { questions } = asked;
  const [{ select }, { answerQuestion }] = await Promise.all([
    import("@clack/prompts"),
    import("../../read/text/key-question.js"),
  ]);
  for (const question of questions) {
    const { places } = question;
    const values = { source: shown(input.name), from: places[0] ?? 1, to: places.at(-1) ?? 1 };
    const prompt = select<boolean>({
      ...CONVERSATION,
      message: tell(session, "ask.key-lines", values),
      options: [
        { value: true, label: tell(session, "ask.key-lines-all", values) },
        { value: false, label: tell(session, "ask.key-lines-first", values) },
      ],
      showInstructions: false,
    });
    text = answerQuestion(text, question, (await answered(prompt)) === true);
  }
  return { name: input.name, bytes: encodeUtf8(text) };
}
