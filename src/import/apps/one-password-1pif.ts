import { parseJson } from "../formats/json.js";
import type { Source } from "../source.js";

/** The line between two items, the same in every file. */
const BETWEEN = /^\*\*\*[0-9a-f-]{36}\*\*\*$/iu;

/** 1PIF of 1Password 4 to 7: JSON, one item a line, with a line between them. */
export const onePasswordInterchange: Source = {
  name: "1password-1pif",
  detect: ({ text = "", lines }) => /^\s*\{/u.test(text) && lines.some((line) => BETWEEN.test(line.text)),
  read: async ({ lines }, collector) => {
    const items = lines.flatMap(({ text }) => (BETWEEN.test(text) ? [] : [text]));
    const { readTree } = await import("../trees/json-tree.js");
    await readTree(parseJson(`[${items.join(",")}]`), collector);
  },
};
