import { formatCard, guides, languages, templates, version } from "#resources";
import type { Language } from "../language.js";
import type { Guide } from "../sheet/content.js";
import { parseTemplate, type Template } from "../sheet/template.js";
import {
  type AnyTemplateName,
  type LanguageCode,
  SET_TEMPLATE_NAMES,
  type SetTemplateName,
} from "../sheet/template-names.js";

/** Languages that come with the package: English, then the others by their codes. */
export const LANGUAGE_CODES: readonly LanguageCode[] = Object.keys(languages);

/** Version of the package, as `package.json` states it. */
export async function loadVersion(): Promise<string> {
  return version;
}

/**
 * The sentences of a language.
 * @throws RangeError for a language that does not come with the package
 */
export async function loadLanguage(code: LanguageCode): Promise<Language> {
  const load = Object.hasOwn(languages, code) ? languages[code] : undefined;
  if (!load) throw new RangeError(`no language ${code}`);
  return { code, sentences: (await load()).default };
}

/** What to do per service, in the order of their names. */
export async function loadGuides(): Promise<Guide[]> {
  return [...(await guides()).default];
}

/**
 * Text of a template that comes with the package, comments and all.
 * @throws RangeError for a template that does not
 */
export async function loadTemplateText(name: AnyTemplateName): Promise<string> {
  const load = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (!load) throw new RangeError(`no template ${name}`);
  return (await load()).default;
}

/**
 * A template that comes with the package.
 * @throws RangeError for a template that does not
 */
export async function loadTemplate(name: AnyTemplateName | "keep" | "recovery"): Promise<Template> {
  return parseTemplate(await loadTemplateText(name as AnyTemplateName), `${name}.jsonc`);
}

/** The templates of the sheets of a set. */
export async function loadSetTemplates(): Promise<Record<SetTemplateName, Template>> {
  const loaded = await Promise.all(SET_TEMPLATE_NAMES.map(loadTemplate));
  return Object.fromEntries(SET_TEMPLATE_NAMES.map((name, i) => [name, loaded[i]])) as Record<
    SetTemplateName,
    Template
  >;
}

/** Source text of the format card's program. */
export async function loadFormatCard(): Promise<string> {
  return (await formatCard()).default;
}
