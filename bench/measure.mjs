// Measures processes: seconds, and the most memory that one of them held.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Runs a program to its end; anything but success ends the measurement. */
export function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${status}\n${stderr}`);
  return stdout;
}

/** Seconds that some work takes. */
export function seconds(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** The middle of some values. */
export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** Median seconds of pieces of work, run in turn, so that all meet the same machine, after one run each that does not count. */
export function compare(runs, ...works) {
  for (const work of works) work();
  const times = Array.from({ length: runs }, () => works.map(seconds));
  return works.map((_, i) => median(times.map((row) => row[i])));
}

/**
 * Runs a script of Node's, which reports its own peak when it ends.
 * @returns seconds, and megabytes
 */
export function runWithPeak(folder, args, options = {}) {
  const [peakFile, hook] = [join(folder, "peak.txt"), join(folder, "peak.mjs")];
  writeFileSync(
    hook,
    `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS)));\n`,
  );
  const time = seconds(() => run(process.execPath, ["--import", pathToFileURL(hook).href, ...args], options));
  return [time, (Number(readFileSync(peakFile, "utf8")) * 1024) / 1e6];
}
