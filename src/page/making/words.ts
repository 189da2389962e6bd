import { formKey, type Language, say, sayAll, type Values } from "../../language.js";

/** Whoever speaks a language. */
interface Speaker {
  readonly language: Language;
}

/** A sentence of making sheets. */
export function explain({ language }: Speaker, key: string, values: Values = {}): string {
  return say(language, `making.${key}`, values);
}

/** A list of sentences of making sheets. */
export function explainAll({ language }: Speaker, key: string, values: Values = {}): string[] {
  return sayAll(language, `making.${key}`, values);
}

/** A sentence in the form that its `count` asks for. */
export function explainCount({ language }: Speaker, key: string, count: number, values: Values = {}): string {
  return say(language, formKey(language, `making.${key}`, count), { count, ...values });
}
