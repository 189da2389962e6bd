import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { encodeUtf8, sha256 } from "../../src/bytes.js";
import { sealDocument } from "../../src/document/document.js";
import { encodeFrame, FRAME_BYTES, makeFrames } from "../../src/paper/frame.js";
import { formatRecord } from "../../src/paper/record.js";
import { makeRoster } from "../../src/share/roster.js";
import { splitSecret } from "../../src/share/secret-sharing.js";
import { encodeShare } from "../../src/share/share.js";
import { FULL, wide } from "../helpers/full.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { fixedSets } from "../vectors/v0/sets.js";

const path = join(import.meta.dirname, "..", "..", "templates", "format-card.py");
const source = readFileSync(path, "utf8");
const clean = join(import.meta.dirname, "..", "clean-room");
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Most processor time that the card's program may take, in seconds: the system ends it then. */
const MOST_SECONDS = 30;

/** Runs the card's program as the card says, in a new folder, and returns what it showed. */
function runCard(texts: readonly string[]): { folder: string; said: string } {
  const folder = mkdtempSync(join(tmpdir(), "format-card-"));
  folders.push(folder);
  // `sh` only for the folder and the limit: the program writes where it is run.
  const command = `ulimit -t ${MOST_SECONDS} && cd "$1" && python3 "$2"`;
  const said = runProgram("sh", ["-c", command, "sh", folder, path], `${texts.join("\n")}\n`);
  return { folder, said: said.toString() };
}

/** `age -d document.age | gzip -dcf`, the passphrase typed on a pseudo-terminal. */
function openFile(file: string, passphrase: string): string {
  const drive =
    "import sys; from document import age_decrypt; sys.stdout.buffer.write(age_decrypt(open(sys.argv[1], 'rb').read(), sys.argv[2]))";
  const plain = runProgram("sh", [
    "-c",
    'cd "$1" && python3 -B -c "$2" "$3" "$4"',
    "sh",
    clean,
    drive,
    file,
    passphrase,
  ]);
  return runProgram("gzip", ["-dcf"], plain).toString();
}

const trimmed = (text: string) => `${text.trimEnd()}\n`;

describe("the program of the format card", () => {
  test("has at most 40 lines of at most 90 characters, all printable ASCII", () => {
    const lines = source.trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(
      lines.filter((line) => line.length > 90 || !/^[\x20-\x7e]*$/u.test(line) || line.trimEnd() !== line),
    ).toEqual([]);
  });
});

describeWith(["python3"], () => {
  test("is Python 3.8 and uses only the standard library", () => {
    const parse =
      "import ast, sys; tree = ast.parse(sys.stdin.read(), feature_version=(3, 8)); " +
      "print(*sorted({a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}))";
    const imports = runProgram("python3", ["-c", parse], source).toString().trim();
    expect(imports).toBe("base64 functools hashlib sys zlib");
  });

  test("says what is missing and what is wrong, and never a passphrase then", () => {
    const [small] = fixedSets;
    const codes = small.shares.map(({ code }) => code);
    expect(runCard([...codes.slice(0, 1), ...small.frames]).said).toBe("document.age 1 more shares are needed\n");
    expect(() => runCard([...codes, ...small.frames.slice(3)])).toThrow("1 more document codes are needed");
    const forged = makeFrames(new Uint8Array(345), encodeUtf8("0123456789"), false);
    const bad = forged.map((frame) => formatRecord({ kind: "document", bytes: encodeFrame(frame) }));
    expect(() => runCard([...codes, ...bad])).toThrow("a document code is wrong");
  });

  wide("rebuilds the longest document from a third fewer codes within half a minute of the processor", async () => {
    const document = crypto.getRandomValues(new Uint8Array(18_432));
    document.set([0, 1]);
    const frames = makeFrames(document, (await sha256(document)).slice(0, 10), false);
    const texts = frames.slice(54).map((frame) => formatRecord({ kind: "document", bytes: encodeFrame(frame) }));
    const { folder, said } = runCard(texts);
    expect(said).toBe("document.age is opened by your passphrase\n");
    expect(readFileSync(join(folder, "document.age"))).toEqual(Buffer.from(document.subarray(2)));
  });
});

describeWith(["python3", "age", "gzip"], () => {
  test.each(fixedSets.filter(({ name }) => FULL || !name.startsWith("one account, sealed with")))(
    "opens: $name",
    ({ frames, shares, passphrase, plaintext }) => {
      const k = shares.length === 0 ? 0 : shares.length === 3 ? 2 : 3;
      for (const lost of [0, frames.length - 2]) {
        const chosen = shares.slice(shares.length - k).map(({ code }) => code);
        const { folder, said } = runCard(
          [...frames.toSpliced(lost, 2), ...chosen].map((text, i) => (i % 2 ? text : `QR-Code:${text}`)),
        );
        expect(said).toBe(
          k > 0 ? `document.age passphrase: ${passphrase}\n` : "document.age is opened by your passphrase\n",
        );
        expect(trimmed(openFile(join(folder, "document.age"), passphrase.normalize("NFKC")))).toBe(plaintext);
      }
    },
  );

  test("opens two sets at once, and a fresh set of 5 of 9", async () => {
    const fresh = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const points = splitSecret(encodeUtf8(fresh), 5, 9);
    const contents = { accounts: [], keeps: [{ name: "a", text: "b" }], notes: [], holders: [] };
    const lock = { kind: "shares", roster: await makeRoster(points, 5) } as const;
    const { bytes, setId } = await sealDocument(contents, lock, fresh, FRAME_BYTES);
    const frames = makeFrames(bytes, setId, false).slice(2);
    const shares = [8, 0, 6, 3, 4].map((i) => ({ setId, k: 5, n: 9, point: points[i] ?? { x: 0, y: bytes } }));
    const [small] = fixedSets;
    const { folder, said } = runCard([
      ...frames.map((frame) => formatRecord({ kind: "document", bytes: encodeFrame(frame) })),
      ...small.frames,
      ...shares.map((share) => formatRecord({ kind: "share", bytes: encodeShare(share) })),
      ...small.shares.map(({ code }) => code),
    ]);
    expect(said).toBe(`document.age passphrase: ${fresh}\ndocument2.age passphrase: ${small.passphrase}\n`);
    expect(trimmed(openFile(join(folder, "document.age"), fresh))).toBe("# keep: a b\n");
    expect(trimmed(openFile(join(folder, "document2.age"), small.passphrase))).toBe(small.plaintext);
  });
});
