import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Account } from "../../src/account/account.js";
import { EscrowError } from "../../src/error.js";
import { type Derivation, runDerivation } from "../../src/import/formats/derivation.js";
import { importContext } from "../../src/import/qr-context.js";
import { readSource } from "../../src/import/registry.js";
import type { ImportContext, ImportResult } from "../../src/import/source.js";
import { nodePlatform } from "../../src/node/platform.js";
import { FULL } from "../helpers/full.js";
import { withShared } from "../helpers/programs.js";

/** What a wrong password gives of slow derivations, without their cost. */
async function wrongKey(password: Uint8Array, derivation: Derivation): Promise<Uint8Array> {
  return (derivation.kind === "argon2id" || derivation.kind === "scrypt") && !FULL
    ? new Uint8Array(derivation.length)
    : runDerivation(password, derivation);
}

interface Sample {
  readonly format: string;
  readonly encrypted: boolean;
  readonly password: string | null;
  readonly order_significant?: boolean;
  readonly entries: readonly Record<string, unknown>[];
  readonly rejected_entries?: readonly unknown[];
  readonly must_fail?: unknown;
  readonly batches?: readonly { readonly batch_size: number; readonly batch_index: number }[];
}

const FIELDS = ["issuer", "account", "type", "secret", "algorithm", "digits", "period", "counter"] as const;
const SLOW = new Set([
  "protonpass-proton-pass-common/ente/encrypted.nominalcomplexity.txt",
  "stratumauth-app/keepass.aes256.argon2id.kdbx",
]);
const { readCodes } = importContext(nodePlatform);

/** What can be compared. FreeOTP's counter is the stored one: of the code that it shows next. */
function fieldsOf(entry: Record<string, unknown>) {
  const fields = FIELDS.filter((name) => name in entry).map((name) => [name, entry[name]]);
  return Object.fromEntries([...fields, ["labelPrefix", entry.label_prefix ?? entry.labelPrefix]]);
}

withShared("otp-samples/expected.json", (path) => {
  const { files } = JSON.parse(readFileSync(path, "utf8")) as { files: Record<string, Sample> };
  const all = Object.entries(files);
  const read = (file: string, passwords: string[], derive?: ImportContext["derive"]): Promise<ImportResult> => {
    const input = { name: file, bytes: readFileSync(join(dirname(path), file)) };
    const password = async () => passwords.shift();
    return readSource(input, { readCodes, password, ...(derive && { derive }) });
  };
  const codeOf = (reading: Promise<ImportResult>) =>
    reading.then(
      () => undefined,
      (error: unknown) => (error instanceof EscrowError ? error.code : error),
    );

  // Deriving the keys of two takes seconds: in full only. Keys of our own exports are derived so by default.
  const readable = all.filter(([name, { entries }]) => entries.length > 0 && (FULL || !SLOW.has(name)));
  it.each(readable)(
    "%s",
    async (file, { entries, password, batches = [], rejected_entries: rejected = [], order_significant: ordered }) => {
      const { accounts, skipped, missing } = await read(file, password === null ? [] : [password]);
      const [good, bad] = [
        entries.filter((entry) => !entry.secret_invalid),
        entries.filter((entry) => entry.secret_invalid),
      ];
      const sorted = (all: object[]) => (ordered ? all : all.map((one) => JSON.stringify(one)).sort());
      const found = accounts.map((account: Account) => fieldsOf({ ...account }));
      expect(sorted(found)).toEqual(sorted(good.map(fieldsOf)));
      // What is no account is named, and kept as it was written.
      expect(skipped).toHaveLength(bad.length + rejected.length);
      expect(
        skipped.filter(({ keep }) => bad.some((entry) => keep?.text.startsWith(String(entry.secret_as_written)))),
      ).toHaveLength(bad.length);
      const size = batches[0]?.batch_size ?? 1;
      const open = size - new Set(batches.map(({ batch_index }) => batch_index)).size;
      expect(missing.flatMap(({ parts }) => parts)).toHaveLength(batches.length === 0 ? 0 : open);
    },
    90_000,
  );

  describe("encrypted ones", () => {
    const encrypted = readable.filter(([, { password }]) => password !== null);
    it.each(encrypted)(
      "refuse a wrong password, and none: %s",
      async (file, { password }) => {
        expect(await codeOf(read(file, []))).toBe("password-needed");
        expect(await codeOf(read(file, [`${password}x`], wrongKey))).toBe("password-wrong");
      },
      90_000,
    );

    it("take the right one after a wrong one", async () => {
      const { accounts } = await read("beemdevelopment-Aegis/aegis_encrypted.json", ["wrong", "test"]);
      expect(accounts).toHaveLength(7);
    });

    it("are sixteen", () => expect(encrypted).toHaveLength(FULL ? 16 : 14));
  });

  it("name what is wrong with those that give nothing", async () => {
    const negative = all.filter(([, { entries }]) => entries.length === 0).map(([file]) => file);
    const codes = await Promise.all(
      negative.map(async (file) => [file.replace(/^.*\//u, ""), await codeOf(read(file, []))]),
    );
    expect(Object.fromEntries(codes)).toEqual({
      "invalidQrcode.png": "picture-no-code",
      "empty_file.txt": "source-empty",
      "only_comments.txt": "source-empty",
      "qr_but_without_otp.png": "code-not-otp",
      "test_export_wrong_content.txt": "source-unknown",
      "test_export_wrong_prefix.txt": "source-prefix",
      "bitwarden.encrypted.accountrestricted.json": "source-encrypted",
    });
  });

  it("are sixty-five", () => expect(all).toHaveLength(65));
});
