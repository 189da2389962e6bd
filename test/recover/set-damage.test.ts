import { beforeAll, describe, expect, test } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { concatBytes, encodeUtf8 } from "../../src/bytes.js";
import { decodeDocument } from "../../src/document/document.js";
import type { Contents } from "../../src/document/plaintext.js";
import type { SetResources } from "../../src/make/set-codes.js";
import { drawSheet, type PlannedSet, planShares } from "../../src/make/set-sheets.js";
import { nodePlatform } from "../../src/node/platform.js";
import { formatLine, LINE_CHARACTERS, parseLine } from "../../src/paper/line.js";
import { encodeLines, encodeShareLines } from "../../src/paper/lines.js";
import { parseRecord } from "../../src/paper/record.js";
import { readCodes } from "../../src/read/codes/codes.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import { type FoundRecord, type FoundSet, goodShares } from "../../src/recover/found-set.js";
import { findSets, openSet } from "../../src/recover/sets.js";
import { readSheets } from "../../src/recover/sheet-reading.js";
import { combineSecret } from "../../src/share/combine-secret.js";
import { encodeRoster, makeRoster } from "../../src/share/roster.js";
import { splitSecret } from "../../src/share/secret-sharing.js";
import { encodeShare } from "../../src/share/share.js";
import { FULL, wide } from "../helpers/full.js";
import { rasteriseForTest, seededRandom } from "../helpers/photo.js";
import { setResources } from "../helpers/set-sheets.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const K = 2;
const N = 3;

/** A key that no compression makes shorter than it is. */
function secretOf(seed: number): string {
  const random = seededRandom(seed + 1);
  return Array.from({ length: 32 }, () => ALPHABET.charAt(Math.floor(random() * 32))).join("");
}

function contentsOf(count: number): Contents {
  const accounts = Array.from({ length: count }, (_, i) =>
    makeAccount({ issuer: `Service ${i}`, account: "someone@example.org", secret: secretOf(i) }),
  );
  return { accounts, keeps: [], notes: [], holders: [], made: "2026-03-01" };
}

function planOf(contents: Contents, resources: SetResources): Promise<PlannedSet> {
  return planShares(contents, { k: K, n: N }, { paper: "a4", version: "0.1.0" }, resources);
}

/** The only set that was found. */
function onlySet(sets: readonly FoundSet[]): FoundSet {
  expect(sets).toHaveLength(1);
  return sets[0] as FoundSet;
}

describe.runIf(FULL)("one code blacked out", () => {
  const contents = contentsOf(12);
  let set: PlannedSet;
  /** Pages of the first k sheets. */
  let rasters: Raster[][];
  beforeAll(async () => {
    const resources = await setResources("en");
    set = await planOf(contents, resources);
    rasters = [];
    for (const sheet of set.sheets.slice(0, K)) {
      const pages = await rasteriseForTest(await drawSheet(sheet, resources), 200);
      rasters.push(pages.map(({ raster }) => raster));
    }
  });

  /** A page with one of its codes black, light space and all. */
  function blackedOut(raster: Raster, page: PlannedSet["sheets"][number]["pages"][number], code: number): Raster {
    const box = page.boxes.filter(({ kind }) => kind === "code")[code];
    if (box?.kind !== "code") throw new Error("no code");
    const scale = raster.width / page.widthMm;
    // Not what is light around it: codes beside each other share that.
    const [left, right] = [box.xMm, box.xMm + box.sizeMm].map((mm) => Math.round(mm * scale));
    const [top, bottom] = [box.yMm, box.yMm + box.sizeMm].map((mm) => Math.round(mm * scale));
    const data = raster.data.slice();
    for (let y = top ?? 0; y < (bottom ?? 0); y++)
      data.fill(0, y * raster.width + (left ?? 0), y * raster.width + (right ?? 0));
    return { ...raster, data };
  }

  async function recordsOf(raster: Raster, source: string): Promise<FoundRecord[]> {
    return (await readCodes(raster, nodePlatform)).flatMap(({ text }) => {
      const reading = parseRecord(text);
      return reading.status === "record" ? [{ source, record: reading.record }] : [];
    });
  }

  wide(
    "of every share sheet: the accounts come back from codes alone, whichever it is",
    {
      timeout: 300_000,
    },
    async () => {
      const whole = new Map<Raster, FoundRecord[]>();
      for (const [i, pages] of rasters.entries()) {
        for (const raster of pages) whole.set(raster, await recordsOf(raster, `${i}`));
      }
      const plans = set.sheets[0]?.pages ?? [];
      const codes = plans.flatMap((page, p) =>
        page.boxes.filter(({ kind }) => kind === "code").map((_, code) => ({ p, code })),
      );
      const counted = codes.map(({ p }, i) => ({ p, code: codes.slice(0, i).filter((other) => other.p === p).length }));
      expect(counted.length).toBeGreaterThanOrEqual(2 + 3);
      for (const { p, code } of counted) {
        const records: FoundRecord[] = [];
        for (const [i, pages] of rasters.entries()) {
          for (const [q, raster] of pages.entries()) {
            const page = set.sheets[i]?.pages[q];
            if (!page) throw new Error("no page");
            const read = whole.get(raster) ?? [];
            if (p === q) {
              const left = await recordsOf(blackedOut(raster, page, code), `${i}`);
              expect(left).toHaveLength(read.length - 1);
              records.push(...left);
            } else if (FULL || i === 0) records.push(...read);
            // The other sheets lend nothing but their shares.
            else records.push(...read.filter(({ record }) => record.kind === "share"));
          }
        }
        const found = onlySet((await findSets(records, [])).sets);
        expect((await openSet(found)).accounts).toEqual(contents.accounts);
      }
    },
  );
});

/** A line with some of its characters unreadable or replaced. */
function withCharacters(line: string, changes: ReadonlyMap<number, string>): string {
  const at = line.indexOf(" ") + 1;
  let place = -1;
  const body = [...line.slice(at)].map((character) => {
    if (character !== " ") place++;
    return character === " " ? character : (changes.get(place) ?? character);
  });
  return line.slice(0, at) + body.join("");
}

const UNREADABLE = new Map([0, 7, 14, 21].map((place) => [place, "?"]));
const numberOf = (line: string) => Number(/\d+/u.exec(line)?.[0]);

function* pairs(count: number): Generator<[number, number]> {
  for (let i = 0; i < count; i++) for (let j = 0; j < i; j++) yield [j, i];
}

describe.each([
  { count: 1, blocks: 1 },
  { count: 20, blocks: 3 },
])("lines of a sheet with $count accounts", ({ count, blocks }) => {
  const contents = contentsOf(count);
  let documentLines: string[] = [];
  let shareLines: string[][] = [];
  beforeAll(async () => {
    const set = await planOf(contents, await setResources("en"));
    documentLines = (await encodeLines("D", set.document.bytes)).map(formatLine);
    shareLines = set.sheets.flatMap(({ share }) =>
      share ? [encodeShareLines(encodeShare(share), share.setId, share.point.x).map(formatLine)] : [],
    );
  });

  /** Two lines of every block cannot be read: the pair is another one in each block. */
  function lost(lines: readonly string[], pair: number): string[] {
    const numbers = lines.map(numberOf).filter((number) => number > 0);
    const spoilt = new Set<number>();
    for (let first = 1; first <= numbers.length; first += 32) {
      const block = numbers.filter((number) => number >= first && number < first + 32);
      const all = [...pairs(block.length)];
      for (const i of all[(pair + first) % all.length] ?? []) spoilt.add(block[i] ?? 0);
    }
    expect(spoilt.size).toBe(2 * Math.ceil(numbers.length / 32));
    return lines.map((line) => (spoilt.has(numberOf(line)) ? withCharacters(line, UNREADABLE) : line));
  }

  test("any two lines of each block unreadable: recovered from typed lines", { timeout: 300_000 }, async () => {
    expect(Math.ceil((documentLines.length - 1) / 32)).toBe(blocks);
    const inFirst = Math.min(32, documentLines.length - 1);
    for (let pair = 0; pair < (inFirst * (inFirst - 1)) / 2; pair += FULL ? 1 : 10) {
      const typed = [
        ...lost(documentLines, pair),
        documentLines[0],
        ...lost(shareLines[pair % N] ?? [], pair),
        ...lost(shareLines[(pair + 1) % N] ?? [], pair + 3),
      ].join("\n");
      const { sets } = await readSheets([{ name: "typed.txt", bytes: encodeUtf8(typed) }], nodePlatform);
      const found = onlySet(sets);
      expect(goodShares(found)).toHaveLength(K);
      // Every pair is read; opening the same again and again would only take time.
      if (FULL || pair % 30 === 0) expect((await openSet(found)).accounts).toEqual(contents.accounts);
      else expect(found.document?.lock.kind).toBe("shares");
    }
  });

  test("a third line unreadable: said, and nothing made up", async () => {
    const typed = documentLines.map((line) =>
      [2, 5, 9].includes(numberOf(line)) ? withCharacters(line, UNREADABLE) : line,
    );
    const { sets } = await readSheets([{ name: "typed.txt", bytes: encodeUtf8(typed.join("\n")) }], nodePlatform);
    expect(onlySet(sets).document).toBeUndefined();
    expect(onlySet(sets).problems).toMatchObject([{ code: "lines-missing", data: { missing: "D2 D5 D9", count: 3 } }]);
  });
});

/** A document, shares and lines that are random, and whose clear part is in order: the rest is never opened here. */
async function randomRecord(random: () => number) {
  const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256));
  const base64 = (length: number) =>
    Array.from({ length }, () => (ALPHABET + ALPHABET.toLowerCase()).charAt(Math.floor(random() * 64))).join("");
  const n = 2 + Math.floor(random() * 4);
  const k = 2 + Math.floor(random() * (n - 1));
  const secret = bytes(32);
  const points = splitSecret(secret, k, n);
  const header = `age-encryption.org/v1\n-> scrypt ${base64(22)} 10\n${base64(43)}\n--- ${base64(43)}\n`;
  const lock = concatBytes(Uint8Array.of(0, 2), encodeRoster(await makeRoster(points, k)));
  const rest = bytes(16 + Math.floor(random() * 700));
  const document = await decodeDocument(concatBytes(lock, encodeUtf8(header), rest));
  const shares = points.map((point) => ({ setId: document.setId, k, n, point }));
  const shareLines = shares.map((share) =>
    encodeShareLines(encodeShare(share), share.setId, share.point.x).map(formatLine),
  );
  const documentLines = (await encodeLines("D", document.bytes)).map(formatLine);
  return { k, secret, document, shares, shareLines, documentLines };
}

/** Ten characters of a text's lines replaced by others, anywhere. */
function tenWrong(lines: readonly string[], random: () => number): { typed: string[]; touched: Set<number> } {
  const changes = lines.map(() => new Map<number, string>());
  const taken = new Set<string>();
  while (taken.size < 10) {
    const line = Math.floor(random() * lines.length);
    const place = Math.floor(random() * LINE_CHARACTERS);
    if (taken.has(`${line} ${place}`)) continue;
    taken.add(`${line} ${place}`);
    const text = lines[line] ?? "";
    const right = ALPHABET.indexOf(
      text
        .slice(text.indexOf(" ") + 1)
        .replaceAll(" ", "")
        .charAt(place),
    );
    changes[line]?.set(place, ALPHABET.charAt((right + 1 + Math.floor(random() * 31)) % 32));
  }
  return {
    typed: lines.map((line, i) => withCharacters(line, changes[i] ?? new Map())),
    touched: new Set(changes.flatMap((own, i) => (own.size > 0 ? [i] : []))),
  };
}

const RECORDS = FULL ? 600 : 200;

describe.each([
  { name: "all lines of a sheet", alone: false, recovered: 0.95 },
  // Seven lines: often three of them hold more than two wrong characters.
  { name: "the lines of a share", alone: true, recovered: 0.85 },
])(`ten wrong characters over $name, ${RECORDS} random records`, ({ alone, recovered }) => {
  wide("every line that holds one is named, and nothing wrong is accepted", { timeout: 600_000 }, async () => {
    const outcomes = { recovered: 0, refused: 0 };
    for (let seed = 1; seed <= RECORDS; seed++) {
      const random = seededRandom(seed);
      const { k, secret, document, shares, shareLines, documentLines } = await randomRecord(random);
      const own = shareLines[0] ?? [];
      const [shareSheet, documentSheet] = [own, documentLines].map((lines) => [...lines, ...lines.slice(0, 1)]);
      const lines = [...(shareSheet ?? []), ...(alone ? [] : (documentSheet ?? []))];
      const { typed, touched } = tenWrong(lines, random);
      for (const [i, line] of typed.entries()) {
        // A line with an error never reads as if it had none; one without never as if it had one.
        expect(parseLine(line)?.status === "good", `${seed}: ${line}`).toBe(!touched.has(i));
      }
      const others = [...shareLines.slice(1, k).flat(), ...(alone ? (documentSheet ?? []) : [])];
      const input = { name: "typed.txt", bytes: encodeUtf8([...typed, ...others].join("\n")) };
      const { sets } = await readSheets([input], nodePlatform);
      for (const set of sets) {
        if (set.document) expect(set.document.bytes).toEqual(document.bytes);
        for (const { share } of goodShares(set)) expect(share).toEqual(shares[share.point.x - 1]);
        // Before there is a document nothing has settled a share.
        if (!set.document) await expect(openSet(set)).rejects.toMatchObject({ name: "EscrowError" });
      }
      const found = sets.find((set) => set.document);
      const good = found ? goodShares(found) : [];
      if (good.length === k) {
        expect(combineSecret(good.map(({ share }) => share.point))).toEqual(secret);
        outcomes.recovered++;
      } else {
        if (found) await expect(openSet(found)).rejects.toMatchObject({ code: "shares-missing" });
        outcomes.refused++;
      }
    }
    expect(outcomes.recovered).toBeGreaterThan(recovered * RECORDS);
  });
});
