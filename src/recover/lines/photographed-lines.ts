import type { Account } from "../../account/account.js";
import { encodeBase32 } from "../../account/base32.js";
import { parseOtpauth } from "../../account/otpauth-uri.js";
import { equalBytes } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import { LINE_KINDS, type Line, type LineKind, type LineReading } from "../../paper/line.js";
import { decodeHeading, decodeLines, type Heading } from "../../paper/lines.js";
import { decodeOpenLines } from "../../paper/open-lines.js";
import { type FoundLines, shareOf } from "../found-set.js";
import type { SourceReading } from "../source-reading.js";

/** Check lines that were read in one picture, column by column. Nothing of them is settled. */
export interface PictureLines {
  readonly source: string;
  /** Page of a PDF, from 1; 1 for a picture; nothing where it does not matter. */
  readonly page?: number;
  readonly columns: readonly (readonly LineReading[])[];
}

/** What lines of pictures give, by the picture that their heading stands in. */
interface PictureSheets {
  readonly accounts: readonly { readonly source: string; readonly account: Account }[];
  readonly lines: readonly FoundLines[];
  /** All pictures with lines of what came back. */
  readonly sources: ReadonlySet<string>;
  /** Their pages, each at least once. */
  readonly pages: readonly { readonly source: string; readonly page: number }[];
}

/** So many headings of one kind are tried: pictures show a few sheets, and chance some that are none. */
const MOST_HEADINGS = 24;

/** A line that says something, if only as an offer. */
type Readable = Exclude<LineReading, { status: "unreadable" }>;

/**
 * Puts lines of pictures together by their headings; lines without one may belong to any. What its hash does not
 * confirm, and a share that is none, is left out: lines of pictures are many readings, of which one is right or none.
 */
export async function gatherPictureLines(pictures: readonly PictureLines[]): Promise<PictureSheets> {
  const accounts: { source: string; account: Account }[] = [];
  const lines: FoundLines[] = [];
  const sources = new Set<string>();
  const pages: { source: string; page: number }[] = [];
  for (const kind of LINE_KINDS) {
    for (const { source, readings, own, rest } of payloadsOf(kind, pictures)) {
      try {
        let printed: readonly Line[];
        if (kind === "T") {
          const { uri, result } = await decodeOpenLines(readings);
          accounts.push({ source, account: parseOtpauth(uri).account });
          printed = result.printed;
        } else {
          ({ printed } = await decodeLines(readings, kind === "S" ? confirmShare : undefined));
          lines.push({ source, readings });
        }
        for (const column of [...own, ...rest.filter((column) => hasGiven(column, own, printed))]) {
          sources.add(column.source);
          if (column.page !== undefined) pages.push({ source: column.source, page: column.page });
        }
      } catch (error) {
        if (!(error instanceof EscrowError)) throw error;
      }
    }
  }
  return { accounts, lines, sources, pages };
}

/**
 * What a picture's codes gave, with what its lines add.
 * @param found of all pictures together
 * @returns nothing where no line of this one belongs to what came back
 */
export function withPictureLines(one: SourceReading, found: PictureSheets): SourceReading | undefined {
  const { source, pdf } = one;
  if (!found.sources.has(source)) return undefined;
  const origin = pdf ? ("pdf" as const) : ("picture" as const);
  const sheets = found.accounts
    .filter((sheet) => sheet.source === source)
    .map(({ account }) => ({ source, origin, account, codes: [], corrected: [], rebuilt: [], byLines: true }));
  return {
    ...one,
    sheets: [...one.sheets, ...sheets],
    // What of them was read before, and was not enough, is in what came back.
    lines: [
      ...one.lines.filter((lines) => !found.lines.some((whole) => headingKey(whole) === headingKey(lines))),
      ...found.lines.filter((lines) => lines.source === source),
    ],
    problems: one.problems.filter(({ code }) => code !== "sheet-no-code"),
  };
}

/** The set's roster settles a share later; one that is none is settled here. */
async function confirmShare(bytes: Uint8Array, { id, index }: Heading): Promise<boolean> {
  const share = shareOf(bytes);
  return share !== undefined && equalBytes(share.setId, id) && share.point.x === index;
}

/**
 * Whether a column without a heading belongs to what came back: it says nothing else, and something that those under
 * the heading do not. The first lines alone tell nothing: they are the same on many sheets.
 */
function hasGiven({ lines }: Column, own: readonly Column[], printed: readonly Line[]): boolean {
  const good = lines.filter(isGood);
  const known = new Set(own.flatMap((column) => column.lines.filter(isGood)).map(({ line }) => line.number));
  const agrees = ({ line }: Readable) => equalBytes(printed[line.number]?.bytes ?? new Uint8Array(), line.bytes);
  return good.every(agrees) && good.some(({ line }) => !known.has(line.number));
}

const isGood = ({ status }: Readable) => status === "good";

/** Lines of one kind that stand one below the other. */
interface Column {
  readonly source: string;
  readonly page: number | undefined;
  readonly lines: readonly Readable[];
  readonly headings: readonly Readable[];
}

/** Lines of one kind by heading: those of its columns, and of all columns that show none. */
function payloadsOf(kind: LineKind, pictures: readonly PictureLines[]) {
  const columns = pictures.flatMap(({ source, page, columns }) =>
    columns.map((column): Column => {
      const readings = column.filter((reading): reading is Readable => isOf(reading, kind));
      return {
        source,
        page,
        lines: readings.filter(({ line }) => line.number > 0),
        headings: readings.filter(isHeading),
      };
    }),
  );
  const all = columns.flatMap(({ source, headings }) => headings.map((heading) => ({ source, heading })));
  // What checks as it stands is tried before what must be corrected.
  const sorted = [...all.filter(({ heading }) => isGood(heading)), ...all];
  const distinct = new Map(sorted.toReversed().map((one) => [keyOf(one.heading), one]));
  return [...distinct.values()].slice(-MOST_HEADINGS).map(({ source, heading }) => {
    const own = columns.filter(({ headings }) => headings.some((one) => keyOf(one) === keyOf(heading)));
    const rest = columns.filter((column) => !own.includes(column) && !column.headings.some(isGood));
    const readings = [heading, ...[...own, ...rest].flatMap(({ lines }) => lines)];
    return { source, readings, own, rest };
  });
}

function headingKey({ readings }: FoundLines): string | undefined {
  const heading = readings.find(
    (reading): reading is Readable => reading.status !== "unreadable" && isHeading(reading),
  );
  return heading && `${heading.line.kind} ${keyOf(heading)}`;
}

const keyOf = ({ line }: Readable) => encodeBase32(line.bytes);

function isOf(reading: LineReading, kind: LineKind): boolean {
  return reading.status !== "unreadable" && reading.line.kind === kind;
}

/** Whether a line can be a heading: what chance makes of another line rarely has its form. */
function isHeading({ line }: Readable): boolean {
  if (line.number !== 0) return false;
  try {
    decodeHeading(line);
    return true;
  } catch (error) {
    if (error instanceof EscrowError) return false;
    throw error;
  }
}
