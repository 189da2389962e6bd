import { encodeUtf8 } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import { dataBytes } from "../../read/pictures/data-address.js";
import { decodeEntities } from "../../read/pictures/svg-tree.js";
import { type Collector, isOtpText } from "../collector.js";
import { decodeUtf8 } from "../formats/encodings.js";
import type { ReadContext, Source } from "../source.js";
import { cellDrawings, drawings } from "./page-drawings.js";
import { pageKey, pageText } from "./page-key.js";

const PAGE = /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?(?:<!doctype\s+html|<html)[\s>]/iu;
const DATA_ALONE = /^\s*data:image\//iu;
const DATA = /data:image\//giu;
const SVG = /<svg(?=[\s/>])/iu;
/** A Key URI that is all of an attribute, or all of an element's text. */
const LINK = /(?:["']|>\s{0,20})(otpauth(?:-migration)?:\/\/[^"'<>\s]+)(?:["']|\s{0,20}<)/giu;
/** A Key URI within another address, such as that of a service that draws codes. */
const ENCODED = /otpauth(?:-migration)?%3A%2F%2F[\w%.~+*!-]+/giu;
/** A Key URI within a sentence, and what its secret may go on with behind a blank. */
const IN_SENTENCE = /(otpauth(?:-migration)?:\/\/[^\s"'<>]+)(\s[A-Z2-7]{4,}(?=\s|$))?/giu;
/** One within a sentence that is whole. */
const WHOLE =
  /^otpauth(?:-migration:\/\/offline\?data=[\w%+/=-]{16,}$|:\/\/.*[?&]secret=[A-Z2-7]{16,}(?:=|%3D)*(?:&|$))/isu;
const IMAGE = /<img\s(?:[^>]{0,2000}?\s)?src\s{0,9}=\s{0,9}["']?(?!data:|cid:|["'\s])/iu;
const CANVAS = /<canvas(?=[\s/>])/iu;

/** Most pictures of a page: one or two an account. */
const MAX_PICTURES = 2_000;

/**
 * Pages that show codes: those for printing that Aegis, Ente Auth, Stratum and Raivo export, and those of services as a
 * browser saves them. Codes may be pictures, drawings, tables or characters within the page; a `data:` picture may also
 * stand alone, as it is copied. The settings are read from the code, never from the words beside it; only where there is
 * no code, the key that the page shows for typing is taken, with what the page labels.
 */
export const htmlPage: Source = {
  name: "html-page",
  detect: ({ text = "" }) => DATA_ALONE.test(text) || (PAGE.test(text.slice(0, 1000)) && showsCodes(text)),
  read: async ({ text = "" }, collector, context) => collectPage(text, new PagePictures(context), collector),
};

/** Whether a page may show codes, or a key. */
export function showsCodes(page: string): boolean {
  return (
    [DATA, SVG, LINK, ENCODED, IMAGE, CANVAS].some((part) => page.search(part) >= 0) ||
    cellDrawings(page).next().done !== true ||
    pageKey(pageText(page)) !== undefined
  );
}

/** Key URIs within sentences, where their secret is surely whole. */
function urisIn(text: string): string[] {
  return [...text.matchAll(IN_SENTENCE)].flatMap(([, given = "", more = ""]) => {
    const uri = given.replace(/[.,;)]{1,3}$/u, "");
    const goesOn = /^\s[A-Z2-7]+$/u.test(more) && /[?&]secret=[^&]*$/iu.test(uri);
    return WHOLE.test(uri) && !goesOn ? [uri] : [];
  });
}

/**
 * Puts all that a page shows into the collector.
 * @param pictures those that came beside it
 * @throws EscrowError `page-pictures-apart`, `page-canvas`, `source-too-many`
 */
export async function collectPage(page: string, pictures: PagePictures, collector: Collector): Promise<void> {
  for (const drawing of drawings(page)) pictures.add(encodeUtf8(drawing));
  for (const drawing of cellDrawings(page)) pictures.add(encodeUtf8(drawing));
  for (const address of dataAddresses(page)) pictures.add(dataBytes(address));
  await pictures.read();
  const links = [...page.matchAll(LINK)].map(([, link = ""]) => decodeEntities(link));
  const encoded = [...page.matchAll(ENCODED)].flatMap(([address]) => unescaped(address) ?? []);
  const all = [...new Set([...pictures.texts, ...links, ...encoded])];
  const text = all.length === 0 ? pageText(page) : "";
  all.push(...new Set(urisIn(text)));
  const key = all.length === 0 ? pageKey(text) : undefined;
  if (key !== undefined) collector.addEntry({}, key);
  else if (all.length === 0) {
    // Pictures of other files were not saved with the page, or stand in a folder beside it.
    if (IMAGE.test(page)) throw new EscrowError("page-pictures-apart");
    if (CANVAS.test(page)) throw new EscrowError("page-canvas");
  }
  for (const [i, one] of all.entries()) await collector.addText({ code: i + 1 }, one);
  if (pictures.without > 0) collector.warn({}, "pictures-aside", { count: pictures.without });
}

/** The pictures of a page, and what they say. */
export class PagePictures {
  readonly texts: string[] = [];
  /** How many say nothing of use. */
  without = 0;
  // An icon may stand beside every account: each picture is read once.
  private readonly all = new Map<string, Uint8Array>();

  constructor(private readonly context: ReadContext) {}

  /** @param bytes nothing for one that is broken. @throws EscrowError `source-too-many` */
  add(bytes: Uint8Array | undefined): void {
    if (bytes === undefined) this.without++;
    else this.all.set(markOf(bytes), bytes);
    if (this.all.size + this.without > MAX_PICTURES) throw new EscrowError("source-too-many", { most: MAX_PICTURES });
  }

  /** Reads them, once all are known. @throws EscrowError `source-too-long` */
  async read(): Promise<void> {
    for (const bytes of this.all.values()) {
      const found = (await codesOf(bytes, this.context)).map((code) => code.trim()).filter(isOtpText);
      this.texts.push(...found);
      // Drawings without a code are the page's icons.
      if (found.length === 0 && !isDrawing(bytes)) this.without++;
    }
  }
}

/** What tells a picture from others. */
function markOf(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

function isDrawing(bytes: Uint8Array): boolean {
  return /<svg[\s>]/iu.test(decodeUtf8(bytes.subarray(0, 500)) ?? "");
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
