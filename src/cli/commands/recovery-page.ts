import { join } from "node:path";
import { loadRecoveryPage } from "../../node/resources.js";
import { checkFree, parseTarget, writeFolder, writeOne } from "../output/output.js";
import { type Session, tell, tellAll } from "../session.js";
import { shown, writeNote } from "../terminal/terminal.js";
import { UsageError } from "../usage-error.js";

/** Options of `recovery-page`. */
export interface RecoveryPageOptions {
  readonly output?: string;
  readonly force?: boolean;
}

/** Name of the page in a folder: sheets call it so. */
export const PAGE_FILE = "recover.html";

/** The page is no secret: it gets the permissions that files get, and a web server may hand it out. */
const USUAL_FILE = 0o666;

/** `recovery-page`: writes the page with which sheets are opened in a browser. */
export async function recoveryPage(session: Session, { output, force = false }: RecoveryPageOptions): Promise<number> {
  if (output === undefined) throw new UsageError("output-needed");
  const target = parseTarget(output);
  const path = target.kind === "folder" ? join(target.path, PAGE_FILE) : target.kind === "file" ? target.path : "";
  if (target.kind !== "stdout") checkFree(path, force);
  const { bytes, sha256 } = await loadRecoveryPage();
  const options = { force, mode: USUAL_FILE };
  if (target.kind === "folder") writeFolder(session, target.path, [{ name: PAGE_FILE, bytes }], options);
  else await writeOne(session, target, bytes, options);
  const where = target.kind === "stdout" ? tell(session, "stdout") : shown(path);
  for (const line of tellAll(session, "recovery-page.written", { where, version: session.version, sha256 })) {
    writeNote(line);
  }
  return 0;
}
