import type { WriteStream } from "node:tty";
import { wrapColumns } from "./columns.js";

export { shown } from "../../showable.js";

/** Writes a line of a result to standard output, on a terminal broken between words. */
export function writeLine(line = ""): void {
  writeExactly(fitted(line, process.stdout));
}

/** Writes a line that another program may take, or somebody copies, to standard output as it is. */
export function writeExactly(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a line of what is no result to standard error, on a terminal broken between words. */
export function writeNote(line = ""): void {
  process.stderr.write(`${fitted(line, process.stderr)}\n`);
}

/** Writes a line that says what went well and what to do next: nothing where the session is quiet. */
export function writeNews({ quiet = false }: { readonly quiet?: boolean }, line = ""): void {
  if (!quiet) writeNote(line);
}

/** A terminal would break a line wherever its edge is. */
function fitted(line: string, { isTTY, columns }: WriteStream): string {
  return isTTY && columns > 0 ? wrapColumns(line, columns) : line;
}

/** Number of the form of all JSON: it goes up when a member is taken away or means something else. */
const JSON_SCHEMA = 1;

/**
 * Writes a result as JSON, with the number of its form before it. What a terminal would act on stands escaped, so that
 * nothing is lost.
 * @see schemas/, which describes each command's
 */
export function writeJson(value: object): void {
  const text = JSON.stringify({ schema: JSON_SCHEMA, ...value }, null, 2).replace(
    /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) =>
      [...Array(character.length).keys()]
        .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`)
        .join(""),
  );
  writeExactly(text);
}

/** Writes bytes to standard output, and waits until they are taken, or their reader has left. */
export function writeBytes(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error && !hasLeft(error) ? reject(error) : resolve()));
  });
}

/** Whether an error of an output says that its reader left before the end, as `head` does. */
export function hasLeft({ code }: NodeJS.ErrnoException): boolean {
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
}

/** Whether someone can be asked: both ends of the conversation are a terminal. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}
