import { attempt, type ErrorCode, EscrowError } from "../../error.js";
import { type Content, inspectContent } from "../content.js";
import { unzip } from "../formats/zip.js";
import type { Source } from "../source.js";

/** Most files of an archive that are looked into, and most bytes of all of them. */
const MAX_FILES = 50;
const MAX_BYTES = 32 * 1024 * 1024;
/** Files in which no program exports what is looked for. */
const OTHERS = /\.(?:html?|png|jpe?g|pdf|gif|webp|txt|md)$|\/$|^__MACOSX\//iu;

/** What ends the reading of an archive, and not of one file in it. */
const ENDS: readonly ErrorCode[] = ["source-too-many", "source-too-long", "password-needed", "password-wrong"];

interface Found {
  readonly content: Content;
  readonly source: Source;
}

const TEXTS = /^(?!__MACOSX\/)(?!(?:.*\/)?(?:read|license|licence)[^/]*$).*\.txt$/iu;

/** What archives hold: each is looked into once. */
const known = new WeakMap<Content, readonly Found[]>();

/**
 * A ZIP archive with tables or exports that are known, whatever their names, as phones pack what they share: Dashlane's,
 * Safari's with names in any language. Without any, lists of Key URIs and entries of pass. Each is read; of several it is
 * said which, and what two of them have is taken once.
 * @param exports sources that read tables and exports of apps, in the order in which they are asked
 * @param lists sources that read lists of texts
 */
export function zippedTable(exports: readonly Source[], lists: readonly Source[]): Source {
  const foundIn = (content: Content) => {
    const earlier = known.get(content);
    if (earlier !== undefined) return earlier;
    const found = filesIn(content, (name) => !OTHERS.test(name), exports);
    const all = found.length > 0 ? found : filesIn(content, (name) => TEXTS.test(name), lists);
    known.set(content, all);
    return all;
  };
  return {
    name: "zipped-table",
    detect: (content) => foundIn(content).length > 0,
    read: async (content, collector, context) => {
      const found = foundIn(content);
      for (const { content: inner, source } of found) {
        const before = collector.mark();
        try {
          await source.read(inner, collector, context);
        } catch (error) {
          if (found.length === 1 || !(error instanceof EscrowError) || ENDS.includes(error.code)) throw error;
          collector.skip({}, error, { name: inner.name });
        }
        collector.dropRepeated(before);
      }
      if (found.length > 1) collector.warn({}, "archive-members", { files: found.map((one) => one.content.name) });
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
