import { readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Language, Sentences } from "../language.js";
import type { FootWords } from "../recover/lines/foot-words.js";
import type { Guide } from "../sheet/content.js";
import type { Fonts, ParsedFont } from "../sheet/fonts.js";
import type { Template } from "../sheet/template.js";
import type { AnyTemplateName, LanguageCode, SetTemplateName } from "../sheet/template-names.js";

export {
  type AnyTemplateName,
  type LanguageCode,
  SET_TEMPLATE_NAMES,
  type SetTemplateName,
  TEMPLATE_NAMES,
  type TemplateName,
} from "../sheet/template-names.js";

// The same from `src/` and from `dist/`: both lie in the package's own folder.
const PACKAGE = new URL("../../", import.meta.url);

/** Languages that come with the program, a file each in `templates/lang/`: English, then the others by their codes. */
export const LANGUAGE_CODES: readonly LanguageCode[] = readdirSync(new URL("templates/lang/", PACKAGE))
  .flatMap((name) => (name.endsWith(".json") ? [name.slice(0, -".json".length)] : []))
  .sort((a, b) => Number(b === "en") - Number(a === "en") || (a < b ? -1 : 1));
const FONT_FILES = {
  mono: "JetBrainsMono-Regular.ttf",
  text: "NotoSansJP-Regular.ttf",
  bold: "NotoSansJP-Bold.ttf",
} as const;

/** Version of the package, as `package.json` states it. */
export async function loadVersion(): Promise<string> {
  const { version } = JSON.parse(await text("package.json")) as { version: string };
  return version;
}

/**
 * The sentences of a language.
 * @throws RangeError for a language that does not come with the program
 */
export async function loadLanguage(code: LanguageCode): Promise<Language> {
  if (!LANGUAGE_CODES.includes(code)) throw new RangeError(`no language ${code}`);
  return { code, sentences: JSON.parse(await text(`templates/lang/${code}.json`)) as Sentences };
}

/** The fonts of sheets, parsed: JetBrains Mono and Noto Sans JP. */
export async function loadFonts(): Promise<Fonts> {
  const { parseFonts } = await import("../sheet/fonts.js");
  const [mono, regular, bold] = await Promise.all([
    readFile(new URL(`dist/fonts/${FONT_FILES.mono}`, PACKAGE)),
    readFile(new URL(`dist/fonts/${FONT_FILES.text}`, PACKAGE)),
    readFile(new URL(`dist/fonts/${FONT_FILES.bold}`, PACKAGE)),
  ]);
  return parseFonts({ mono, text: regular, bold });
}

/** The font of keys and check lines alone: what reading a PDF needs of the fonts. */
export async function loadTypedFont(): Promise<ParsedFont> {
  const { parseFont } = await import("../sheet/fonts.js");
  return parseFont(await readFile(new URL(`dist/fonts/${FONT_FILES.mono}`, PACKAGE)));
}

/** What feet of pages are read with: the font of their words, and every language. */
export async function loadFootWords(): Promise<FootWords> {
  const [{ parseFont }, file, ...languages] = await Promise.all([
    import("../sheet/fonts.js"),
    readFile(new URL(`dist/fonts/${FONT_FILES.text}`, PACKAGE)),
    ...LANGUAGE_CODES.map(loadLanguage),
  ]);
  return { font: parseFont(file), languages };
}

/** What to do per service, in the order of their names. */
export async function loadGuides(): Promise<Guide[]> {
  const names = (await readdir(new URL("templates/guides/", PACKAGE))).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await text(`templates/guides/${name}`)) as Guide));
}

/** Text of a template that comes with the program, comments and all. */
export function loadTemplateText(name: AnyTemplateName): Promise<string> {
  return text(`templates/${name}.jsonc`);
}

/** A template that comes with the program. */
export async function loadTemplate(name: AnyTemplateName | "keep" | "recovery" | "ledger"): Promise<Template> {
  const { parseTemplate } = await import("../sheet/template.js");
  const path = new URL(`templates/${name}.jsonc`, PACKAGE);
  return parseTemplate(await readFile(path, "utf8"), fileURLToPath(path));
}

/** The templates of the sheets of a set. */
export async function loadSetTemplates(): Promise<Record<SetTemplateName, Template>> {
  const [sealed, share, keeper] = await Promise.all([
    loadTemplate("sealed"),
    loadTemplate("share"),
    loadTemplate("keeper"),
  ]);
  return { sealed, share, keeper };
}

/** Source text of the format card's program. */
export function loadFormatCard(): Promise<string> {
  return text("templates/format-card.py");
}

/** The recovery page, one file of HTML, and the SHA-256 by which the keeper's page names it. */
export async function loadRecoveryPage(): Promise<{ bytes: Uint8Array; sha256: string }> {
  const [bytes, { createHash }] = await Promise.all([
    readFile(new URL("dist/recover.html", PACKAGE)),
    import("node:crypto"),
  ]);
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** Small files that nothing can go on without: one call each is sooner than a queue's four. */
async function text(path: string): Promise<string> {
  return readFileSync(new URL(path, PACKAGE), "utf8");
}
