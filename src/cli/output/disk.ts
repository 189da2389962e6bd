import * as fs from "node:fs";

/** The calls by which output is written: all of them, so that a test can let each one fail. */
export type Disk = Pick<
  typeof fs,
  | "openSync"
  | "fstatSync"
  | "writeSync"
  | "fsyncSync"
  | "closeSync"
  | "renameSync"
  | "linkSync"
  | "unlinkSync"
  | "mkdirSync"
  | "rmdirSync"
  | "lstatSync"
  | "readdirSync"
>;

/** The disk of this machine. */
export const nodeDisk: Disk = fs;

/** Codes of a disk that cannot wait for its writes, or of a Node that may not ask it to: no fault of the file. */
const NO_SYNC = new Set([
  "EINVAL",
  "ENOSYS",
  "ENOTSUP",
  "EOPNOTSUPP",
  // Node under --permission.
  "ERR_ACCESS_DENIED",
]);

/** Codes of systems that do not open folders, as Windows does not. */
const NO_FOLDER_SYNC = new Set([...NO_SYNC, "EACCES", "EPERM", "EISDIR", "EBADF"]);

/** Waits until an open file is on the disk, where that can be waited for. */
export function syncFile(disk: Disk, file: number): void {
  tolerate(NO_SYNC, () => disk.fsyncSync(file));
}

/** Waits until the names in a folder are on the disk, where that can be waited for. */
export function syncFolder(disk: Disk, folder: string): void {
  tolerate(NO_FOLDER_SYNC, () => {
    const file = disk.openSync(folder, "r");
    try {
      disk.fsyncSync(file);
    } catch (error) {
      closeQuietly(disk, file);
      throw error;
    }
    disk.closeSync(file);
  });
}

/** What stands at a path, links not followed; nothing where nothing does. */
export function entryAt(disk: Disk, path: string): fs.Stats | undefined {
  try {
    return disk.lstatSync(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The system's code of an error, such as `EIO`; nothing for one that no call to the system gave. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** Closes a file after an error, which is the one to be told. */
export function closeQuietly(disk: Disk, file: number): void {
  try {
    disk.closeSync(file);
  } catch {}
}

function tolerate(codes: ReadonlySet<string>, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!codes.has(codeOf(error) ?? "")) throw error;
  }
}
