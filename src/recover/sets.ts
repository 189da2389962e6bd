import { encodeBase32 } from "../account/base32.js";
import { openDocument } from "../document/document.js";
import type { Contents } from "../document/plaintext.js";
import { EscrowError } from "../error.js";
import { decodeFrame } from "../paper/frame.js";
import type { LineReading } from "../paper/line.js";
import { decodeHeading, type Heading } from "../paper/lines.js";
import { WRITTEN_FORMAT } from "../paper/record.js";
import { decodeKeeper } from "../share/keeper-record.js";
import { formatSetId } from "../share/set-id.js";
import { decodeShare } from "../share/share.js";
import {
  checkSet,
  type FoundKeeper,
  type FoundLines,
  type FoundRecord,
  type FoundSet,
  type Gathered,
  goodShares,
} from "./found-set.js";
import { type Problem, problemOf } from "./problem.js";

/** Sets, as far as what was read goes. */
export interface FoundSets {
  /** In the order in which something of them was read. */
  readonly sets: FoundSet[];
  /** What keeper's pages say. */
  readonly keepers: FoundKeeper[];
  /** What was wrong. */
  readonly problems: Problem[];
}

/**
 * Sorts what was read into sets and checks each as far as it goes: document hash = set id, then each share in the
 * document's roster. Records of any number of sets may be mixed, in any order, with duplicates. Codes of keeper's pages
 * make no set: they only say of which they are.
 */
export async function findSets(records: readonly FoundRecord[], lines: readonly FoundLines[]): Promise<FoundSets> {
  const problems: Problem[] = [];
  const sets = new Map<string, Gathered>();
  const keepers: FoundKeeper[] = [];
  const of = (setId: Uint8Array): Gathered => {
    const key = encodeBase32(setId);
    const set = sets.get(key) ?? {
      setId,
      formats: new Set(),
      frames: [],
      shares: [],
      documentLines: [],
      shareLines: [],
    };
    sets.set(key, set);
    return set;
  };
  for (const { source, page, record } of records) {
    attempt(source, problems, () => {
      if (record.kind === "document") {
        const frame = decodeFrame(record.bytes);
        of(frame.setId).formats.add(record.format ?? WRITTEN_FORMAT);
        of(frame.setId).frames.push({ frame, source, ...(page === undefined ? {} : { page }) });
      } else if (record.kind === "keeper") {
        const keeper = decodeKeeper(record.bytes);
        keepers.push({ ...keeper, name: formatSetId(keeper.setId), source, ...(page === undefined ? {} : { page }) });
      } else {
        const share = decodeShare(record.bytes);
        of(share.setId).formats.add(record.format ?? WRITTEN_FORMAT);
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
  const found = await Promise.all([...sets.values()].map(checkSet));
  return {
    sets: found,
    keepers,
    problems: [...problems, ...keepers.flatMap((keeper) => contradiction(keeper, found))],
  };
}

/** A keeper's page that says something else of its set than the set's document. */
function contradiction({ name, k, n, source }: FoundKeeper, sets: readonly FoundSet[]): Problem[] {
  const lock = sets.find((set) => set.name === name)?.document?.lock;
  const fits = lock === undefined || (lock.kind === "shares" && lock.roster.k === k && lock.roster.n === n);
  return fits ? [] : [{ source, code: "keeper-differs", data: { set: name, k, n } }];
}

/** Keeper's pages of sets of which nothing is there, where other sheets of sets are. */
export function strayKeepers({
  keepers,
  sets,
}: {
  readonly keepers: readonly FoundKeeper[];
  readonly sets: readonly FoundSet[];
}): FoundKeeper[] {
  if (sets.length === 0) return [];
  return keepers.filter((keeper) => !sets.some(({ name }) => name === keeper.name));
}

function attempt(source: string, problems: Problem[], act: () => void): void {
  try {
    act();
  } catch (error) {
    problems.push(problemOf(source, error));
  }
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

/**
 * What a set lacks to be opened, whatever its passphrase: shares first, then its document.
 * @returns nothing where nothing is missing but perhaps a passphrase; else an error that says it: `shares-missing` with
 *   `have`, `need`, `more` and `set`, the set's fault, `frames-missing`
 */
export function lackOf(set: FoundSet): EscrowError | undefined {
  const { document, name, k, fault, frames } = set;
  if (document?.lock.kind === "passphrase") return undefined;
  const have = sharesAtHand(set).length;
  if (k !== undefined && have < k) {
    return new EscrowError("shares-missing", { have, need: k, more: k - have, set: name });
  }
  if (document) return undefined;
  if (fault) return new EscrowError(fault.code, { ...fault.data, set: name });
  return new EscrowError("frames-missing", { ...(frames ?? { have: 0, need: 1 }), set: name });
}

/** Numbers of the shares that are there: without a document none of them could be refused yet. */
function sharesAtHand(set: FoundSet): number[] {
  const counted = set.document ? goodShares(set) : set.shares;
  return [...new Set(counted.map(({ share }) => share.point.x))];
}

/**
 * Opens a set.
 * @param passphrase of a sealed set, exactly as it was chosen; NFKC is applied here. A share set takes none
 * @returns its contents, authenticated by age
 * @throws EscrowError `passphrase-needed`, those of `lackOf` and of `openDocument`
 */
export async function openSet(set: FoundSet, passphrase?: string): Promise<Contents> {
  const { document, name } = set;
  const lack = lackOf(set);
  if (lack) throw lack;
  if (!document) throw new EscrowError("frames-missing", { have: 0, need: 1, set: name });
  if (document.lock.kind === "passphrase") {
    if (passphrase === undefined) throw new EscrowError("passphrase-needed", { set: name });
    return openDocument(document, passphrase.normalize("NFKC"));
  }
  const { combineSecret } = await import("../share/combine-secret.js");
  const points = goodShares(set).map(({ share }) => share.point);
  const secret = combineSecret(points.slice(0, document.lock.roster.k));
  return openDocument(document, new TextDecoder().decode(secret));
}

/**
 * Opens a set with a passphrase as a person types it: exactly as given, then in the other forms of `passphraseForms`.
 * @throws EscrowError as `openSet`
 */
export async function openSetAsTyped(set: FoundSet, passphrase?: string): Promise<Contents> {
  if (passphrase === undefined || set.document?.lock.kind !== "passphrase") return openSet(set, passphrase);
  const { passphraseForms } = await import("../document/passphrase-words.js");
  let refused: unknown;
  for (const form of passphraseForms(passphrase)) {
    try {
      return await openSet(set, form);
    } catch (error) {
      if (!(error instanceof EscrowError) || error.code !== "passphrase-wrong") throw error;
      refused = error;
    }
  }
  throw refused;
}
