import type { Language, Sentences } from "../language.js";
import type { FootWords } from "../recover/lines/foot-words.js";
import type { Guide } from "../sheet/content.js";
import type { Fonts, ParsedFont } from "../sheet/fonts.js";
import type { Template } from "../sheet/template.js";
import type { AnyTemplateName, LanguageCode, SetTemplateName } from "../sheet/template-names.js";
import { packageFile, packageNames, packagePath, packageText } from "./package-files.js";

export {
  type AnyTemplateName,
  type LanguageCode,
  SET_TEMPLATE_NAMES,
  type SetTemplateName,
  TEMPLATE_NAMES,
  type TemplateName,
} from "../sheet/template-names.js";

/** Languages that come with the program, a file each in `templates/lang/`: English, then the others by their codes. */
export const LANGUAGE_CODES: readonly LanguageCode[] = packageNames("templates/lang")
  .flatMap((name) => (name.endsWith(".json") ? [name.slice(0, -".json".length)] : []))
  .sort((a, b) => Number(b === "en") - Number(a === "en") || (a < b ? -1 : 1));
const FONT_FILES = {
  mono: "JetBrainsMono-Regular.ttf",
  text: "NotoSansJP-Regular.ttf",
  bold: "NotoSansJP-Bold.ttf",
} as const;

/** Version of the package, as `package.json` states it. */
export async function loadVersion(): Promise<string> {
  const { version } = JSON.parse(packageText("package.json")) as { version: string };
  return version;
}

/**
 * The sentences of a language.
 * @throws RangeError for a language that does not come with the program
 */
export async function loadLanguage(code: LanguageCode): Promise<Language> {
  if (!LANGUAGE_CODES.includes(code)) throw new RangeError(`no language ${code}`);
  return { code, sentences: JSON.parse(packageText(`templates/lang/${code}.json`)) as Sentences };
}

/** The fonts of sheets, parsed: JetBrains Mono and Noto Sans JP. */
export async function loadFonts(): Promise<Fonts> {
  const { parseFonts } = await import("../sheet/fonts.js");
  const [mono, regular, bold] = await Promise.all([
    packageFile(`dist/fonts/${FONT_FILES.mono}`),
    packageFile(`dist/fonts/${FONT_FILES.text}`),
    packageFile(`dist/fonts/${FONT_FILES.bold}`),
  ]);
  return parseFonts({ mono, text: regular, bold });
}

/** The font of keys and check lines alone: what reading a PDF needs of the fonts. */
export async function loadTypedFont(): Promise<ParsedFont> {
  const { parseFont } = await import("../sheet/fonts.js");
  return parseFont(await packageFile(`dist/fonts/${FONT_FILES.mono}`));
}

/** What feet of pages are read with: the font of their words, and every language. */
export async function loadFootWords(): Promise<FootWords> {
  const [{ parseFont }, file, ...languages] = await Promise.all([
    import("../sheet/fonts.js"),
    packageFile(`dist/fonts/${FONT_FILES.text}`),
    ...LANGUAGE_CODES.map(loadLanguage),
  ]);
  return { font: parseFont(file), languages };
}

/** What to do per service, in the order of their names. */
export async function loadGuides(): Promise<Guide[]> {
  const names = packageNames("templates/guides").filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => JSON.parse(packageText(`templates/guides/${name}`)) as Guide);
}

/** Text of a template that comes with the program, comments and all. */
export async function loadTemplateText(name: AnyTemplateName): Promise<string> {
  return packageText(`templates/${name}.jsonc`);
}

/** A template that comes with the program. */
export async function loadTemplate(name: AnyTemplateName | "keep" | "recovery" | "ledger"): Promise<Template> {
  const { parseTemplate } = await import("../sheet/template.js");
  const path = `templates/${name}.jsonc`;
  return parseTemplate(packageText(path), packagePath(path));
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
export async function loadFormatCard(): Promise<string> {
  return packageText("templates/format-card.py");
}

/** A page, one file of HTML, and the SHA-256 by which people tell it. */
export interface PageFile {
  /** The file. */
  readonly bytes: Uint8Array;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** The recovery page; the keeper's page names its hash. */
export async function loadRecoveryPage(): Promise<PageFile> {
  return pageFile(await packageFile("dist/recover.html"));
}

/** Room for a page, in bytes: it comes in one piece then, and not in a thousand. */
const MOST_PAGE_BYTES = 1 << 24;

/** The page that makes sheets, unpacked beside whatever else is done. */
export async function loadMakingPage(): Promise<PageFile> {
  const [compressed, { brotliDecompress }, { promisify }] = await Promise.all([
    packageFile("dist/paper-escrow.html.br"),
    import("node:zlib"),
    import("node:util"),
  ]);
  return pageFile(await promisify(brotliDecompress)(compressed, { chunkSize: MOST_PAGE_BYTES }));
}

async function pageFile(bytes: Uint8Array): Promise<PageFile> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return { bytes, sha256: Buffer.from(digest).toString("hex") };
}
