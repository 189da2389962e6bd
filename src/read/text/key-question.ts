import type { KeyQuestion } from "./key-findings.js";

/**
 * A text with one of its questions answered, its lines under the same numbers.
 * @param isOneKey whether all lines of the question are one key; else only the first belongs to it
 */
export function answerQuestion(text: string, { places }: KeyQuestion, isOneKey: boolean): string {
  const [first = 0, ...others] = places;
  const rows = text.split(/\r\n|\r|\n/u);
  const more = others.map((place) => (rows[place - 1] ?? "").trim());
  const joint = /[\s-]/u.test(more.join("|")) ? " " : "";
  return rows
    .map((row, i) => {
      if (i + 1 === first && isOneKey) return [row.trimEnd(), ...more].join(joint);
      return others.includes(i + 1) ? "#" : row;
    })
    .join("\n");
}
