import { encodeBase32 } from "./account/base32.js";
import { equalBytes } from "./bytes.js";
import { type Document, decodeDocument, openDocument } from "./document/document.js";
import type { Contents } from "./document/plaintext.js";
import { type ErrorCode, type ErrorData, EscrowError } from "./error.js";
import { assembleDocument, decodeFrame, type SheetFrame } from "./paper/frame.js";
import type { LineReading } from "./paper/line.js";
import { decodeHeading, decodeLines, type Heading } from "./paper/lines.js";
import type { QrRecord } from "./paper/record.js";
import { isInRoster } from "./share/roster.js";
import { combineSecret } from "./share/secret-sharing.js";
import { decodeShare, encodeShare, type Share } from "./share/share.js";

/** A record as it was read from a sheet. Untrusted. */
export interface FoundRecord {
  /** The sheet or file it stands on: its records stand or fall together. */
  readonly source: string;
  readonly record: QrRecord;
}

/** Typed lines of one payload, of kind `D` or `S`. Untrusted. */
export interface FoundLines {
  readonly source: string;
  readonly readings: readonly LineReading[];
}

/** What a share turned out to be beside its document. */
export type ShareStatus =
  /** In the roster of the document whose hash is the set id. */
  | "in-roster"
  /** Of this set by its id, and not one that the roster commits to: mistyped, altered or made up. */
  | "not-in-roster"
  /** The set's document is not complete yet. */
  | "not-checked";

/** One share with where it was seen. */
export interface FoundShare {
  readonly share: Share;
  readonly status: ShareStatus;
  readonly sources: readonly string[];
}

/** Something set aside, with why. */
export interface SetProblem {
  readonly source: string;
  readonly code: ErrorCode;
  readonly data: ErrorData;
}

/** Everything found of one set. */
export interface FoundSet {
  readonly setId: Uint8Array;
  /** All 16 characters, in groups of four: `K7QF-2M3X-…`. */
  readonly name: string;
  /** The document, its hash checked; nothing while too little of it is there. */
  readonly document?: Document;
  /** How many frames are there and needed, where the document is not. */
  readonly frames?: { readonly have: number; readonly need: number };
  /** Why there is no document although there is enough of it: contradictory frames, a document to be refused. */
  readonly fault?: Pick<SetProblem, "code" | "data">;
  readonly shares: readonly FoundShare[];
  /** k and n, from the roster or, before there is one, as the shares say. */
  readonly k?: number;
  readonly n?: number;
  /** Sheets with frames or lines that are not this document's, shares not in the roster, and the like. */
  readonly problems: readonly SetProblem[];
}

/** A set id as it is printed: groups of four. */
export function formatSetId(setId: Uint8Array): string {
  return encodeBase32(setId).match(/.{4}/gu)?.join("-") ?? "";
}

/**
 * Sorts what was read into sets and checks each as far as it goes: document hash = set id, then each share in the
 * document's roster. Records of any number of sets may be mixed, in any order, with duplicates.
 */
export async function findSets(
  records: readonly FoundRecord[],
  lines: readonly FoundLines[],
): Promise<{ sets: FoundSet[]; problems: SetProblem[] }> {
  const problems: SetProblem[] = [];
  const sets = new Map<string, Gathered>();
  const of = (setId: Uint8Array): Gathered => {
    const key = encodeBase32(setId);
    const set = sets.get(key) ?? { setId, frames: [], shares: [], documentLines: [], shareLines: [] };
    sets.set(key, set);
    return set;
  };
  for (const { source, record } of records) {
    attempt(source, problems, () => {
      if (record.kind === "document") {
        const frame = decodeFrame(record.bytes);
        of(frame.setId).frames.push({ frame, sheet: source });
      } else {
        const share = decodeShare(record.bytes);
        of(share.setId).shares.push({ share, source });
      }
    });
  }
  for (const found of lines) {
    attempt(found.source, problems, () => {
      const heading = headingOf(found.readings);
      const set = of(heading.id);
      (heading.kind === "S" ? set.shareLines : set.documentLines).push(found);
    });
  }
  return { sets: await Promise.all([...sets.values()].map(checkSet)), problems };
}

interface Gathered {
  readonly setId: Uint8Array;
  readonly frames: SheetFrame[];
  readonly shares: { share: Share; source: string }[];
  readonly documentLines: FoundLines[];
  readonly shareLines: FoundLines[];
}

function attempt(source: string, problems: SetProblem[], act: () => void): void {
  try {
    act();
  } catch (error) {
    problems.push(problemOf(source, error));
  }
}

function problemOf(source: string, error: unknown): SetProblem {
  if (!(error instanceof EscrowError)) throw error;
  return { source, code: error.code, data: error.data };
}

/** The heading that typed lines stand under: one read without a doubt, else one offered. */
function headingOf(readings: readonly LineReading[]): Heading {
  const headings = readings.flatMap((reading) =>
    reading.status !== "unreadable" && reading.line.number === 0 ? [reading] : [],
  );
  const heading = headings.find(({ status }) => status === "good") ?? headings[0];
  if (!heading) throw new EscrowError("lines-heading-missing");
  return decodeHeading(heading.line);
}

async function checkSet(gathered: Gathered): Promise<FoundSet> {
  const { setId } = gathered;
  const problems: SetProblem[] = [];
  const { document, frames, fault } = await findDocument(gathered, problems);
  const shares = await findShares(gathered, document, problems);
  const roster = document?.lock.kind === "shares" ? document.lock.roster : undefined;
  const { k, n } = roster ?? shares[0]?.share ?? {};
  return {
    setId,
    name: formatSetId(setId),
    ...(document ? { document } : {}),
    ...(frames ? { frames } : {}),
    ...(fault ? { fault } : {}),
    shares,
    ...(k === undefined || n === undefined ? {} : { k, n }),
    problems,
  };
}

/** The document from frames, or else from typed lines; only one whose hash is the set id. */
async function findDocument(
  { setId, frames, documentLines }: Gathered,
  problems: SetProblem[],
): Promise<Pick<FoundSet, "document" | "frames" | "fault">> {
  let missing: { have: number; need: number } | undefined;
  let fault: SetProblem | undefined;
  if (frames.length > 0) {
    try {
      const { document, wrongSheets } = await assembleDocument(frames);
      for (const source of wrongSheets) problems.push({ source, code: "frames-of-another-document", data: {} });
      return { document: await decodeDocument(document) };
    } catch (error) {
      const problem = problemOf("", error);
      if (problem.code === "frames-missing") {
        missing = { have: Number(problem.data.have), need: Number(problem.data.need) };
      } else {
        problems.push(problem);
        fault = problem;
      }
    }
  }
  const together = { source: "", readings: documentLines.flatMap(({ readings }) => readings) };
  for (const { source, readings } of documentLines.length > 1 ? [...documentLines, together] : documentLines) {
    try {
      const { payload } = await decodeLines(readings);
      const document = await decodeDocument(payload);
      if (equalBytes(document.setId, setId)) return { document };
    } catch (error) {
      fault = problemOf(source, error);
      if (source !== "") problems.push(fault);
    }
  }
  return { ...(missing ? { frames: missing } : {}), ...(fault && !missing ? { fault } : {}) };
}

async function findShares(
  { setId, shares, shareLines }: Gathered,
  document: Document | undefined,
  problems: SetProblem[],
): Promise<FoundShare[]> {
  const roster = document?.lock.kind === "shares" ? document.lock.roster : undefined;
  const statusOf = async (share: Share): Promise<ShareStatus> => {
    if (!document) return "not-checked";
    const fits = roster !== undefined && roster.k === share.k && roster.n === share.n;
    return fits && (await isInRoster(share.point, roster)) ? "in-roster" : "not-in-roster";
  };
  const found = [...shares];
  for (const { source, readings } of shareLines) {
    try {
      const { payload } = await decodeLines(readings, async (bytes, heading) => {
        const share = shareOf(bytes);
        if (!share || !equalBytes(share.setId, setId) || share.point.x !== heading.index) return false;
        return !document || (await statusOf(share)) === "in-roster";
      });
      found.push({ share: decodeShare(payload), source });
    } catch (error) {
      problems.push(problemOf(source, error));
    }
  }
  const distinct: { share: Share; sources: string[]; status: ShareStatus }[] = [];
  for (const { share, source } of found) {
    const same = distinct.find((one) => equalBytes(encodeShare(one.share), encodeShare(share)));
    if (same?.sources.includes(source)) continue;
    if (same) same.sources.push(source);
    else distinct.push({ share, sources: [source], status: await statusOf(share) });
  }
  for (const { share, sources, status } of distinct) {
    if (status === "not-in-roster") {
      problems.push({
        source: sources.join(", "),
        code: "share-not-in-roster",
        data: { index: share.point.x, set: formatSetId(setId) },
      });
    }
    const twin = distinct.find((one) => one.share.point.x === share.point.x && one.share !== share);
    if (status === "not-checked" && twin) {
      problems.push({
        source: sources.join(", "),
        code: "share-conflict",
        data: { index: share.point.x, set: formatSetId(setId) },
      });
    }
  }
  return distinct;
}

function shareOf(bytes: Uint8Array): Share | undefined {
  try {
    return decodeShare(bytes);
  } catch (error) {
    if (error instanceof EscrowError) return undefined;
    throw error;
  }
}

/** The shares of a set that count: in its roster, one for each x. */
export function goodShares({ shares }: FoundSet): readonly FoundShare[] {
  return shares.filter(({ status }) => status === "in-roster");
}

/**
 * Opens a set.
 * @param passphrase of a sealed set; a share set takes none
 * @returns its contents, authenticated by age
 * @throws EscrowError `frames-missing`, `shares-missing` with `have`, `need`, `more` and `set`, `passphrase-needed`,
 *   the set's fault, and those of `openDocument`
 */
export async function openSet(set: FoundSet, passphrase?: string): Promise<Contents> {
  const { document, name } = set;
  if (document?.lock.kind === "passphrase") {
    if (passphrase === undefined) throw new EscrowError("passphrase-needed", { set: name });
    return openDocument(document, passphrase.normalize("NFKC"));
  }
  const good = document ? goodShares(set) : set.shares;
  const have = new Set(good.map(({ share }) => share.point.x)).size;
  if (set.k !== undefined && have < set.k) {
    throw new EscrowError("shares-missing", { have, need: set.k, more: set.k - have, set: name });
  }
  if (!document && set.fault) throw new EscrowError(set.fault.code, { ...set.fault.data, set: name });
  if (!document) throw new EscrowError("frames-missing", { ...(set.frames ?? { have: 0, need: 1 }), set: name });
  const secret = combineSecret(good.slice(0, set.k).map(({ share }) => share.point));
  return openDocument(document, new TextDecoder().decode(secret));
}
