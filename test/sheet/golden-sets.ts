import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeDocument } from "../../src/document/document.js";
import type { Sentences } from "../../src/language.js";
import { drawSheet, planReprint } from "../../src/make/set-sheets.js";
import { parseRecord } from "../../src/paper/record.js";
import { decodeShare } from "../../src/share/share.js";
import type { Fields } from "../../src/sheet/fields.js";
import type { PaperName } from "../../src/sheet/paper.js";
import { parseTemplate } from "../../src/sheet/template.js";
import { fonts } from "../helpers/sheets.js";
import { fixedSets } from "../vectors/v1/sets.js";

interface GoldenSetSheet {
  /** Name of a fixed set. */
  set: string;
  /** x of its share; none for a sealed sheet. */
  share?: number;
  language: string;
  paper: PaperName;
  title: string;
  holders: string[];
  fields: Fields;
  template: unknown;
}

interface GoldenSetsFile {
  madeOn: string;
  version: string;
  program: string;
  languages: Record<string, Sentences>;
  sheets: Record<string, GoldenSetSheet>;
}

const path = join(import.meta.dirname, "..", "vectors", "golden", "sets.json");
const golden = JSON.parse(readFileSync(path, "utf8")) as GoldenSetsFile;

/** Names of the golden PDFs of sets. */
export const GOLDEN_SET_NAMES = Object.keys(golden.sheets);

/** Makes what a golden PDF of a set was made from, anew. */
export async function makeGoldenSet(name: string): Promise<Uint8Array> {
  const spec = golden.sheets[name];
  const set = fixedSets.find((one) => one.name === spec?.set);
  if (!spec || !set) throw new RangeError(`no golden sheet ${name}`);
  const code = spec.share === undefined ? undefined : set.shares[spec.share - 1]?.code;
  const reading = code === undefined ? undefined : parseRecord(code);
  const shares = reading?.status === "record" ? [decodeShare(reading.record.bytes)] : [];
  const template = parseTemplate(JSON.stringify(spec.template), name);
  const { sheets } = await planReprint(
    await decodeDocument(Uint8Array.from(Buffer.from(set.document, "hex"))),
    shares,
    { title: spec.title, holders: spec.holders, made: golden.madeOn },
    { paper: spec.paper, version: golden.version, fields: spec.fields },
    {
      fonts,
      language: { code: spec.language, sentences: golden.languages[spec.language] ?? {} },
      templates: { sealed: template, share: template, keeper: template },
      program: golden.program,
    },
  );
  const [sheet] = sheets;
  if (!sheet) throw new RangeError(`nothing to draw for ${name}`);
  return drawSheet(sheet, { fonts });
}
