import type { Fault } from "../error.js";
import { formKey, has, type Language, say, sayAll, sayError, type Values } from "../language.js";

/** What is wrong, and what to do now. */
export interface Advice {
  readonly message: string;
  readonly hint: string;
}

/** A sentence of the page. */
export function tell({ language }: { readonly language: Language }, key: string, values: Values = {}): string {
  return say(language, `page.${key}`, values);
}

/** A list of sentences of the page. */
export function tellAll({ language }: { readonly language: Language }, key: string, values: Values = {}): string[] {
  return sayAll(language, `page.${key}`, values);
}

/** A sentence in the form that its `count` asks for. */
export function tellCount(
  { language }: { readonly language: Language },
  key: string,
  count: number,
  values: Values = {},
): string {
  return say(language, formKey(language, `page.${key}`, count), { count, ...values });
}

/** A list as the language joins it: *1, 3 and 4*. */
export function joined({ language }: { readonly language: Language }, items: readonly string[]): string {
  return new Intl.ListFormat(language.code, { type: "conjunction" }).format(items);
}

/** What to say of an error: the page's own words where those of the command line speak of options and files. */
export function advise({ language }: { readonly language: Language }, { code, data }: Fault): Advice {
  const part = (name: "message" | "hint") => {
    const own = `page.problems.${code}.${name}`;
    return sayError(language, code, name, data, has(language, own) ? own : undefined);
  };
  return { message: part("message"), hint: part("hint") };
}
