import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { decodeBase32 } from "../../src/account/base32.js";
import { encodeUtf8, sha256 } from "../../src/bytes.js";
import { sealDocument } from "../../src/document/document.js";
import { drawSheet, planShares, type SetSheet } from "../../src/make/set-sheets.js";
import { encodeFrame, FRAME_BYTES, makeFrames } from "../../src/paper/frame.js";
import { formatRecord } from "../../src/paper/record.js";
import { makeRoster } from "../../src/share/roster.js";
import { splitSecret } from "../../src/share/secret-sharing.js";
import { encodeShare } from "../../src/share/share.js";
import { FULL, wide } from "../helpers/full.js";
import { printedProgram, printedText } from "../helpers/printed-card.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { setResources } from "../helpers/set-sheets.js";
import type { FixedSet } from "../vectors/v0/sets.js";
import { fixedSets } from "../vectors/v1/sets.js";

const source = readFileSync(join(import.meta.dirname, "..", "..", "templates", "format-card.py"), "utf8");
const clean = join(import.meta.dirname, "..", "clean-room");
const work = mkdtempSync(join(tmpdir(), "format-card-"));
afterAll(() => rmSync(work, { recursive: true }));

/** Most processor time that the card's program may take, in seconds: the system ends it then. */
const MOST_SECONDS = 30;

let program = "";

/** Runs the printed program over what a QR reader wrote or a person typed, in a new folder. */
function runCard(input: readonly string[] | Buffer) {
  const folder = mkdtempSync(join(work, "run-"));
  writeFileSync(join(folder, "card.py"), program);
  // `sh` only for the folder and the limit: the program writes where it is run.
  const command = `ulimit -t ${MOST_SECONDS} && cd "$1" && python3 card.py`;
  const bytes = Buffer.isBuffer(input) ? input : Buffer.from(`${input.join("\n")}\n`);
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command, "sh", folder], { input: bytes });
  return { status, said: stdout.toString(), error: stderr.toString(), folder };
}

/** What the program shows at last of a set of shares that came back. */
const opened = ({ setId, passphrase }: Pick<FixedSet, "setId" | "passphrase">) =>
  `${setId}.age passphrase: ${passphrase}\n`;
const sealedSaid = ({ setId }: FixedSet) => `${setId}.age is opened by your passphrase\n`;
const came = (set: FixedSet) => (set.shares.length > 0 ? opened(set) : sealedSaid(set));

/** `age -d FILE | gzip -dcf`, the passphrase typed on a pseudo-terminal. */
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
const [small, rich] = fixedSets as readonly [FixedSet, FixedSet, ...FixedSet[]];
const thresholdOf = ({ shares }: FixedSet) => [0, 0, 0, 2, 0, 3][shares.length] ?? 0;
const codesOf = (set: FixedSet) => set.shares.slice(-thresholdOf(set) || set.shares.length).map(({ code }) => code);

/** A code of a document with a right CRC-32 and a payload of a liar's choice. */
function falseFrame({ setId, frames }: FixedSet, index: number, payload: Uint8Array): string {
  const id = decodeBase32(setId.replaceAll("-", ""));
  const bytes = decodeBase32(frames[0]?.slice(4) ?? "");
  const [m = 0, total = 0] = bytes.subarray(11);
  const length = ((bytes[13] ?? 0) << 8) | (bytes[14] ?? 0);
  return formatRecord({ kind: "document", bytes: encodeFrame({ setId: id, index, m, total, length, payload }) });
}

/** A text with another character at a place. */
function altered(text: string, place: number): string {
  return text.slice(0, place) + (text[place] === "A" ? "B" : "A") + text.slice(place + 1);
}

/** A printed line with the characters at these places, 0 to 27, replaced. */
function mistyped(line: string, places: readonly number[], by: (was: string) => string): string {
  const [label = "", ...groups] = line.split(" ");
  const characters = [...groups.join("")].map((c, i) => (places.includes(i) ? by(c) : c)).join("");
  return [label, ...(characters.match(/.{4}/gu) ?? [])].join(" ");
}

describe("the program of the format card", () => {
  test("has at most 60 lines of at most 88 characters, all printable ASCII", () => {
    const lines = source.trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(60);
    const odd = lines.filter((line) => line.length > 88 || !/^[\x20-\x7e]*$/u.test(line) || line.trimEnd() !== line);
    expect(odd).toEqual([]);
  });

  test("names nothing by a letter that looks like a digit", () => {
    expect(source.match(/(?<!")\b[lIO]\b/gu)).toBeNull();
  });
});

describeWith(["python3", "pdftotext"], () => {
  /** The pages' text of two share sheets of a fresh set. */
  const texts: string[] = [];
  let fresh = { setId: "", passphrase: "" };

  beforeAll(async () => {
    const resources = await setResources("en");
    const accounts = [makeAccount({ issuer: "Zebra", account: "alice", secret: "JBSWY3DPEHPK3PXP" })];
    const contents = { accounts, keeps: [], notes: [], holders: ["Ann", "Dan, 555-0100", "Sid"] };
    const plan = await planShares(contents, { k: 2, n: 3 }, { paper: "a4", version: "0.1.0" }, resources);
    const [first, second] = plan.sheets as [SetSheet, SetSheet];
    for (const sheet of [first, second]) texts.push(printedText(await drawSheet(sheet, resources)));
    program = printedProgram(first.pages, await drawSheet(first, resources));
    const setId = /[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}/u.exec(texts[0] ?? "")?.[0] ?? "";
    fresh = { setId, passphrase: plan.passphrase };
  });

  test("is printed as it is kept", () => {
    // A page's text may push deep lines in by a blank: they stay together, and it still runs.
    const words = (text: string) => text.split("\n").map((line) => line.trimStart());
    expect(words(program)).toEqual(words(source));
  });

  test("is Python 3.8 and uses only the standard library", () => {
    const parse =
      "import ast, sys; tree = ast.parse(sys.stdin.read(), feature_version=(3, 8)); " +
      "print(*sorted({a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names} | " +
      "{n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}))";
    const imports = runProgram("python3", ["-c", parse], program).toString().trim();
    expect(imports).toBe("base64 collections functools hashlib itertools re sys zlib");
  });

  test("reads two sheets' whole text, lines alone, as taken off the pages", () => {
    expect(texts.join("\n")).not.toMatch(/PE\d[DS]/u);
    // By default without what begins like a line and is none, such as lines of the program: each is tried for long.
    const lines = texts.map((text) => text.match(/\b[DS]\d+(?: [A-Z2-7]{4}){7}/gu)?.join("\n") ?? "");
    const printed = FULL ? texts : lines;
    const { status, said } = runCard(printed);
    expect(status).toBe(0);
    // Words of the sheet that begin like a line are said to be none.
    expect(said.endsWith(opened(fresh))).toBe(true);
  });

  test.each(fixedSets.map((set) => [set.name, set] as const))("codes, as many lost as may be: %s", (_, set) => {
    const texts = [...set.frames.slice(2), ...codesOf(set)];
    const marked = texts.map((text, i) => (i % 2 ? text : `QR-Code:${text}`));
    expect(runCard(marked)).toMatchObject({ status: 0, said: came(set) });
    // The format that stays has the same bytes under another number.
    expect(runCard(texts.map((text) => text.replace("PE1", "PE0")))).toMatchObject({ status: 0, said: came(set) });
  });

  test.each(fixedSets.map((set) => [set.name, set] as const))(
    "lines alone, two of each block missing: %s",
    (_, set) => {
      const lines = set.lines.filter((line) => !/^D(?:2|9|35|36) /u.test(line));
      const own = set.shares.slice(-thresholdOf(set) || set.shares.length).flatMap((share) => share.lines);
      const typed = [...lines, ...own.filter((line) => !/^S[13] /u.test(line))];
      expect(runCard(typed)).toMatchObject({ status: 0, said: came(set) });
    },
  );

  test("lines with a wrong character each, or with ?, are mended, and it says so", () => {
    const lines = [...small.lines, ...small.shares.slice(1).flatMap((share) => share.lines)];
    const other = (c: string) => (c === "A" ? "B" : "A");
    // By default every fourth line: to mend one takes the program a while.
    const some = (line: string, i: number, spoilt: string) => (FULL || i % 4 === 3 ? spoilt : line);
    const wrong = lines.map((line, i) => some(line, i, mistyped(line, [(i * 5) % 28], other)));
    const marks = lines.map((line, i) =>
      some(
        line,
        i,
        mistyped(line, [i % 28, (i + 9) % 28], () => "?"),
      ),
    );
    for (const typed of [wrong, marks]) {
      const { status, said } = runCard(typed);
      expect(status).toBe(0);
      expect(said.endsWith(opened(small))).toBe(true);
      expect(said).toContain("line D7 was mended\n");
    }
    // Three wrong characters are beyond the check: parity has to do.
    const beyond = runCard(lines.map((line) => (/^[DS]2 /u.test(line) ? mistyped(line, [3, 8, 21], other) : line)));
    expect(beyond.said).toBe(
      `${["D2", "S2", "S2"].map((name) => `line ${name} is wrong, and left out\n`).join("")}${opened(small)}`,
    );
  });

  test("a line that checks and is of another document is left out", () => {
    const typed = small.lines.map((line) => (line.startsWith("D4 ") ? (rich.lines[4] ?? "") : line));
    const codes = codesOf(small);
    expect(runCard([...typed, ...codes])).toMatchObject({ status: 0, said: opened(small) });
  });

  test("finds texts in UTF-16, after a byte order mark, in tables, in small letters, wrapped, joined", () => {
    const texts = [...small.frames.slice(2), ...codesOf(small)];
    const text = `${texts.join("\r\n")}\r\n`;
    const wide16 = Buffer.from(`\ufeff${text}`, "utf16le");
    const table = texts.map((code, i) => `"2026-01-0${i + 1} 10:00","QR_CODE","${code}","Ann's, \u00e9"`);
    const inputs = [
      wide16,
      Buffer.from(wide16).swap16(),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(table.join("\n")),
      Buffer.from(text.toLowerCase()),
      Buffer.from(text.replaceAll(/.{76}/gu, "$&\n")),
      Buffer.from(texts.map((code) => `[1] text=${code};`).join(" ")),
      Buffer.from(
        `\ufeff${[...small.lines, ...small.shares.slice(1).flatMap((s) => s.lines)].join("\r\n")}`,
        "utf16le",
      ),
    ];
    for (const input of inputs) expect(runCard(input)).toMatchObject({ status: 0, said: opened(small) });
  });

  test("typed otherwise: colon, hyphens, small letters, letter O for the heading's 0, two lines on a row", () => {
    const lines = [...small.lines, ...small.shares.slice(1).flatMap((share) => share.lines)];
    const ways = [
      lines.map((line) =>
        line
          .replace(" ", ": ")
          .replaceAll(/(?<=\w{4}) /gu, "-")
          .toLowerCase(),
      ),
      lines.map((line) => line.replace(/^([DS])0 /u, "$1O ")),
      lines.map((line, i) => (i % 2 ? `${line}\n` : `${line}    `)),
    ];
    for (const typed of ways) expect(runCard(typed)).toMatchObject({ status: 0, said: opened(small) });
  });

  test("takes no group of a line for a label, S53O for S530", () => {
    const group = "S53O DO22 AAAA S77O";
    const line = `D9 ${group} ${group.slice(0, 14)} QQQQ`;
    const { said } = runCard([...small.lines, ...small.shares.slice(1).flatMap((share) => share.lines), line]);
    expect(said).toBe(`line D9 is wrong, and left out\n${opened(small)}`);
  });

  test("says when there is nothing", () => {
    for (const texts of [
      [],
      ["hello", "otpauth://totp/a?secret=AAAA"],
      small.lines.filter((line) => !/^D0/u.test(line)),
    ]) {
      const { status, error, folder } = runCard(texts);
      expect({ status, error }).toEqual({
        status: 1,
        error: "nothing found: no codes PE1... and no lines D0, S0...\n",
      });
      expect(readdirSync(folder)).toEqual(["card.py"]);
    }
  });

  test("says what is missing and what is wrong, and never a passphrase then", () => {
    const codes = codesOf(small);
    expect(runCard([...codes.slice(0, 1), ...small.frames])).toMatchObject({
      status: 1,
      said: `${small.setId}.age needs 1 more shares\n`,
    });
    const few = runCard([...codes, ...small.frames.slice(3)]);
    expect(few.status).toBe(1);
    expect(few.said).toContain(`${small.setId} D needs 1 more\n`);
    const none = runCard(codes);
    expect(none).toMatchObject({ status: 1, said: `${small.setId} document codes or lines are needed\n` });
    for (const { folder } of [few, none]) expect(existsSync(join(folder, `${small.setId}.age`))).toBe(false);
  });

  test("one false code with a right CRC-32, at any place and beside any, stops nothing", () => {
    const lie = new Uint8Array(FRAME_BYTES).fill(77);
    for (const index of FULL ? small.frames.keys() : [1]) {
      const bad = falseFrame(small, index, lie);
      for (const texts of [[bad, ...small.frames], [...small.frames, bad], small.frames.with(index, bad)]) {
        expect(runCard([...texts, ...codesOf(small)])).toMatchObject({ status: 0, said: opened(small) });
      }
    }
    // Numbers of a document of another length beside it: their own pile, too few for anything.
    const foreign = makeFrames(new Uint8Array(200), decodeBase32(small.setId.replaceAll("-", "")), false);
    const texts = foreign.slice(0, 1).map((frame) => formatRecord({ kind: "document", bytes: encodeFrame(frame) }));
    expect(runCard([...texts, ...small.frames, ...codesOf(small)]).said.endsWith(opened(small))).toBe(true);
    const damaged = [altered(small.frames[0] ?? "", 90), ...small.frames.slice(2)];
    expect(runCard([...damaged, ...codesOf(small)])).toMatchObject({ status: 0, said: opened(small) });
  });

  test("a bad copy of a share never replaces the good one, and never counts", () => {
    const [one = "", two = ""] = codesOf(small);
    const bad = [22, 28, 40, 70].map((place) => altered(one, place));
    const both = runCard([...bad.slice(0, 2), one, ...bad.slice(2), two, ...small.frames]);
    expect(both.status).toBe(0);
    expect(both.said.endsWith(opened(small))).toBe(true);
    const alone = runCard([...bad, two, ...small.frames]);
    expect(alone.status).toBe(1);
    expect(alone.said).toContain(`${small.setId} S codes or lines are wrong or too few, and left out\n`);
    expect(alone.said.endsWith(`${small.setId}.age needs 1 more shares\n`)).toBe(true);
  });

  test("an altered roster gives no passphrase: under the set's id, nor under its own", async () => {
    const document = Uint8Array.from(Buffer.from(small.document, "hex"));
    for (const x of [2, 3]) document.set([document[3 + 8 * (x - 1)] ^ 1], 3 + 8 * (x - 1));
    for (const own of [false, true]) {
      const id = own ? (await sha256(document)).slice(0, 10) : decodeBase32(small.setId.replaceAll("-", ""));
      const frames = makeFrames(document, id, false);
      const shares = codesOf(small).map((code) => {
        const bytes = decodeBase32(code.slice(4));
        bytes.set(id);
        return formatRecord({ kind: "share", bytes });
      });
      const said = runCard([
        ...frames.map((frame) => formatRecord({ kind: "document", bytes: encodeFrame(frame) })),
        ...shares,
      ]);
      expect(said.status).toBe(1);
      expect(said.error).toBe("");
      expect(said.said).toContain(own ? ".age needs 2 more shares\n" : " document codes or lines are needed\n");
      expect(said.said).not.toContain("passphrase");
    }
  });

  wide("rebuilds the longest document from a third fewer codes within half a minute of the processor", async () => {
    const document = crypto.getRandomValues(new Uint8Array(18_432));
    document.set([0, 1]);
    const frames = makeFrames(document, (await sha256(document)).slice(0, 10), false);
    const texts = frames.slice(54).map((frame) => formatRecord({ kind: "document", bytes: encodeFrame(frame) }));
    const { folder, said } = runCard(texts);
    expect(said).toMatch(/^\S+\.age is opened by your passphrase\n$/u);
    expect(readFileSync(join(folder, said.split(" ")[0] ?? ""))).toEqual(Buffer.from(document.subarray(2)));
  });

  describeWith(["age", "gzip"], () => {
    test.each(fixedSets.filter(({ name }, i) => FULL || i === 0 || name === "one account, sealed"))(
      "writes a file that age opens: $name",
      (set) => {
        const { folder } = runCard([...set.frames, ...codesOf(set)]);
        const file = join(folder, `${set.setId}.age`);
        expect(trimmed(openFile(file, set.passphrase.normalize("NFKC")))).toBe(set.plaintext);
      },
    );

    test("opens two sets at once, each under its own name, one of them fresh, 5 of 9", async () => {
      const passphrase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
      const points = splitSecret(encodeUtf8(passphrase), 5, 9);
      const contents = { accounts: [], keeps: [{ name: "a", text: "b" }], notes: [], holders: [] };
      const lock = { kind: "shares", roster: await makeRoster(points, 5) } as const;
      const { bytes, setId } = await sealDocument(contents, lock, passphrase, FRAME_BYTES);
      const frames = makeFrames(bytes, setId, false).slice(2);
      const shares = [8, 0, 6, 3, 4].map((i) => ({ setId, k: 5, n: 9, point: points[i] ?? { x: 0, y: bytes } }));
      const { folder, said } = runCard([
        ...frames.map((frame) => formatRecord({ kind: "document", bytes: encodeFrame(frame) })),
        ...small.frames,
        ...shares.map((share) => formatRecord({ kind: "share", bytes: encodeShare(share) })),
        ...codesOf(small),
      ]);
      const [mine = ""] = said.split(".age");
      expect(said).toBe(`${opened({ setId: mine, passphrase })}${opened(small)}`);
      expect(trimmed(openFile(join(folder, `${mine}.age`), passphrase))).toBe("# keep: a b\n");
      expect(trimmed(openFile(join(folder, `${small.setId}.age`), small.passphrase))).toBe(small.plaintext);
      // One that is short stops no other.
      const short = runCard([...small.frames.slice(3), ...codesOf(small), ...rich.frames, ...codesOf(rich)]);
      expect(short.status).toBe(1);
      expect(short.said.endsWith(opened(rich))).toBe(true);
    });
  });
});
