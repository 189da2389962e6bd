import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { looksLikeFileName } from "../input/secret-argument.js";
import { type Session, tell } from "../session.js";
import { askLine, type LineOptions } from "./prompt.js";

/** Asks for a file or folder that is there. */
export function askFile(session: Session, key: string): Promise<string> {
  return askPath(session, key, { refuse: (path) => whyNotThere(session, path) });
}

/** Asks for files or folders that are there, one after the other, until nothing is typed. */
export async function askFiles(session: Session, key: string): Promise<string[]> {
  return [await askFile(session, key), ...(await askFilesIfAny(session, "another"))];
}

/** Asks for files or folders that are there; none where nothing is typed. */
export async function askFilesIfAny(session: Session, key: string): Promise<string[]> {
  const paths: string[] = [];
  for (let next = key; ; next = "another") {
    const path = await askPath(session, next, { refuse: (one) => whyNotThere(session, one), optional: true });
    if (path === "") return paths;
    paths.push(path);
  }
}

/** Asks where to write: nothing may be there. */
export function askNewPath(session: Session, key: string, suggestion: string): Promise<string> {
  const refuse = (path: string) => (existsSync(path) ? tell(session, "ask.there-already") : undefined);
  return askPath(session, key, { refuse, suggestion });
}

/** Asks for a whole number. */
export async function askNumber(
  session: Session,
  key: string,
  { least, most, initial }: { readonly least: number; readonly most: number; readonly initial?: number },
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
export async function askHolders(session: Session, count: number): Promise<string[]> {
  const holders: string[] = [];
  for (let number = 1; number <= count; number++) {
    const key = number === 1 ? "holder-first" : "holder";
    const holder = (await askLine(session, key, { values: { number, count } })).trim();
    if (number === 1 && holder === "") return [];
    holders.push(holder);
  }
  return holders;
}

async function askPath(
  session: Session,
  key: string,
  { refuse = () => undefined, suggestion = "", optional = false }: LineOptions & { readonly optional?: boolean },
): Promise<string> {
  const answer = await askLine(session, key, {
    refuse: (typed) => {
      const path = plainPath(typed);
      if (path !== "") return refuse(path);
      return optional ? undefined : tell(session, "ask.something");
    },
    suggestion,
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
