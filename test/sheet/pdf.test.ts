import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { loadFonts } from "../../src/node/resources.js";
import type { Page } from "../../src/sheet/box.js";
import { PAPERS } from "../../src/sheet/paper.js";
import { drawPdf } from "../../src/sheet/pdf.js";
import { FULL, wide } from "../helpers/full.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { fonts, LOOKS, type Look, lookName, sheetsOf, TEN_ACCOUNTS } from "../helpers/sheets.js";

describe("sheets of one input", () => {
  wide("are the same bytes each time, in every look", async () => {
    const accounts = Object.values(TEN_ACCOUNTS).slice(3, 6);
    for (const look of LOOKS) {
      const [first, second] = [await sheetsOf(accounts, look), await sheetsOf(accounts, look)];
      expect(Buffer.from(first.pdf).equals(second.pdf), lookName(look)).toBe(true);
    }
  });

  it("are other bytes on another day", async () => {
    const accounts = Object.values(TEN_ACCOUNTS).slice(0, 1);
    const [first, second] = [await sheetsOf(accounts), await sheetsOf(accounts, LOOKS[0], { madeOn: "2026-03-02" })];
    expect(Buffer.from(first.pdf).equals(second.pdf)).toBe(false);
  });
});

/** A page with nothing but a text of any length. */
function pageOf(text: string): Page {
  return { widthMm: 210, heightMm: 297, boxes: [{ kind: "text", text, face: "text", pt: 12, xMm: 20, yMm: 30 }] };
}

/** One glyph of the font each: hyphens, quotes, dots of two scripts, a radical and its ideograph. */
const ALIKE = ["a-a\u2011a", "a ʻa‘a", "a・a\u2027a", "⼈a人"];

describeWith(["pdftotext"], () => {
  it.each(ALIKE)("copies each character of %j as itself, whatever was drawn before", async (text) => {
    const drawn = await drawPdf([pageOf(text)], fonts);
    const reversed = await drawPdf([pageOf([...text].reverse().join(""))], await loadFonts());
    const [path, other] = [join(folder, "alike.pdf"), join(folder, "reversed.pdf")];
    writeFileSync(path, drawn);
    writeFileSync(other, reversed);
    expect(runProgram("pdftotext", [path, "-"]).toString().trim()).toBe(text);
    expect([...runProgram("pdftotext", [other, "-"]).toString().trim()].reverse().join("")).toBe(text);
  });

  it("draws the same bytes whatever was drawn before", async () => {
    const other = await loadFonts();
    await drawPdf([pageOf("\u2011\u00a0⼈")], other);
    const [first, second] = [await drawPdf([pageOf("- 人")], fonts), await drawPdf([pageOf("- 人")], other)];
    expect(Buffer.from(first).equals(second)).toBe(true);
  });
});

const folder = mkdtempSync(join(tmpdir(), "paper-escrow-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** An issuer, a name and a secret that would be found anywhere. */
const tellTale = makeAccount({
  issuer: "Zirkonium Savings",
  account: "telltale@zirkonium.example",
  secret: "ZQ7XZQ7XZQ7XZQ7XZQ7XZQ7XZQ7XZQ7X",
});

const files = new Map<string, Promise<string>>();

/** A file of a look, made once. */
function fileOf(look: Look): Promise<string> {
  const name = lookName(look);
  const known = files.get(name);
  if (known) return known;
  const path = join(folder, `${name.replaceAll(", ", "-")}.pdf`);
  const made = sheetsOf([tellTale, ...Object.values(TEN_ACCOUNTS)], look).then(({ pdf }) => writeFileSync(path, pdf));
  files.set(
    name,
    made.then(() => path),
  );
  return made.then(() => path);
}

/** What qpdf writes as its own half of the identifier. */
const QPDF_STATIC_ID = "<31415926535897932384626433832795>";

/** The file with nothing compressed. */
function plainOf(path: string): string {
  const options = ["--qdf", "--object-streams=disable", "--no-original-object-ids", "--static-id"];
  return runProgram("qpdf", [...options, path, "-"]).toString("latin1");
}

/** By default one of each template, every paper and language among them. */
const looks = LOOKS.filter((_, i) => FULL || i % 5 === 0).map((look) => [lookName(look), look] as const);

describeWith(["pdfinfo", "pdffonts"], () => {
  it.each(looks)("finds no title, author, producer or date: %s", async (_, look) => {
    const info = runProgram("pdfinfo", [await fileOf(look)]).toString();
    const said = info.split("\n").map((line) => line.split(":")[0]);
    for (const name of ["Title", "Subject", "Keywords", "Author", "Creator", "Producer", "CreationDate", "ModDate"]) {
      expect(said).not.toContain(name);
    }
    expect(info).toMatch(/^Metadata Stream:\s+no$/mu);
    expect(info).toMatch(/^Encrypted:\s+no$/mu);
    const { widthMm, heightMm } = PAPERS[look.paper];
    const [, width, height] = /Page size:\s+([\d.]+) x ([\d.]+) pts/u.exec(info) ?? [];
    expect([Number(width), Number(height)].map((pt) => Math.round((pt * 25.4) / 72))).toEqual(
      [widthMm, heightMm].map(Math.round),
    );
  });

  it.each(looks)("finds every font embedded, a subset, and with its Unicode values: %s", async (_, look) => {
    const rows = runProgram("pdffonts", [await fileOf(look)])
      .toString()
      .trim()
      .split("\n")
      .slice(2);
    expect(
      rows.map(
        (row) =>
          row
            .trim()
            .split(/\s{2,}/u)[0]
            ?.split(" ")[0],
      ),
    ).toEqual(["SHEETA+JetBrainsMono-Regular", "SHEETB+NotoSansJP-Regular", "SHEETC+NotoSansJP-Bold"]);
    for (const row of rows) expect(row).toMatch(/CID TrueType\s+Identity-H\s+yes\s+yes\s+yes/u);
  });
});

describeWith("qpdf", () => {
  it.each(looks)("finds nothing to object to: %s", async (_, look) => {
    const said = runProgram("qpdf", ["--check", await fileOf(look)]).toString();
    expect(said).toContain("No syntax or stream encoding errors found");
    expect(said).toContain("File is not encrypted");
  });

  it.each(looks)("finds nothing of an account outside page content: %s", async (_, look) => {
    const plain = plainOf(await fileOf(look));
    const outside = plain.replace(/\nstream\n[\s\S]*?\nendstream/gu, "\n");
    expect(outside.length).toBeLessThan(plain.length / 4);
    for (const told of ["Zirkonium", "zirkonium", "telltale", "ZQ7X", "otpauth", "2026-03-01", "paper-escrow"]) {
      expect(outside).not.toContain(told);
    }
    for (const name of [
      "/Info",
      "/Metadata",
      "/Title",
      "/Author",
      "/Producer",
      "/CreationDate",
      "/Alt",
      "/ActualText",
    ]) {
      expect(outside).not.toContain(name);
    }
    // The only strings are the names of the fonts' character collection and the fixed identifier.
    const strings = [...outside.matchAll(/\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F]{4,}>/gu)].map(([text]) => text);
    expect([...new Set(strings)].sort()).toEqual(
      ["(Adobe)", "(Identity)", `<${"0".repeat(32)}>`, QPDF_STATIC_ID].sort(),
    );
    expect(outside).toMatch(/\/ViewerPreferences\s+<<\s+\/PrintScaling\s+\/None\s+>>/u);
  });

  it("finds no text drawn invisibly, clipped or moved aside", async () => {
    const [look] = LOOKS;
    const content = plainOf(look ? await fileOf(look) : "");
    expect(content).toMatch(/ Tj ET/u);
    expect(content).not.toMatch(/\d Tr\b|\bW n\b/u);
  });
});
