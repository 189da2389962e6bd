import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";

// The one place that knows where the files are that come with the program: scripts/exe-files.mjs stands in for it in
// executables. They lie in the package's own folder, the same from `src/` and from `dist/`.
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

/**
 * Starts a thread of the program.
 * @param name of its file in this folder
 */
export function startWorker(name: string, options: WorkerOptions): Worker {
  return new Worker(new URL(`./${name}.js`, import.meta.url), options);
}

/** Finds what is installed beside the program, and loads it. */
export function requireBeside(): NodeJS.Require {
  return createRequire(import.meta.url);
}
