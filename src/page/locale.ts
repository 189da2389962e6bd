import type { Language } from "../language.js";

/** The first wanted language that there is, by its code or by the language it belongs to. */
export function chooseLanguage(languages: readonly Language[], wanted: readonly string[]): Language | undefined {
  for (const tag of wanted) {
    const base = tag.split("-")[0];
    const found = languages.find(({ code }) => code === tag) ?? languages.find(({ code }) => code === base);
    if (found) return found;
  }
  return undefined;
}

/** How days and times are written: in a language, as the browser's owner is used to where that is known. */
export function localeOf({ code }: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => tag.split("-")[0] === code.split("-")[0]) ?? code;
}
