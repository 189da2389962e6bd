import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import type { Account } from "../../src/account/account.js";
import { EscrowError } from "../../src/error.js";
import { importContext } from "../../src/import/qr-context.js";
import { readSource } from "../../src/import/registry.js";
import { nodePlatform } from "../../src/node-platform.js";
import { withShared } from "../programs.js";

/** Formats of the collection that these sources read. */
const FORMATS = [
  "otpauth-uri-list",
  "ente-plain",
  "google-migration-uri",
  "google-migration-uri-list",
  "qr-image-otpauth",
  "qr-image-google-migration",
  "qr-image-google-migration-multi",
  "qr-image-not-otp",
  "image-without-qr",
  "negative",
];

interface Sample {
  readonly format: string;
  readonly entries: readonly Record<string, unknown>[];
  readonly batches?: readonly { readonly batch_size: number; readonly batch_index: number }[];
}

const FIELDS = ["issuer", "account", "type", "secret", "algorithm", "digits", "period", "counter"] as const;

function fieldsOf(entry: Record<string, unknown>) {
  const fields = FIELDS.filter((name) => name in entry).map((name) => [name, entry[name]]);
  return Object.fromEntries([...fields, ["labelPrefix", entry.label_prefix ?? entry.labelPrefix]]);
}

withShared("otp-samples/expected.json", (path) => {
  const { files } = JSON.parse(readFileSync(path, "utf8")) as { files: Record<string, Sample> };
  const own = Object.entries(files).filter(([, { format }]) => FORMATS.includes(format));

  it.each(own)("%s", async (file, { entries, batches = [] }) => {
    const input = { name: file, bytes: readFileSync(join(dirname(path), file)) };
    const reading = readSource(input, importContext(nodePlatform));
    if (entries.length === 0) {
      await expect(reading).rejects.toThrow(EscrowError);
      return;
    }
    const { accounts, skipped, missing } = await reading;
    expect(accounts.map((account: Account) => fieldsOf({ ...account }))).toEqual(entries.map(fieldsOf));
    expect(skipped).toEqual([]);
    const size = batches[0]?.batch_size ?? 1;
    const open = size - new Set(batches.map(({ batch_index }) => batch_index)).size;
    expect(missing.flatMap(({ parts }) => parts)).toHaveLength(batches.length === 0 ? 0 : open);
  });

  it("name what is wrong with the negative ones", async () => {
    const codeOf = async (file: string) => {
      const input = { name: file, bytes: readFileSync(join(dirname(path), "scito-extract_otp_secrets", file)) };
      return readSource(input, importContext(nodePlatform)).then(
        () => undefined,
        (error: EscrowError) => error.code,
      );
    };
    expect({
      content: await codeOf("test_export_wrong_content.txt"),
      prefix: await codeOf("test_export_wrong_prefix.txt"),
      comments: await codeOf("only_comments.txt"),
      empty: await codeOf("empty_file.txt"),
      other: await codeOf("qr_but_without_otp.png"),
    }).toEqual({
      content: "source-unknown",
      prefix: "source-prefix",
      comments: "source-empty",
      empty: "source-empty",
      other: "code-not-otp",
    });
  });

  it("of other formats are refused, not misread", async () => {
    const others = Object.entries(files).filter(([, { format }]) => !FORMATS.includes(format));
    expect(others.length).toBeGreaterThan(20);
    for (const [file] of others) {
      const input = { name: file, bytes: readFileSync(join(dirname(path), file)) };
      await expect(readSource(input, importContext(nodePlatform)), file).rejects.toThrow(EscrowError);
    }
  });

  it("are eighteen", () => expect(own).toHaveLength(18));
});
