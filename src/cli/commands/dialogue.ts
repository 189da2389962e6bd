import { intro } from "@clack/prompts";
import { PAPER_NAMES, type PaperName } from "../../sheet/paper.js";
import type { SourceArguments } from "../input/sources.js";
import { choosePaper } from "../locale.js";
import { type Session, tell } from "../session.js";
import { askFiles, askFilesIfAny, askHolders, askNewPath, askNumber } from "../terminal/dialogue-answers.js";
import { askLine, askYes, CONVERSATION, choose } from "../terminal/prompt.js";
import { codes } from "./codes.js";
import { askFrom, settleSources } from "./dialogue-sources.js";

/** Suggested names of what is made. */
const SHEET_FILE = "recovery-sheet.pdf";
const SEALED_FILE = "sealed-sheet.pdf";
const SET_FOLDER = "recovery-set";

/** Everything that can be asked for, in the order in which it is offered. */
const TASKS = ["print", "seal", "split", "recover", "verify", "yearly", "anew", "codes", "demo"] as const;

/**
 * What runs without a command on a terminal: asks what is wanted, and does it as the command would.
 * @returns exit status of what was done
 */
export async function dialogue(session: Session): Promise<number> {
  intro(tell(session, "ask.welcome"), CONVERSATION);
  const task = await choose(session, "task", TASKS);
  if (task === "print" || task === "seal") return printSheet(session, task === "seal", await settleSources(session));
  if (task === "split") return splitSheets(session, await settleSources(session));
  if (task === "anew") return makeAnew(session);
  if (task === "recover") return recoverSheets(session);
  if (task === "verify" || task === "yearly") return verifySheets(session, task === "verify");
  if (task === "codes") return codes(session, await askFrom(session, false), {});
  const { demo } = await import("./demo.js");
  return demo(session, {});
}

async function printSheet(session: Session, seal: boolean, sources: SourceArguments): Promise<number> {
  const words = seal ? await askWords(session) : {};
  const output = await askNewPath(session, "output", seal ? SEALED_FILE : SHEET_FILE);
  const paper = await askPaper(session);
  const { print } = await import("./print.js");
  const options = { output, paper, askRecoveryCodes: true, ...(seal ? { seal, ...words } : {}) };
  return provePaper(session, await print(session, sources, options));
}

async function splitSheets(session: Session, sources: SourceArguments): Promise<number> {
  const words = await askWords(session);
  const { MAX_SHARES } = await import("../../share/threshold.js");
  const n = await askNumber(session, "shares", { least: 2, most: MAX_SHARES });
  const k = await askNumber(session, "threshold", { least: 2, most: n, initial: Math.floor(n / 2) + 1 });
  const holder = await askHolders(session, n);
  const output = await askNewPath(session, "output-folder", SET_FOLDER);
  const paper = await askPaper(session);
  const { split } = await import("./split.js");
  const options = { shares: `${k}-of-${n}`, ...words, holder, output, paper, askRecoveryCodes: true };
  return provePaper(session, await split(session, sources, options));
}

/** A set whose holder left, or of which a sheet is lost, is made anew from sheets that are there. */
async function makeAnew(session: Session): Promise<number> {
  const sources = await settleSources(session, await askFiles(session, "sheets"));
  const kind = await choose(session, "anew-kind", ["split", "seal"] as const);
  return kind === "split" ? splitSheets(session, sources) : printSheet(session, true, sources);
}

/**
 * Takes photos of the paper in the same sitting, until they prove it or somebody leaves it for later.
 * @param status exit status of what was made
 */
async function provePaper(session: Session, status: number): Promise<number> {
  if (status !== 0) return status;
  const { verify } = await import("./verify/verify.js");
  for (;;) {
    const photos = await askFilesIfAny(session, "prove");
    if (photos.length === 0 || (await verify(session, photos, {})) === 0) return 0;
  }
}

/** Whose accounts they are and what the sheets are for, as options; what was left empty is none. */
async function askWords(session: Session): Promise<{ readonly owner?: string; readonly title?: string }> {
  const owner = await askLine(session, "owner");
  const title = await askLine(session, "title");
  return { ...(owner.trim() === "" ? {} : { owner }), ...(title.trim() === "" ? {} : { title }) };
}

/** Sheets are added until all is open: nobody has to begin again because one was forgotten. */
async function recoverSheets(session: Session): Promise<number> {
  const { recover } = await import("./recover.js");
  const way = await choose(session, "sheets-way", ["files", "by-hand"] as const);
  if (way === "by-hand") return recover(session, [], { byHand: true });
  const paths = await askFiles(session, "sheets");
  for (;;) {
    const status = await recover(session, paths, {});
    if (status === 0 || !(await askYes(session, "more-sheets"))) return status;
    paths.push(...(await askFiles(session, "sheets")));
  }
}

/** @param phone whether the code that a phone shows is asked for, too */
async function verifySheets(session: Session, phone: boolean): Promise<number> {
  const paths = await askFiles(session, "sheet");
  const code = phone ? await askLine(session, "code") : "";
  const { verify } = await import("./verify/verify.js");
  return verify(session, paths, code.trim() === "" ? {} : { code: code.trim() });
}

function askPaper(session: Session): Promise<PaperName> {
  return choose<PaperName>(session, "paper", PAPER_NAMES, choosePaper());
}
