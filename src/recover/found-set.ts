import { equalBytes } from "../bytes.js";
import { type Document, decodeDocument } from "../document/document.js";
import { attempt } from "../error.js";
import { assembleDocument, type PlacedFrame } from "../paper/frame-assembly.js";
import type { LineReading } from "../paper/line.js";
import { partsOf } from "../paper/line-parts.js";
import { type Confirm, decodeLines } from "../paper/lines.js";
import { PAPER_FORMATS, type PaperFormat, type QrRecord } from "../paper/record.js";
import type { KeeperRecord } from "../share/keeper-record.js";
import { isInRoster } from "../share/roster.js";
import { formatSetId } from "../share/set-id.js";
import { decodeShare, encodeShare, SET_ID_BYTES, type Share } from "../share/share.js";
import { type Problem, problemOf } from "./problem.js";

/** A record as it was read from a sheet. Untrusted. */
export interface FoundRecord {
  /** The file, picture or sheet it stands in. */
  readonly source: string;
  /** Its page there, from 1, where the source has pages: frames of one page stand or fall together. */
  readonly page?: number;
  /** What its code carries. */
  readonly record: QrRecord;
}

/** The code of a keeper's page, with where it was seen. Untrusted, and of no weight: it holds no share. */
export interface FoundKeeper extends KeeperRecord {
  /** Name of the source that it was read from. */
  readonly source: string;
  /** Page of the source, from 1. */
  readonly page?: number;
  /** Set id, all 16 characters, in groups of four. */
  readonly name: string;
}

/** Typed lines of one payload, of kind `D` or `S`. Untrusted. */
export interface FoundLines {
  /** Name of the source that they were read from. */
  readonly source: string;
  /** The lines, as they were read. */
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
  /** The share itself. It is secret. */
  readonly share: Share;
  /** Whether it belongs to the set, as far as is known. */
  readonly status: ShareStatus;
  /** Names of the sources that it was read from. */
  readonly sources: readonly string[];
}

/** Everything found of one set. */
export interface FoundSet {
  /** Identifier of the set, 10 bytes. */
  readonly setId: Uint8Array;
  /** All 16 characters, in groups of four: `K7QF-2M3X-…`. */
  readonly name: string;
  /** The version of its codes, the older one where both were read; nothing where only lines were, which are the same in all. */
  readonly format?: PaperFormat;
  /** The document, its hash checked; nothing while too little of it is there. */
  readonly document?: Document;
  /** How many frames are there and needed, where the document is not. */
  readonly frames?: {
    /** Different ones that are there. */
    readonly have: number;
    /** All of them. */
    readonly need: number;
  };
  /** Why there is no document although there is enough of it: contradictory frames, a document to be refused. */
  readonly fault?: Pick<Problem, "code" | "data">;
  /** Its shares that were found, good ones and others. */
  readonly shares: readonly FoundShare[];
  /** k and n, from the roster or, before there is one, as the shares say. */
  readonly k?: number;
  /** How many shares there are; nothing until a share or the document says it. */
  readonly n?: number;
  /** Sheets with frames or lines that are not this document's, shares not in the roster, and the like. */
  readonly problems: readonly Problem[];
}

/** Everything that bears one set id, before it is checked. */
export interface Gathered {
  readonly setId: Uint8Array;
  readonly formats: Set<PaperFormat>;
  readonly frames: PlacedFrame[];
  readonly shares: { share: Share; source: string }[];
  readonly documentLines: FoundLines[];
  readonly shareLines: FoundLines[];
}

/** The shares of a set that count: in its roster, one for each x. */
export function goodShares({ shares }: FoundSet): readonly FoundShare[] {
  return shares.filter(({ status }) => status === "in-roster");
}

/** Checks what was found of a set as far as it goes: document hash = set id, then each share in the roster. */
export async function checkSet(gathered: Gathered): Promise<FoundSet> {
  const { setId } = gathered;
  const problems: Problem[] = [];
  const { document, frames, fault } = await findDocument(gathered, problems);
  const shares = await findShares(gathered, document, problems);
  const roster = document?.lock.kind === "shares" ? document.lock.roster : undefined;
  const { k, n } = roster ?? mostNamed(shares) ?? {};
  const format = PAPER_FORMATS.findLast((one) => gathered.formats.has(one));
  return {
    setId,
    name: formatSetId(setId),
    ...(format ? { format } : {}),
    ...(document ? { document } : {}),
    ...(frames ? { frames } : {}),
    ...(fault ? { fault } : {}),
    shares,
    ...(k === undefined || n === undefined ? {} : { k, n }),
    problems,
  };
}

/** The k and n that most shares name, while no roster says them: one share that names others changes nothing. */
function mostNamed(shares: readonly FoundShare[]): Pick<Share, "k" | "n"> | undefined {
  const count = ({ k, n }: Share) => shares.filter(({ share }) => share.k === k && share.n === n).length;
  return shares.map(({ share }) => share).sort((a, b) => count(b) - count(a))[0];
}

/** The document from frames, or else from typed lines; only one whose hash is the set id. */
async function findDocument(
  { setId, frames, documentLines }: Gathered,
  problems: Problem[],
): Promise<Pick<FoundSet, "document" | "frames" | "fault">> {
  let missing: { have: number; need: number } | undefined;
  let fault: Problem | undefined;
  if (frames.length > 0) {
    try {
      const { document, wrongPages } = await assembleDocument(frames);
      for (const { source, page } of wrongPages) {
        // A page number says something only where the source has several.
        const severalPages = new Set(frames.flatMap((one) => (one.source === source ? [one.page] : []))).size > 1;
        const data = page !== undefined && severalPages ? { page } : {};
        problems.push({ source, code: "frames-of-another-document", data });
      }
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
  for (const { source, readings, whole } of linesApart(documentLines)) {
    try {
      const { payload } = await decodeLines(readings);
      const document = await decodeDocument(payload);
      if (equalBytes(document.setId, setId)) return { document };
    } catch (error) {
      const problem = problemOf(source, error);
      if (whole) fault = problem;
      if (whole && source !== "") problems.push(problem);
    }
  }
  return { ...(missing ? { frames: missing } : {}), ...(fault && !missing ? { fault } : {}) };
}

/**
 * Lines of one document in the groups in which they are trusted: each source, the parts of one that contradicts itself,
 * all together, all but one source.
 */
function linesApart(found: readonly FoundLines[]): (FoundLines & { readonly whole: boolean })[] {
  const joined = (some: readonly FoundLines[]) => ({ source: "", readings: some.flatMap(({ readings }) => readings) });
  const parts = found.flatMap(({ source, readings }) => {
    const own = partsOf(readings);
    return own.length > 1 ? own.map((part) => ({ source, readings: part })) : [];
  });
  return [
    ...found.map((one) => ({ ...one, whole: true })),
    ...parts.map((one) => ({ ...one, whole: false })),
    ...(found.length > 1 ? [{ ...joined(found), whole: true }] : []),
    ...(found.length > 2 ? found.map((one) => ({ ...joined(found.filter((o) => o !== one)), whole: false })) : []),
  ];
}

async function findShares(
  { setId, shares, shareLines }: Gathered,
  document: Document | undefined,
  problems: Problem[],
): Promise<FoundShare[]> {
  const roster = document?.lock.kind === "shares" ? document.lock.roster : undefined;
  const statusOf = async (share: Share): Promise<ShareStatus> => {
    if (!document) return "not-checked";
    const fits = roster !== undefined && roster.k === share.k && roster.n === share.n;
    return fits && (await isInRoster(share.point, roster)) ? "in-roster" : "not-in-roster";
  };
  const found: { share: Share; source: string; byLines?: boolean }[] = [...shares];
  const confirm: Confirm = async (bytes, heading) => {
    const share = shareOf(bytes);
    if (!share || !equalBytes(share.setId, setId) || share.point.x !== heading.index) return false;
    return !document || (await statusOf(share)) === "in-roster";
  };
  for (const { source, readings } of shareLines) {
    const parts = partsOf(readings);
    for (const [i, part] of [readings, ...(parts.length > 1 ? parts : [])].entries()) {
      try {
        const { payload } = await decodeLines(part, confirm);
        found.push({ share: decodeShare(payload), source, byLines: true });
        break;
      } catch (error) {
        if (i === 0) problems.push(problemOf(source, error));
      }
    }
  }
  const distinct: { share: Share; sources: string[]; byLines: string[]; status: ShareStatus }[] = [];
  for (const { share, source, byLines } of found) {
    const same = distinct.find((one) => equalBytes(encodeShare(one.share), encodeShare(share)));
    if (same && byLines) same.byLines.push(source);
    if (same?.sources.includes(source)) continue;
    if (same) same.sources.push(source);
    else distinct.push({ share, sources: [source], byLines: byLines ? [source] : [], status: await statusOf(share) });
  }
  for (const one of distinct) {
    const { share, sources, status } = one;
    if (status === "not-in-roster") {
      problems.push({
        ...together(sources),
        code: "share-not-in-roster",
        data: { index: share.point.x, set: formatSetId(setId) },
      });
    }
    const data = { index: share.point.x, set: formatSetId(setId) };
    const twins = distinct.filter((other) => other !== one && other.share.point.x === share.point.x);
    if (status !== "not-checked" || twins.length === 0) continue;
    // One picture shows one sheet: lines that say something else than its code, or than themselves, are misread.
    const misread = sources.find((source) => twins.some((twin) => isMisread(source, one, twin)));
    if (misread === undefined) problems.push({ ...together(sources), code: "share-conflict", data });
    else if (!problems.some(({ source, code }) => source === misread && code === "share-misread"))
      problems.push({ source: misread, code: "share-misread", data });
  }
  return distinct;
}

/** Several sources of one problem. */
function together([source = "", ...also]: readonly string[]): Pick<Problem, "source" | "also"> {
  return also.length > 0 ? { source, also } : { source };
}

/** The share that bytes are, if they are one. */
export function shareOf(bytes: Uint8Array): Share | undefined {
  return attempt(() => decodeShare(bytes));
}

/** Whether a source says two shares, one of them by its lines. */
function isMisread(source: string, ...shares: readonly { sources: readonly string[]; byLines: readonly string[] }[]) {
  return shares.every((one) => one.sources.includes(source)) && shares.some((one) => one.byLines.includes(source));
}

/** The records that bear a set's id: frames and shares both begin with it. */
export function recordsOf<T extends FoundRecord>({ setId }: FoundSet, records: readonly T[]): T[] {
  return records.filter(({ record }) => equalBytes(record.bytes.subarray(0, SET_ID_BYTES), setId));
}
