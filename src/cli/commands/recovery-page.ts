import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadRecoveryPage, type PageFile } from "../../node/resources.js";
import { checkFree, parseTarget, writeFolder, writeOne } from "../output/output.js";
import { type Session, tell, tellAll } from "../session.js";
import { shown, writeNews } from "../terminal/terminal.js";
import { UsageError } from "../usage-error.js";

/** Options of `recovery-page` and `page`. */
export interface RecoveryPageOptions {
  readonly output?: string;
  readonly force?: boolean;
}

/** Name of the page in a folder: sheets call it so. */
export const PAGE_FILE = "recover.html";

/** The recovery page that goes with a sheet, and whether it is to be written. */
export interface PageBeside extends PageFile {
  /** `same`: it is there already; `other`: something else of its name is there, and stays. */
  readonly state: "new" | "same" | "other";
}

/**
 * The recovery page for a folder that gets a sheet. What stands there under its name is replaced only where that is
 * wanted.
 * @throws EscrowError `output-link`, `output-special`, `output-is-folder` for what cannot be replaced
 */
export async function pageBeside(session: Session, folder: string, force: boolean): Promise<PageBeside> {
  const page = await loadRecoveryPage();
  const path = join(folder, PAGE_FILE);
  if (!isThere(path)) return { ...page, state: "new" };
  if (isSame(path, page.bytes)) return { ...page, state: "same" };
  if (force) checkFree(session, path, force);
  return { ...page, state: force ? "new" : "other" };
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isSame(path: string, bytes: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
}

/** The page is no secret: it gets the permissions that files get, and a web server may hand it out. */
const USUAL_FILE = 0o666;

/** `recovery-page`: writes the page with which sheets are opened in a browser. */
export function recoveryPage(session: Session, options: RecoveryPageOptions): Promise<number> {
  return writePage(session, PAGE_FILE, loadRecoveryPage, "recovery-page.written", options);
}

/**
 * Writes a page for browsers.
 * @param name of its file in a folder
 * @param said key of what is told then
 */
export async function writePage(
  session: Session,
  name: string,
  load: () => Promise<PageFile>,
  said: string,
  { output, force = false }: RecoveryPageOptions,
): Promise<number> {
  if (output === undefined) throw new UsageError("output-needed");
  const target = parseTarget(output);
  const path = target.kind === "folder" ? join(target.path, name) : target.kind === "file" ? target.path : "";
  if (target.kind !== "stdout") checkFree(session, path, force);
  const { bytes, sha256 } = await load();
  const options = { force, mode: USUAL_FILE };
  if (target.kind === "folder") writeFolder(session, target.path, [{ name, bytes }], options);
  else await writeOne(session, target, bytes, options);
  const where = target.kind === "stdout" ? tell(session, "stdout") : shown(path);
  for (const line of tellAll(session, said, { where, version: session.version, sha256 })) {
    writeNews(session, line);
  }
  return 0;
}
