import { has, type Language, say } from "../../language.js";
import { LANGUAGE_CODES, loadLanguage } from "../../node/resources.js";
import { FIELD_NAMES, type FieldName, type Fields } from "../../sheet/fields.js";
import { UsageError } from "../usage-error.js";
import { wrongChoice } from "../wrong-choice.js";

/**
 * Values for a sheet's blanks. A name may be written as the option has it, with blanks instead of hyphens, or as the
 * sheet prints it in any language; in any case of letters.
 * @param given `NAME=VALUE` each
 * @throws UsageError `field-form`, `field-unknown`
 */
export async function parseFields(given: readonly string[]): Promise<Fields> {
  if (given.length === 0) return {};
  const languages = await Promise.all(LANGUAGE_CODES.map(loadLanguage));
  return Object.fromEntries(
    given.map((text) => {
      const at = text.search(/[=＝]/u);
      if (at < 1) throw new UsageError("field-form");
      return [findField(text.slice(0, at), languages), text.slice(at + 1).trim()];
    }),
  );
}

/** Other names of a blank than the one it has in the program. */
const ALSO: Readonly<Partial<Record<FieldName, string>>> = { "recovery-page-kept-at": "recovery-page" };

function findField(name: string, languages: readonly Language[]): FieldName {
  const wanted = plain(name);
  const field = FIELD_NAMES.find((known) => namesOf(known, languages).some((spelling) => plain(spelling) === wanted));
  if (field === undefined) throw wrongChoice("field-unknown", {}, wanted.replaceAll(" ", "-"), FIELD_NAMES);
  return field;
}

function namesOf(field: FieldName, languages: readonly Language[]): string[] {
  const key = `sheet.fields.${field}`;
  return [
    field,
    ALSO[field] ?? field,
    ...languages.flatMap((language) => (has(language, key) ? [say(language, key)] : [])),
  ];
}

function plain(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/gu, " ")
    .trim();
}
