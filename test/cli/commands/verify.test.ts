import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { nodePlatform } from "../../../src/node/platform.js";
import { rasterisePdf } from "../../../src/read/pages/pdf.js";
import { some, wide } from "../../helpers/full.js";
import { folderWith, KEY, KEY_URI, namesIn, run, uriOf } from "../helpers/run.js";

const OTHER_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const OTHER = uriOf("Other Service", "bob", OTHER_KEY);
const cwd = folderWith({
  "key.txt": KEY_URI,
  "other.txt": OTHER,
  "both.txt": `${KEY_URI}\n${OTHER}\n`,
  "changed.txt": uriOf("Example Corp", "alice@example.com", OTHER_KEY),
  "hotp.txt": `otpauth://hotp/Example:x?secret=${KEY}&issuer=Example&counter=3`,
});
const verify = (...args: string[]) => run(["verify", ...args], { cwd });

beforeAll(async () => {
  run(["print", "key.txt", "-o", "front.pdf", "--no-self-check", "--template", "front"], { cwd });
  const { bytes } = run(["print", "key.txt", "-o", "-", "--no-self-check"], { cwd });
  writeFileSync(join(cwd, "sheet.pdf"), bytes);
  for await (const { page, raster, widthMm } of rasterisePdf(bytes, nodePlatform)) {
    const { width, height, data } = raster;
    // The back's code is gone, and with it the left half of the page: the lines stand in the right one.
    const keep = page === 1 ? 0 : Math.round((100 / widthMm) * width);
    for (let y = 0; y < height; y++) data.fill(255, y * width, y * width + keep);
    const picture = sharp(data, { raw: { width, height, channels: 1 } }).rotate(7, { background: "#777" });
    const name = page === 1 ? "photo.jpg" : "no-code.jpg";
    writeFileSync(join(cwd, name), await picture.jpeg({ quality: 70 }).toBuffer());
  }
});

describe("verify", () => {
  it("of a good PDF says that the file is good and the paper is next", () => {
    const { status, stdout, stderr } = verify("sheet.pdf", "--expect", "key.txt", "--at", "59");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Example Corp: alice@example\.com\n/u);
    expect(stdout).toMatch(/sheet\.pdf, page 1; error correction used up: 0 %.*sheet\.pdf, page 2/su);
    expect(stdout).toMatch(/^ {2}287082 /mu);
    expect(stdout).toMatch(/The file is good\. Now print it, photograph the paper/u);
    expect(stdout).not.toMatch(/picture/u);
  });

  it("of a photo says what the picture proves", () => {
    const { status, stdout } = verify("photo.jpg", "--expect", "key.txt");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /If it is a photo of the printed sheet, and not of the code that the service showed, the paper works/u,
    );
    expect(stdout).not.toMatch(/file is good/u);
  });

  wide("of a photo whose code is gone reads the lines, and says to print the sheet again", () => {
    const { status, stdout, stderr } = verify("no-code.jpg", "--expect", "key.txt", "--at", "59");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}287082 /mu);
    expect(stdout).not.toMatch(/the paper works/u);
    expect(stderr).toMatch(/lines printed beside them were read instead: print the sheet again \(no-code\.jpg\)/u);
  });

  wide("reports as JSON", () => {
    const { status, stdout } = verify("sheet.pdf", "photo.jpg", "--json", "--at", "59");
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ verified: true, warnings: [], problems: [] });
    expect(report.accounts).toHaveLength(2);
    expect(report.accounts[0]).toMatchObject({
      issuer: "Example Corp",
      type: "totp",
      algorithm: "SHA1",
      period: 30,
      source: "sheet.pdf",
      origin: "pdf",
      codes: [{ code: "287082", from: 30, until: 60 }],
      qrCodes: [{ page: 1 }, { page: 1 }, { page: 2 }],
    });
    expect(report.accounts[1]).toMatchObject({ source: "photo.jpg", origin: "picture" });
    expect(stdout).not.toContain(KEY);
  });

  wide("compares a phone's code with those of a step before and after", () => {
    const at = (seconds: number) => verify("front.pdf", "--code", "287 082", "--at", String(seconds));
    const early = at(29);
    expect([early.status, at(89).status, at(90).status]).toEqual([0, 0, 1]);
    expect(early.stdout).toMatch(/sheet and phone hold the same secret/u);
  });

  wide("looks ten codes ahead for a counter", () => {
    const codes = run(["codes", "hotp.txt", "--plain", "--count", "12"], { cwd }).stdout.split("\n");
    const status = (index: number) => verify("hotp.txt", "--code", codes[index] ?? "").status;
    expect([status(0), status(10), status(11)]).toEqual([0, 0, 1]);
  });

  const mismatches: [string, string[], RegExp][] = [
    ["another account is expected", ["--expect", "other.txt"], /Other Service: bob/u],
    ["one more account is expected", ["--expect", "both.txt"], /Other Service: bob/u],
    ["another key is expected", ["--expect", "changed.txt"], /Example Corp: alice@example\.com/u],
    ["the phone shows another code", ["--code", "000000", "--at", "59"], /code belongs to none/u],
  ];
  it.each(some(mismatches))("fails where %s", (_, args, message) => {
    const { status, stdout, stderr } = verify("front.pdf", ...args);
    expect(status).toBe(1);
    expect(stdout).toMatch(/NOT VERIFIED/u);
    expect(stdout).not.toMatch(/good|works/u);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^paper-escrow: hint: \S/mu);
    expect(stdout + stderr).not.toContain(KEY);
  });

  wide("says so in JSON too", () => {
    const { status, stdout } = verify("front.pdf", "--expect", "changed.txt", "--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verified: false, problems: [{ code: "expected-other-codes" }] });
  });

  it("fails where nothing is read, and names what was not", () => {
    writeFileSync(join(cwd, "empty.pdf"), "");
    const { status, stderr } = verify("empty.pdf", "none.pdf");
    expect(status).toBe(1);
    expect(stderr).toMatch(/\(empty\.pdf\)/u);
    expect(stderr).toMatch(/\(none\.pdf\)/u);
  });

  wide("reads standard input", () => {
    const input = readFileSync(join(cwd, "front.pdf"));
    const { status, stdout } = run(["verify", "-", "--expect", "key.txt"], { cwd, input });
    expect(status).toBe(0);
    expect(stdout).toMatch(/standard input, page 1/u);
  });
});

describe("a text that merely holds keys", () => {
  it.each([
    ["a bare key", "bare.txt", `${KEY}\n`],
    ["a Key URI", "uri.txt", `${KEY_URI}\n`],
    ["a list of them", "list.txt", `${KEY_URI}\n${OTHER}\n`],
  ])("is a source, and not verified: %s", (_, name, text) => {
    writeFileSync(join(cwd, name), text);
    const { status, stdout } = verify(name, "--json");
    const { verified, accounts, problems } = JSON.parse(stdout);
    expect([status, verified]).toEqual([1, false]);
    expect(accounts.map(({ origin }: { origin: string }) => origin)).toContain("source");
    expect(problems).toEqual([expect.objectContaining({ code: "source-unproven", source: name })]);
    expect(stdout).not.toContain(KEY);
  });

  it("is verified by a comparison that holds, and said to be no sheet", () => {
    writeFileSync(join(cwd, "uri.txt"), `${KEY_URI}\n`);
    const { status, stdout } = verify("uri.txt", "--expect", "key.txt");
    expect([status, stdout]).toEqual([0, expect.stringMatching(/that was compared is no sheet/u)]);
  });

  it("is a sheet where its test value is typed with it and right", () => {
    const value = run(["codes", "key.txt", "--at", "0", "--plain"], { cwd }).stdout.trim();
    const typed = (code: string) => `${KEY.match(/.{4}/gu)?.join(" ")}\ndigits: 6\nseconds: 30\ntest value: ${code}\n`;
    writeFileSync(join(cwd, "right.txt"), typed(value));
    expect(verify("right.txt").status).toBe(0);
    writeFileSync(join(cwd, "wrong.txt"), typed(value === "000000" ? "000001" : "000000"));
    expect(verify("wrong.txt").status).toBe(1);
  });
});

describe("an app's export", () => {
  const fixtures = join(import.meta.dirname, "..", "..", "fixtures", "import");

  it.each([
    ["aegis-plain.json", "Aegis"],
    ["aegis-encrypted.json", "Aegis"],
    ["2fas-encrypted.2fas", "2FAS Auth"],
    ["bitwarden.csv", "Bitwarden and Bitwarden Authenticator (CSV)"],
    ["proton-pass.zip", "Proton Pass (ZIP)"],
  ])("is no sheet, and said to be one: %s", (file, format) => {
    // Texts that are written out in a table are as good as a list of them to `recover`.
    for (const command of file.endsWith(".csv") ? ["verify"] : ["verify", "recover"]) {
      const { status, stdout, stderr } = run([command, join(fixtures, file), "--json"]);
      expect(status).toBe(1);
      const said = `not a sheet: an export of secrets (${format}); nothing printed was checked`;
      const told = JSON.parse(stdout).problems.map(({ code, message }: Record<string, string>) => [code, message]);
      expect(told).toContainEqual(["sheet-is-export", said]);
      expect(stderr).toMatch(/^paper-escrow: hint: .*photo of the paper.*--expect FILE$/mu);
    }
  });

  it("is not guessed from bytes without a mark", () => {
    const { status, stderr } = run(["verify", join(fixtures, "andotp-encrypted.json.aes")]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/this is no recovery sheet/u)]);
  });
});

describe("typed text", () => {
  const lines = async () => {
    const { encodeOpenLines } = await import("../../../src/paper/open-lines.js");
    return encodeOpenLines(KEY_URI);
  };

  it("is verified as check lines, with what was corrected and worked out", async () => {
    const typed = await lines();
    const [, first = ""] = typed;
    const wrong = first.slice(0, 4) + (first[4] === "Q" ? "R" : "Q") + first.slice(5);
    writeFileSync(join(cwd, "typed.txt"), [typed[0], wrong, ...typed.slice(4)].join("\n"));
    const { status, stdout } = verify("typed.txt", "--expect", "key.txt");
    expect(status).toBe(0);
    expect(stdout).toMatch(/T1, character \d+: typed [QR], meant/u);
    expect(stdout).toMatch(/worked out from the others: T2, T3/u);
    expect(stdout).toMatch(/What was typed yields these codes/u);
  });

  wide("is verified as key and settings", () => {
    writeFileSync(join(cwd, "typed-key.txt"), `${KEY.match(/.{4}/gu)?.join(" ")}\ndigits: 6\nseconds: 30\n`);
    expect(verify("typed-key.txt", "--expect", "key.txt").status).toBe(0);
    expect(verify("typed-key.txt", "--expect", "other.txt").status).toBe(1);
  });

  it("is a source like any other", async () => {
    writeFileSync(join(cwd, "lines.txt"), (await lines()).join("\n"));
    const { status, stdout } = run(["codes", "lines.txt", "--at", "59"], { cwd });
    expect([status, stdout.split("\n")[0]]).toEqual([0, "Example Corp: alice@example.com"]);
    const inspected = run(["inspect", "lines.txt"], { cwd });
    expect([inspected.status, inspected.stdout]).toEqual([0, expect.stringMatching(/typed from a recovery sheet/u)]);
  });
});

describe("demo", () => {
  wide(
    "makes a new folder each time, verifies what it made, and recovers a set from two of its sheets",
    () => {
      const here = folderWith();
      const first = run(["demo"], { cwd: here });
      expect(first.status).toBe(0);
      expect(first.stdout).toMatch(/the paper works\./u);
      expect(first.stdout).toMatch(
        /\n\$ paper-escrow recover .*share-1-of-3\.pdf .*share-3-of-3\.pdf --uris\notpauth:.*\n\n.*set.recover\.html .*\n[\s\S]*\n\$ paper-escrow ledger .*ledger\.json\n/u,
      );
      expect(namesIn(join(here, "paper-escrow-demo"))).toEqual([
        "example.txt",
        "ledger.json",
        "scan.png",
        "set",
        "sheet.pdf",
      ]);
      const second = run(["demo", "--lang", "ja", "--template", "cards"], { cwd: here });
      expect(second.status).toBe(0);
      expect(namesIn(here)).toEqual(["paper-escrow-demo", "paper-escrow-demo-2"]);
      mkdirSync(join(here, "mine"));
      expect(run(["demo", "-o", "mine/", "--template", "none.jsonc"], { cwd: here }).status).toBe(1);
      expect(namesIn(here)).toEqual(["mine", "paper-escrow-demo", "paper-escrow-demo-2"]);
    },
    240_000,
  );
});
