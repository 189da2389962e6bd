import { EscrowError } from "../../error.js";
import type { SourceInput } from "../../import/source.js";
import { say } from "../../language.js";
import { fileKind } from "../../read/file-kind.js";
import type { Problem } from "../../recover/problem.js";
import type { Session } from "../session.js";

/** Lists of lines and bare keys: they are told as such by what was read of them. */
const LISTS: readonly string[] = ["key-uris", "pass-otp", "base32-key"];

/**
 * Problems of files that are no sheets, with exports of apps told as what they are.
 * @param inputs the files that were read
 */
export async function tellExports(
  session: Session,
  problems: readonly Problem[],
  inputs: readonly SourceInput[],
): Promise<Problem[]> {
  const told: Problem[] = [];
  for (const problem of problems) {
    const isNoSheet = problem.code === "sheet-unknown" || problem.code === "source-unproven";
    const input = isNoSheet ? inputs.find(({ name }) => name === problem.source) : undefined;
    const format = input && (await exportFormat(input));
    if (format === undefined) told.push(problem);
    else {
      const name = say(session.language, `formats.${format}.name`);
      told.push({ source: problem.source, code: "sheet-is-export", data: { format: name } });
    }
  }
  return told;
}

/** Which app's export a file is; nothing where it is none, or has no mark of its own. */
async function exportFormat(input: SourceInput): Promise<string | undefined> {
  const { identifySource } = await import("../../import/registry.js");
  try {
    const format = fileKind(input.bytes) === undefined ? identifySource(input) : undefined;
    if (format === undefined || LISTS.includes(format)) return undefined;
    // An encrypted backup of andOTP looks like any other file of random bytes.
    return format === "andotp" && isRandom(input) ? undefined : format;
  } catch (error) {
    if (error instanceof EscrowError) return undefined;
    throw error;
  }
}

function isRandom({ bytes }: SourceInput): boolean {
  return !new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().startsWith("[");
}
