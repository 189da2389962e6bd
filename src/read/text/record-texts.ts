import { formatRecord, PAPER_FORMATS, parseRecord, type RecordKind } from "../../paper/record.js";
import type { TextLine } from "./text-lines.js";

/** Characters of a sheet's QR texts, by their prefix. @see FORMAT.md, "QR text" */
const LENGTHS = lengthsOf({ document: 135, share: 45, keeper: 20 });

function lengthsOf(bytes: Readonly<Record<RecordKind, number>>): ReadonlyMap<string, number> {
  const texts = PAPER_FORMATS.flatMap((format) =>
    (Object.keys(bytes) as RecordKind[]).map((kind) =>
      formatRecord({ kind, format, bytes: new Uint8Array(bytes[kind]) }),
    ),
  );
  return new Map(texts.map((text) => [text.slice(0, 4), text.length]));
}

/** Puts texts of codes together that a mail or a chat has broken over several lines. */
export function joinRecords(lines: readonly TextLine[]): TextLine[] {
  const joined: TextLine[] = [];
  for (const line of lines) {
    const before = joined.at(-1);
    const begun = before?.kind === "record" ? before.records.at(-1) : undefined;
    const more = line.kind === "bare" ? line.value.toUpperCase() : "";
    const whole = begun === undefined ? undefined : continued(begun, more);
    if (before?.kind === "record" && whole !== undefined) {
      joined[joined.length - 1] = { ...before, records: [...before.records.slice(0, -1), whole] };
    } else joined.push(line);
  }
  return joined;
}

/** A text with its next part, where it lacks characters and these may be they. */
function continued(begun: string, more: string): string | undefined {
  const length = LENGTHS.get(begun.slice(0, 4)) ?? 0;
  if (more === "" || !/^[A-Z2-7]+$/u.test(more) || begun.length + more.length > length) return undefined;
  const whole = begun + more;
  return whole.length < length || parseRecord(whole).status === "record" ? whole : undefined;
}
