import type { Account } from "./account/account.js";
import { encodeBase32 } from "./account/base32.js";
import { parseOtpauth } from "./account/otpauth-uri.js";
import { equalBytes } from "./bytes.js";
import { EscrowError } from "./error.js";
import type { FoundLines } from "./found-set.js";
import { LINE_KINDS, type LineKind, type LineReading } from "./paper/line.js";
import { decodeHeading, decodeLines } from "./paper/lines.js";
import { decodeOpenLines } from "./paper/open-lines.js";
import { decodeShare } from "./share/share.js";

/** Check lines that were read in one picture, column by column. Nothing of them is settled. */
export interface PictureLines {
  readonly source: string;
  readonly columns: readonly (readonly LineReading[])[];
}

/** What lines of pictures give, by the picture that their heading stands in. */
export interface PictureSheets {
  readonly accounts: readonly { readonly source: string; readonly account: Account }[];
  readonly lines: readonly FoundLines[];
  /** All pictures with lines of what came back. */
  readonly sources: ReadonlySet<string>;
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
  for (const kind of LINE_KINDS) {
    for (const { source, readings, all } of payloadsOf(kind, pictures)) {
      try {
        if (kind === "T") {
          const { uri } = await decodeOpenLines(readings);
          accounts.push({ source, account: parseOtpauth(uri).account });
        } else if (await isConfirmed(kind, readings)) lines.push({ source, readings });
        for (const one of all) sources.add(one);
      } catch (error) {
        if (!(error instanceof EscrowError)) throw error;
      }
    }
  }
  return { accounts, lines, sources };
}

/** @throws EscrowError where the lines give nothing */
async function isConfirmed(kind: LineKind, readings: readonly LineReading[]): Promise<boolean> {
  if (kind === "D") return (await decodeLines(readings)).payload.length > 0;
  // The set's roster settles it later; a share that is none is settled here.
  const { payload } = await decodeLines(readings, async (bytes, { id, index }) => {
    const share = shareOf(bytes);
    return share !== undefined && equalBytes(share.setId, id) && share.point.x === index;
  });
  return payload.length > 0;
}

function shareOf(bytes: Uint8Array) {
  try {
    return decodeShare(bytes);
  } catch (error) {
    if (error instanceof EscrowError) return undefined;
    throw error;
  }
}

/** Lines of one kind by heading: those of its columns, and of all columns that show none. */
function payloadsOf(kind: LineKind, pictures: readonly PictureLines[]): (FoundLines & { all: string[] })[] {
  const columns = pictures.flatMap(({ source, columns }) =>
    columns.map((column) => {
      const readings = column.filter((reading): reading is Readable => isOf(reading, kind));
      return { source, lines: readings.filter(({ line }) => line.number > 0), headings: readings.filter(isHeading) };
    }),
  );
  const all = columns.flatMap(({ source, headings }) => headings.map((heading) => ({ source, heading })));
  // What checks as it stands is tried before what must be corrected.
  const sorted = [...all.filter(({ heading }) => heading.status === "good"), ...all];
  const distinct = new Map(sorted.toReversed().map((one) => [keyOf(one.heading), one]));
  return [...distinct.values()].slice(-MOST_HEADINGS).map(({ source, heading }) => {
    const own = columns.filter(({ headings }) => headings.some((one) => keyOf(one) === keyOf(heading)));
    const rest = columns.filter(({ headings }) => !headings.some(({ status }) => status === "good"));
    const together = [...new Set([...own, ...rest])];
    const read = together.filter(({ lines }) => lines.some(({ status }) => status === "good"));
    const readings = [heading, ...together.flatMap(({ lines }) => lines)];
    return { source, readings, all: [source, ...read.map((column) => column.source)] };
  });
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
