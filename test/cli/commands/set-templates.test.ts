import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FULL, wide } from "../../helpers/full.js";
import { folderWith, KEY, KEY_URI, namesIn, run } from "../helpers/run.js";

const cwd = folderWith({ "key.txt": KEY_URI, passphrase: "gravel tulip orbit canyon mellow frost\n" });
const usual = (name: string) => run(["template", name], { cwd }).stdout;
const SPLIT = ["split", "key.txt", "--shares", "2-of-2"];
const SEAL = ["print", "key.txt", "--seal", "--passphrase-file", "passphrase"];

/** A template of mandatory blocks alone, set larger than usual and in another order. */
const BARE_SHARE = `{
  "name": "bare", "layout": "share",
  "marginMm": { "top": 20, "right": 20, "bottom": 20, "left": 20 },
  "pages": [
    [{ "block": "share-right", "sizeMm": 60 }, { "block": "heading", "gapMm": 5, "titlePt": 20, "pt": 14 }],
    [{ "block": "document-lines", "pt": 11 }, { "block": "codes", "gapMm": 6, "sizeMm": 55 }],
    [{ "block": "worth", "pt": 12 }, { "block": "gather", "pt": 12, "rowMm": 8 }, { "block": "card", "pt": 10 }, { "block": "card-program", "mostPt": 8 }]
  ]
}`;

describe("split --template", () => {
  wide("makes share sheets and the keeper's page as their templates say, and reads them back", () => {
    writeFileSync(join(cwd, "bare.jsonc"), BARE_SHARE);
    writeFileSync(join(cwd, "page.jsonc"), usual("keeper").replace('"titlePt": 24', '"titlePt": 30'));
    const templates = ["--template", "bare.jsonc", "--template", "page.jsonc"];
    const made = run([...SPLIT, "-o", "set", ...templates, "--json"], { cwd });
    expect(made.status, made.stderr).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({ checked: { codes: expect.any(Number) } });
    const { status, stdout, stderr } = run(["recover", "set"], { cwd });
    expect(status, stderr).toBe(0);
    expect(stdout).toContain(KEY);
  });

  it.each([
    ["a secret", '{ "block": "key", "pt": 16 }'],
    ["a standard QR", '{ "block": "code", "sizeMm": 60, "stepsPt": 14 }'],
    ["a test value", '{ "block": "program", "sizeMm": 45, "mostPt": 9, "leastPt": 7 }'],
  ])("refuses a template that places %s, with file and place, and leaves nothing", (_, block) => {
    const name = "open-block.jsonc";
    writeFileSync(join(cwd, name), BARE_SHARE.replace('[{ "block": "worth"', `[${block}, { "block": "worth"`));
    const { status, stderr } = run([...SPLIT, "-o", "no", "--template", name], { cwd });
    expect(status).toBe(1);
    expect(stderr).toMatch(/open-block\.jsonc, line 7, column 17: expected one of: heading, worth, opens/u);
    expect(existsSync(join(cwd, "no"))).toBe(false);
  });

  it("refuses one without a mandatory block, and one of other sheets", () => {
    writeFileSync(join(cwd, "lacking.jsonc"), BARE_SHARE.replace(/\{ "block": "worth"[^}]*\}, /u, ""));
    const lacking = run([...SPLIT, "-o", "no", "--template", "lacking.jsonc"], { cwd });
    expect(lacking.status).toBe(1);
    expect(lacking.stderr).toMatch(/lacking\.jsonc, line 4, column 12: expected the mandatory blocks: worth/u);
    const other = run([...SPLIT, "-o", "no", "--template", "sealed"], { cwd });
    expect(other.status).toBe(1);
    expect(other.stderr).toMatch(/the template sealed is for other sheets \(sealed\)\n.*share, keeper/u);
    expect(existsSync(join(cwd, "no"))).toBe(false);
  });
});

describe("print --seal --template and reprint --template", () => {
  wide(
    "make sealed sheets as the template says",
    () => {
      // The program of the format card on a page of its own.
      const own = usual("sealed").replace(/(\{ "block": "card"[^}]*\}),/u, "$1], [");
      writeFileSync(join(cwd, "own.jsonc"), own);
      const pages = (...args: string[]) => {
        const { status, stdout, stderr } = run([...SEAL, "--no-self-check", "--json", ...args], { cwd });
        expect(status, stderr).toBe(0);
        return (JSON.parse(stdout) as { pages: number }).pages;
      };
      const usualPages = pages("-o", "usual.pdf");
      expect(pages("-o", "own.pdf", "--template", "own.jsonc")).toBe(usualPages + 1);
      const again = ["-o", "again.pdf", "--template", "own.jsonc", "--no-self-check", "--json"];
      const reprinted = run(["reprint", "usual.pdf", ...again], { cwd });
      expect(reprinted.status, reprinted.stderr).toBe(0);
      expect(JSON.parse(reprinted.stdout)).toMatchObject({ pages: usualPages + 1 });
    },
    240_000,
  );

  it("refuse templates of other sheets", () => {
    const sealed = run([...SEAL, "-o", "x.pdf", "--template", "open"], { cwd });
    const open = run(["print", "key.txt", "-o", "x.pdf", "--template", "share"], { cwd });
    expect([sealed.status, open.status]).toEqual([1, 1]);
    expect(sealed.stderr).toMatch(/template open is for other sheets \(leaf\)\n.*sealed/u);
    expect(open.stderr).toMatch(/template share is for other sheets \(share\)\n.*open, front, cards/u);
    expect(namesIn(cwd)).not.toContain("x.pdf");
  });
});

describe.runIf(FULL)("demo --template", () => {
  it.each([
    ["sealed", ["example.txt", "ledger.json", "passphrase.txt", "recover.html", "sealed-sheet.pdf", "set"]],
    ["share", ["example.txt", "ledger.json", "scan.png", "set", "sheet.pdf"]],
  ])(
    "shows a template of %s sheets",
    (name, files) => {
      const here = folderWith({ "mine.jsonc": usual(name).replace(`"name": "${name}"`, '"name": "mine"') });
      const { status, stdout, stderr } = run(["demo", "--template", "mine.jsonc"], { cwd: here });
      expect(status, stderr).toBe(0);
      expect(stdout).toMatch(/^\$ paper-escrow (?:print|split) .* --template mine\.jsonc$/mu);
      expect(namesIn(join(here, "paper-escrow-demo"))).toEqual(files);
    },
    240_000,
  );
});
