import { EscrowError } from "../error.js";
import { dataBytes } from "../read/pictures/data-address.js";
import { decodeEntities } from "../read/pictures/svg-tree.js";
import { isOtpText } from "./collector.js";
import type { Content } from "./content.js";
import { decodeUtf8 } from "./formats/encodings.js";
import type { ReadContext, Source } from "./source.js";

const PAGE = /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?(?:<!doctype\s+html|<html)[\s>]/iu;
const DATA_ALONE = /^\s*data:image\//iu;
const DATA = /data:image\//giu;
const DRAWING = /<(\/?)svg(?=[\s/>])/giu;
/** A Key URI that is all of an attribute, or all of an element's text. */
const LINK = /(?:["']|>\s{0,20})(otpauth(?:-migration)?:\/\/[^"'<>\s]+)(?:["']|\s{0,20}<)/giu;
/** A Key URI within another address, such as that of a service that draws codes. */
const ENCODED = /otpauth(?:-migration)?%3A%2F%2F[\w%.~+*!-]+/giu;
const IMAGE = /<img\s(?:[^>]{0,2000}?\s)?src\s{0,9}=\s{0,9}["']?(?!data:|["'\s])/iu;
const STYLE = /<style[^>]{0,500}>([^<]*)/giu;

/** Most pictures of a page: one or two an account. */
const MAX_PICTURES = 2_000;
/** Most characters of style sheets that go along with a drawing. */
const MAX_STYLE_LENGTH = 50_000;

/**
 * Pages that show codes: those for printing that Aegis, Ente Auth, Stratum and Raivo export, and those of services as a
 * browser saves them. Codes may be pictures or drawings within the page; a `data:` picture may also stand alone, as it
 * is copied. The settings are read from the code, never from the words beside it.
 */
export const htmlPage: Source = {
  name: "html-page",
  detect: ({ text = "" }) => {
    if (DATA_ALONE.test(text)) return true;
    return (
      PAGE.test(text.slice(0, 1000)) && [DATA, DRAWING, LINK, ENCODED, IMAGE].some((part) => text.search(part) >= 0)
    );
  },
  read: async (content, collector, context) => {
    const { texts, without } = await readPictures(content, context);
    const { text = "" } = content;
    const links = [...text.matchAll(LINK)].map(([, link = ""]) => decodeEntities(link));
    const encoded = [...text.matchAll(ENCODED)].flatMap(([address]) => unescaped(address) ?? []);
    const all = [...new Set([...texts, ...links, ...encoded])];
    // Pictures of other files were not saved with the page, or stand in a folder beside it.
    if (all.length === 0 && IMAGE.test(text)) throw new EscrowError("page-pictures-apart");
    for (const [i, one] of all.entries()) await collector.addText({ code: i + 1 }, one);
    if (without > 0) collector.warn({}, "pictures-aside", { count: without });
  },
};

/** What the pictures in a page say, and how many say nothing of use. */
async function readPictures(
  { text = "" }: Content,
  context: ReadContext,
): Promise<{ readonly texts: readonly string[]; readonly without: number }> {
  const texts: string[] = [];
  let without = 0;
  // An icon may stand beside every account: each picture is read once.
  const pictures = new Set<string>();
  const add = (picture: string) => {
    if (!pictures.has(picture) && pictures.size >= MAX_PICTURES)
      throw new EscrowError("source-too-many", { most: MAX_PICTURES });
    pictures.add(picture);
  };
  for (const drawing of drawings(text)) add(drawing);
  for (const address of dataAddresses(text)) add(address);
  for (const picture of pictures) {
    const bytes = picture.startsWith("<") ? new TextEncoder().encode(picture) : dataBytes(picture);
    const found =
      bytes === undefined ? [] : (await codesOf(bytes, context)).map((code) => code.trim()).filter(isOtpText);
    texts.push(...found);
    // Drawings without a code are the page's icons.
    if (found.length === 0 && !isDrawing(picture, bytes)) without++;
  }
  return { texts, without };
}

function isDrawing(picture: string, bytes: Uint8Array | undefined): boolean {
  return (
    picture.startsWith("<") || (bytes !== undefined && /<svg[\s>]/iu.test(decodeUtf8(bytes.subarray(0, 500)) ?? ""))
  );
}

/** `data:` pictures, up to the sign that ends where they stand. */
function* dataAddresses(text: string): Generator<string, void, void> {
  const start = new RegExp(DATA);
  for (let found = start.exec(text); found; found = start.exec(text)) {
    const at = found.index;
    const before = text[at - 1] ?? "";
    const quoted = /["'`]/u.test(before);
    const close = quoted ? new RegExp(before, "gu") : /["'`<>)]|data:image\//giu;
    close.lastIndex = at + 1;
    const end = close.exec(text)?.index ?? text.length;
    yield decodeEntities(text.slice(at, end).trim());
    start.lastIndex = end;
  }
}

/** Drawings that stand in a page, each with the page's style sheets. */
function* drawings(text: string): Generator<string, void, void> {
  let depth = 0;
  let begin = 0;
  let sheets: string | undefined;
  for (const found of text.matchAll(DRAWING)) {
    if (found[1] === "") {
      if (depth++ === 0) begin = found.index;
    } else if (depth > 0 && --depth === 0) {
      sheets ??= [...text.matchAll(STYLE)]
        .map(([, sheet]) => sheet)
        .join("\n")
        .slice(0, MAX_STYLE_LENGTH);
      yield `${text.slice(begin, found.index)}<style>${sheets}</style></svg>`;
    }
  }
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

async function codesOf(bytes: Uint8Array, context: ReadContext): Promise<readonly string[]> {
  try {
    return await context.readCodes(bytes);
  } catch (error) {
    if (error instanceof EscrowError && error.code !== "source-too-long") return [];
    throw error;
  }
}
