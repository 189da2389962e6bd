import { parseKeepLine } from "../document/plaintext.js";
import { parseRecoveryText } from "../document/recovery-codes.js";
import { parseRecord } from "../paper/record.js";
import type { PrintedText } from "./lines/drawn-text.js";
import { type FoundText, readOpenCodes } from "./open-codes.js";
import type { Problem } from "./problem.js";
import type { FileOrigin, KeepReading, RecordReading, RecoveryReading, SourceReading } from "./source-reading.js";

/** What the codes of one source say: records of sets, kept secrets, and open sheets. */
export function sortCodes(
  source: string,
  origin: FileOrigin,
  found: readonly FoundText[],
  printed: PrintedText = { accounts: [], keys: [] },
): SourceReading {
  const { records, keeps, recovery, open, problems } = sortTexts({ source, origin }, found);
  const read = { source, keeps, ...(recovery.length > 0 ? { recovery } : {}), records, lines: [], pages: [] };
  if (open.length === 0 && printed.accounts.length === 0) return { ...read, sheets: [], problems };
  const sheets = readOpenCodes(source, origin, open, printed);
  return { ...read, sheets: sheets.sheets, problems: [...problems, ...sheets.problems] };
}

/** A source with a code of one of its pages that others have completed. */
export function withCode(one: SourceReading, code: FoundText): SourceReading {
  const pages = one.pages.map((facts) =>
    facts.page === code.page
      ? { ...facts, codes: [...facts.codes, code], unread: Math.max(facts.unread - 1, 0) }
      : facts,
  );
  const origin = one.pdf ? "pdf" : "picture";
  const more = sortCodes(one.source, origin, [code]);
  const all = sortCodes(
    one.source,
    origin,
    pages.flatMap((facts) => facts.codes),
  );
  return {
    ...one,
    ...(one.pdf ? { pdf: { ...one.pdf, codes: one.pdf.codes + 1 } } : {}),
    pages,
    sheets: more.sheets.length > 0 ? all.sheets : one.sheets,
    keeps: [...one.keeps, ...more.keeps],
    ...(more.recovery ? { recovery: [...(one.recovery ?? []), ...more.recovery] } : {}),
    records: [...one.records, ...more.records],
    problems: [...one.problems.filter((problem) => problem.code !== "sheet-no-code"), ...more.problems],
  };
}

/** QR texts by what they are: records of sets, kept secrets, recovery codes, or texts of open sheets. */
export function sortTexts(
  { source, origin }: Pick<KeepReading, "source" | "origin">,
  found: readonly FoundText[],
): {
  records: RecordReading[];
  keeps: KeepReading[];
  recovery: RecoveryReading[];
  open: FoundText[];
  problems: Problem[];
} {
  const records: RecordReading[] = [];
  const keeps: KeepReading[] = [];
  const recovery: RecoveryReading[] = [];
  const open: FoundText[] = [];
  const problems: Problem[] = [];
  for (const one of found) {
    const { page, text, usedCorrection } = one;
    const keep = parseKeepLine(text);
    if (keep !== undefined) {
      keeps.push({ source, origin, page, keep, usedCorrection });
      continue;
    }
    const lists = parseRecoveryText(text);
    if (lists !== undefined) {
      recovery.push(...lists.map((list) => ({ source, origin, page, recovery: list, usedCorrection })));
      continue;
    }
    const reading = parseRecord(text);
    if (reading.status === "record") records.push({ source, page, usedCorrection, record: reading.record });
    else if (reading.status === "foreign") open.push(one);
    else
      problems.push({ source, code: reading.status === "broken" ? "record-broken" : "record-version", data: { page } });
  }
  return { records, keeps, recovery, open, problems };
}
