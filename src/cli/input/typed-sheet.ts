import { formatOtpauth } from "../../account/otpauth-uri.js";
import { encodeUtf8 } from "../../bytes.js";
import { formatRecoveryCodes } from "../../document/recovery-codes.js";
import { EscrowError } from "../../error.js";
import { identifySource } from "../../import/registry.js";
import type { SourceInput } from "../../import/source.js";
import { inspectText } from "../../import/text.js";
import { nodePlatform } from "../../node/platform.js";
import { type TextLine, textLines } from "../../read/text/text-lines.js";
import type { Problem } from "../../recover/problem.js";
import type { LocatedWarning } from "../words/report.js";

/** Typed text as a source. */
interface TypedSheet {
  readonly input: SourceInput;
  readonly unread: readonly Problem[];
  readonly warnings: readonly LocatedWarning[];
}

/**
 * What someone typed from a sheet, as a source that holds its accounts.
 * @returns `undefined` when the input is something else
 */
export async function typedSheet(input: SourceInput): Promise<TypedSheet | undefined> {
  if (!isTyped(input)) return undefined;
  const { readSheets } = await import("../../recover/sheet-reading.js");
  const { sheets, recovery = [], problems, notes } = await readSheets([input], nodePlatform);
  if (sheets.length === 0 && problems.every(({ code }) => code === "sheet-unknown")) return undefined;
  if (sheets.length === 0 && (await holdsRecoveryCodes(input))) return undefined;
  const codes = recovery.flatMap(({ recovery: list }) => formatRecoveryCodes(list));
  const uris = [...sheets.map(({ account }) => formatOtpauth(account)), ...codes].map((line) => `${line}\n`).join("");
  return {
    input: { name: input.name, bytes: encodeUtf8(uris) },
    unread: problems,
    warnings: notes,
  };
}

/** Whether an input is a service's list of recovery codes: the sources say so. */
async function holdsRecoveryCodes(input: SourceInput): Promise<boolean> {
  const { isRecoveryList } = await import("../../import/recovery-list.js");
  return isRecoveryList(inspectText(input).text ?? "");
}

/** Whether an input is text with a line or a code of a sealed or share sheet in it. */
export function holdsSetLines(input: SourceInput): boolean {
  return linesIn(input).some((line) => {
    if (line.kind === "record") return true;
    if (line.kind !== "check") return false;
    const { reading } = line.line;
    return ["D", "S"].includes(reading.status === "unreadable" ? reading.kind : reading.line.kind);
  });
}

/** Kinds of source that are lists of lines: what else such a text holds is read by the kinds of its lines. */
const LISTS: readonly (string | undefined)[] = [undefined, "key-uris", "pass-otp", "base32-key"];
/** Lines that only this reads: those of sheets, and keys that a line names. */
const OWN: readonly TextLine["kind"][] = ["check", "record", "key", "option"];

/** Whether an input is text with lines of sheets or named keys in it, or text that no kind of source knows. */
function isTyped(input: SourceInput): boolean {
  const lines = linesIn(input);
  if (lines.length === 0) return false;
  try {
    const format = identifySource(input);
    const isOwn = LISTS.includes(format) && lines.some((line) => OWN.includes(line.kind) || isPrefixed(line));
    return isOwn || lines.some(({ kind }) => kind === "check" || kind === "record") || format === undefined;
  } catch {
    return false; // The sources say what is wrong with it.
  }
}

/** Whether a Key URI stands on a line with what a program for scanning wrote before it. */
function isPrefixed(line: TextLine): boolean {
  return line.kind === "uri" && /^[A-Za-z]{2,5}-[A-Za-z0-9]{1,5}:/u.test(line.text);
}

/** The lines of an input that is text, by their kinds. */
function linesIn(input: SourceInput): readonly TextLine[] {
  try {
    const { text } = inspectText(input);
    return text === undefined ? [] : textLines(text);
  } catch (error) {
    if (error instanceof EscrowError) return []; // The sources say what is wrong with it.
    throw error;
  }
}
