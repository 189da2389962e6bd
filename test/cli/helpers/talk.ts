import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { environment, PROGRAM } from "./run.js";

const TERMINAL = join(dirname(fileURLToPath(import.meta.url)), "terminal.py");
/** Keys as a terminal sends them. */
export const ENTER = "\r";
export const DOWN = "\u001b[B";
export const CANCEL = "\u0003";
export const ESCAPE = "\u001b";
export const CLEAR = "\u0015";
export const CTRL_R = "\u0012";
export const BACKSPACE = "\u007f";

/**
 * Talks with the program on a terminal.
 * @param conversation what to wait for, and what to type then
 * @param columns of the terminal: so many that nothing is broken, unless that is looked at
 * @returns all that was shown, and the exit status
 */
export function talk(
  cwd: string,
  conversation: readonly (readonly [string, string])[],
  args: readonly string[] = [],
  columns = 200,
) {
  const command = [TERMINAL, String(columns), JSON.stringify(conversation), process.execPath, PROGRAM, ...args];
  const { stdout } = spawnSync("python3", command, { cwd, env: environment({ TERM: "xterm" }), encoding: "utf8" });
  const [, shown = "", status = ""] = /^(.*)\nstatus (-?\d+)\n$/su.exec(stdout) ?? [];
  return { shown, status: Number(status) };
}
