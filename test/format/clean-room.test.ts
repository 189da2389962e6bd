import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import secrets from "secrets.js-grempe";
import { afterAll, describe, expect, test } from "vitest";
import { decodeBase32 } from "../../src/account/base32.js";
import { encodeOpenLines } from "../../src/paper/open-lines.js";
import { encodeQr } from "../../src/paper/qr/qr.js";
import { FULL, wide } from "../helpers/full.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import type { FixedSet } from "../vectors/v0/sets.js";
import { fixedSets } from "../vectors/v1/sets.js";

const folder = mkdtempSync(join(tmpdir(), "clean-room-"));
afterAll(() => rmSync(folder, { recursive: true }));
const script = join(import.meta.dirname, "..", "clean-room", "recover.py");
const format = readFileSync(join(import.meta.dirname, "..", "..", "FORMAT.md"), "utf8");

/** Runs the reader in Python over sheets, each a file of texts. */
function recover(sheets: readonly (readonly string[])[], passphrase?: string) {
  const files = sheets.map((texts, i) => {
    const file = join(folder, `sheet-${i + 1}.txt`);
    writeFileSync(file, `${texts.join("\n")}\n`);
    return file;
  });
  const secret = join(folder, "passphrase.txt");
  if (passphrase !== undefined) writeFileSync(secret, `${passphrase}\n`);
  const args = ["-B", script, ...(passphrase === undefined ? [] : ["--passphrase-file", secret]), ...files];
  const { status, stdout, stderr } = spawnSync("python3", args);
  return { status, found: `${stdout}`, said: `${stderr}` };
}

/** What the reader prints of a set: its accounts and kept secrets. */
const secretsOf = ({ plaintext }: FixedSet) =>
  plaintext
    .split("\n")
    .filter((line) => /^(?:otpauth:|# keep: )/u.test(line))
    .map((line) => `${line}\n`)
    .join("");

const thresholdOf = ({ shares }: FixedSet) => [0, 0, 0, 2, 0, 3][shares.length] ?? 0;

/** A symbol with its quiet zone as a grey picture that any program reads. */
function picture(text: string): Buffer {
  const { size, modules } = encodeQr(text, 46);
  const [scale, side] = [4, (size + 8) * 4];
  const pixels = Buffer.alloc(side * side, 255);
  for (let y = 0; y < size * scale; y++) {
    for (let x = 0; x < size * scale; x++) {
      if (modules[Math.floor(y / scale) * size + Math.floor(x / scale)] === 1) pixels[(y + 16) * side + x + 16] = 0;
    }
  }
  return Buffer.concat([Buffer.from(`P5 ${side} ${side} 255\n`), pixels]);
}

describe("FORMAT.md's worked example", () => {
  test("is the first of the fixed sets", () => {
    const [set] = fixedSets;
    const shown = format.slice(format.indexOf("### Worked example: 2 of 3"), format.indexOf("## Recovery without"));
    const ys = set.shares.map(({ code }) => Buffer.from(decodeBase32(code.slice(4)).subarray(12, 44)).toString("hex"));
    const texts = [
      set.passphrase,
      set.setId,
      ...set.frames,
      ...set.shares.map(({ code }) => code),
      ...(set.shares[0]?.lines ?? []),
    ];
    for (const text of [...texts, ...ys, ...set.lines.slice(0, 3), ...set.lines.slice(-2)])
      expect(shown).toContain(text);
    expect(shown.replaceAll("\n", "")).toContain(set.document);
  });
});

describe("secrets.js combines shares in the form that FORMAT.md gives", () => {
  test.each(fixedSets.filter(({ shares }) => shares.length > 0))("$name", (set) => {
    const foreign = set.shares.map(({ code }) => {
      const share = decodeBase32(code.slice(4));
      const y = [...share.subarray(12, 44)].reverse().map((byte) => `00${byte.toString(16).padStart(2, "0")}`);
      return `08${(share[11] ?? 0).toString(16).padStart(2, "0")}${"00".repeat(15)}01${y.join("")}`.slice(1);
    });
    const k = thresholdOf(set);
    for (let start = 0; start <= foreign.length - k; start++) {
      expect(secrets.hex2str(secrets.combine(foreign.slice(start, start + k)))).toBe(set.passphrase);
    }
  });
});

describeWith(["python3", "age"], () => {
  test("FORMAT.md's own texts give the account", () => {
    const worked = format.slice(0, format.indexOf("## Vectors"));
    const texts = worked.split("\n").filter((line) => /^PE1[DS]/u.test(line));
    expect(texts.length).toBe(8);
    expect(recover([texts.slice(2)]).found).toBe(secretsOf(fixedSets[0]));
    const lines = worked
      .split("\n")
      .filter((line) => /^T\d /u.test(line))
      .slice(1);
    expect(lines.length).toBe(10);
    expect(recover([lines.toSpliced(2, 2)]).found).toBe(secretsOf(fixedSets[0]));
  });

  test.each(fixedSets.filter((_, i) => FULL || i === 0))(
    "codes alone, typed lines alone, both with two missing: $name",
    (set) => {
      const { frames, lines, shares, passphrase } = set;
      const own = shares.slice(-thresholdOf(set));
      const phrase = shares.length === 0 ? passphrase : undefined;
      const document = (texts: readonly string[], first: readonly string[][]) =>
        first.length === 0 ? [texts] : first.map((share, i) => (i === 0 ? [...share, ...texts] : share));
      const byCodes = document(
        frames.slice(2),
        own.map(({ code }) => [code]),
      );
      const byLines = document(
        lines.filter((_, i) => i !== 2 && i !== 5),
        own.map((share) => [...share.lines.slice(3), ...share.lines.slice(0, 1)]),
      );
      for (const sheets of [byCodes, byLines]) {
        const { found, status } = recover(sheets, phrase);
        expect({ found, status }).toEqual({ found: secretsOf(set), status: 0 });
      }
    },
  );

  test("parity lines that stand between data, 31, 32, 63 and 64, are no data, and give back two of each block", async () => {
    const uri = `otpauth://totp/${"long-name-".repeat(95)}?secret=JBSWY3DPEHPK3PXP`;
    const lines = await encodeOpenLines(uri);
    expect(lines.at(-2)).toMatch(/^T7\d /u);
    const kept = lines.filter((line) => !/^T(?:1|30|40|62|65|67) /u.test(line));
    expect(lines.length - kept.length).toBe(6);
    for (const typed of [lines, kept]) expect(recover([typed])).toMatchObject({ status: 0, found: `${uri}\n` });
    expect(recover([kept.filter((line) => !line.startsWith("T31 "))])).toMatchObject({ status: 1, found: "" });
  });

  wide("ten wrong characters over all lines: the accounts are right or none", () => {
    const [set] = fixedSets;
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567?";
    const sheets = set.shares.slice(1).map((share, i) => (i === 0 ? [...share.lines, ...set.lines] : share.lines));
    const wrong = fc.array(fc.tuple(fc.nat(), fc.nat(27), fc.constantFrom(...alphabet)), {
      minLength: 10,
      maxLength: 10,
    });
    fc.assert(
      fc.property(wrong, (changes) => {
        const typed = sheets.map((lines) => lines.map((line) => line.split(" ")));
        const all = typed.flat();
        for (const [line, place, character] of changes) {
          const groups = all[line % all.length] ?? [];
          const at = 1 + Math.floor(place / 4);
          groups[at] = [...(groups[at] ?? "")].with(place % 4, character).join("");
        }
        const { found, status } = recover(typed.map((lines) => lines.map((groups) => groups.join(" "))));
        expect(["", secretsOf(set)]).toContain(found);
        expect(status).toBe(found === "" ? 1 : 0);
      }),
      { numRuns: FULL ? 25 : 3, seed: 3 },
    );
  });

  test.each([
    ["UTF-16 with its mark", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16 without", (text: string) => Buffer.from(text, "utf16le")],
    ["UTF-16, the other byte first", (text: string) => Buffer.from(text, "utf16le").swap16()],
    ["UTF-8 with a mark", (text: string) => Buffer.from(`\uFEFF${text}`)],
    [
      "a table with quotes",
      (text: string) => Buffer.from(text.replace(/^(?=PE)(.+)$/gmu, '"2026-01-01","QR","$1",""')),
    ],
    ["small letters", (text: string) => Buffer.from(text.toLowerCase())],
  ])("texts as other programs save them: %s", (_, encode) => {
    const [set] = fixedSets;
    const texts = [...set.shares.slice(1).map(({ code }) => code), ...set.frames.slice(0, 3)];
    const file = join(folder, "saved.txt");
    writeFileSync(file, encode(`${texts.join("\n")}\n`));
    const { status, stdout } = spawnSync("python3", ["-B", script, file]);
    expect({ status, found: `${stdout}` }).toEqual({ status: 0, found: secretsOf(set) });
  });

  test("what is missing or wrong is said, and nothing is shown", () => {
    const [set] = fixedSets;
    const [one, two] = set.shares.map(({ code }) => code);
    const few = recover([[one ?? "", ...set.frames]]);
    expect(few).toMatchObject({ status: 1, found: "" });
    expect(few.said).toContain(`shares-missing: 1 of 2 shares of set ${set.setId}: 1 more needed`);
    expect(recover([[one ?? ""], [two ?? "", ...set.frames.slice(3)]]).said).toContain("frames-missing: 2 of 3 codes");
    expect(recover([["nothing of a sheet"]])).toMatchObject({ status: 1, found: "" });
    if (!FULL) return;
    // Seconds of scrypt: format-vectors opens a sealed set with this reader by default.
    const sealed = fixedSets.find(({ name }) => name === "one account, sealed");
    const wrong = recover([sealed?.frames ?? []], "not the passphrase");
    expect(wrong).toMatchObject({ status: 1, found: "" });
    expect(wrong.said).toContain("passphrase-wrong: ");
  });
});

describeWith(["python3", "age", "zbarimg"], () => {
  test("from what zbarimg reads, with --raw and without", () => {
    const [set] = fixedSets;
    // By default one sheet is read with it, the other without: in full both are, either way.
    for (const ways of FULL ? [["--raw", "--raw"], []] : [["--raw"]]) {
      const sheets = set.shares.slice(1).map(({ code }, i) => {
        const raw = ways.slice(i, i + 1);
        const files = [code, ...set.frames.slice(i + 1, i + 4)].map((text, j) => {
          const file = join(folder, `code-${i}-${j}.pgm`);
          writeFileSync(file, picture(text));
          return file;
        });
        return runProgram("zbarimg", ["-q", ...raw, "-Sdisable", "-Sqrcode.enable", ...files])
          .toString()
          .trimEnd()
          .split("\n");
      });
      expect(sheets.map((texts) => texts.length)).toEqual([4, 4]);
      expect(recover(sheets).found).toBe(secretsOf(set));
    }
  });
});
