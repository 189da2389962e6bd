/** Sentences of one language, nested by section, as `templates/lang/*.json` holds them. */
export interface Sentences {
  readonly [key: string]: string | readonly string[] | Sentences;
}

/** One language: its code and its sentences. */
export interface Language {
  /** BCP 47 code, such as `en` or `ja`. */
  readonly code: string;
  /** All sentences, by sections. */
  readonly sentences: Sentences;
}

/** Values for the placeholders of a sentence; a list stands there with commas. */
export type Values = Readonly<Record<string, string | number | readonly string[]>>;

function find(language: Language, key: string): string | readonly string[] {
  let at: Sentences[string] | undefined = language.sentences;
  for (const part of key.split(".")) {
    at = typeof at === "object" && !Array.isArray(at) ? (at as Sentences)[part] : undefined;
  }
  if (typeof at === "string" || Array.isArray(at)) return at as string | readonly string[];
  throw new RangeError(`no sentence ${key} in language ${language.code}`);
}

/** A value as it stands in a sentence. */
export function wordOf(value: Values[string]): string {
  return typeof value === "object" ? value.join(", ") : String(value);
}

function fill(sentence: string, values: Values): string {
  return sentence.replace(/\{(\w+)\}/gu, (whole, name: string) => wordOf(values[name] ?? whole));
}

/**
 * One sentence with its placeholders filled.
 * @param key path such as `errors.uri-type.hint`
 * @throws RangeError when the language lacks it: a fault of ours, never of the user's input
 */
export function say(language: Language, key: string, values: Values = {}): string {
  const sentence = find(language, key);
  if (typeof sentence !== "string") throw new RangeError(`${key} is a list of sentences`);
  return fill(sentence, values);
}

/**
 * What is wrong, or what to do about it, as `errors` has it; where a picture's `fault` is known, with that.
 * @param key of the sentence without a fault, when it is another one
 */
export function sayError(
  language: Language,
  code: string,
  part: "message" | "hint",
  data: Values,
  key = `errors.${code}.${part}`,
): string {
  const what = say(language, key, data);
  if (data.fault === undefined || !has(language, `picture-faults.${data.fault}.${part}`)) return what;
  const fault = say(language, `picture-faults.${data.fault}.${part}`);
  return part === "hint" ? fault : say(language, "picture-faults.with", { what, fault });
}

/** A list of sentences, each with its placeholders filled. */
export function sayAll(language: Language, key: string, values: Values = {}): string[] {
  const sentences = find(language, key);
  if (typeof sentences === "string") throw new RangeError(`${key} is one sentence`);
  return sentences.map((sentence) => fill(sentence, values));
}

/** All sentences of a section of a language, as they stand there. */
export function allSentences({ sentences }: Language, section: string): string[] {
  const below = (at: Sentences[string] | undefined): string[] =>
    typeof at === "string" ? [at] : Object.values(at ?? {}).flatMap(below);
  return below(sentences[section]);
}

/** Whether a language has a sentence, or a list of them, under a key. */
export function has(language: Language, key: string): boolean {
  try {
    find(language, key);
    return true;
  } catch {
    return false;
  }
}

/** One for each language's code: making one takes a fifth of a millisecond, and a sheet is set many times. */
const pluralRules: Record<string, Intl.PluralRules> = Object.create(null);

/**
 * The key of a sentence in the form that a number asks for: a language gives as many forms as it has, `other` at least.
 * @see https://www.unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules
 */
export function formKey(language: Language, key: string, count: number): string {
  const rules = pluralRules[language.code] ?? new Intl.PluralRules(language.code);
  pluralRules[language.code] = rules;
  const own = `${key}.${rules.select(count)}`;
  return has(language, own) ? own : `${key}.other`;
}

/** Characters that must not begin a line. @see JIS X 4051, line-start prohibition */
export const NOT_FIRST_CHARACTERS =
  "、。，．・：；？！」』】）〕］｝〉》ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ%),.:;?!]}”";

/** Characters that must not end a line. @see JIS X 4051, line-end prohibition */
export const NOT_LAST_CHARACTERS = "「『【（〔［｛〈《([{“";
