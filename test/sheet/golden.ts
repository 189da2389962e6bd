import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AccountInput, makeAccount } from "../../src/account/account.js";
import type { Sentences } from "../../src/language.js";
import { type MadeSheets, makeOpenSheets } from "../../src/make/open-sheets.js";
import type { Guide } from "../../src/sheet/content.js";
import type { Fields } from "../../src/sheet/fields.js";
import type { PaperName } from "../../src/sheet/paper.js";
import { parseTemplate } from "../../src/sheet/template.js";
import { fonts } from "../helpers/sheets.js";

const folder = join(import.meta.dirname, "..", "vectors", "golden");

interface GoldenSheet {
  language: string;
  paper: PaperName;
  template: unknown;
  copies: number;
  fields: Fields;
  accounts: AccountInput[];
}

interface GoldenFile {
  madeOn: string;
  version: string;
  guide: Guide;
  languages: Record<string, Sentences>;
  sheets: Record<string, GoldenSheet>;
}

const golden = JSON.parse(readFileSync(join(folder, "sheets.json"), "utf8")) as GoldenFile;

/** Names of the golden PDFs. */
export const GOLDEN_NAMES = Object.keys(golden.sheets);

/** Where a golden PDF is kept. */
export function goldenPath(name: string): string {
  return join(folder, `${name}.pdf`);
}

/** Where the picture of a golden PDF's page is kept. */
export function goldenPicturePath(name: string, page: number): string {
  return join(folder, `${name}-${page}.png`);
}

/** Makes what a golden PDF was made from, anew. */
export async function makeGolden(name: string): Promise<MadeSheets> {
  const sheet = golden.sheets[name];
  if (!sheet) throw new RangeError(`no golden sheet ${name}`);
  const { guide, languages, madeOn, version } = golden;
  const { paper, copies, fields } = sheet;
  return makeOpenSheets(
    sheet.accounts.map(makeAccount),
    { paper, copies, fields, madeOn, version, guide: guide.name },
    {
      fonts,
      guides: [guide],
      language: { code: sheet.language, sentences: languages[sheet.language] ?? {} },
      template: parseTemplate(JSON.stringify(sheet.template), name),
    },
  );
}
