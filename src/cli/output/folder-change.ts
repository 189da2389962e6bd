import { basename, dirname, join } from "node:path";
import { EscrowError } from "../../error.js";
import { closeQuietly, codeOf, type Disk, entryAt, syncFile, syncFolder } from "./disk.js";
import { formatHiddenName, type HiddenUse, thisWriter } from "./writer.js";

// The rules of this file: until `commit`, each step can be undone, and notes what it is about to do before it does it;
// undoing looks at what is there, since a call that failed may have been carried out. Only what this run made is
// removed: its hidden names are no one else's, and a file in its place is known by its number on the disk.

/** What is written: a whole, or one in pieces. */
export type FileBytes = Uint8Array | readonly Uint8Array[];

/** A file to be written. */
export interface NewFile {
  readonly path: string;
  readonly bytes: FileBytes;
  /** Whether it replaces an ordinary file that is there, and its permissions: where they are not the other files'. */
  readonly force?: boolean;
  readonly mode?: number;
}

/** Permissions of an empty file that keeps a place, and of a folder that is made: their owner's alone. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** A file on its way. */
interface Way {
  readonly path: string;
  /** Whether it may replace an ordinary file. */
  readonly force: boolean;
  /** Hidden name of the new file, until it stands in its place. */
  readonly fresh: string;
  /** Hidden name of what stood there before, once it may have one. */
  aside?: string;
  /** The new file's number on the disk. */
  id?: string;
  /** Whether an empty file keeps the place. */
  placeholder?: boolean;
}

/** All that a run has done so far. */
interface Change {
  readonly disk: Disk;
  readonly ways: Way[];
  /** A folder that may have been made. */
  made?: string;
}

/**
 * Writes files, all of them or none. Whichever call fails, everything is as it was before.
 * @param folder one that is to be made first
 * @param force whether ordinary files that are there are replaced
 * @param mode permissions of the files
 * @returns hidden files that hold what was replaced and could not be removed: the new files stand nevertheless
 * @throws EscrowError `output-exists`, `output-link`, `output-special`, `output-is-folder`, `output-unwritable`; and
 *   `output-left` where clearing up failed as well
 */
export function changeFolder(
  disk: Disk,
  files: readonly NewFile[],
  { folder, force, mode }: { readonly folder?: string | undefined; readonly force: boolean; readonly mode: number },
): string[] {
  const change: Change = { disk, ways: [] };
  let at = folder ?? "";
  try {
    if (folder !== undefined) {
      change.made = folder;
      makeFolder(change, folder);
    }
    for (const file of files) {
      at = file.path;
      stage(change, { force, mode, ...file });
    }
    for (const way of change.ways) {
      at = way.path;
      settle(disk, way);
    }
    for (const parent of foldersOf(change)) syncFolder(disk, parent);
  } catch (error) {
    throw named(error, at, undo(change));
  }
  return commit(change);
}

function makeFolder(change: Change, folder: string): void {
  try {
    change.disk.mkdirSync(folder, { mode: PRIVATE_FOLDER });
  } catch (error) {
    // Someone else has just made it.
    if (codeOf(error) === "EEXIST") delete change.made;
    throw error;
  }
}

/** Writes a file beside its place, and waits until it is on the disk. */
function stage({ disk, ways }: Change, { path, bytes, force, mode }: Required<NewFile>): void {
  const way: Way = { path, force, fresh: besides(path, "new") };
  ways.push(way);
  const file = disk.openSync(way.fresh, "wx", mode);
  try {
    way.id = idOf(disk.fstatSync(file));
    for (const part of bytes instanceof Uint8Array ? [bytes] : bytes) {
      for (let at = 0; at < part.length; ) at += disk.writeSync(file, part, at);
    }
    syncFile(disk, file);
  } catch (error) {
    closeQuietly(disk, file);
    throw error;
  }
  disk.closeSync(file);
}

/** Puts a staged file in its place: over an ordinary file that may be replaced, or where nothing is. */
function settle(disk: Disk, way: Way): void {
  const { path, force, fresh } = way;
  const found = entryAt(disk, path);
  if (found === undefined) {
    settleNew(disk, way);
    return;
  }
  checkReplaceable(path, found, force);
  way.aside = besides(path, "old");
  // A second name keeps the old file, and its place is never empty.
  if (!linked(disk, path, way.aside)) disk.renameSync(path, way.aside);
  disk.renameSync(fresh, path);
}

/** Gives the file a second name, which fails where there is one: renaming would replace what came there meanwhile. */
function settleNew(disk: Disk, way: Way): void {
  const { path, fresh } = way;
  if (linked(disk, fresh, path)) disk.unlinkSync(fresh);
  else {
    keepPlace(disk, way);
    disk.renameSync(fresh, path);
  }
}

function keepPlace(disk: Disk, way: Way): void {
  way.placeholder = true;
  try {
    disk.closeSync(disk.openSync(way.path, "wx", PRIVATE_FILE));
  } catch (error) {
    // Someone else has just taken it.
    if (codeOf(error) === "EEXIST") way.placeholder = false;
    throw error;
  }
}

/**
 * Refuses to replace what is no ordinary file.
 * @throws EscrowError `output-exists`, `output-link`, `output-special`, `output-is-folder`
 */
export function checkReplaceable(
  file: string,
  found: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean },
  force: boolean,
): void {
  if (found.isSymbolicLink()) throw new EscrowError("output-link", { file });
  if (found.isDirectory()) throw new EscrowError("output-is-folder", { file });
  if (!found.isFile()) throw new EscrowError("output-special", { file });
  if (!force) throw new EscrowError("output-exists", { file });
}

/** @returns `false` where the file system has no links, as FAT and some network drives */
function linked(disk: Disk, from: string, to: string): boolean {
  try {
    disk.linkSync(from, to);
    return true;
  } catch (error) {
    // A network drive may have done what it says has failed.
    if (isOne(disk, from, to)) return true;
    if (codeOf(error) === "EEXIST") throw error;
    return false;
  }
}

/** Whether two names are surely of one file. */
function isOne(disk: Disk, from: string, to: string): boolean {
  try {
    return idOf(disk.lstatSync(from)) === idOf(disk.lstatSync(to));
  } catch {
    return false;
  }
}

/** From here on the new files count: what they replaced goes. */
function commit({ disk, ways }: Change): string[] {
  return ways.flatMap(({ aside }) => (aside === undefined || cleared(disk, aside) ? [] : [aside]));
}

/**
 * Puts everything back.
 * @returns paths of what could not be put back or removed
 */
function undo(change: Change): string[] {
  const { disk, ways, made } = change;
  const left = ways.toReversed().flatMap((way) => {
    const inPlace = attempt(() => undoPlace(disk, way));
    const paths = inPlace
      ? []
      : [way.path, ...(way.aside !== undefined && !isAbsent(disk, way.aside) ? [way.aside] : [])];
    return cleared(disk, way.fresh) ? paths : [...paths, way.fresh];
  });
  for (const parent of foldersOf(change)) attempt(() => syncFolder(disk, parent));
  if (made === undefined || attempt(() => removeFolder(disk, made))) return left;
  return [...left, made];
}

/** What stood in a place stands there again, or nothing does. */
function undoPlace(disk: Disk, { path, aside, id, placeholder = false }: Way): void {
  const there = entryAt(disk, path);
  const old = aside === undefined ? undefined : entryAt(disk, aside);
  if (aside !== undefined && old !== undefined) {
    // Of two names of one file renaming would keep both.
    if (there !== undefined && idOf(there) === idOf(old)) disk.unlinkSync(aside);
    else disk.renameSync(aside, path);
  } else if (there !== undefined && (idOf(there) === id || (placeholder && there.size === 0))) disk.unlinkSync(path);
}

function removeFolder(disk: Disk, folder: string): void {
  if (entryAt(disk, folder) !== undefined) disk.rmdirSync(folder);
}

/** Removes a hidden file of this run, if it is there. */
function cleared(disk: Disk, path: string): boolean {
  return attempt(() => {
    if (entryAt(disk, path) !== undefined) disk.unlinkSync(path);
  });
}

/** Whether nothing is surely there. */
function isAbsent(disk: Disk, path: string): boolean {
  try {
    return entryAt(disk, path) === undefined;
  } catch {
    return false;
  }
}

/** Folders whose names changed. */
function foldersOf({ ways, made }: Change): string[] {
  return [...new Set([...ways.map(({ path }) => dirname(path)), ...(made === undefined ? [] : [dirname(made)])])];
}

function besides(path: string, use: HiddenUse): string {
  return join(dirname(path), formatHiddenName({ name: basename(path), writer: thisWriter(), use }));
}

function idOf({ dev, ino }: { readonly dev: number; readonly ino: number }): string {
  return `${dev}:${ino}`;
}

/** Clearing up goes on where one step of it fails; once more, since what failed may have been a moment's fault. */
function attempt(work: () => void): boolean {
  for (const last of [false, true]) {
    try {
      work();
      return true;
    } catch {
      if (last) return false;
    }
  }
  return false;
}

/** What failed first, in our words, and with what clearing up left. */
function named(error: unknown, file: string, left: readonly string[]): unknown {
  const reason = error instanceof EscrowError ? error.code : codeOf(error);
  if (reason === undefined) return error;
  if (left.length > 0) return new EscrowError("output-left", { file, reason, left: left.join(", ") });
  if (error instanceof EscrowError) return error;
  if (reason === "EEXIST") return new EscrowError("output-exists", { file });
  return new EscrowError("output-unwritable", { file, reason });
}
