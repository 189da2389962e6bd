import { attempt, EscrowError } from "../../error.js";
import { type Content, inspectContent } from "../content.js";
import { unzip } from "../formats/zip.js";
import type { Source } from "../source.js";

/** Most files of an archive that are looked into, and most bytes of all of them. */
const MAX_FILES = 50;
const MAX_BYTES = 32 * 1024 * 1024;
/** Files in which no program exports what is looked for. */
const OTHERS = /\.(?:html?|png|jpe?g|pdf|gif|webp|txt|md)$|\/$|^__MACOSX\//iu;

interface Found {
  readonly content: Content;
  readonly source: Source;
}

/** What archives hold: each is looked into once. */
const known = new WeakMap<Content, readonly Found[]>();

/**
 * A ZIP archive with exactly one table that is known, whatever its name: Dashlane's export, Safari's with names in any
 * language. Without any table, exactly one app's export, as phones pack what they share.
 * @param tables sources that read tables, in the order in which they are asked
 * @param exports sources that read exports of apps
 */
export function zippedTable(tables: readonly Source[], exports: readonly Source[]): Source {
  const foundIn = (content: Content) => {
    const found = filesIn(content, [...tables, ...exports]);
    const own = found.filter(({ source }) => tables.includes(source));
    return own.length > 0 ? own : found;
  };
  return {
    name: "zipped-table",
    detect: (content) => foundIn(content).length > 0,
    read: async (content, collector, context) => {
      const [only, other] = foundIn(content);
      if (only === undefined || other !== undefined) throw new EscrowError("archive-unknown", { kind: "ZIP" });
      await only.source.read(only.content, collector, context);
    },
  };
}

function filesIn(content: Content, sources: readonly Source[]): readonly Found[] {
  const earlier = known.get(content);
  if (earlier !== undefined) return earlier;
  const found: Found[] = [];
  let left = MAX_BYTES;
  const files = (content.zip ?? [])
    .filter(({ name, encrypted }) => !encrypted && !OTHERS.test(name))
    .slice(0, MAX_FILES);
  for (const file of files) {
    if (file.stored.length > left) break;
    const inner = attempt(() => inspectContent({ name: file.name, bytes: unzip(file) }));
    left -= inner?.bytes.length ?? MAX_BYTES;
    if (left < 0) break;
    const source = inner && sources.find(({ detect }) => detect(inner));
    if (inner && source) found.push({ content: inner, source });
  }
  known.set(content, found);
  return found;
}
