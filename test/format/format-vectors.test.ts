import { spawnSync } from "node:child_process";
import { createDecipheriv, createHmac, hkdfSync, scryptSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { decodeBase32 } from "../../src/account/base32.js";
import { codeOf } from "../../src/account/codes.js";
import { parseOtpauth } from "../../src/account/otpauth-uri.js";
import { decodeDocument, openDocument } from "../../src/document/document.js";
import { formatContents, parseContents } from "../../src/document/plaintext.js";
import { EscrowError } from "../../src/error.js";
import { decodeFrame } from "../../src/paper/frame.js";
import { parseLine } from "../../src/paper/line.js";
import { decodeOpenLines, encodeOpenLines } from "../../src/paper/open-lines.js";
import { parseRecord } from "../../src/paper/record.js";
import { decodeKeeper } from "../../src/share/keeper-record.js";
import { decodeShare } from "../../src/share/share.js";
import { FULL } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";
import { fixedSets } from "../vectors/v1/sets.js";

const root = join(import.meta.dirname, "..");
const format = readFileSync(join(root, "..", "FORMAT.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "format-vectors-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows of the block ```` ```vector NAME ```` of FORMAT.md. */
function rowsOf(name: string): string[] {
  const [, rows = ""] = new RegExp(`^\`\`\`vector ${name}\\n([^\`]*)\\n\`\`\`$`, "mu").exec(format) ?? [];
  expect(rows, name).not.toBe("");
  return rows.split("\n");
}

/** The texts and lines of a sheet among a block's rows. */
const isSheet = (row: string) => /^(?:PE1[DS]|[TDS]\d+ )/u.test(row);
/** What a reader gives back: accounts, kept secrets and recovery codes. */
const isSecret = (row: string) => /^(?:otpauth:|# keep: |# recovery: )/u.test(row);

/** The code of the error that a job ends with. */
async function errorOf(job: () => unknown): Promise<string> {
  try {
    await job();
  } catch (error) {
    if (error instanceof EscrowError) return error.code;
    throw error;
  }
  return "nothing";
}

/** Reads one text as a reader does, and throws what it refuses. */
function readOne(text: string): void {
  const line = parseLine(text);
  if (line) {
    if (line.status === "unreadable") throw new EscrowError(line.reason === "length" ? "line-length" : "line-check");
    return;
  }
  const reading = parseRecord(text);
  if (reading.status !== "record")
    throw new EscrowError(reading.status === "unknown-version" ? "record-version" : "record-broken");
  const { kind, bytes } = reading.record;
  if (kind === "document") decodeFrame(bytes);
  else if (kind === "share") decodeShare(bytes);
  else decodeKeeper(bytes);
}

describe("FORMAT.md's vectors", () => {
  test.each(rowsOf("codes"))("code: %s", (row) => {
    const [uri = "", counter, code] = row.split(" ");
    expect(codeOf(parseOtpauth(uri).account, Number(counter))).toBe(code);
  });

  test("the lines of a name beyond ASCII", async () => {
    const rows = rowsOf("open-lines");
    const uri = rows.at(-1) ?? "";
    expect(await encodeOpenLines(uri)).toEqual(rows.slice(0, -1));
    const readings = rows.slice(0, -1).flatMap((row) => parseLine(row) ?? []);
    expect((await decodeOpenLines(readings)).uri).toBe(uri);
  });

  test("the sealed set and the long document are two of the fixed sets", async () => {
    for (const [name, set] of [
      ["sealed", fixedSets[3]],
      ["lines", fixedSets[1]],
    ] as const) {
      const rows = rowsOf(name);
      expect([
        ...(set?.frames ?? []),
        ...(set?.lines ?? []),
        ...(set?.shares.flatMap(({ lines }) => lines) ?? []),
      ]).toEqual(expect.arrayContaining(rows.filter(isSheet)));
      const document = await decodeDocument(Uint8Array.from(Buffer.from(set?.document ?? "", "hex")));
      // Opening what a person's passphrase seals takes seconds: by default what the set's own vectors say is inside.
      const contents =
        FULL || name !== "sealed"
          ? formatContents(await openDocument(document, (set?.passphrase ?? "").normalize("NFKC")))
          : (set?.plaintext ?? "");
      const shown = rows.filter((row) => /^(?:otpauth:|# )/u.test(row));
      expect(contents.trimEnd().split("\n").sort()).toEqual(shown.sort());
    }
    const receipts = JSON.parse(readFileSync(join(root, "vectors", "v1", "receipts.json"), "utf8"));
    const [, setId, x, year, receipt] = rowsOf("sealed").at(-1)?.split(" ") ?? [];
    expect(receipts).toContainEqual({ setId, x: Number(x), year: Number(year), receipt });
  });

  test.each(rowsOf("refused-texts"))("refused: %s", async (row) => {
    const [code = "", ...text] = row.split(" ");
    expect(await errorOf(() => readOne(text.join(" ")))).toBe(code);
  });

  test.each(rowsOf("refused-documents"))("refused: %s", async (row) => {
    const [code = "", hex = ""] = row.split(" ");
    expect(await errorOf(() => decodeDocument(Uint8Array.from(Buffer.from(hex, "hex"))))).toBe(code);
  });

  test.each(rowsOf("refused-plaintexts"))("refused: %s", async (row) => {
    const [, code = "", text = ""] = /^(\S+) (.*)$/u.exec(row) ?? [];
    expect(await errorOf(() => parseContents(JSON.parse(text)))).toBe(code);
  });

  const named = [...format.matchAll(/^\| `([a-z-]+)` \| `(\w+)\.json` \| (.+) \|$/gmu)].map(
    ([, code = "", file = "", name = ""]) => [code, file, name] as const,
  );
  test.each(named)("%s is a vector of %s.json: %s", (code, file, name) => {
    const vectors: { name: string }[] = JSON.parse(readFileSync(join(root, "vectors", "v1", `${file}.json`), "utf8"));
    const vector = vectors.find((one) => one.name === name);
    expect(JSON.stringify(vector)).toMatch(new RegExp(`"(?:error|code)":"${code}"`, "u"));
  });

  test("every kind of refusal that FORMAT.md lists has one", () => {
    const table = format.slice(
      format.indexOf("### What a reader refuses"),
      format.indexOf("### Worked example: 2 of 3"),
    );
    const listed = [...table.matchAll(/^\| (`[^|]*`) \|/gmu)].flatMap(
      ([, codes = ""]) => codes.match(/[a-z-]+/gu) ?? [],
    );
    const texts = ["texts", "documents", "plaintexts"].flatMap((kind) => rowsOf(`refused-${kind}`));
    const shown = new Set([...texts.map((row) => row.split(" ")[0]), ...named.map(([code]) => code)]);
    expect(listed.length).toBeGreaterThan(30);
    // Longer than 18,432 bytes: too long to print here.
    expect(listed.filter((code) => !shown.has(code))).toEqual(["document-too-large"]);
  });

  test("its arithmetic is that of the program", () => {
    const multiply = (a: number, b: number): number => {
      if (b === 0) return 0;
      const twice = a < 128 ? 2 * a : (2 * a) ^ 0x11d;
      return multiply(twice, b >> 1) ^ (b & 1 ? a : 0);
    };
    const said = [...format.matchAll(/multiply\((\d+), (\d+)\) = (\d+)/gu)];
    expect(said.length).toBe(3);
    for (const [, a, b, product] of said) expect(multiply(Number(a), Number(b))).toBe(Number(product));
    // The corrected line of the example.
    expect(parseLine("T1 N52H BYLV ORUD ULZP ORXX I4BP 7EW4")).toMatchObject({
      status: "offer",
      line: { number: 1, bytes: decodeBase32("N52HAYLVORUDULZPORXXI4BP") },
    });
  });
});

describe("age in ten steps", () => {
  test.each(fixedSets.slice(0, 2).map((set) => [set.name, set] as const))("opens, by FORMAT.md alone: %s", (_, set) => {
    const document = Buffer.from(set.document, "hex");
    const file = document.subarray(document.indexOf("age-encryption.org"));
    const [, version = "", salt = "", logN = "", wrapped = "", mac = ""] =
      /^(\S+)\n-> scrypt (\S+) (\d+)\n(\S+)\n--- (\S+)\n/u.exec(file.toString("latin1")) ?? [];
    const labelled = Buffer.concat([Buffer.from("age-encryption.org/v1/scrypt"), Buffer.from(salt, "base64")]);
    const wrap = scryptSync(set.passphrase, labelled, 32, { N: 2 ** Number(logN), r: 8, p: 1 });
    const fileKey = opened(wrap, Buffer.alloc(12), Buffer.from(wrapped, "base64"));
    const header = `${version}\n-> scrypt ${salt} ${logN}\n${wrapped}\n---`;
    const macKey = Buffer.from(hkdfSync("sha256", fileKey, Buffer.alloc(0), "header", 32));
    expect(createHmac("sha256", macKey).update(header).digest()).toEqual(Buffer.from(mac, "base64"));
    const rest = file.subarray(header.length + mac.length + 2);
    const key = Buffer.from(hkdfSync("sha256", fileKey, rest.subarray(0, 16), "payload", 32));
    // One chunk: its nonce is 11 zero bytes and the byte of the last one.
    const plain = opened(key, Buffer.from([...new Uint8Array(11), 1]), rest.subarray(16));
    const text = plain[0] === 0x1f ? gunzipSync(plain) : plain;
    expect(`${text.toString().trimEnd()}\n`).toBe(set.plaintext);
  });
});

/** ChaCha20-Poly1305: the tag is the last 16 bytes. */
function opened(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

describeWith(["python3", "age"], () => {
  test.each(["sealed", "lines", "recovery"])("the reader written from the text alone opens: %s", (name) => {
    const rows = rowsOf(name);
    const sheet = join(folder, `${name}.txt`);
    const secret = join(folder, "passphrase.txt");
    writeFileSync(sheet, `${rows.filter(isSheet).join("\n")}\n`);
    writeFileSync(secret, rows.find((row) => row.startsWith("passphrase "))?.slice(11) ?? "");
    const script = join(root, "clean-room", "recover.py");
    const { stdout } = spawnSync("python3", ["-B", script, "--passphrase-file", secret, sheet]);
    expect(`${stdout}`.trimEnd().split("\n").sort()).toEqual(rows.filter(isSecret).sort());
  });

  test("and refuses every plaintext that it says is refused, and takes the URIs of its codes", () => {
    const rows = rowsOf("refused-plaintexts").map((row) => /^(\S+) (.*)$/u.exec(row) ?? []);
    const uris = [...new Set(rowsOf("codes").map((row) => row.split(" ")[0] ?? ""))];
    const texts = [
      ...rows.map(([, , text = ""]) => JSON.parse(text)),
      ...uris,
      `${uris[0]}&image=a`,
      `${uris[0]}&counter=1`,
    ];
    const drive = `
import json, sys
from common import Refused
from document import read_plaintext
def told(text):
    try:
        read_plaintext(text.encode())
        return "read"
    except Refused as error:
        return error.code
print(json.dumps([told(text) for text in json.load(sys.stdin)]))
`;
    const { stdout } = spawnSync("python3", ["-B", "-c", drive], {
      cwd: join(root, "clean-room"),
      input: JSON.stringify(texts),
    });
    const codes = rows.map(([, code]) => code);
    expect(JSON.parse(`${stdout}`)).toEqual([...codes, ...uris.map(() => "read"), "read", "contents-line"]);
  });
});
