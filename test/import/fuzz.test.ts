import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, describe, expect, it, vi } from "vitest";
import { codesKey } from "../../src/account/account.js";
import { attempt, EscrowError } from "../../src/error.js";
import { FORMAT_ORDER } from "../../src/import/format-order.js";
import { type Derivation, runDerivation } from "../../src/import/formats/derivation.js";
import { importContext } from "../../src/import/qr-context.js";
import { identifySource, readSource, SOURCES } from "../../src/import/registry.js";
import type { ImportContext, ImportResult } from "../../src/import/source.js";
import { nodePlatform } from "../../src/node/platform.js";
import { fileKind } from "../../src/read/file-kind.js";
import { FULL } from "../helpers/full.js";
import { expectLinear, expectWithin } from "../helpers/growth.js";
import { seededRandom } from "../helpers/photo.js";
import { withShared } from "../helpers/programs.js";
import { type Mutation, mutations } from "./helpers/mutations.js";

/** Changed copies of each sample; pictures cost a search for codes each. */
const RUNS = FULL ? 60 : 5;
const PICTURE_RUNS = FULL ? 20 : 2;
/** Runs with the real derivation of a key. */
const DERIVED_RUNS = FULL ? 5 : 1;
/** No case may take longer, in time of the processor: the machine has other work too. */
const LONGEST_MS = 5_000;
const MOST_BYTES = 1024 ** 3;
const { readCodes } = importContext(nodePlatform);

/** Formats that authenticate what they encrypt: a changed container gives what it held, or nothing. */
const AUTHENTICATED = new Set([
  "aegis",
  "2fas",
  "andotp-encrypted",
  "stratum",
  "bitwarden",
  "ente-auth",
  "kdbx",
  "raivo",
]);

interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly password: string | undefined;
}

/** Keys that were derived: each once, however often a changed file asks for the same one. */
const keys = new Map<string, Promise<Uint8Array>>();

/** The real key of settings that a sample has; of those that only a changed one has, some other. */
function derive(known: boolean): NonNullable<ImportContext["derive"]> {
  return (password: Uint8Array, derivation: Derivation) => {
    const name = JSON.stringify([[...password], derivation.kind, Object.values(derivation).map(String)]);
    const key =
      keys.get(name) ??
      (known ? runDerivation(password, derivation) : Promise.resolve(new Uint8Array(derivation.length)));
    if (known) keys.set(name, key);
    return key;
  };
}

function read(sample: Sample, bytes: Uint8Array, derivation?: ImportContext["derive"]): Promise<ImportResult> {
  const passwords = sample.password === undefined ? [] : [sample.password];
  const password = async () => passwords.shift();
  return readSource({ name: sample.name, bytes }, { readCodes, password, ...(derivation && { derive: derivation }) });
}

/** An error that a person can do something about, or accounts of which no more are new than places were changed. */
async function check(original: ImportResult, reading: () => Promise<ImportResult>, mutation: Mutation, exact: boolean) {
  let result: ImportResult | undefined;
  try {
    result = await expectWithin(reading, LONGEST_MS, mutation.kind);
  } catch (error) {
    if (!(error instanceof EscrowError)) throw new Error(`${mutation.kind}: ${String(error)}`, { cause: error });
  }
  if (result === undefined) return;
  // What is left of a cut file can be another kind of source: a few letters are a key.
  if (exact && result.format !== original.format) return;
  const known = new Set(original.accounts.map(codesKey));
  const invented = result.accounts.filter((account) => !known.has(codesKey(account)));
  expect(invented.length, `${mutation.kind}: accounts that were not there`).toBeLessThanOrEqual(
    exact ? 0 : mutation.edits,
  );
  if (exact && result.format === original.format)
    expect(result.accounts.length).toBeLessThanOrEqual(original.accounts.length);
}

/** Fails all that is wrong with changed copies of one sample. */
async function attack(sample: Sample, seed: number): Promise<void> {
  const original = await read(sample, sample.bytes, derive(true));
  const isPicture = original.format === "picture" || original.format === "pdf";
  const encrypted = sample.password !== undefined;
  const exact = encrypted && AUTHENTICATED.has(original.format) && !sample.name.includes("legacy");
  for (const mutation of mutations(sample.bytes, isPicture ? PICTURE_RUNS : RUNS, seed)) {
    await check(original, () => read(sample, mutation.bytes, derive(false)), mutation, exact);
  }
  if (!encrypted) return;
  for (const mutation of mutations(sample.bytes, RUNS, seed + 1)) {
    await check(original, () => readAltered(sample, mutation.kind, seed), { ...mutation, edits: 8 }, false);
  }
}

/** Reads a sample whose decrypted text is changed before anything looks at it. */
async function readAltered(sample: Sample, kind: string, seed: number): Promise<ImportResult> {
  const decrypt = crypto.subtle.decrypt.bind(crypto.subtle);
  const spy = vi.spyOn(crypto.subtle, "decrypt").mockImplementation(async (...args) => {
    const opened = new Uint8Array(await decrypt(...args));
    // Keys in between are no text.
    if (opened.length <= 64) return opened.buffer;
    const changed = [...mutations(opened, 12, seed++)].find((one) => one.kind === kind) ?? { bytes: opened };
    return changed.bytes.slice().buffer;
  });
  try {
    return await read(sample, sample.bytes, derive(false));
  } finally {
    spy.mockRestore();
  }
}

/** Mutated samples with the real derivation, as a person would open them. */
async function attackDerived(sample: Sample, seed: number): Promise<void> {
  const original = await read(sample, sample.bytes, derive(true));
  for (const mutation of mutations(sample.bytes, DERIVED_RUNS, seed)) {
    await read(sample, mutation.bytes).then(
      ({ accounts }) => expect(accounts.length).toBeLessThanOrEqual(original.accounts.length + mutation.edits),
      (error: unknown) => expect(error, String(error)).toBeInstanceOf(EscrowError),
    );
  }
}

const folder = join(import.meta.dirname, "..", "fixtures", "import");
const PASSWORDS = ["Pässwörter 123"];

it("there is a fixture for each source of the registry", () => {
  const identify = (name: string) => attempt(() => identifySource({ name, bytes: readFileSync(join(folder, name)) }));
  const covered = new Set(readdirSync(folder).map(identify));
  expect(SOURCES.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
});

describe(`changed copies of our own exports, ${RUNS} of each, ${PICTURE_RUNS} of a picture`, () => {
  // To draw pages of a PDF takes a second each.
  const names = readdirSync(folder).filter((name) => FULL || !name.endsWith(".pdf"));
  it.each(names.map((name, i) => [name, i] as const))(
    "%s",
    async (name, i) => {
      const bytes = readFileSync(join(folder, name));
      const sample = await openable(name, bytes);
      if (sample !== undefined) await attack(sample, 1000 * i);
    },
    FULL ? 600_000 : 30_000,
  );
});

/** Bytes of the longer of two copies in which a stretch stands again and again. */
const GROWN_BYTES = FULL ? 200_000 : 50_000;
/** What garbage of so many bytes costs: 22 ms were seen for a tenth of them, 333 for all; another 7, 113, and 390 for ten times as many. */
const GROWN_NOISE_MS = FULL ? 500 : 100;
const STRETCHES = FULL ? 40 : 1;

/** A source that stretches of are repeated in, and what it is wrapped in afterwards. */
interface Grown {
  readonly name: string;
  readonly bytes: Buffer;
  readonly wrap?: (bytes: Uint8Array) => Uint8Array;
}

const fixtures = readdirSync(folder).flatMap((name): Grown[] => {
  const bytes = readFileSync(join(folder, name));
  return fileKind(bytes) === undefined ? [{ name, bytes }] : [];
});
const grownSources: readonly Grown[] = [
  ...fixtures,
  {
    name: "a table in an archive",
    bytes: readFileSync(join(folder, "bitwarden.csv")),
    wrap: (bytes) => zipSync({ "a.csv": [new Uint8Array(bytes), { level: 1 }] }),
  },
];

/** Formats whose files hold pixels: their growth is tested in `test/read/`. */
const PIXELS = ["picture", "pdf"];

describe(`${STRETCHES} stretches of each of our own exports, again and again, take no more than their length`, () => {
  it("is tried with every format that is read", () => {
    const formats = grownSources.map(({ name, bytes, wrap = (same) => same }) => {
      return attempt(() => identifySource({ name, bytes: wrap(bytes) }));
    });
    const untried = FORMAT_ORDER.filter((format) => !formats.includes(format) && !PIXELS.includes(format));
    expect(untried).toEqual([]);
  });

  it.each(grownSources.map((one, i) => [one.name, one, i] as const))(
    "%s",
    async (name, { bytes, wrap = (same) => same }, i) => {
      const random = seededRandom(4000 + i);
      for (let stretch = 0; stretch < STRETCHES; stretch++) {
        const at = Math.floor(random() * bytes.length);
        const part = bytes.subarray(at, at + 1 + Math.floor(random() * 60));
        const grown = (size: number) => {
          const parts = Array.from({ length: Math.ceil(size / part.length) }, () => part);
          return wrap(Buffer.concat([bytes.subarray(0, at), ...parts, bytes.subarray(at)]));
        };
        const read = (size: number) =>
          readSource(
            { name, bytes: grown(size) },
            { readCodes: async () => [], password: async () => PASSWORDS[0], derive: derive(false) },
          ).catch((error: unknown) => expect(error, String(error)).toBeInstanceOf(EscrowError));
        await expectLinear(read, GROWN_BYTES, JSON.stringify(part.toString()), GROWN_NOISE_MS);
      }
    },
    FULL ? 600_000 : 60_000,
  );
});

/** A fixture with the password that opens it; nothing where it gives no accounts on purpose. */
async function openable(name: string, bytes: Uint8Array): Promise<Sample | undefined> {
  for (const password of [undefined, ...PASSWORDS]) {
    const sample = { name, bytes, password };
    const good = await read(sample, bytes, derive(true)).then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(EscrowError);
        return false;
      },
    );
    if (good) return sample;
  }
  return undefined;
}

withShared("otp-samples/expected.json", (path) => {
  const { files } = JSON.parse(readFileSync(path, "utf8")) as {
    files: Record<string, { entries: unknown[]; password: string | null }>;
  };
  // By default our own exports, with smaller settings, stand for those with a password and for pictures.
  const samples = Object.entries(files).filter(
    ([name, { entries, password }]) =>
      entries.length > 0 && (FULL || (password === null && !/\.(?:jpe?g|png|webp)$/u.test(name))),
  );
  it.each(samples.map(([name, { password }], i) => [name, password, i] as const))(
    `%s, ${RUNS} changed copies, ${PICTURE_RUNS} of a picture`,
    async (name, password, i) => {
      const bytes = readFileSync(join(dirname(path), name));
      await attack({ name, bytes, password: password ?? undefined }, 1000 * i);
    },
    FULL ? 600_000 : 60_000,
  );

  const derived = samples.filter(([, { password }]) => password !== null);
  it.each(derived.map(([name, { password }], i) => [name, password, i] as const))(
    `%s, ${DERIVED_RUNS} changed copies with the real key`,
    async (name, password, i) => {
      const bytes = readFileSync(join(dirname(path), name));
      await attackDerived({ name, bytes, password: password ?? undefined }, 77 * i);
    },
    600_000,
  );
});

afterAll(() => {
  expect(existsSync(folder)).toBe(true);
  expect(process.resourceUsage().maxRSS * 1024).toBeLessThan(MOST_BYTES);
});
