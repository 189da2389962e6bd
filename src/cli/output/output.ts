import { lstatSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { EscrowError } from "../../error.js";
import type { Values } from "../../language.js";
import { looksLikeFileName } from "../input/secret-argument.js";
import { type Session, tell } from "../session.js";
import { shown, writeBytes, writeNote } from "../terminal/terminal.js";
import { UsageError } from "../usage-error.js";
import { nodeDisk } from "./disk.js";
import { changeFolder, checkReplaceable, type FileBytes, type NewFile } from "./folder-change.js";
import { clearStale } from "./stale-files.js";

/** Where a result goes. */
export type Target =
  | { readonly kind: "stdout" }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string; readonly isNew: boolean };

/** How files are written. */
export interface WriteOptions {
  /** Whether files that are there may be replaced. */
  readonly force?: boolean;
  /** Permissions of the files. */
  readonly mode?: number;
  /** Files of other folders that are written with these, or not at all. */
  readonly beside?: readonly NewFile[];
}

/** Only the owner reads and writes. */
const PRIVATE_FILE = 0o600;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const SEPARATOR_AT_END = process.platform === "win32" ? /[/\\]$/u : /\/$/u;

/**
 * What `-o` names: standard output, a folder (one that is there, or a path that ends in a separator), or a file.
 * @throws UsageError `output-terminal` when standard output is one; `argument-secret`
 * @throws EscrowError `output-folder-missing`
 */
export function parseTarget(output: string): Target {
  if (output === "-") {
    if (process.stdout.isTTY) throw new UsageError("output-terminal");
    return { kind: "stdout" };
  }
  // A key there would become the name of a file.
  if (/^[A-Z2-7]{16,}$/u.test(basename(output))) throw new UsageError("argument-secret");
  const found = statOf(output);
  if (found?.isDirectory()) return { kind: "folder", path: output, isNew: false };
  const folder = dirname(output);
  if (!statOf(folder)?.isDirectory()) {
    if (!looksLikeFileName(output)) throw new UsageError("argument-secret");
    throw new EscrowError("output-folder-missing", { folder, file: output });
  }
  return SEPARATOR_AT_END.test(output) ? { kind: "folder", path: output, isNew: true } : { kind: "file", path: output };
}

/**
 * A folder that `-o` names: one that is there, or a new one in one that is.
 * @throws UsageError `output-folder-needed` for standard output; `argument-secret`
 * @throws EscrowError `output-folder-missing`, `output-not-folder`
 */
export function parseFolder(output: string): string {
  if (output === "-") throw new UsageError("output-folder-needed");
  const target = parseTarget(output);
  if (target.kind === "file" && statOf(output) !== undefined) {
    throw new EscrowError("output-not-folder", { file: output });
  }
  return target.kind === "stdout" ? output : target.path;
}

/**
 * Refuses what is there already, before any work is done. Files of a killed run may be what stands there: what else it
 * left in the folder is then cleared away and named, since no file will be written that would do it.
 * @throws EscrowError `output-exists`, `output-link`, `output-special`, `output-is-folder`
 */
export function checkFree(session: Session, path: string, force: boolean): void {
  const found = statOf(path, lstatSync);
  if (found === undefined) return;
  // A link to a device is no less a device: standard output has such names.
  const end = found.isSymbolicLink() ? statOf(path) : undefined;
  try {
    checkReplaceable(path, end === undefined || end.isFile() ? found : end, force);
  } catch (error) {
    clearLeft(session, dirname(path));
    throw error;
  }
}

/**
 * Writes files, all of them or none: whichever call fails, the folder is as it was before. What a killed run had left
 * there is cleared away first, and named.
 * @throws EscrowError `output-exists`, `output-link`, `output-special`, `output-is-folder`, `output-unwritable`,
 *   `output-left`
 */
export function writeFiles(session: Session, files: readonly NewFile[], options: WriteOptions = {}): void {
  change(session, undefined, files, options);
}

/** Writes files into a folder, made when it is not there. */
export function writeFolder(
  session: Session,
  folder: string,
  files: readonly { readonly name: string; readonly bytes: FileBytes }[],
  options: WriteOptions = {},
): void {
  const isNew = statOf(folder) === undefined;
  const placed = files.map(({ name, bytes }) => ({ path: join(folder, name), bytes }));
  change(session, isNew ? folder : undefined, placed, options);
}

/** Writes a result that is one file. */
export async function writeOne(
  session: Session,
  target: Exclude<Target, { kind: "folder" }>,
  bytes: FileBytes,
  options: WriteOptions,
): Promise<void> {
  if (target.kind === "stdout") {
    for (const part of bytes instanceof Uint8Array ? [bytes] : bytes) await writeBytes(part);
    if (options.beside) writeFiles(session, options.beside);
  } else writeFiles(session, [{ path: target.path, bytes }], options);
}

function change(
  session: Session,
  folder: string | undefined,
  own: readonly NewFile[],
  { force = false, mode = PRIVATE_FILE, beside = [] }: WriteOptions,
): void {
  const files = [...own, ...beside];
  const disk = session.disk ?? nodeDisk;
  // A signal would end the process between two files: with a listener it waits, and then comes too late.
  const wait = () => {};
  for (const signal of SIGNALS) process.on(signal, wait);
  try {
    const parents = new Set([
      ...files.map(({ path }) => dirname(path)),
      ...(folder === undefined ? [] : [dirname(folder)]),
    ]);
    for (const parent of parents) {
      if (parent !== folder) clearLeft(session, parent);
    }
    const left = changeFolder(disk, files, { folder, force, mode });
    for (const file of left) warn(session, "output.old-left", { file: shown(file) });
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, wait);
  }
}

/** Clears away what killed runs left in a folder, and says so. */
function clearLeft(session: Session, folder: string): void {
  for (const { path, place, fate } of clearStale(session.disk ?? nodeDisk, folder, Date.now())) {
    warn(session, `output.stale-${fate}`, { file: shown(path), place: shown(place) });
  }
}

function warn(session: Session, key: string, values: Values): void {
  writeNote(`paper-escrow: ${tell(session, "warning")}: ${tell(session, key, values)}`);
}

function statOf(path: string, stat: (path: string) => Stats = statSync): Stats | undefined {
  try {
    return stat(path);
  } catch {
    return undefined;
  }
}
