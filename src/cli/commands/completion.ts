import type { Command } from "commander";
import { bashCompletion } from "../completion/bash.js";
import { fishCompletion } from "../completion/fish.js";
import { powershellCompletion } from "../completion/powershell.js";
import { type Offered, offeredBy } from "../completion/words.js";
import { zshCompletion } from "../completion/zsh.js";
import type { Shell } from "../options.js";
import { writeExactly } from "../terminal/terminal.js";

const SCRIPTS: Readonly<Record<Shell, (offered: Offered) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

/**
 * Writes what makes a shell complete our lines, out of the one description of commands.
 * @param program all commands with all their options
 */
export function completion(program: Command, shell: Shell): number {
  writeExactly(SCRIPTS[shell](offeredBy(program)).trimEnd());
  return 0;
}
