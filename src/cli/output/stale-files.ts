import { basename, join } from "node:path";
import { type Disk, entryAt } from "./disk.js";
import { isGone, parseHiddenName, thisWriter } from "./writer.js";

/** What was done with a hidden file that a killed run had left. */
type StaleFate =
  /** A file that never came to its place: removed. */
  | "removed"
  /** The earlier file, whose place was empty: it stands there again. */
  | "put-back"
  /** The earlier file, and another stands in its place: only a person knows which is wanted. */
  | "kept"
  /** It cannot be removed, or another machine's run left it. */
  | "left";

/** A hidden file that a killed run had left. */
interface Stale {
  /** Its path. */
  readonly path: string;
  /** Path of the file that it was to become, or was. */
  readonly place: string;
  readonly fate: StaleFate;
}

/** Age from which another machine's file is named: by then its run has ended. */
const FOREIGN_AGE_MS = 24 * 3600 * 1000;

/**
 * Clears away what killed runs left in a folder: ordinary files of this user, under names that only this program
 * gives, whose writer ran on this machine and is gone. Files of a living writer are not touched, and those of another
 * machine only named once they are a day old.
 * @param now milliseconds
 */
export function clearStale(disk: Disk, folder: string, now: number): Stale[] {
  return entriesOf(disk, folder).flatMap((entry) => {
    const hidden = parseHiddenName(entry);
    if (hidden === undefined) return [];
    const [path, place] = [join(folder, entry), join(folder, hidden.name)];
    try {
      const found = entryAt(disk, path);
      if (!found?.isFile() || (process.getuid && found.uid !== process.getuid())) return [];
      if (hidden.writer.host !== thisWriter().host) {
        return now - found.mtimeMs > FOREIGN_AGE_MS ? [{ path, place, fate: "left" as const }] : [];
      }
      if (!isGone(hidden.writer)) return [];
      return [{ path, place, fate: hidden.use === "new" ? removed(disk, path) : settled(disk, path, place) }];
    } catch {
      return [{ path, place, fate: "left" as const }];
    }
  });
}

function removed(disk: Disk, path: string): StaleFate {
  disk.unlinkSync(path);
  return "removed";
}

/** An earlier file goes back where its place is empty, and away where it stands there under its own name as well. */
function settled(disk: Disk, path: string, place: string): StaleFate {
  const [found, there] = [entryAt(disk, path), entryAt(disk, place)];
  if (there === undefined) {
    disk.renameSync(path, place);
    return "put-back";
  }
  if (there.ino !== found?.ino || there.dev !== found.dev) return "kept";
  return removed(disk, path);
}

/** A folder that may be written but not listed is no reason to write nothing. */
function entriesOf(disk: Disk, folder: string): string[] {
  try {
    return disk.readdirSync(folder).filter((entry) => basename(entry) === entry);
  } catch {
    return [];
  }
}
