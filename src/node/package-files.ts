import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

// The one place that knows where the files are that come with the program. They lie in the package's own folder, the
// same from `src/` and from `dist/`.
const PACKAGE = new URL("../../", import.meta.url);

/**
 * A file of the package.
 * @param path below the package's folder, with slashes
 */
export function packageFile(path: string): Promise<Uint8Array> {
  return readFile(new URL(path, PACKAGE));
}

/** The same, of a small text that nothing can go on without: one call is sooner than a queue's four. */
export function packageText(path: string): string {
  return readFileSync(new URL(path, PACKAGE), "utf8");
}

/** Names of the files in a folder of the package. */
export function packageNames(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, PACKAGE));
}

/** Where a file of the package is shown to be, for messages about it. */
export function packagePath(path: string): string {
  return fileURLToPath(new URL(path, PACKAGE));
}
