import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codesFrom, oathtoolCanDerive } from "../../src/account/codes.js";
import { verifySheets } from "../../src/recover/verify.js";
import { anyAccount } from "../account/arbitrary.js";
import { FULL } from "../helpers/full.js";
import { encodePng, rasteriseForTest } from "../helpers/photo.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { LOOKS, lookName, readFiles, sheetsOf } from "../helpers/sheets.js";

const look = fc.constantFrom(...LOOKS);

/** What oathtool derives from the account that came back from pixels, its key on standard input. */
function oathtoolCode(account: Parameters<typeof oathtoolCanDerive>[0], unixSeconds: number): string {
  const options = ["-b", "-d", String(account.digits)];
  if (account.type === "hotp") options.push("--hotp", "-c", String(account.counter));
  else {
    const at = new Date(unixSeconds * 1000).toISOString().replace("T", " ").slice(0, 19);
    options.push(`--totp=${account.algorithm}`, "-s", `${account.period}s`, "-N", `${at} UTC`);
  }
  return runProgram("oathtool", [...options, "-"], account.secret)
    .toString()
    .trim();
}

describe("any account", () => {
  it("comes back the same from the pixels of its sheet, in any look", async () => {
    await fc.assert(
      fc.asyncProperty(anyAccount, look, async (account, where) => {
        const { pdf } = await sheetsOf([account], where);
        const pages = await rasteriseForTest(pdf, 200);
        const pictures = pages.map(async ({ raster }, i) => ({ name: `${i}.png`, bytes: await encodePng(raster) }));
        const reading = await readFiles(...(await Promise.all(pictures)));
        expect(reading.problems, lookName(where)).toEqual([]);
        expect(reading.sheets).toHaveLength(pages.length);
        for (const sheet of reading.sheets) expect(sheet.account, lookName(where)).toEqual(account);
        expect(verifySheets(reading, { accounts: [account], unixSeconds: 0 }).verified).toBe(true);
      }),
      { numRuns: FULL ? 100 : 2, seed: 41 },
    );
  });
});

describeWith("oathtool", () => {
  it("derives the same codes from what came back", async () => {
    let derived = 0;
    await fc.assert(
      fc.asyncProperty(
        anyAccount.filter((account) => oathtoolCanDerive(account) && account.secret.length >= 8),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        async (account, unixSeconds) => {
          const { pdf } = await sheetsOf([account], { template: "front", paper: "a4", language: "en" });
          const [page] = await rasteriseForTest(pdf, 200);
          const bytes = page ? await encodePng(page.raster) : new Uint8Array();
          const { sheets } = await readFiles({ name: "sheet.png", bytes });
          const [code] = sheets[0] ? codesFrom(sheets[0].account, unixSeconds, 1) : [];
          expect(code?.code).toBe(oathtoolCode(account, unixSeconds));
          derived++;
        },
      ),
      { numRuns: FULL ? 100 : 2, seed: 42 },
    );
    expect(derived).toBeGreaterThanOrEqual(FULL ? 12 : 2);
  });
});
