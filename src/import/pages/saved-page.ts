import { fileKind } from "../../read/file-kind.js";
import { type MimePart, mimeParts } from "../formats/mime.js";
import { otpTextsIn } from "../otp-texts.js";
import type { Source } from "../source.js";
import { collectPage, PagePictures, showsCodes } from "./html-page.js";

/**
 * A web page that a browser saved as one file with its pictures (MHTML), and a mail with codes or Key URIs in it or
 * beside it: as it is stored, a mail may write `=` as `=3D` and break lines anywhere.
 */
export const savedPage: Source = {
  name: "saved-page",
  detect: ({ text = "" }) => {
    if (!/^[\w-]+:/u.test(text) || !/^content-type:/imu.test(text.slice(0, 20_000))) return false;
    // Any other reader of texts would take what is encoded for the key itself.
    const holds = (part: MimePart) =>
      isPicture(part) ||
      (isPage(part) && showsCodes(textOf(part))) ||
      plainTexts(part).some((uri) => !text.includes(uri));
    return mimeParts(text)?.some(holds) ?? false;
  },
  read: async ({ text = "" }, collector, context) => {
    const parts = mimeParts(text) ?? [];
    const pictures = new PagePictures(context);
    for (const part of parts) if (isPicture(part)) pictures.add(part.bytes);
    pictures.texts.push(...parts.flatMap(plainTexts));
    const page = parts.filter(isPage).map(textOf).join("\n");
    await collectPage(page, pictures, collector);
  },
};

function isPicture({ type, bytes }: MimePart): boolean {
  return type.startsWith("image/") || fileKind(bytes) !== undefined;
}

function isPage({ type }: MimePart): boolean {
  return type === "text/html" || type === "application/xhtml+xml";
}

/** Key URIs in what a mail says without a page. */
function plainTexts(part: MimePart): string[] {
  return part.type === "text/plain" ? otpTextsIn(textOf(part)) : [];
}

function textOf({ bytes }: MimePart): string {
  return new TextDecoder().decode(bytes);
}
