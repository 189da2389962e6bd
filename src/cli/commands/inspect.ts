import { type RecoveryCodes, recoveryCodesApart } from "../../document/recovery-codes.js";
import type { Kept } from "../../import/joined-results.js";
import type { ImportResult } from "../../import/source.js";
import { say } from "../../language.js";
import type { PictureSort } from "../../read/pictures/picture-pages.js";
import type { PageState } from "../../recover/page-states.js";
import { type Problem, problemOf } from "../../recover/problem.js";
import { chooseAccounts, keepName } from "../input/choosing.js";
import { gatherFiles } from "../input/files.js";
import type { SourceOptions } from "../input/sources.js";
import { type Session, tell } from "../session.js";
import { shown, writeJson, writeLine } from "../terminal/terminal.js";
import { UsageError } from "../usage-error.js";
import { accountJson, isCanonical, nameWords, settingWords } from "../words/account-words.js";
import { pageLines, pagesJson } from "../words/page-words.js";
import { recoveryCountJson, recoveryCountWords, recoveryNameWords } from "../words/recovery-words.js";
import {
  keepReason,
  type LocatedWarning,
  reportUnread,
  reportWarnings,
  unreadJson,
  warningJson,
} from "../words/report.js";
import type { InspectedSheets } from "./inspect-sheets.js";

/** What is in one file. */
interface Inspected {
  readonly source: string;
  readonly result: ImportResult;
  /** What of it is kept, as no codes can be derived from it. */
  readonly keeps: readonly Kept[];
  /** Recovery codes of which no account is in the file. */
  readonly apart: readonly RecoveryCodes[];
  /** Whether it was typed from a sheet. */
  readonly typed: boolean;
  /** What it is, if it is a picture. */
  readonly picture: PictureSort | undefined;
}

/** Kinds of picture that are not written in capitals. */
const KIND_NAMES: Readonly<Record<string, string>> = { webp: "WebP" };

/** Options of `inspect`. */
interface InspectOptions extends Pick<SourceOptions, "only" | "pick" | "passwordFile"> {
  readonly json?: boolean;
}

/**
 * `inspect`: what is in sources or sheets, without their secrets.
 * @returns exit status: 1 when something could not be read
 */
export async function inspect(session: Session, args: readonly string[], options: InspectOptions): Promise<number> {
  const { json = false, passwordFile = [] } = options;
  if (args.includes("-") && passwordFile.includes("-")) throw new UsageError("stdin-twice");
  const { inputs, unread: unreadFiles } = await gatherFiles(args, tell(session, "stdin"));
  const unread: Problem[] = [...unreadFiles];
  const files: Inspected[] = [];
  const sheets: InspectedSheets[] = [];
  const said: LocatedWarning[] = [];
  const pages: PageState[] = [];
  const [
    { keptOf },
    { readSource },
    { sourceContext },
    { typedSheet },
    { inspectSheets, keeperSheetsJson, sheetLines, sheetsJson },
    { sortOfPicture },
    { boundedPlatform },
  ] = await Promise.all([
    import("../../import/joined-results.js"),
    import("../../import/registry.js"),
    import("../input/source-context.js"),
    import("../input/typed-sheet.js"),
    import("./inspect-sheets.js"),
    import("../../read/pictures/picture-pages.js"),
    import("../../node/platform.js"),
  ]);
  const texts = new Map<Uint8Array, readonly string[]>();
  const { context, end } = await sourceContext(session, inputs, texts, passwordFile);
  for (const input of inputs) {
    try {
      const found = await inspectSheets(session, input);
      if (found) {
        pages.push(...found.pages);
        unread.push(...found.unread);
        said.push(...found.warnings);
        if (found.texts) texts.set(input.bytes, found.texts);
        // Why it gives nothing is said already.
        if (found.unread.length > 0 && found.texts?.length === 0) continue;
      }
      if (found && found.sets.length + found.keepers.length > 0) {
        sheets.push(found);
        continue;
      }
      const typed = await typedSheet(input);
      unread.push(...(typed?.unread ?? []));
      said.push(...(typed?.warnings ?? []));
      const empty = typed !== undefined && typed.input.bytes.length === 0;
      if (empty) continue;
      const result = await readSource(typed?.input ?? input, context);
      unread.push(...result.skipped.filter(({ keep }) => keep === undefined));
      const picture = await sortOfPicture(input.bytes, boundedPlatform);
      const apart = recoveryCodesApart(result.recovery ?? [], result.accounts);
      files.push({ source: input.name, result, keeps: keptOf(result), apart, typed: typed !== undefined, picture });
    } catch (error) {
      unread.push(problemOf(input.name, error));
    }
  }
  end();
  const chosen = await choose(session, files, options);
  const { missingParts } = await import("../../import/apps/migration-batch.js");
  const missing = missingParts(files.flatMap(({ result }) => result.batchParts));
  const warnings = [
    ...said,
    ...files.flatMap(({ source, result }) => result.warnings.map((warning) => ({ ...warning, source }))),
  ];
  const found = { sets: sheets.flatMap(sheetsJson), keepers: sheets.flatMap(keeperSheetsJson) };
  if (json) writeJson(inspectionJson(session, chosen, found, pages, missing, warnings, unread));
  else {
    for (const file of chosen) writeFile(session, file);
    for (const one of sheets) for (const line of sheetLines(session, one)) writeLine(line);
    if (pages.length > 1) for (const line of pageLines(session, pages)) writeLine(line);
    for (const { size, parts } of missing)
      writeLine(tell(session, "inspect.missing", { size, parts: parts.join(", ") }));
  }
  reportWarnings(session, warnings);
  reportUnread(session, unread);
  return unread.length > 0 ? 1 : 0;
}

/** The files with those of their accounts and kept secrets that are wanted. */
async function choose(session: Session, files: readonly Inspected[], options: InspectOptions): Promise<Inspected[]> {
  if (files.length === 0) return [];
  const all = {
    accounts: files.flatMap(({ result }) => result.accounts),
    keeps: files.flatMap(({ keeps }) => keeps),
  };
  const chosen = await chooseAccounts(session, all, options);
  const [accounts, keeps] = [new Set(chosen.accounts), new Set(chosen.keeps)];
  return files.map((file) => ({
    ...file,
    result: { ...file.result, accounts: file.result.accounts.filter((account) => accounts.has(account)) },
    keeps: file.keeps.filter((keep) => keeps.has(keep)),
  }));
}

function formatName(session: Session, { result, typed, picture }: Inspected): string {
  if (typed) return tell(session, "inspect.typed-sheet");
  const format = say(session.language, `formats.${result.format}.name`);
  if (!picture) return format;
  const { kind, pages = 1, frames = 1 } = picture;
  const key = pages > 1 ? "picture-pages" : frames > 1 ? "picture-frames" : "picture";
  return tell(session, `inspect.${key}`, { format, kind: KIND_NAMES[kind] ?? kind.toUpperCase(), pages, frames });
}

function writeFile(session: Session, file: Inspected): void {
  const { accounts, recovery = [] } = file.result;
  const values = { source: shown(file.source), format: formatName(session, file), accounts: accounts.length };
  writeLine(tell(session, "inspect.file", values));
  for (const account of accounts) {
    const key = tell(session, isCanonical(account) ? "inspect.canonical" : "inspect.not-canonical");
    writeLine(`  ${nameWords(session, account)}`);
    writeLine(`    ${settingWords(session, account)} · ${key}`);
    for (const line of recoveryCountWords(session, recovery, account)) writeLine(`    ${line}`);
  }
  for (const kept of file.keeps) {
    writeLine(`  ${keepName(session, kept.keep.name)}`);
    writeLine(`    ${tell(session, "inspect.keep", { reason: keepReason(session, kept) })}`);
  }
  for (const { label, codes } of file.apart) {
    writeLine(`  ${recoveryNameWords(label)}`);
    writeLine(`    ${tell(session, "recovery-codes.count", { codes: codes.length })}`);
  }
}

function inspectionJson(
  session: Session,
  files: readonly Inspected[],
  found: { readonly sets: readonly object[]; readonly keepers: readonly object[] },
  pages: readonly PageState[],
  missing: readonly { readonly size: number; readonly parts: readonly number[]; readonly sources: readonly string[] }[],
  warnings: readonly LocatedWarning[],
  unread: readonly Problem[],
): object {
  return {
    accounts: files.flatMap(({ source, result }) =>
      result.accounts.map((account) => ({
        ...accountJson(account),
        ...recoveryCountJson(result.recovery ?? [], account),
        canonical: isCanonical(account),
        source,
      })),
    ),
    keeps: files.flatMap(({ keeps }) => keeps.map((one) => unreadJson(session, one))),
    sources: files.map(({ source, result, typed, picture }) => ({
      source,
      format: typed ? "typed-sheet" : result.format,
      ...(picture ? { picture } : {}),
      accounts: result.accounts.length,
    })),
    ...found,
    pages: pagesJson(pages),
    missing,
    warnings: warnings.map((warning) => warningJson(session, warning)),
    unread: unread.map((one) => unreadJson(session, one)),
  };
}
