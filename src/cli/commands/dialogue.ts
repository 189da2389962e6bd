import { intro } from "@clack/prompts";
import { PAPER_NAMES, type PaperName } from "../../sheet/paper.js";
import { choosePaper } from "../locale.js";
import { type Session, tell } from "../session.js";
import { askFiles, askFilesIfAny, askHolders, askNewPath, askNumber } from "../terminal/dialogue-answers.js";
import { askLine, askYes, CONVERSATION, choose } from "../terminal/prompt.js";
import { askInOrder, orBack } from "../terminal/step-back.js";
import { SteppedBack } from "../usage-error.js";
import { codes } from "./codes.js";
import { askFrom, type Settled, settleSources } from "./dialogue-sources.js";

/** Suggested names of what is made. */
const SHEET_FILE = "recovery-sheet.pdf";
const SEALED_FILE = "sealed-sheet.pdf";
const SET_FOLDER = "recovery-set";

/** Everything that can be asked for, in the order in which it is offered. */
const TASKS = ["print", "seal", "split", "recover", "verify", "yearly", "anew", "codes", "demo"] as const;

type Task = (typeof TASKS)[number];

/**
 * What runs without a command on a terminal: asks what is wanted, and does it as the command would. Esc goes back to
 * the question before; what was typed to open a file or a set is not asked for again.
 * @returns exit status of what was done
 */
export async function dialogue(session: Session): Promise<number> {
  intro(tell(session, "ask.welcome"), CONVERSATION);
  const sitting = { ...session, typed: new Map<string, string>() };
  const { status } = await askInOrder<{ task: Task; status: number }>({
    task: (_, own) => choose(session, "task", TASKS, own),
    status: ({ task }) => doTask(sitting, task),
  });
  return status;
}

async function doTask(session: Session, task: Task): Promise<number> {
  const settle = (earlier: Settled | undefined) => settleSources(session, { earlier });
  if (task === "print" || task === "seal") return printSheet(session, task === "seal", settle);
  if (task === "split") return splitSheets(session, settle);
  if (task === "anew") return makeAnew(session);
  if (task === "recover") return recoverSheets(session);
  if (task === "verify" || task === "yearly") return verifySheets(session, task === "verify");
  if (task === "codes") return codes(session, await askFrom(session, false), {});
  const { demo } = await import("./demo.js");
  return demo(session, {});
}

/** Whose accounts they are and what the sheets are for; what was left empty is none. */
interface Words {
  owner?: string;
  title?: string;
}

/** What is asked for sheets of every kind, and the exit status of making them. */
interface Answers {
  sources: Settled;
  output: string;
  paper: PaperName;
  status: number;
}

/** Settles the sources; where that is asked again, it knows those of before. */
type Settle = (earlier: Settled | undefined) => Promise<Settled>;

async function printSheet(session: Session, seal: boolean, settle: Settle, anew = false): Promise<number> {
  const { print } = await import("./print.js");
  const { status } = await askInOrder<Answers & Words>({
    sources: (_, earlier) => settle(earlier),
    ...(seal ? askWords(session) : {}),
    output: (_, own = seal ? SEALED_FILE : SHEET_FILE) => askNewPath(session, "output", own),
    paper: (_, own) => askPaper(session, own),
    status: ({ sources, output, paper, ...words }) =>
      print(session, sources, {
        output,
        paper,
        askRecoveryCodes: true,
        ...(seal ? { seal, anew, ...wordsOf(words) } : {}),
      }),
  });
  return provePaper(session, status);
}

async function splitSheets(session: Session, settle: Settle, anew = false): Promise<number> {
  const [{ MAX_SHARES }, { split }] = await Promise.all([import("../../share/threshold.js"), import("./split.js")]);
  const { status } = await askInOrder<Answers & Words & { n: number; k: number; holder: string[] }>({
    sources: (_, earlier) => settle(earlier),
    ...askWords(session),
    n: (_, own) => askNumber(session, "shares", { least: 2, most: MAX_SHARES, initial: own }),
    k: ({ n }, own) =>
      askNumber(session, "threshold", { least: 2, most: n, initial: own && own <= n ? own : Math.floor(n / 2) + 1 }),
    holder: ({ n }, own) => askHolders(session, n, own),
    output: (_, own = SET_FOLDER) => askNewPath(session, "output-folder", own),
    paper: (_, own) => askPaper(session, own),
    status: ({ sources, n, k, holder, output, paper, ...words }) => {
      const options = {
        shares: `${k}-of-${n}`,
        ...wordsOf(words),
        holder,
        output,
        paper,
        askRecoveryCodes: true,
        anew,
      };
      return split(session, sources, options);
    },
  });
  return provePaper(session, status);
}

/** A set whose holder left, or of which a sheet is lost, is made anew from sheets that are there. */
async function makeAnew(session: Session): Promise<number> {
  const { status } = await askInOrder<{ sources: Settled; kind: "split" | "seal"; status: number }>({
    sources: async (_, earlier) =>
      settleSources(session, earlier ? { earlier } : { files: await askFiles(session, "sheets") }),
    kind: (_, own) => choose(session, "anew-kind", ["split", "seal"] as const, own),
    status: ({ sources, kind }) =>
      kind === "split"
        ? splitSheets(session, settled(sources), true)
        : printSheet(session, true, settled(sources), true),
  });
  return status;
}

/** Sources that are there already: back from what is asked after them is back to what was asked before. */
function settled(sources: Settled): Settle {
  return async (earlier) => {
    if (earlier) throw new SteppedBack();
    return sources;
  };
}

/**
 * Takes photos of the paper in the same sitting, until they prove it or somebody leaves it for later.
 * @param status exit status of what was made
 */
async function provePaper(session: Session, status: number): Promise<number> {
  if (status !== 0) return status;
  const { verify } = await import("./verify/verify.js");
  for (;;) {
    // What is made stays made: Esc leaves the proof for later, too.
    const photos = (await orBack(() => askFilesIfAny(session, "prove"))) ?? [];
    if (photos.length === 0 || (await verify(session, photos, {})) === 0) return 0;
  }
}

type AskWord = (before: unknown, own: string | undefined) => Promise<string>;

function askWords(session: Session): { owner: AskWord; title: AskWord } {
  const ask =
    (key: string): AskWord =>
    (_, earlier) =>
      askLine(session, key, { earlier });
  return { owner: ask("owner"), title: ask("title") };
}

function wordsOf({ owner = "", title = "" }: Words): Words {
  return { ...(owner.trim() === "" ? {} : { owner }), ...(title.trim() === "" ? {} : { title }) };
}

/** Sheets are added until all is open: nobody has to begin again because one was forgotten. */
async function recoverSheets(session: Session): Promise<number> {
  const { recover } = await import("./recover.js");
  const { status } = await askInOrder<{ way: "files" | "by-hand"; status: number }>({
    way: (_, own) => choose(session, "sheets-way", ["files", "by-hand"] as const, own),
    status: ({ way }) =>
      way === "by-hand"
        ? recover(session, [], { byHand: true })
        : afterFiles(session, "sheets", (paths) => recoverFrom(session, paths)),
  });
  return status;
}

async function recoverFrom(session: Session, paths: readonly string[]): Promise<number> {
  const { recover } = await import("./recover.js");
  const status = await recover(session, paths, {});
  const more = status === 0 ? undefined : await orBack(() => askMoreSheets(session));
  return more === undefined ? status : recoverFrom(session, [...paths, ...more]);
}

/** @returns nothing where there are none */
async function askMoreSheets(session: Session): Promise<string[] | undefined> {
  const { files } = await askInOrder<{ more: boolean; files: string[] | undefined }>({
    more: () => askYes(session, "more-sheets", {}, true),
    files: async ({ more }) => (more ? askFiles(session, "sheets") : undefined),
  });
  return files;
}

/** @param phone whether the code that a phone shows is asked for, too */
async function verifySheets(session: Session, phone: boolean): Promise<number> {
  const { verify } = await import("./verify/verify.js");
  return afterFiles(session, "sheet", async (paths) => {
    const code = phone ? await askLine(session, "code") : "";
    return verify(session, paths, code.trim() === "" ? {} : { code: code.trim() });
  });
}

/** Asks for files, and does something with them. */
async function afterFiles(
  session: Session,
  key: string,
  act: (paths: readonly string[]) => Promise<number>,
): Promise<number> {
  const { status } = await askInOrder<{ paths: string[]; status: number }>({
    paths: (_, own) => askFiles(session, key, own),
    status: ({ paths }) => act(paths),
  });
  return status;
}

function askPaper(session: Session, earlier = choosePaper()): Promise<PaperName> {
  return choose<PaperName>(session, "paper", PAPER_NAMES, earlier);
}
