import { formatOtpauth } from "../account/otpauth-uri.js";
import { encodeUtf8 } from "../bytes.js";
import { EscrowError } from "../error.js";
import { identifySource } from "../import/registry.js";
import type { SourceInput } from "../import/source.js";
import { inspectText } from "../import/text.js";
import { nodePlatform } from "../node-platform.js";
import { parseLine } from "../paper/line.js";
import { readSheets } from "../sheet-reading.js";
import { problemPlace } from "./problem.js";
import type { Unread } from "./unread.js";

/**
 * What someone typed from a sheet, as a source that holds its accounts.
 * @returns `undefined` when the input is something else
 */
export async function typedSheet(input: SourceInput): Promise<{ input: SourceInput; unread: Unread[] } | undefined> {
  if (!isTyped(input)) return undefined;
  const { sheets, problems } = await readSheets([input], nodePlatform);
  if (sheets.length === 0 && problems.every(({ code }) => code === "sheet-unknown")) return undefined;
  const uris = sheets.map(({ account }) => `${formatOtpauth(account)}\n`).join("");
  return {
    input: { name: input.name, bytes: encodeUtf8(uris) },
    unread: problems.map(({ source, code, data }) => ({ source, place: problemPlace(data), code, data })),
  };
}

/** Whether an input is text with a line of a sealed or share sheet in it. */
export function holdsSetLines(input: SourceInput): boolean {
  try {
    return inspectText(input).lines.some(({ text }) => {
      const reading = parseLine(text);
      const kind = reading?.status === "unreadable" ? reading.kind : reading?.line.kind;
      return kind === "D" || kind === "S";
    });
  } catch (error) {
    if (error instanceof EscrowError) return false; // The sources say what is wrong with it.
    throw error;
  }
}

/** Whether an input is text with check lines in it, or text that no kind of source knows. */
function isTyped(input: SourceInput): boolean {
  try {
    const { text, lines } = inspectText(input);
    if (text === undefined) return false;
    return lines.some(({ text: line }) => parseLine(line) !== undefined) || identifySource(input) === undefined;
  } catch {
    return false; // The sources say what is wrong with it.
  }
}
