import { createReadStream, existsSync, type Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { EscrowError } from "../../error.js";
import type { SourceInput } from "../../import/source.js";
import type { Problem } from "../../recover/problem.js";
import { UsageError } from "../usage-error.js";
import { isPattern, patternExpression } from "./pattern.js";
import { pipeChunks } from "./pipe.js";
import { looksLikeFileName, looksLikeGroups } from "./secret-argument.js";

/** Largest file that is read: a thousand scanned pages. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** Room that a stream of unknown length is given first, in bytes: one chunk. */
const FIRST_BYTES = 64 * 1024;

/** Files that systems leave in folders by themselves; those that begin with a dot are passed over too. */
const SYSTEM_FILES = new Set(["thumbs.db", "desktop.ini"]);

const windows = process.platform === "win32";

/** Bytes of all files that arguments name, and those that could not be read. */
export interface GatheredFiles {
  readonly inputs: readonly SourceInput[];
  readonly unread: readonly Problem[];
}

/**
 * Reads what arguments name: files, folders (the files in them by name, not those in folders further down), patterns,
 * and `-` for standard input.
 * @param stdinName what messages call standard input
 * @throws UsageError `argument-secret`, `stdin-terminal`
 */
export async function gatherFiles(args: readonly string[], stdinName: string): Promise<GatheredFiles> {
  const paths: string[] = [];
  const unread: Problem[] = [];
  const groups = args.filter((argument) => !existsSync(argument));
  if (looksLikeGroups(groups)) throw new UsageError("argument-secret");
  for (const argument of args) {
    if (argument === "-") paths.push(argument);
    else await expand(argument, paths, unread);
  }
  const inputs: SourceInput[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const key = path === "-" ? "-" : resolve(path);
    if (seen.has(key)) continue;
    seen.add(key);
    const name = path === "-" ? stdinName : path;
    await attempt(name, unread, async () => {
      inputs.push({ name, bytes: await (path === "-" ? readStdin() : readBytes(path)) });
    });
  }
  return { inputs, unread };
}

/**
 * Bytes of one file; a pipe's too.
 * @throws EscrowError `file-missing`, `file-unreadable`, `file-too-large`, `pipe-silent`
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    return await (found.isFIFO() ? collect(pipeChunks(path)) : collect(createReadStream(path), found.size));
  } catch (error) {
    throw asFileError(error);
  }
}

async function expand(argument: string, paths: string[], unread: Problem[]): Promise<void> {
  const found = await statOf(argument);
  if (found === undefined) {
    if (!looksLikeFileName(argument)) throw new UsageError("argument-secret");
    if (isPattern(argument)) await attempt(argument, unread, async () => void paths.push(...(await match(argument))));
    else paths.push(argument); // Reading it tells why it is not there.
    return;
  }
  if (!found.isDirectory()) {
    paths.push(argument);
    return;
  }
  await attempt(argument, unread, async () => {
    const files = await filesIn(argument);
    if (files.length === 0) throw new EscrowError("folder-empty");
    paths.push(...files);
  });
}

async function attempt(source: string, unread: Problem[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code, data } = asFileError(error);
    if (error instanceof UsageError) throw error;
    unread.push({ source, place: {}, code, data });
  }
}

function asFileError(error: unknown): EscrowError {
  if (error instanceof EscrowError) return error;
  const reason = error instanceof Error && "code" in error ? String(error.code) : "";
  if (reason === "") throw error;
  return reason === "ENOENT" ? new EscrowError("file-missing") : new EscrowError("file-unreadable", { reason });
}

function statOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}

async function filesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter(
    (name) => !name.startsWith(".") && !SYSTEM_FILES.has(name.toLowerCase()),
  );
  const paths = names.sort(byName).map((name) => join(folder, name));
  const kinds = await Promise.all(paths.map(statOf));
  return withoutPages(paths.filter((_, i) => kinds[i]?.isFile() === true));
}

/** What the head of every recovery page holds: `split` puts one beside the sheets, and it is none of them. */
const PAGE_MARK = '<meta name="generator" content="paper-escrow ';
const PAGE_HEAD_BYTES = 4096;

async function withoutPages(paths: readonly string[]): Promise<string[]> {
  const isPage = await Promise.all(paths.map(async (path) => /\.html?$/iu.test(path) && (await holdsPage(path))));
  return paths.filter((_, i) => !isPage[i]);
}

async function holdsPage(path: string): Promise<boolean> {
  try {
    const head = await collect(createReadStream(path, { end: PAGE_HEAD_BYTES - 1 }));
    return Buffer.from(head).toString("latin1").includes(PAGE_MARK);
  } catch {
    return false; // Reading it again tells why it cannot be read.
  }
}

/** Files that a pattern stands for, in order. A pattern may stand in any part of a path. */
async function match(pattern: string): Promise<string[]> {
  const parts = pattern.split(windows ? /[\\/]/u : /\//u);
  let found = [""];
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    const next: string[] = [];
    for (const base of found) {
      if (!isPattern(part)) next.push(`${base}${part}${last ? "" : "/"}`);
      else for (const name of await namesLike(part, base)) next.push(`${base}${name}${last ? "" : "/"}`);
    }
    found = next;
  }
  const kinds = await Promise.all(found.map(statOf));
  // As of a folder: a pipe or a device that it happens to hold may never end.
  const files = await withoutPages(found.filter((_, i) => kinds[i]?.isFile() === true));
  if (files.length === 0) throw new EscrowError("pattern-no-match");
  return files;
}

async function namesLike(part: string, base: string): Promise<string[]> {
  const expression = patternExpression(part, windows);
  const names = await readdir(base === "" ? "." : base).catch(() => []);
  return names.filter((name) => expression.test(name) && (part.startsWith(".") || !name.startsWith("."))).sort(byName);
}

/** By number where names hold one, `page-9` before `page-10`, and the same in every locale. */
function byName(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : 1);
}

async function readStdin(): Promise<Uint8Array> {
  // Typed there, a secret would stand on the screen.
  if (process.stdin.isTTY) throw new UsageError("stdin-terminal");
  return collect(process.stdin);
}

/**
 * Bytes of a stream in one array: a large scan is not held twice.
 * @param expected how many are to be expected; more may come
 */
async function collect(stream: AsyncIterable<Uint8Array>, expected = FIRST_BYTES): Promise<Uint8Array> {
  let bytes = new Uint8Array(Math.min(expected, MAX_FILE_BYTES));
  let length = 0;
  for await (const chunk of stream) {
    const end = length + chunk.length;
    if (end > MAX_FILE_BYTES) throw new EscrowError("file-too-large", { megabytes: MAX_FILE_BYTES / 2 ** 20 });
    if (end > bytes.length) {
      const room = new Uint8Array(Math.max(end, 2 * bytes.length));
      room.set(bytes.subarray(0, length));
      bytes = room;
    }
    bytes.set(chunk, length);
    length = end;
  }
  return length === bytes.length ? bytes : bytes.slice(0, length);
}
