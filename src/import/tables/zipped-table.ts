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

const TEXTS = /^(?!__MACOSX\/)(?!(?:.*\/)?(?:read|license|licence)[^/]*$).*\.txt$/iu;

/** What archives hold: each is looked into once. */
const known = new WeakMap<Content, readonly Found[]>();

/**
 * A ZIP archive with exactly one table that is known, whatever its name: Dashlane's export, Safari's with names in any
 * language. Without any table, exactly one app's export, as phones pack what they share; without any, exactly one list.
 * @param tables sources that read tables, in the order in which they are asked
 * @param exports sources that read exports of apps
 * @param lists sources that read lists of texts
 */
export function zippedTable(tables: readonly Source[], exports: readonly Source[], lists: readonly Source[]): Source {
  const foundIn = (content: Content) => {
    const earlier = known.get(content);
    if (earlier !== undefined) return earlier;
    const found = filesIn(content, (name) => !OTHERS.test(name), [...tables, ...exports]);
    const own = found.filter(({ source }) => tables.includes(source));
    const first = own.length > 0 ? own : found;
    const all = first.length > 0 ? first : filesIn(content, (name) => TEXTS.test(name), lists);
    known.set(content, all);
    return all;
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

function filesIn(content: Content, isMeant: (name: string) => boolean, sources: readonly Source[]): readonly Found[] {
  const found: Found[] = [];
  let left = MAX_BYTES;
  const files = (content.zip ?? []).filter(({ name, encrypted }) => !encrypted && isMeant(name)).slice(0, MAX_FILES);
  for (const file of files) {
    if (file.stored.length > left) break;
    const inner = attempt(() => inspectContent({ name: file.name, bytes: unzip(file) }));
    left -= inner?.bytes.length ?? MAX_BYTES;
    if (left < 0) break;
    const source = inner && sources.find(({ detect }) => detect(inner));
    if (inner && source) found.push({ content: inner, source });
  }
  return found;
}
