import { existsSync } from "node:fs";
import { encodeUtf8 } from "../../../bytes.js";
import { EscrowError } from "../../../error.js";
import type { SourceInput } from "../../../import/source.js";
import { inspectText } from "../../../import/text.js";
import { separateLines } from "../../../paper/written-line.js";
import { checkLine, type LineCheck } from "../../../recover/lines/typed-lines.js";
import type { ReadingSession } from "../../../recover/reading-session.js";
import { gatherFiles } from "../../input/files.js";
import { openSets } from "../../input/opened-sets.js";
import { readIntoSession, stateOf } from "../../input/read-files.js";
import { type Recovered, recoveredFrom } from "../../input/recovered.js";
import { writeFiles } from "../../output/output.js";
import { type Session, tell, tellAll } from "../../session.js";
import { answered, askLine, askYes, CONVERSATION, refusal, typingQuestion } from "../../terminal/prompt.js";
import { canAsk, shown, writeNote } from "../../terminal/terminal.js";
import { Cancelled, UsageError } from "../../usage-error.js";
import { type TypedState, typedState } from "./typed-state.js";

/** What a conversation has so far. */
interface Conversation {
  /** Lines as they were typed, in order. */
  readonly lines: string[];
  /** Takes them, beside pictures and PDFs that were read. */
  readonly reading: ReadingSession;
  /** The file that keeps the lines; nothing when they are to be kept nowhere. */
  readonly file: string | undefined;
  /** Whether it is there already, from an earlier conversation. */
  readonly isEarlier: boolean;
}

/**
 * `recover --by-hand`: lines typed one by one, each checked as it is typed.
 * @param args the file of an earlier conversation to go on with, and photos or PDFs of what could be read
 * @param give hands over what was recovered
 * @throws UsageError `by-hand-terminal`
 */
export async function recoverByHand(
  session: Session,
  args: readonly string[],
  give: (recovered: Recovered) => Promise<number>,
): Promise<number> {
  if (!canAsk()) throw new UsageError("by-hand-terminal");
  const { inputs, unread } = await gatherFiles(args, tell(session, "stdin"));
  const [texts, others] = sortInputs(inputs);
  const lines = texts.flatMap(({ text }) => text.split(/\r\n|\r|\n/u)).filter((line) => line.trim() !== "");
  const reading = await readIntoSession(session, others, "needed");
  const read = await stateOf(reading);
  const file = texts[0]?.name ?? (await askFile(session));
  const conversation = { lines, reading, file, isEarlier: texts.length > 0 };
  for (const line of tellAll(session, "by-hand.how")) writeNote(line);
  let state: TypedState;
  try {
    state = await converse(session, conversation);
  } catch (error) {
    if (!(error instanceof Cancelled) || file === undefined || lines.length === 0) throw error;
    writeNote(tell(session, "by-hand.kept", { file: shown(file) }));
    return 1;
  }
  const ofSets = new Set(read.sets.flatMap((set) => set.problems));
  const tried = await openSets(session, state.sets, { passphrase: undefined, ask: true });
  // What sets find wrong was found again, beside what is typed.
  const problems = [...read.problems.filter((one) => !ofSets.has(one)), ...state.problems];
  const whole = { ...read, sheets: [...read.sheets, ...state.open.sheets], problems };
  const status = await give(recoveredFrom(session, whole, tried, unread));
  if (file !== undefined && lines.length > 0) {
    writeNote(tell(session, status === 0 ? "by-hand.delete" : "by-hand.kept", { file: shown(file) }));
  }
  return status;
}

/** Texts that lines were typed into, and what is to be read as pictures. */
function sortInputs(inputs: readonly SourceInput[]): [{ name: string; text: string }[], SourceInput[]] {
  const texts: { name: string; text: string }[] = [];
  const others: SourceInput[] = [];
  for (const input of inputs) {
    const text = textOf(input);
    if (text === undefined) others.push(input);
    else texts.push({ name: input.name, text });
  }
  return [texts, others];
}

function textOf(input: SourceInput): string | undefined {
  try {
    return inspectText(input).text;
  } catch (error) {
    if (error instanceof EscrowError) return input.bytes.length === 0 ? "" : undefined;
    throw error;
  }
}

async function askFile(session: Session): Promise<string | undefined> {
  const refuse = (path: string) =>
    path !== "" && existsSync(path.trim()) ? tell(session, "ask.there-already") : undefined;
  const path = (await askLine(session, "keep-lines", { refuse })).trim();
  return path === "" ? undefined : path;
}

/** Asks for lines until all sets are complete, or the person stops. */
async function converse(session: Session, conversation: Conversation): Promise<TypedState> {
  const { lines, reading, file, isEarlier } = conversation;
  let state = await typedState(session, reading, lines);
  for (const line of state.news) writeNote(line);
  const told = new Set(state.news);
  // What came to the file's place meanwhile is not replaced; the lines kept there so far are.
  let kept = isEarlier;
  while (!state.complete) {
    for (const line of state.missing) writeNote(line);
    const added = await askSheetLines(session);
    if (added.length === 0) {
      if (await askYes(session, "stop")) return state;
      continue;
    }
    lines.push(...added);
    if (file !== undefined) {
      writeFiles(session, [{ path: file, bytes: encodeUtf8(lines.map((one) => `${one}\n`).join("")) }], {
        force: kept,
      });
      kept = true;
    }
    state = await typedState(session, reading, lines);
    for (const news of state.news.filter((one) => !told.has(one))) writeNote(news);
    for (const news of state.news) told.add(news);
  }
  return state;
}

/** A line that checks, or that the person keeps in doubt; several that were pasted at once; none for an empty answer. */
async function askSheetLines(session: Session): Promise<readonly string[]> {
  const { text } = await import("@clack/prompts");
  let doubted = "";
  const prompt = text({
    ...CONVERSATION,
    message: await typingQuestion(session, "line"),
    validate: (typed) => {
      const { lines } = separateLines(typed ?? "");
      const doubts = lines
        .map((line) => ({ line, check: checkLine(line) }))
        .filter(({ check }) => check.status !== "good");
      const [first] = doubts;
      if (first === undefined || (doubts.every(({ check }) => check.status === "offer") && lines.join() === doubted)) {
        return undefined;
      }
      const { check } = first;
      const which = lines.length > 1 && "label" in check ? `${check.label}: ` : "";
      if (check.status === "unreadable") return refusal(which + whyUnreadable(session, check));
      if (check.status !== "offer") return refusal(tell(session, "by-hand.no-line"));
      doubted = lines.join();
      const places = check.corrections.map((one) => which + tell(session, "by-hand.probably", { ...one }));
      return refusal([...places, tell(session, "by-hand.compare")].join("\n"));
    },
  });
  const { lines, tidied } = separateLines((await answered(prompt)) ?? "");
  for (const line of lines) {
    const check = checkLine(line);
    if (check.status !== "good" && check.status !== "offer") continue;
    writeNote(tell(session, check.status === "good" ? "by-hand.good" : "by-hand.offer-kept", { line: check.label }));
  }
  if (tidied.length > 0) writeNote(tell(session, "by-hand.tidied"));
  return lines;
}

function whyUnreadable(session: Session, check: Extract<LineCheck, { status: "unreadable" }>): string {
  if (check.reason === "check") return tell(session, "by-hand.unchecked");
  return check.reason === "group"
    ? tell(session, "by-hand.group", { group: check.group })
    : tell(session, "by-hand.length");
}
