import { SteppedBack } from "../usage-error.js";

/** Asks something. @returns nothing where it was left with Esc */
export async function orBack<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SteppedBack) return undefined;
    throw error;
  }
}

/** Questions by the names of their answers, in their order; each knows the answers before it, and its own when it is asked again. */
type QuestionsOf<T> = { readonly [K in keyof T]: (before: Readonly<T>, own: T[K] | undefined) => Promise<T[K]> };

/**
 * Asks in order. Esc goes back to the question before.
 * @throws SteppedBack for Esc at the first
 */
export async function askInOrder<T extends object>(questions: QuestionsOf<T>): Promise<T> {
  const names = Object.keys(questions) as (keyof T)[];
  const answers: Partial<T> = {};
  for (let at = 0; at < names.length; ) {
    const name = names[at] as keyof T;
    // A question reads only what stands before it.
    const answer = await orBack(async () => ({ value: await questions[name](answers as T, answers[name]) }));
    if (answer) {
      answers[name] = answer.value;
      at++;
    } else if (--at < 0) throw new SteppedBack();
  }
  return answers as T;
}

/**
 * Asks for one thing after the other. Esc goes back to the one before.
 * @param ask knows the answers before it, and its own when it is asked again; gives nothing when that was all
 * @param earlier answers of before, where all of it is asked again: the last of them is asked for first
 * @throws SteppedBack for Esc at the first
 */
export async function askSeveral(
  ask: (before: readonly string[], own: string | undefined) => Promise<string | undefined>,
  earlier: readonly string[] = [],
): Promise<string[]> {
  const several = earlier.slice(0, -1);
  let own = earlier.at(-1);
  for (;;) {
    const answer = await orBack(async () => ({ value: await ask(several, own) }));
    own = undefined;
    if (answer?.value !== undefined) several.push(answer.value);
    else if (answer) return several;
    else if (several.length === 0) throw new SteppedBack();
    else own = several.pop();
  }
}
