import { encodeBase32 } from "./account/base32.js";
import { openDocument } from "./document/document.js";
import type { Contents } from "./document/plaintext.js";
import { EscrowError } from "./error.js";
import {
  checkSet,
  type FoundLines,
  type FoundRecord,
  type FoundSet,
  type Gathered,
  goodShares,
  problemOf,
  type SetProblem,
} from "./found-set.js";
import { decodeFrame } from "./paper/frame.js";
import type { LineReading } from "./paper/line.js";
import { decodeHeading, type Heading } from "./paper/lines.js";
import { combineSecret } from "./share/secret-sharing.js";
import { decodeShare } from "./share/share.js";

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

function attempt(source: string, problems: SetProblem[], act: () => void): void {
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
