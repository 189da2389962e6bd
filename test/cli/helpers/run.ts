import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { newFolder } from "../../helpers/folders.js";
import { runWarm } from "./warm-program.js";

/** The program as it is installed: `npm test` builds it first. */
export const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "bin", "paper-escrow.js");

/** A key that nothing else in the output could hold by chance. */
export const KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
/** A Key URI with it. */
export const KEY_URI = uriOf("Example Corp", "alice@example.com");

/** A Key URI with the key, or another one. */
export function uriOf(issuer: string, account: string, secret = KEY): string {
  const [i, a] = [encodeURIComponent(issuer), encodeURIComponent(account)];
  return `otpauth://totp/${i}:${a}?secret=${secret}&issuer=${i}`;
}

/** What a run of the program left. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as it is, for PDFs. */
  readonly bytes: Buffer;
}

/** How the program is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** A program that starts it, with its arguments. */
  readonly under?: readonly string[];
  /** In a process of its own: where what the process does is looked at. */
  readonly alone?: boolean;
}

/** The environment of a run: nothing of the machine's locale or settings. */
export function environment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { PATH = "", SystemRoot = "", TEMP = "" } = process.env;
  return { PATH, SystemRoot, TEMP, HOME: tmpdir(), LANG: "C.UTF-8", TZ: "UTC", ...extra };
}

/** Runs the built program to its end: in a thread that is warm, unless something is asked of its process. */
export function run(args: readonly string[], options: RunOptions = {}): Ran {
  const { cwd = process.cwd(), input = "", env = {}, under = [], alone = under.length > 0 } = options;
  if (alone || env.NODE_OPTIONS !== undefined) return runAlone(args, options);
  const { status, stdout, stderr } = runWarm(args, cwd, environment(env), input);
  const bytes = Buffer.from(stdout);
  return { status, stdout: bytes.toString(), stderr: Buffer.from(stderr).toString(), bytes };
}

function runAlone(args: readonly string[], { cwd, input = "", env = {}, under = [] }: RunOptions): Ran {
  const [command = "", ...rest] = [...under, process.execPath, PROGRAM, ...args];
  const { status, stdout, stderr, error } = spawnSync(command, rest, {
    input,
    env: environment(env),
    maxBuffer: 1 << 28,
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (error) throw error;
  return { status, stdout: stdout.toString(), stderr: stderr.toString(), bytes: stdout };
}

/** A new folder, removed after the tests of the file, with files in it. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = newFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Names of everything in a folder, hidden files too. */
export function namesIn(folder: string): string[] {
  return readdirSync(folder).sort();
}
