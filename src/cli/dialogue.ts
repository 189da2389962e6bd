import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { intro, text } from "@clack/prompts";
import type { PaperName } from "../sheet/leaf.js";
import { codes } from "./codes.js";
import { choosePaper } from "./locale.js";
import { answered, CONVERSATION, choose } from "./prompt.js";
import { looksSecret } from "./secret-argument.js";
import { type Session, tell } from "./session.js";
import { askSource, type SourceArguments } from "./sources.js";

/** Suggested name of the file that is made. */
const SHEET_FILE = "recovery-sheet.pdf";

/**
 * What runs without a command on a terminal: asks what is wanted, and does it as the command would.
 * @returns exit status of what was done
 */
export async function dialogue(session: Session): Promise<number> {
  intro(tell(session, "ask.welcome"), CONVERSATION);
  const task = await choose(session, "task", ["print", "verify", "codes", "demo"] as const);
  if (task === "print") return printSheet(session);
  if (task === "verify") return verifySheet(session);
  if (task === "codes") return codes(session, await askFrom(session, false), {});
  const { demo } = await import("./demo.js");
  return demo(session, {});
}

async function printSheet(session: Session): Promise<number> {
  const sources = await askFrom(session, true);
  const output = await askPath(session, "output", SHEET_FILE, (path) =>
    existsSync(path) ? tell(session, "ask.there-already") : undefined,
  );
  const paper = await choose<PaperName>(session, "paper", ["a4", "letter"], choosePaper());
  const { print } = await import("./print.js");
  return print(session, sources, { output, paper });
}

async function verifySheet(session: Session): Promise<number> {
  const path = await askFile(session, "sheet");
  const code = answered(await text({ ...CONVERSATION, message: tell(session, "ask.code") }));
  const { verify } = await import("./verify.js");
  return verify(session, [path], (code ?? "").trim() === "" ? {} : { code: code.trim() });
}

/** A file, or what is typed without its being shown: asked at once, before anything that is shown can take it. */
async function askFrom(session: Session, named: boolean): Promise<SourceArguments> {
  const way = await choose(session, "source", ["file", "typed"] as const);
  return way === "file" ? [await askFile(session, "file")] : { typed: await askSource(session, named) };
}

function askFile(session: Session, key: string): Promise<string> {
  return askPath(session, key, undefined, (path) => {
    if (existsSync(path)) return undefined;
    return tell(session, looksSecret(path) ? "ask.looks-secret" : "ask.not-there");
  });
}

async function askPath(
  session: Session,
  key: string,
  initialValue: string | undefined,
  refuse: (path: string) => string | undefined,
): Promise<string> {
  const answer = await text({
    ...CONVERSATION,
    message: tell(session, `ask.${key}`),
    ...(initialValue === undefined ? {} : { initialValue }),
    validate: (value) => {
      const path = plainPath(value ?? "");
      return path === "" ? tell(session, "ask.something") : refuse(path);
    },
  });
  return plainPath(answered(answer));
}

/** A path as a file manager drops it on a terminal, or as a shell would read it. */
function plainPath(typed: string): string {
  const trimmed = typed.trim();
  const bare = /^(["'])(.*)\1$/u.exec(trimmed)?.[2] ?? trimmed;
  const path = process.platform === "win32" || bare !== trimmed ? bare : bare.replace(/\\(.)/gu, "$1");
  return /^~[/\\]/u.test(path) ? join(homedir(), path.slice(2)) : path;
}
