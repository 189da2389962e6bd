import { EscrowError } from "../error.js";
import { isOtpText } from "./collector.js";
import type { Content } from "./content.js";
import { decodeBase64 } from "./formats/encodings.js";
import type { ReadContext, Source } from "./source.js";

const PAGE = /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype\s+html|<html)[\s>]/iu;
const PICTURE = /data:image\/(?:png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]+)/giu;
const LINK = /["'](otpauth(?:-migration)?:\/\/[^"'<>\s]+)["']/giu;

/** Most pictures of a page: one or two an account. */
const MAX_PICTURES = 2_000;

/**
 * Pages for printing that Aegis, Ente Auth, Stratum and Raivo export, with a picture of a QR code for each account;
 * the settings are read from the code, never from the words beside it.
 */
export const htmlPage: Source = {
  name: "html-page",
  detect: ({ text = "" }) => PAGE.test(text.slice(0, 1000)) && [PICTURE, LINK].some((part) => text.search(part) >= 0),
  read: async (content, collector, context) => {
    const { texts, without } = await readPictures(content, context);
    const links = [...(content.text ?? "").matchAll(LINK)].map(([, link = ""]) => link.replace(/&amp;/giu, "&"));
    for (const [i, text] of [...new Set([...texts, ...links])].entries()) {
      await collector.addText({ code: i + 1 }, text);
    }
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
  for (const [, base64 = ""] of text.matchAll(PICTURE)) {
    if (pictures.has(base64)) continue;
    if (pictures.size >= MAX_PICTURES) throw new EscrowError("source-too-many", { most: MAX_PICTURES });
    pictures.add(base64);
  }
  for (const base64 of pictures) {
    const found = (await codesOf(base64, context)).map((code) => code.trim()).filter(isOtpText);
    texts.push(...found);
    if (found.length === 0) without++;
  }
  return { texts, without };
}

async function codesOf(base64: string, context: ReadContext): Promise<readonly string[]> {
  const bytes = decodeBase64(base64);
  if (bytes === undefined) return [];
  try {
    return await context.readCodes(bytes);
  } catch (error) {
    if (error instanceof EscrowError && error.code !== "source-too-long") return [];
    throw error;
  }
}
