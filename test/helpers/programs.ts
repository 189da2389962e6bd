import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const shared = join(root, "..", "shared");

/**
 * Tests that need other people's programs: skipped by name where one is missing, failed where `CI` is set.
 * @param programs names of executables on the `PATH`
 */
export function describeWith(programs: string | readonly string[], tests: () => void): void {
  const names = typeof programs === "string" ? [programs] : programs;
  const missing = names.filter((name) => !hasProgram(name));
  if (missing.length === 0) describe(`with ${names.join(", ")}`, tests);
  else if (process.env.CI) {
    it(`with ${names.join(", ")}`, () => {
      throw new Error(`not installed here: ${missing.join(", ")}`);
    });
  } else describe.skip(`with ${names.join(", ")} (not installed: ${missing.join(", ")})`, tests);
}

/**
 * Tests that read the sample collection beside the project: skipped by name where it is absent.
 * The block is not even entered then, so files may be opened anywhere in it.
 * @param path below the collection, such as `otp-samples/expected.json`
 * @param tests gets the absolute path
 */
export function withShared(path: string, tests: (absolute: string) => void): void {
  const absolute = join(shared, path);
  if (existsSync(absolute)) describe(`samples ${path}`, () => tests(absolute));
  else describe.skip(`samples ${path} (not here)`, () => it.skip("is absent"));
}

/** Whether an executable of that name is on the `PATH`. */
export function hasProgram(name: string): boolean {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  return (process.env.PATH ?? "")
    .split(delimiter)
    .some((folder) => folder !== "" && endings.some((ending) => existsSync(join(folder, name + ending))));
}

/**
 * Runs a program and returns its standard output.
 * @param input bytes or text for its standard input
 * @throws Error with its standard error when it does not end with status 0
 */
export function runProgram(name: string, args: readonly string[], input?: string | Uint8Array): Buffer {
  const { status, stdout, stderr, error } = spawnSync(name, args, {
    ...(input === undefined ? {} : { input }),
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.toString()}`);
  return stdout;
}
