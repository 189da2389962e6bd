import { EscrowError } from "../../error.js";
import type { Content } from "../content.js";
import { type Json, parseJson } from "../formats/json.js";
import type { Source } from "../source.js";

/**
 * JSON of any other program: Enpass, Keeper, 2FAuth, Passman, the command-line programs of 1Password and others. Whatever
 * looks like JSON ends here: its lines are never read as those of a text.
 */
export const jsonTree: Source = {
  name: "json",
  detect: (content) => content.json !== undefined || looksLikeJson(content),
  read: async (content, collector) => {
    const json = content.json ?? linesIn(content);
    if (json === undefined) throw content.fault ?? new EscrowError("json-broken");
    // Only such files need it: half a dozen modules.
    const { readTree } = await import("./json-tree.js");
    if (!(await readTree(json, collector))) throw new EscrowError("source-unknown");
  },
};

/** A list of TOML: `[[account]]`. */
const TOML = /^\s*\[\[[\w.-]{1,64}\]\][ \t]*[\r\n]/u;

function looksLikeJson({ text = "" }: Content): boolean {
  return !TOML.test(text) && /^\s*(?:\{\s*["}]|\[\s*(?:["{[\]]))/u.test(text);
}

/** JSON of one value a line; `undefined` where it is none. */
function linesIn({ lines }: Content): Json | undefined {
  const isList = lines.length > 1 && lines.every(({ text }) => /^\{.*\}$/u.test(text));
  return isList ? parseJson(`[${lines.map(({ text }) => text).join(",")}]`) : undefined;
}
