// The sentences of the recovery page: those of every language, and that none is missing.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Sections of `templates/lang/*.json` that the recovery page shows something of. */
const SECTIONS = ["page", "errors", "picture-faults", "warnings", "guides"];

/** Sentences that differ by number have as many forms as the language knows; this one is in every language. */
const PLURAL_FORMS = ["zero", "one", "two", "few", "many", "other"];

/**
 * Every language of a folder, by its code, cut down to what the page shows.
 * @param folder of `xx.json` files
 * @param sources texts of the page's scripts, whose literal keys must be there
 * @param sections of the files that the page shows something of
 * @throws Error that names all that is missing
 */
export function loadLanguages(folder, sources, sections = SECTIONS) {
  const languages = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const all = JSON.parse(readFileSync(join(folder, name), "utf8"));
      return { code: name.slice(0, -".json".length), sentences: pick(all, sections) };
    });
  const faults = [...missingBetween(languages), ...missingForScripts(languages, sources)];
  if (faults.length > 0) throw new Error(`sentences of the page are missing:\n  ${faults.join("\n  ")}`);
  return languages;
}

/**
 * Languages without the sentences of errors and warnings that no script of the page can give: half of them are the command
 * line's.
 * @param sources texts of all scripts; each names its errors as literals
 */
export function withoutUnsaid(languages, sources) {
  const said = new Set(sources.flatMap((source) => source.match(/(?<=")[\w-]+(?=")/gu) ?? []));
  const cut = (sentences) => Object.fromEntries(Object.entries(sentences).filter(([name]) => said.has(name)));
  return languages.map(({ code, sentences }) => {
    const { errors, warnings } = sentences;
    return { code, sentences: { ...sentences, errors: cut(errors), warnings: cut(warnings) } };
  });
}

function pick(all, names) {
  return Object.fromEntries(names.flatMap((name) => (name in all ? [[name, all[name]]] : [])));
}

/** Keys, or placeholders of a sentence, that one language has and another lacks. */
function missingBetween(languages) {
  const flat = languages.map(({ code, sentences }) => ({ code, all: flatten(sentences) }));
  const keys = new Set(flat.flatMap(({ all }) => [...all.keys()]));
  return [...keys].sort().flatMap((key) => {
    const forms = flat.map(({ code, all }) => ({ code, text: all.get(key) }));
    const wanted = new Set(forms.flatMap(({ text }) => placeholders(text ?? "")));
    return forms.flatMap(({ code, text }) => {
      if (text === undefined) return [`${code}: ${key}`];
      if (text.trim() === "") return [`${code}: ${key} is empty`];
      return [...wanted]
        .filter((name) => !placeholders(text).includes(name))
        .map((name) => `${code}: ${key} lacks ${name}`);
    });
  });
}

/** Each sentence by its key: a list is one, and so are the forms of a number, joined. */
function flatten(sentences, prefix = "") {
  const all = new Map();
  for (const [name, value] of Object.entries(sentences)) {
    const key = prefix + name;
    if (typeof value === "string") all.set(key, value);
    else if (Array.isArray(value)) all.set(key, value.join("\n"));
    else if (isPlural(value)) all.set(key, Object.values(value).join("\n"));
    else for (const [inner, text] of flatten(value, `${key}.`)) all.set(inner, text);
  }
  return all;
}

function isPlural(value) {
  const names = Object.keys(value);
  return names.includes("other") && names.every((name) => PLURAL_FORMS.includes(name));
}

function placeholders(text) {
  return text.match(/\{\w+\}/gu) ?? [];
}

/** Keys that scripts name as literals: `tell(page, "key")`, `tellAll(…)`, `tellCount(…)`; `explain(…)` of making. */
function missingForScripts(languages, sources) {
  const used = sources.flatMap((source) =>
    [...source.matchAll(/\b(tell|explain)(?:All|Count)?\(\s*[\w.]+,\s*"([\w.-]+)"/gu)].map(
      ([, verb, key]) => `${verb === "tell" ? "page" : "making"}.${key}`,
    ),
  );
  return languages.flatMap(({ code, sentences }) => {
    const known = flatten(sentences);
    return [...new Set(used)].filter((key) => !known.has(key)).map((key) => `${code}: ${key}`);
  });
}
