import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { EscrowError } from "../error.js";
import { writeBytes } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** Where a result goes. */
export type Target =
  | { readonly kind: "stdout" }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string; readonly isNew: boolean };

/** A file of a result. */
export interface OutputFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** How files are written. */
export interface WriteOptions {
  /** Whether files that are there may be replaced. */
  readonly force?: boolean;
  /** Permissions of the files. */
  readonly mode?: number;
}

/** Only the owner reads and writes. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

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
  if (!statOf(folder)?.isDirectory()) throw new EscrowError("output-folder-missing", { folder, file: output });
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
 * Refuses what is there already, before any work is done.
 * @throws EscrowError `output-exists`, `output-special`
 */
export function checkFree(path: string, force: boolean): void {
  const found = statOf(path);
  if (found === undefined) return;
  if (found.isDirectory()) throw new EscrowError("output-is-folder", { file: path });
  if (!found.isFile()) throw new EscrowError("output-special", { file: path });
  if (!force) throw new EscrowError("output-exists", { file: path });
}

/**
 * Writes files whole or not at all: each stands beside its place under another name until all are on the disk. What
 * fails, or is interrupted, leaves nothing behind.
 * @throws EscrowError `output-exists`, `output-unwritable`
 */
export function writeFiles(
  files: readonly OutputFile[],
  { force = false, mode = PRIVATE_FILE }: WriteOptions = {},
): void {
  const made = new Set<string>();
  // A signal would end the process between two files: with a listener it waits, and then comes too late.
  const wait = () => {};
  for (const signal of SIGNALS) process.on(signal, wait);
  try {
    const staged = files.map(({ path, bytes }) => ({ path, temporary: stage(path, bytes, mode, made) }));
    for (const { path, temporary } of staged) settle(temporary, path, force, made);
  } catch (error) {
    for (const path of made) rmSync(path, { force: true });
    throw error;
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, wait);
  }
}

/** Writes files into a folder, made when it is not there; a folder that was made goes again when they fail. */
export function writeFolder(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  options: WriteOptions = {},
): void {
  const isNew = statOf(folder) === undefined;
  if (isNew) attempt(folder, () => mkdirSync(folder, { mode: PRIVATE_FOLDER }));
  try {
    writeFiles(
      files.map(({ name, bytes }) => ({ path: join(folder, name), bytes })),
      options,
    );
  } catch (error) {
    if (isNew) rmdirSync(folder);
    throw error;
  }
}

/** Writes a result that is one file. */
export async function writeOne(target: Exclude<Target, { kind: "folder" }>, bytes: Uint8Array, options: WriteOptions) {
  if (target.kind === "stdout") await writeBytes(bytes);
  else writeFiles([{ path: target.path, bytes }], options);
}

/** Writes a file beside its place, and waits until it is on the disk. */
function stage(path: string, bytes: Uint8Array, mode: number, made: Set<string>): string {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
  attempt(path, () => {
    const file = openSync(temporary, "wx", mode);
    made.add(temporary);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
  return temporary;
}

/** Puts a staged file in its place. */
function settle(temporary: string, path: string, force: boolean, made: Set<string>): void {
  attempt(path, () => {
    if (!force && link(temporary, path)) rmSync(temporary);
    else {
      if (!force) closeSync(openSync(path, "wx", PRIVATE_FILE));
      made.add(path);
      renameSync(temporary, path);
    }
    made.delete(temporary);
    made.add(path);
  });
}

/**
 * Gives a file a second name, which fails where there is one: renaming alone would replace what came there meanwhile.
 * @returns `false` where the file system has no links, as FAT and some network drives
 */
function link(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    return false;
  }
}

function attempt(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const reason = codeOf(error);
    if (reason === undefined) throw error;
    throw reason === "EEXIST"
      ? new EscrowError("output-exists", { file })
      : new EscrowError("output-unwritable", { file, reason });
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
