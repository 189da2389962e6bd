import * as fs from "node:fs";
import { join } from "node:path";
import type { Disk } from "../../../src/cli/output/disk.js";

/** How a call fails: `before` it was carried out, or `after`, as network drives do. */
export type Way = "before" | "after";

/** A disk of which a call fails. */
export interface FaultyDisk {
  readonly disk: Disk;
  /** Names of the calls so far. */
  readonly calls: string[];
}

/**
 * This machine's disk, of which calls fail.
 * @param fails whether a call does, by its number from 0 and its name
 * @param code what the system says then
 */
export function faultyDisk(
  fails: (call: number, name: string) => boolean,
  way: Way = "before",
  code = "EIO",
): FaultyDisk {
  const calls: string[] = [];
  const disk = new Proxy(fs as Disk, {
    get: (target, name: keyof Disk) => {
      // biome-ignore lint/suspicious/noExplicitAny: every call goes through as it is
      const real = target[name] as (...args: any[]) => unknown;
      return (...args: unknown[]) => {
        const fail = fails(calls.length, name);
        calls.push(name);
        if (!fail) return real(...args);
        if (way === "after") real(...args);
        throw Object.assign(new Error(`${code}: ${name}`), { code });
      };
    },
  });
  return { disk, calls };
}

/** Everything in a folder, and in those within it: what it is, its permissions and its bytes. */
export function contentsOf(folder: string, inside = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of fs.readdirSync(join(folder, inside)).sort()) {
    const path = join(inside, name);
    const { mode } = fs.lstatSync(join(folder, path));
    if (fs.lstatSync(join(folder, path)).isDirectory()) {
      found[`${path}/`] = mode.toString(8);
      Object.assign(found, contentsOf(folder, path));
    } else found[path] = `${mode.toString(8)} ${fs.readFileSync(join(folder, path)).toString("base64")}`;
  }
  return found;
}
