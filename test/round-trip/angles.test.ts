import { describe, expect, it } from "vitest";
import type { Account } from "../../src/account/account.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import { verifySheets } from "../../src/recover/verify.js";
import { FULL } from "../helpers/full.js";
import { encodeJpeg, photograph, rasteriseForTest, seededRandom } from "../helpers/photo.js";
import { OPEN, readFiles, sheetsOf, TEN_ACCOUNTS } from "../helpers/sheets.js";
import { CONDITIONS, RESOLUTIONS, type Resolution } from "./conditions.js";

const ANGLES = Array.from({ length: 72 }, (_, i) => i * 5);
/** In turn: by default fewer of those that take longest. */
const TURNS: readonly Resolution[] = FULL ? RESOLUTIONS : [150, 200, 150, 200, 300];
const accounts = Object.entries(TEN_ACCOUNTS);

/** One photo of one sheet's front. */
interface Case {
  name: string;
  account: Account;
  angle: number;
  dpi: Resolution;
  condition: string;
}

/** Of accounts and angles, each under one condition that is drawn too. All with all conditions take an hour. */
const SHARE = FULL ? 0.08 : 0.003;

/** A seeded share of accounts and angles, the resolutions in turn. */
function drawCases(): Case[] {
  const draw = seededRandom(7);
  return accounts.flatMap(([name, account], i) =>
    ANGLES.flatMap((angle, j) => {
      const cases = Object.keys(CONDITIONS).map((condition, k) => {
        const dpi = TURNS[(i + j + k) % TURNS.length] ?? 200;
        return { name, account, angle, dpi, condition };
      });
      const [taken, chosen] = [draw() < SHARE, Math.floor(draw() * cases.length)];
      return taken ? cases.slice(chosen, chosen + 1) : [];
    }),
  );
}

/** Fronts, each drawn once: the same sheet is photographed again and again. */
const fronts = new Map<string, Promise<Raster>>();

function frontOf({ name, account, dpi }: Case): Promise<Raster> {
  const key = `${name} ${dpi}`;
  const known = fronts.get(key);
  if (known) return known;
  const drawn = sheetsOf([account], OPEN).then(async ({ pdf }) => {
    const [front] = await rasteriseForTest(pdf, dpi);
    if (!front) throw new Error("no page");
    return front.raster;
  });
  // Only the present account's pages are kept: ten at 300 dpi would be 80 MB.
  for (const old of fronts.keys()) if (!old.startsWith(`${name} `)) fronts.delete(old);
  fronts.set(key, drawn);
  return drawn;
}

/** What `verify` says to a photo, where it does not say that it is the account; nothing else. */
async function faultOf(one: Case): Promise<string | undefined> {
  const { jpeg = 92, ...shot } = CONDITIONS[one.condition] ?? {};
  const { dpi, angle } = one;
  const picture = await photograph(await frontOf(one), { dpi, angle, seed: angle * 1000 + dpi, ...shot });
  const reading = await readFiles({ name: "photo.jpg", bytes: await encodeJpeg(picture, jpeg) });
  const { verified, problems } = verifySheets(reading, { accounts: [one.account], unixSeconds: 0 });
  if (verified && reading.sheets.length === 1) return undefined;
  return `${one.name}, ${angle}°, ${dpi} dpi: ${problems.map(({ code }) => code).join(", ")}`;
}

const cases = drawCases();

describe(`a printed and photographed front verifies, a seeded ${SHARE * 100} % of accounts and angles`, () => {
  for (const condition of Object.keys(CONDITIONS)) {
    if (!cases.some((one) => one.condition === condition)) continue;
    describe(condition, () => {
      for (const [name] of accounts) {
        const own = cases.filter((one) => one.name === name && one.condition === condition);
        if (own.length === 0) continue;
        const angles = own.length > 6 ? `${own.length} angles` : own.map(({ angle }) => `${angle}°`).join(", ");
        it(`${name}, ${angles}`, async () => {
          const faults: (string | undefined)[] = [];
          for (const one of own) faults.push(await faultOf(one));
          expect(faults.filter(Boolean)).toEqual([]);
        });
      }
    });
  }
});
