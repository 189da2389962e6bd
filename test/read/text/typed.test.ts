import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveSameCodes, makeAccount } from "../../../src/account/account.js";
import { testValue } from "../../../src/account/codes.js";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import { encodeUtf8 } from "../../../src/bytes.js";
import { EscrowError } from "../../../src/error.js";
import { LANGUAGE_CODES } from "../../../src/node/resources.js";
import { formatLine } from "../../../src/paper/line.js";
import { parseTyped, type Typed } from "../../../src/read/text/typed.js";
import type { TextBox } from "../../../src/sheet/box.js";
import { FULL, some, wide } from "../../helpers/full.js";
import { expectLinear } from "../../helpers/growth.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { type Look, OPEN, readFiles, sheetsOf, TEN_ACCOUNTS } from "../../helpers/sheets.js";

/** Every line of text that a sheet shows, from its top to its foot, its first page first. */
async function linesOf(look: Look, name: keyof typeof TEN_ACCOUNTS): Promise<TextBox[]> {
  const account = TEN_ACCOUNTS[name];
  const { pages } = await sheetsOf(account ? [account] : [], look);
  return pages.flatMap(({ boxes }) => boxes.filter((box) => box.kind === "text"));
}

/** What a person copies from a sheet: the key's lines and the sentences under *Settings*, as they are broken there. */
async function keyAndSettings(
  look: Look,
  name: keyof typeof TEN_ACCOUNTS,
): Promise<{ key: string[]; settings: string[] }> {
  const texts = await linesOf(look, name);
  const heading = texts.findIndex(({ text }) => text === "Settings" || text === "設定");
  const next = texts.findIndex(({ face, yMm }, i) => i > heading && (face === "bold" || yMm > 250));
  const after = texts.slice(heading + 1).findIndex(({ text }) => /^(?:Sign-in page|サインインのページ)$/u.test(text));
  const key = texts.filter(({ role }) => role === "key").map(({ text }) => text);
  const end = after >= 0 ? heading + 1 + after : next;
  return { key, settings: texts.slice(heading + 1, end).map(({ text }) => text) };
}

function faultsOf({ faults }: Typed) {
  return faults.map(({ place, error }) => ({ at: place, code: error.code, ...error.data }));
}

describe("a key with its settings, as the sheet prints them", () => {
  const names = Object.keys(TEN_ACCOUNTS);
  for (const [i, language] of LANGUAGE_CODES.entries()) {
    for (const [j, template] of (["open", "cards"] as const).entries()) {
      // By default each account in one of the four.
      const own = names.filter((_, n) => FULL || n % 4 === 2 * i + j);
      it.each(own)(`${template}, ${language}: %s`, async (name) => {
        const look = { ...OPEN, template, language };
        const account = TEN_ACCOUNTS[name];
        if (!account) throw new Error("no account");
        const { key, settings } = await keyAndSettings(
          template === "open" ? look : { ...look, template: "open" },
          name,
        );
        const texts = (await linesOf(look, name)).map(({ text }) => text);
        const from = texts.findIndex((text) => /^(?:TOTP|HOTP|Steam) ?[・·ガG]/u.test(text));
        const to = texts.findIndex((text, i) => i > from && /^(?:50 mm|T\d)/u.test(text));
        const said = template === "open" ? settings : texts.slice(from, to);
        const typed = parseTyped([...key, ...said].join("\n"));
        expect(faultsOf(typed)).toEqual([]);
        expect(typed.accounts).toHaveLength(1);
        const [first] = typed.accounts;
        expect(first && deriveSameCodes(first.account, account), `${said.join(" | ")}`).toBe(true);
      });
    }
  }

  it("with the sentences on one line, as a person may type them", async () => {
    for (const language of LANGUAGE_CODES) {
      for (const [name, account] of Object.entries(TEN_ACCOUNTS)) {
        const { key, settings } = await keyAndSettings({ ...OPEN, language }, name);
        const typed = parseTyped(`${settings.join(language === "ja" ? "" : " ")}\n${key.join("\n")}`);
        expect(faultsOf(typed), `${language}, ${name}`).toEqual([]);
        expect(typed.accounts[0] && deriveSameCodes(typed.accounts[0].account, account), `${language}, ${name}`).toBe(
          true,
        );
      }
    }
  });
});

describe("parseTyped", () => {
  const github = "JBSW Y3DP EHPK 3PXP";

  it("takes a key alone, in any case, with hyphens, run together or over lines", () => {
    for (const text of [
      github,
      github.toLowerCase(),
      "JBSW-Y3DP-EHPK-3PXP",
      "JBSWY3DPEHPK3PXP",
      "JBSW Y3DP\nEHPK 3PXP\n",
    ]) {
      const { accounts, faults } = parseTyped(text);
      expect(faults, text).toEqual([]);
      expect(
        accounts.map(({ account }) => account.secret),
        text,
      ).toEqual(["JBSWY3DPEHPK3PXP"]);
    }
  });

  it("takes names and settings as `name: value` in both languages", () => {
    const english = [
      "key: JBSW Y3DP EHPK 3PXP",
      "issuer: ACME: Co",
      "account: alice",
      "algorithm: sha256",
      "digits: 8",
      "period: 60",
    ];
    const japanese = [
      "キー：JBSW Y3DP EHPK 3PXP",
      "発行者: ACME: Co",
      "アカウント： alice",
      "アルゴリズム: SHA256",
      "桁数：8",
      "秒数: 60",
    ];
    const meant = makeAccount({
      issuer: "ACME: Co",
      account: "alice",
      secret: "JBSWY3DPEHPK3PXP",
      algorithm: "SHA256",
      digits: 8,
      period: 60,
    });
    for (const lines of [english, japanese, [...english].reverse(), [...japanese].reverse()]) {
      expect(parseTyped(lines.join("\r\n"))).toMatchObject({ accounts: [{ place: 1, account: meant }], faults: [] });
    }
  });

  it("takes counters", () => {
    const { accounts } = parseTyped(`${github}\ntype: HOTP\ncounter: 41\n\n${github}\n方式: hotp\nカウンター: 42`);
    expect(accounts.map(({ account }) => account.type === "hotp" && account.counter)).toEqual([41, 42]);
  });

  it("begins a new key after a blank line, and passes comments over", () => {
    const { accounts, faults } = parseTyped(
      `# GitHub\n${github}\n# its own line\nissuer: GitHub\n\n\nMFRG GZDF MZTW Q2LK\n`,
    );
    expect(faults).toEqual([]);
    expect(accounts.map(({ place, account }) => [place, account.issuer, account.secret])).toEqual([
      [2, "GitHub", "JBSWY3DPEHPK3PXP"],
      [7, "", "MFRGGZDFMZTWQ2LK"],
    ]);
  });

  it("names the character that base32 lacks, and its place in the key", () => {
    for (const [wrong, place] of [
      ["0", 3],
      ["1", 6],
      ["8", 16],
      ["9", 1],
    ] as const) {
      const characters = [..."JBSWY3DPEHPK3PXP"].with(place - 1, wrong).join("");
      for (const key of [characters, characters.replace(/.{4}/gu, "$& ").trim(), `key: ${characters}`]) {
        const typed = parseTyped(`issuer: GitHub\n${key}\n`);
        expect(typed.accounts, key).toEqual([]);
        expect(faultsOf(typed), key).toEqual([{ at: 1, code: "secret-character", character: wrong, place }]);
      }
    }
  });

  it("names the line that is neither key nor setting", () => {
    const typed = parseTyped(`${github}\nwhat is this?\n\n!!!\n`);
    expect(typed.accounts).toHaveLength(1);
    expect(faultsOf(typed)).toEqual([
      { at: 2, code: "typed-line-unknown", line: 2 },
      { at: 4, code: "typed-line-unknown", line: 4 },
    ]);
  });

  it("names settings that have no key, and settings that cannot be understood", () => {
    expect(faultsOf(parseTyped("digits: 8\nperiod: 30"))).toEqual([{ at: 1, code: "typed-key-missing", line: 1 }]);
    for (const [name, value] of [
      ["digits", "six"],
      ["period", "30.5"],
      ["algorithm", "MD5"],
      ["type", "otp"],
      ["counter", "-1"],
    ]) {
      const typed = parseTyped(`${github}\n${name}: ${value}`);
      expect(faultsOf(typed), name).toEqual([{ at: 1, code: "typed-setting", name }]);
      expect(typed.accounts).toEqual([]);
    }
    expect(faultsOf(parseTyped(`${github}\ndigits: 12`))).toEqual([
      { at: 1, code: "uri-parameter", name: "digits", least: 1, most: 10 },
    ]);
  });

  it("never takes a name above a key for its beginning", () => {
    for (const name of ["VPN", "ACME", "2345", "x"]) {
      const typed = parseTyped(`${name}\n${github}\n`);
      expect(typed.accounts, name).toEqual([]);
      expect(faultsOf(typed), name).toEqual([{ at: 1, code: "typed-line-unknown", line: 1 }]);
    }
    expect(parseTyped("JBSW Y3DP EHPK 3PXP MFRG\nGZDF MZTW\nQ2").accounts[0]?.account.secret).toBe(
      "JBSWY3DPEHPK3PXPMFRGGZDFMZTWQ2",
    );
  });

  it("takes what a Japanese keyboard gives", async () => {
    const lines = (await linesOf(OPEN, "HOTP")).filter(({ role }) => role === "line").map(({ text }) => text);
    const wide = (text: string) =>
      text.replace(/[!-~]/gu, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).replaceAll(" ", "\u3000");
    expect(parseTyped(wide(github)).accounts[0]?.account.secret).toBe("JBSWY3DPEHPK3PXP");
    expect(parseTyped(`キー：${wide(github)}\n桁数：８`).accounts[0]?.account).toMatchObject({ digits: 8 });
    const typed = parseTyped(lines.map(wide).join("\n"));
    expect(typed.lineSets[0]?.lines.every(({ reading }) => reading.status === "good")).toBe(true);
  });

  it("never passes over a mistyped part of a key, wherever it stands", () => {
    const settings = "Time-based (TOTP) · SHA1 · 6 digits · a new code every 30 seconds";
    for (const key of ["JBSW Y3D! EHPK 3PXP", "JBSWY 3DPE HPK3 PXPA", "JBSW Y3D. EHPK 3PXP", "JBSW Y3DP EHPK 3PX."]) {
      for (const text of [
        `${settings}\n${key}\nMFRG GZDF`,
        `MFRG GZDF\n${key}\n${settings}`,
        `${settings}\nMFRG GZDF\n${key}`,
      ]) {
        expect(parseTyped(text).faults.length, text).toBeGreaterThan(0);
      }
    }
  });

  it("never takes a word for a key", () => {
    for (const word of ["hello", "backup", "Recovery sheet", "GitHub", "my phone died", "secrets"]) {
      expect(parseTyped(word).accounts, word).toEqual([]);
      expect(parseTyped(word).faults, word).toHaveLength(1);
    }
  });

  it("takes Key URIs beside keys and lines", async () => {
    const account = TEN_ACCOUNTS["80 Latin"];
    const lines = (await linesOf(OPEN, "HOTP")).filter(({ role }) => role === "line").map(({ text }) => text);
    const uri = account ? formatOtpauth(account) : "";
    const keys = [`key: ${github}`, uri, "key: MFRG GZDF MZTW Q2LK"];
    const typed = parseTyped([...keys, ...lines, "otpauth://totp/x?secret=A1"].join("\n"));
    expect(typed.accounts.map(({ place, account: { issuer } }) => [place, issuer])).toEqual([
      [1, ""],
      [2, account?.issuer],
      [3, ""],
    ]);
    expect(typed.lineSets.map(({ lines }) => lines.length)).toEqual([lines.length]);
    expect(faultsOf(typed)).toMatchObject([{ code: "secret-character" }]);
  });

  it("keeps the lines of several sheets apart", async () => {
    const sheets = await Promise.all(
      ["HOTP", "Steam", "40 Japanese"].map(async (name) =>
        (await linesOf(OPEN, name)).filter(({ role }) => role === "line"),
      ),
    );
    const typed = parseTyped(sheets.map((lines) => lines.map(({ text }) => text).join("\n")).join("\n"));
    expect(typed.lineSets.map(({ lines }) => lines.length)).toEqual(sheets.map((lines) => lines.length));
  });

  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        "\n",
        "\r\n",
        " ",
        ":",
        "：",
        "#",
        "?",
        "-",
        "\u0000",
        "\u202E",
        "\uFEFF",
        "key",
        "digits",
        "counter: ",
        "キー",
        "桁",
      ],
      ...[
        "otpauth://",
        "otpauth://totp/a?secret=",
        "T0 ",
        "T1 ",
        "T1023 ",
        "t2:",
        "JBSW Y3DP",
        "JBSWY3DPEHPK3PXP",
        "SHA1 ",
        "HOTP",
      ],
      ...["9".repeat(20), "A".repeat(2000), "- ".repeat(300), "%", "&period=", "確認値: ", "type: steam"],
    ),
    fc.string({ maxLength: 12 }),
    fc.string({ unit: "binary", maxLength: 6 }),
  );

  it("gives accounts, lines or faults for anything, and no secret in a fault", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        const { accounts, faults, lineSets } = parseTyped(text);
        for (const { error } of faults) expect(error).toBeInstanceOf(EscrowError);
        for (const { error } of faults) expect(JSON.stringify(error.data)).not.toMatch(/[A-Z2-7]{16}/u);
        for (const { account } of accounts) expect(makeAccount(account)).toEqual(account);
        for (const { lines } of lineSets) expect(lines.length).toBeGreaterThan(0);
      }),
      { numRuns: FULL ? 20_000 : 500, seed: 31 },
    );
  });

  it("takes no more than its length for anything repeated, in one row and in rows", async () => {
    const parts = [
      "A",
      "AAAA ",
      "AAAA-",
      "T1 AAAA ",
      "- ",
      ":",
      "a: ",
      "\n",
      "9",
      "otpauth://totp/",
      "？",
      " ",
      "='",
      "\uFDFA",
    ];
    const rows = ["Secret: ", "Can't scan? Type this key ", "9 digits ", "TOTP · ", "PE0S", '" TOTP_AUTH', "T0 "];
    for (const part of FULL ? [...parts, ...rows, ...[...parts, ...rows].map((one) => `${one}\n`)] : rows) {
      for (const end of ["", "\u2028!"]) {
        const read = (size: number) => parseTyped(part.repeat(Math.ceil(size / part.length)) + end);
        await expectLinear(read, 10_000, JSON.stringify(part + end));
      }
    }
  });

  it("takes no more than its length for thousands of lines that say something", async () => {
    const key = (i: number) =>
      `JBSWY3DP${[...String(i)].map((digit) => "ABCDEFGHIJ".charAt(Number(digit))).join("")}AAAA`;
    const kinds: ((i: number) => string)[] = [
      (i) => `otpauth://totp/a${i}?secret=${key(i)}`,
      (i) => `otpauth://totp/a${i}?secret=JBSWY3DPEHPK3PXP`,
      (i) => `otpauth://totp/?secret=JBSWY3DPEHPK3PXP&period=${(i % 3) + 20}`,
      (i) => `Secret: ${key(i)}`,
      (i) => `Account: ${i}\nSecret: ${key(i)}\n`,
      (i) => `Secret: ${key(i)}\nSecret: ${key(i + 1)}\ndigits: 8`,
      (i) => `${i % 2 ? "" : "# "}${key(i)}`,
      (i) => formatLine({ kind: "T", number: 0, bytes: new Uint8Array(15).fill(i % 251) }),
      (i) => formatLine({ kind: "D", number: (i % 90) + 1, bytes: new Uint8Array(15).fill(i % 251) }),
    ];
    for (const line of some(kinds, 3)) {
      const texts = [500, 5_000].map((count) => Array.from({ length: count }, (_, i) => line(i)).join("\n"));
      await expectLinear((size) => parseTyped(texts[size === 5_000 ? 1 : 0] ?? ""), 5_000, line(1));
    }
  });

  wide("refuses more rows than anybody types, and more that do not check", () => {
    expect(() => parseTyped("D1 AAAA BBBB CCCC DDDD EEEE FFFF GGGG\n".repeat(2_001))).toThrow(
      expect.objectContaining({ code: "source-too-many", data: { most: 2_000 } }),
    );
    expect(() => parseTyped("a\n".repeat(100_000))).toThrow(
      expect.objectContaining({ code: "source-too-many", data: { most: 100_000 } }),
    );
  });

  it("reads a Key URI and a key that look like the text of a code", () => {
    expect(parseTyped("otpauth://totp/a?secret=PE2ABCDEFGHIJKLM").accounts).toHaveLength(1);
    expect(parseTyped("Secret: PE2ABCDEFGHIJKLM").accounts).toHaveLength(1);
  });
});

describe("typed text read as a sheet", () => {
  const read = (text: string) => readFiles({ name: "typed.txt", bytes: encodeUtf8(text) });
  const google = TEN_ACCOUNTS["Google, 32 characters"];
  if (!google) throw new Error("no account");
  const key = google.secret.replace(/.{4}/gu, "$& ");

  it("says whether the test value is right", async () => {
    const right = await read(`${key}\ntest value: ${testValue(google)}`);
    expect(right.problems).toEqual([]);
    expect(right.sheets).toMatchObject([{ origin: "typed", testValueRight: true }]);
    const wrong = await read(`${key}\n確認値: 123456`);
    expect(wrong.sheets).toMatchObject([{ testValueRight: false }]);
    expect(wrong.problems).toMatchObject([{ source: "typed.txt", code: "test-value-wrong" }]);
    const other = await read(`${key.replace("MFRG", "MFRH")}\ntest value: ${testValue(google)}`);
    expect(other.problems).toMatchObject([{ code: "test-value-wrong" }]);
    expect((await read(key)).sheets[0]).not.toHaveProperty("testValueRight");
  });

  it("takes the test value as the sheet says it", async () => {
    for (const language of LANGUAGE_CODES) {
      const lines = (await linesOf({ ...OPEN, language }, "Google, 32 characters")).map(({ text }) => text);
      const said = lines.filter((text) => /^(?:Test value|確認値)/u.test(text));
      expect(said).toHaveLength(1);
      const { sheets, problems } = await read(`${key}\n${said[0]}`);
      expect(problems, said[0]).toEqual([]);
      expect(sheets, said[0]).toMatchObject([{ testValueRight: true }]);
    }
  });

  it("gives the account of check lines, the errors in them and the lines worked out", async () => {
    const lines = (await linesOf(OPEN, "Google, 32 characters"))
      .filter(({ role }) => role === "line")
      .map(({ text }) => text);
    const whole = await read(lines.join("\n"));
    expect(whole.problems).toEqual([]);
    expect(whole.sheets).toMatchObject([{ account: google, corrected: [], rebuilt: [] }]);

    const typo = lines.map((line, i) =>
      i === 3 ? `${line.slice(0, 5)}${line[5] === "A" ? "B" : "A"}${line.slice(6)}` : line,
    );
    const corrected = await read(typo.join("\n"));
    expect(corrected.problems).toEqual([]);
    expect(corrected.sheets[0]?.account).toEqual(google);
    // A line that parity gives back needs no correction taken: either way it is said.
    expect([
      ...(corrected.sheets[0]?.corrected ?? []).map(({ line }) => line),
      ...(corrected.sheets[0]?.rebuilt ?? []),
    ]).toContain("T3");

    const missing = await read(lines.filter((_, i) => i !== 2 && i !== 4).join("\n"));
    expect(missing.problems).toEqual([]);
    expect(missing.sheets).toMatchObject([{ account: google, rebuilt: ["T2", "T4"] }]);

    const tooFew = await read(lines.filter((_, i) => i < 2 || i > 4).join("\n"));
    expect(tooFew.sheets).toEqual([]);
    expect(tooFew.problems).toMatchObject([{ code: "lines-missing", data: { missing: "T2 T3 T4", count: 3 } }]);
  });

  it("reads two sheets typed into one file, in one piece or apart", async () => {
    const [first, second] = await Promise.all(
      ["HOTP", "SHA512, 8 digits"].map(async (name) =>
        (await linesOf(OPEN, name)).filter(({ role }) => role === "line").map(({ text }) => text),
      ),
    );
    for (const between of ["", "\n", "# the other one\n"]) {
      const { sheets, problems } = await read(`${first?.join("\n")}\n${between}${second?.join("\n")}`);
      expect(problems).toEqual([]);
      expect(sheets.map(({ account }) => account)).toEqual([TEN_ACCOUNTS.HOTP, TEN_ACCOUNTS["SHA512, 8 digits"]]);
    }
  });

  it("names the place of every line that cannot be read", async () => {
    const lines = (await linesOf(OPEN, "HOTP")).filter(({ role }) => role === "line").map(({ text }) => text);
    const short = lines.map((line, i) => (i >= 1 && i <= 3 ? line.slice(0, -1) : line));
    const { sheets, problems } = await read(short.join("\n"));
    expect(sheets).toEqual([]);
    expect(problems.slice(0, 3)).toMatchObject([
      { code: "line-group", data: { line: "T1", place: 2, group: 7 } },
      { code: "line-group", data: { line: "T2", place: 3, group: 7 } },
      { code: "line-group", data: { line: "T3", place: 4, group: 7 } },
    ]);
  });

  it("is no sheet when it says nothing", async () => {
    for (const text of ["# only a comment\n", "\n \n"]) {
      const { sheets, problems } = await read(text);
      expect(sheets).toEqual([]);
      expect(problems).toHaveLength(1);
    }
  });

  describeWith("oathtool", () => {
    it("shows the test value by the command that the sheet prints, the key typed as printed", async () => {
      for (const [name, account] of Object.entries(TEN_ACCOUNTS)) {
        const texts = await linesOf(OPEN, name);
        const from = texts.findIndex(({ text }) => text.startsWith("oathtool "));
        if (from < 0) continue;
        const lines = texts.slice(from).filter(({ face, role }) => face === "mono" && !role);
        const command = lines.map(({ text }) => text).join(" ");
        const key = texts.filter(({ role }) => role === "key");
        const input = `${key.map(({ text }) => text).join(" ")}\n`;
        expect(runProgram("sh", ["-c", command], input).toString().trim(), command).toBe(testValue(account));
      }
    });
  });
});
