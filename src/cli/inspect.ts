import { EscrowError } from "../error.js";
import type { ImportResult } from "../import/source.js";
import { say } from "../language.js";
import { accountJson, isCanonical, nameWords, settingWords } from "./account-words.js";
import { gatherFiles } from "./files.js";
import type { InspectedSheets } from "./inspect-sheets.js";
import { problemPlace } from "./problem.js";
import { type LocatedWarning, reportUnread, reportWarnings, type Unread, unreadJson, warningJson } from "./report.js";
import { type Session, tell } from "./session.js";
import { shown, writeJson, writeLine } from "./terminal.js";

/** What is in one file. */
interface Inspected {
  readonly source: string;
  readonly result: ImportResult;
  /** Whether it was typed from a sheet. */
  readonly typed: boolean;
}

/**
 * `inspect`: what is in sources or sheets, without their secrets.
 * @returns exit status: 1 when something could not be read
 */
export async function inspect(
  session: Session,
  args: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<number> {
  const { inputs, unread: unreadFiles } = await gatherFiles(args, tell(session, "stdin"));
  const unread: Unread[] = [...unreadFiles];
  const files: Inspected[] = [];
  const sheets: InspectedSheets[] = [];
  const [
    { readSource },
    { importContext },
    { nodePlatform },
    { typedSheet },
    { inspectSheets, sheetLines, sheetsJson },
  ] = await Promise.all([
    import("../import/registry.js"),
    import("../import/qr-context.js"),
    import("../node-platform.js"),
    import("./typed-sheet.js"),
    import("./inspect-sheets.js"),
  ]);
  for (const input of inputs) {
    try {
      const found = await inspectSheets(input);
      if (found) {
        sheets.push(found);
        unread.push(...found.unread);
        continue;
      }
      const typed = await typedSheet(input);
      unread.push(...(typed?.unread ?? []));
      const empty = typed !== undefined && typed.input.bytes.length === 0;
      if (empty) continue;
      const result = await readSource(typed?.input ?? input, importContext(nodePlatform));
      unread.push(...result.skipped);
      files.push({ source: input.name, result, typed: typed !== undefined });
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      unread.push({ source: input.name, place: problemPlace(error.data), code: error.code, data: error.data });
    }
  }
  const { missingParts } = await import("../import/migration-batch.js");
  const missing = missingParts(files.flatMap(({ result }) => result.batchParts));
  const warnings = files.flatMap(({ source, result }) => result.warnings.map((warning) => ({ ...warning, source })));
  if (json) writeJson(inspectionJson(session, files, sheets.flatMap(sheetsJson), missing, warnings, unread));
  else {
    for (const file of files) writeFile(session, file);
    for (const one of sheets) for (const line of sheetLines(session, one)) writeLine(line);
    for (const { size, parts } of missing)
      writeLine(tell(session, "inspect.missing", { size, parts: parts.join(", ") }));
  }
  reportWarnings(session, warnings);
  reportUnread(session, unread);
  return unread.length > 0 ? 1 : 0;
}

function formatName(session: Session, { result, typed }: Inspected): string {
  return typed ? tell(session, "inspect.typed-sheet") : say(session.language, `formats.${result.format}.name`);
}

function writeFile(session: Session, file: Inspected): void {
  const { accounts } = file.result;
  const values = { source: shown(file.source), format: formatName(session, file), accounts: accounts.length };
  writeLine(tell(session, "inspect.file", values));
  for (const account of accounts) {
    const key = tell(session, isCanonical(account) ? "inspect.canonical" : "inspect.not-canonical");
    writeLine(`  ${nameWords(session, account)}`);
    writeLine(`    ${settingWords(session, account)} · ${key}`);
  }
}

function inspectionJson(
  session: Session,
  files: readonly Inspected[],
  sets: readonly object[],
  missing: readonly { readonly size: number; readonly parts: readonly number[]; readonly sources: readonly string[] }[],
  warnings: readonly LocatedWarning[],
  unread: readonly Unread[],
): object {
  return {
    accounts: files.flatMap(({ source, result }) =>
      result.accounts.map((account) => ({ ...accountJson(account), canonical: isCanonical(account), source })),
    ),
    sources: files.map(({ source, result, typed }) => ({
      source,
      format: typed ? "typed-sheet" : result.format,
      accounts: result.accounts.length,
    })),
    sets,
    missing,
    warnings: warnings.map((warning) => warningJson(session, warning)),
    unread: unread.map((one) => unreadJson(session, one)),
  };
}
