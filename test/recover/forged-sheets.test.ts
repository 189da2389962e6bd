import { beforeAll, describe, expect, test } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { type PlannedSet, planShares } from "../../src/make/set-sheets.js";
import { encodeFrame, type Frame, makeFrames } from "../../src/paper/frame.js";
import { formatLine, type Line, parseLine } from "../../src/paper/line.js";
import { encodeLines, encodeShareLines } from "../../src/paper/lines.js";
import type { FoundRecord, FoundSet } from "../../src/recover/found-set.js";
import { findSets, openSet } from "../../src/recover/sets.js";
import { encodeShare, type Share } from "../../src/share/share.js";
import { setResources } from "../helpers/set-sheets.js";

let set: PlannedSet;
let frames: Frame[];
let shares: Share[];

beforeAll(async () => {
  const accounts = [makeAccount({ issuer: "Example", account: "someone@example.org", secret: "JBSWY3DPEHPK3PXP" })];
  const contents = { accounts, keeps: [], notes: [], holders: [], made: "2026-03-01" };
  set = await planShares(contents, { k: 2, n: 3 }, { paper: "a4", version: "0.1.0" }, await setResources("en"));
  frames = makeFrames(set.document.bytes, set.document.setId, false);
  shares = set.sheets.flatMap(({ share }) => share ?? []);
});

const forge = (frame: Frame, seed = 1): Frame => ({ ...frame, payload: frame.payload.map((byte) => byte ^ seed) });
const framesOn = (source: string, page: number, own: readonly Frame[]): FoundRecord[] =>
  own.map((frame) => ({ source, page, record: { kind: "document", bytes: encodeFrame(frame) } }));
const shareOn = (source: string, page: number, share: Share | undefined): FoundRecord[] =>
  share ? [{ source, page, record: { kind: "share", bytes: encodeShare(share) } }] : [];
const linesIn = (source: string, lines: readonly Line[]) => ({
  source,
  readings: lines.flatMap((line) => parseLine(formatLine(line)) ?? []),
});
const altered = (line: Line): Line => ({ ...line, bytes: line.bytes.map((byte) => byte ^ 0x55) });

async function openOnly(sets: readonly FoundSet[]) {
  expect(sets).toHaveLength(1);
  return (await openSet(sets[0] as FoundSet)).accounts.map(({ issuer }) => issuer);
}

describe("a holder cannot keep the others from opening their set", () => {
  test("with a page of false codes in front of a joint scan: the page is named", async () => {
    const records = [
      ...framesOn("scan.pdf", 1, frames.map((frame) => forge(frame)).slice(0, 6)),
      ...[1, 2].flatMap((i) => [...shareOn("scan.pdf", 2 * i, shares[i]), ...framesOn("scan.pdf", 2 * i + 1, frames)]),
    ];
    const { sets } = await findSets(records, []);
    expect(await openOnly(sets)).toEqual(["Example"]);
    expect(sets[0]?.problems).toEqual([{ source: "scan.pdf", code: "frames-of-another-document", data: { page: 1 } }]);
  });

  test("with shares that name another k and n, before the document is there", async () => {
    const [first, second] = shares;
    const false1 = { ...(shares[2] as Share), k: 16, n: 16 };
    const { sets } = await findSets(
      [...shareOn("false", 1, false1), ...shareOn("a", 1, first), ...shareOn("b", 1, second)],
      [],
    );
    expect(sets[0]).toMatchObject({ k: 2, n: 3 });
  });

  test("with false lines of the document in front of the true ones, in one text and in several", async () => {
    const lines = await encodeLines("D", set.document.bytes);
    const [heading, ...own] = lines as [Line, ...Line[]];
    const records = shares.slice(0, 2).flatMap((share, i) => shareOn(`s${i}`, 1, share));
    const joint = linesIn("typed.txt", [heading, ...own.map(altered), heading, ...own]);
    expect(await openOnly((await findSets(records, [joint])).sets)).toEqual(["Example"]);
    const half = Math.ceil(own.length / 2);
    const apart = [
      linesIn("false.txt", [heading, ...own.map(altered)]),
      linesIn("first.txt", [heading, ...own.slice(0, half)]),
      linesIn("second.txt", [heading, ...own.slice(half)]),
    ];
    expect(await openOnly((await findSets(records, apart)).sets)).toEqual(["Example"]);
  });

  test("with false lines of a share in front of the true ones", async () => {
    const share = shares[1] as Share;
    const [heading, ...own] = encodeShareLines(encodeShare(share), share.setId, share.point.x) as [Line, ...Line[]];
    const records = [...framesOn("a", 2, frames), ...shareOn("a", 1, shares[0])];
    const joint = linesIn("typed.txt", [heading, ...own.map(altered), heading, ...own]);
    expect(await openOnly((await findSets(records, [joint])).sets)).toEqual(["Example"]);
  });
});
