import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import { FULL } from "../helpers/full.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { LOOKS, type Look, lookName, OPEN, sheetsOf, TEN_ACCOUNTS } from "../helpers/sheets.js";

const folder = mkdtempSync(join(tmpdir(), "paper-escrow-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** By default cards, ten accounts on two pages. */
const looks = LOOKS.filter(
  ({ template, paper, language }) => FULL || (template === "cards" && paper === "letter" && language === "ja"),
);

/** A PDF of the ten accounts on disk. */
async function fileOf(look: Look): Promise<string> {
  const path = join(folder, `${lookName(look).replaceAll(", ", "-")}.pdf`);
  writeFileSync(path, (await sheetsOf(Object.values(TEN_ACCOUNTS), look)).pdf);
  return path;
}

describeWith(["pdftoppm", "zbarimg"], () => {
  it.each(looks.map((look) => [lookName(look), look] as const))(
    "read every code of the ten accounts: %s",
    async (_, look) => {
      const file = await fileOf(look);
      runProgram("pdftoppm", ["-r", "200", "-gray", file, file.replace(/\.pdf$/u, "")]);
      const prefix = lookName(look).replaceAll(", ", "-");
      const pictures = readdirSync(folder).filter((name) => name.startsWith(prefix) && name.endsWith(".pgm"));
      const read = pictures.flatMap((picture) =>
        runProgram("zbarimg", ["--raw", "-q", "-Sdisable", "-Sqrcode.enable", join(folder, picture)])
          .toString()
          .trim()
          .split("\n"),
      );
      const { pages } = await sheetsOf(Object.values(TEN_ACCOUNTS), look);
      const printed = pages.flatMap(({ boxes }) => boxes.flatMap((box) => (box.kind === "code" ? [box.text] : [])));
      expect(new Set(printed)).toEqual(new Set(Object.values(TEN_ACCOUNTS).map(formatOtpauth)));
      expect(read.sort()).toEqual(printed.sort());
    },
  );
});

describeWith("pdftotext", () => {
  it("finds the key and the check lines as text too", async () => {
    const text = runProgram("pdftotext", ["-layout", await fileOf(OPEN), "-"]).toString();
    const { pages } = await sheetsOf(Object.values(TEN_ACCOUNTS), OPEN);
    for (const box of pages.flatMap(({ boxes }) => boxes)) {
      if (box.kind === "text" && box.role) expect(text).toContain(box.text);
    }
  });
});
