import { createHash, randomInt } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** The process that writes a file, as the file's hidden name tells it. */
export interface Writer {
  /** Where its number means something: this machine, and the container in it. */
  readonly host: string;
  readonly pid: number;
  /** When it began, in the system's own ticks; 0 where the system does not say. */
  readonly start: number;
}

/** What a hidden file is for: one that is not in its place yet, or one that was there before. */
export type HiddenUse = "new" | "old";

/** What a hidden name says. */
interface HiddenName {
  /** Name of the file whose place it is beside. */
  readonly name: string;
  readonly writer: Writer;
  readonly use: HiddenUse;
}

const HOST_CHARACTERS = 6;
const RANDOM_CHARACTERS = 4;
const HIDDEN =
  /^\.(?<name>.+)\.(?<pid>[0-9a-z]+)-(?<start>[0-9a-z]+)-(?<host>[0-9a-f]{6})-[0-9a-z]{4}\.(?<use>new|old)$/su;

/** This process. */
export function thisWriter(): Writer {
  return { host: thisHost(), pid: process.pid, start: startOf(process.pid) ?? 0 };
}

/** A name beside a file's place which no other has: `.sheet.pdf.3k9-1a2b3c-0f1e2d-x7q2.new`. */
export function formatHiddenName({ name, writer, use }: HiddenName): string {
  const random = randomInt(36 ** RANDOM_CHARACTERS)
    .toString(36)
    .padStart(RANDOM_CHARACTERS, "0");
  return `.${name}.${writer.pid.toString(36)}-${writer.start.toString(36)}-${writer.host}-${random}.${use}`;
}

/** What a hidden name says; nothing for a name that is none of ours. */
export function parseHiddenName(entry: string): HiddenName | undefined {
  const { name, pid, start, host, use } = HIDDEN.exec(entry)?.groups ?? {};
  if (!name || !pid || !start || !host || (use !== "new" && use !== "old")) return undefined;
  return { name, writer: { host, pid: Number.parseInt(pid, 36), start: Number.parseInt(start, 36) }, use };
}

/** Whether a writer of this host is gone: in doubt it is not. */
export function isGone({ host, pid, start }: Writer): boolean {
  if (host !== thisHost() || !isProcessNumber(pid)) return false;
  const now = startOf(pid);
  // It has ended, and only its parent has not noticed.
  if (now === 0) return true;
  // Another process may have its number by now.
  if (now !== undefined && start !== 0) return now !== start;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

function isProcessNumber(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && pid < 2 ** 31;
}

/**
 * When a process began, in ticks since the machine did; 0 for one that has ended, nothing where there is none of this
 * number, or no /proc.
 * @see proc_pid_stat(5), fields 3 and 22: the name before them may hold anything, and ends at the last bracket
 */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state = "", ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (/[ZX]/u.test(state)) return 0;
    const ticks = Number(fields[18]);
    return Number.isSafeInteger(ticks) && ticks > 0 ? ticks : undefined;
  } catch {
    return undefined;
  }
}

let host: string | undefined;

/** Of two containers on one machine each numbers its processes by itself. */
function thisHost(): string {
  host ??= createHash("sha256")
    .update([hostname(), textOf(() => readFileSync("/etc/machine-id", "utf8")), textOf(processNumbers)].join("\n"))
    .digest("hex")
    .slice(0, HOST_CHARACTERS);
  return host;
}

function processNumbers(): string {
  return readlinkSync("/proc/self/ns/pid");
}

function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
