import { readFile } from "node:fs/promises";
import type { SetResources } from "../../src/make/set-sheets.js";
import { type LanguageCode, loadLanguage } from "../../src/node/resources.js";
import { parseTemplate } from "../../src/sheet/template.js";
import { fonts } from "./sheets.js";

const template = async (name: string) => {
  const path = new URL(`../../templates/${name}.jsonc`, import.meta.url);
  return parseTemplate(await readFile(path, "utf8"), `${name}.jsonc`);
};

/** What sheets of sets are made with. */
export async function setResources(language: LanguageCode): Promise<SetResources> {
  const [sealed, share, keeper] = await Promise.all([template("sealed"), template("share"), template("keeper")]);
  const program = await readFile(new URL("../../templates/format-card.py", import.meta.url), "utf8");
  return { fonts, language: await loadLanguage(language), templates: { sealed, share, keeper }, program };
}
