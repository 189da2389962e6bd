import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { looksLikeFileName } from "../input/secret-argument.js";
import { type Session, tell } from "../session.js";
import { askLine, type LineOptions } from "./prompt.js";
import { askSeveral } from "./step-back.js";

/** Asks for a file or folder that is there. */
export function askFile(session: Session, key: string): Promise<string> {
  return askPath(session, key, { refuse: (path) => whyNotThere(session, path) });
}

/** Asks for files or folders that are there, one after the other, until nothing is typed. */
export function askFiles(session: Session, key: string, earlier: readonly string[] = []): Promise<string[]> {
  return askPaths(session, key, false, earlier);
}

/** Asks for files or folders that are there; none where nothing is typed. */
export function askFilesIfAny(session: Session, key: string): Promise<string[]> {
  return askPaths(session, key, true, []);
}

function askPaths(session: Session, key: string, noneWillDo: boolean, earlier: readonly string[]): Promise<string[]> {
  return askSeveral(async ({ length }, own) => {
    const optional = noneWillDo || length > 0;
    const refuse = (path: string) => whyNotThere(session, path);
    const path = await askPath(session, length === 0 ? key : "another", { refuse, optional, earlier: own });
    return path === "" ? undefined : path;
  }, earlier);
}

/** Asks where to write: nothing may be there. */
export function askNewPath(session: Session, key: string, suggestion: string): Promise<string> {
  const refuse = (path: string) => (existsSync(path) ? tell(session, "ask.there-already") : undefined);
  return askPath(session, key, { refuse, suggestion });
}

/** Asks for a whole number. @param initial what an empty answer stands for */
export async function askNumber(
  session: Session,
  key: string,
  { least, most, initial }: { readonly least: number; readonly most: number; readonly initial?: number | undefined },
): Promise<number> {
  const numberOf = (typed: string) => {
    // Japanese keyboards give full-width digits.
    const digits = typed.normalize("NFKC").trim();
    const number = /^\d{1,3}$/u.test(digits) ? Number(digits) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  };
  const answer = await askLine(session, key, {
    values: { least, most },
    refuse: (typed) => (numberOf(typed) === undefined ? tell(session, "ask.number", { least, most }) : undefined),
    ...(initial === undefined ? {} : { suggestion: String(initial) }),
  });
  return numberOf(answer) ?? least;
}

/** Asks who gets each of so many sheets, and how to reach them; none where the first is left empty. */
export function askHolders(session: Session, count: number, earlier: readonly string[] = []): Promise<string[]> {
  return askSeveral(
    async ({ length }, own) => {
      if (length === count) return undefined;
      const options = { values: { number: length + 1, count }, earlier: own };
      const holder = (await askLine(session, length === 0 ? "holder-first" : "holder", options)).trim();
      return length === 0 && holder === "" ? undefined : holder;
    },
    earlier.slice(0, count),
  );
}

async function askPath(
  session: Session,
  key: string,
  { refuse = () => undefined, optional = false, ...options }: LineOptions & { readonly optional?: boolean },
): Promise<string> {
  const answer = await askLine(session, key, {
    ...options,
    refuse: (typed) => {
      const path = plainPath(typed);
      if (path !== "") return refuse(path);
      return optional ? undefined : tell(session, "ask.something");
    },
  });
  return plainPath(answer);
}

function whyNotThere(session: Session, path: string): string | undefined {
  if (existsSync(path)) return undefined;
  return tell(session, looksLikeFileName(path) ? "ask.not-there" : "ask.looks-secret");
}

/** A path as a file manager drops it on a terminal, or as a shell would read it. */
function plainPath(typed: string): string {
  const trimmed = typed.trim();
  const bare = /^(["'])(.*)\1$/u.exec(trimmed)?.[2] ?? trimmed;
  const path = process.platform === "win32" || bare !== trimmed ? bare : bare.replace(/\\(.)/gu, "$1");
  return /^~[/\\]/u.test(path) ? join(homedir(), path.slice(2)) : path;
}
