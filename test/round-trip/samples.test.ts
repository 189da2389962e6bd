import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Account, deriveSameCodes } from "../../src/account/account.js";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import { importContext } from "../../src/import/qr-context.js";
import { readSource } from "../../src/import/registry.js";
import type { SourceInput } from "../../src/import/source.js";
import { nodePlatform } from "../../src/node/platform.js";
import { verifySheets } from "../../src/recover/verify.js";
import { FULL, some, wide } from "../helpers/full.js";
import { encodeJpeg, photograph, rasteriseForTest, seededRandom } from "../helpers/photo.js";
import { withShared } from "../helpers/programs.js";
import { OPEN, readFiles, sheetsOf } from "../helpers/sheets.js";
import { fixture } from "../import/helpers/sources.js";

const seen = new Set<string>();

/** Accounts of a source that are printed, photographed and read: of those that no earlier source held too. */
const MOST_DRAWN = FULL ? 3 : 1;

/** Those accounts. */
function drawn(accounts: readonly Account[]): readonly Account[] {
  const fresh = accounts.filter((account) => {
    const uri = formatOtpauth(account);
    const known = seen.has(uri);
    seen.add(uri);
    return !known;
  });
  return fresh.slice(0, MOST_DRAWN);
}

/**
 * Prints a source's accounts, photographs every page at an angle, and verifies the photos against the source.
 * @returns every account of the source
 */
async function roundTrip(input: SourceInput, angle: number): Promise<readonly Account[]> {
  const { accounts: all } = await readSource(input, importContext(nodePlatform));
  const accounts = drawn(all);
  if (accounts.length === 0) return all;
  const { pdf } = await sheetsOf(accounts, OPEN);
  const photos: SourceInput[] = [];
  for (const { page, raster } of await rasteriseForTest(pdf, 200)) {
    const photo = await photograph(raster, { dpi: 200, angle, seed: page });
    photos.push({ name: `photo-${page}.jpg`, bytes: await encodeJpeg(photo, 80) });
  }
  const reading = await readFiles(...photos);
  expect(verifySheets(reading, { accounts, unixSeconds: 0 })).toMatchObject({ verified: true, problems: [] });
  // Front and back of every leaf say the same.
  for (const account of accounts) {
    const same = reading.sheets.filter((sheet) => formatOtpauth(sheet.account) === formatOtpauth(account));
    expect(same.length).toBeGreaterThanOrEqual(2);
    for (const sheet of same) expect(deriveSameCodes(sheet.account, account)).toBe(true);
  }
  return all;
}

const draw = seededRandom(13);
const angle = Math.floor(draw() * 360);

describe(`sources, ${MOST_DRAWN} of their accounts at most printed, photographed at 200 dpi and ${angle}°, and verified`, () => {
  const sources: readonly (readonly [string, number])[] = [
    ["key-uris.txt", 6],
    ["aws-base32-string-seed.txt", 1],
    ["key-grouped.txt", 1],
  ];
  it.each(some(sources))("%s", async (name, least) => {
    const accounts = await roundTrip(fixture(name), angle);
    expect(accounts.length).toBeGreaterThanOrEqual(least);
  });
});

/** Formats of the collection that are read and hold accounts. */
const FORMATS =
  /^(?:otpauth-uri-list|ente-plain|google-migration-uri(?:-list)?|qr-image-otpauth|qr-image-google-migration(?:-multi)?)$/u;

withShared("otp-samples/expected.json", (path) => {
  const { files } = JSON.parse(readFileSync(path, "utf8")) as {
    files: Record<string, { format: string; entries: readonly { secret: string }[] }>;
  };
  const own = Object.entries(files).filter(([, { format, entries }]) => FORMATS.test(format) && entries.length > 0);

  wide.each(own)(
    `%s, ${MOST_DRAWN} of its accounts at most printed, photographed at ${angle}° and verified`,
    async (file, { entries }) => {
      const accounts = await roundTrip({ name: file, bytes: readFileSync(join(dirname(path), file)) }, angle);
      expect(accounts.map(({ secret }) => secret)).toEqual(entries.map(({ secret }) => secret));
    },
  );

  it("are at least ten sources", () => expect(own.length).toBeGreaterThanOrEqual(10));
});
