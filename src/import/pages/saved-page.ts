import { fileKind } from "../../read/file-kind.js";
import { type MimePart, mimeParts } from "../formats/mime.js";
import type { Source } from "../source.js";
import { collectPage, PagePictures, showsCodes } from "./html-page.js";

/** A web page that a browser saved as one file with its pictures (MHTML), and a mail with codes in it or beside it. */
export const savedPage: Source = {
  name: "saved-page",
  detect: ({ text = "" }) => {
    if (!/^[\w-]+:/u.test(text) || !/^content-type:/imu.test(text.slice(0, 20_000))) return false;
    return mimeParts(text)?.some((part) => isPicture(part) || (isPage(part) && showsCodes(pageOf(part)))) ?? false;
  },
  read: async ({ text = "" }, collector, context) => {
    const parts = mimeParts(text) ?? [];
    const pictures = new PagePictures(context);
    for (const part of parts) if (isPicture(part)) pictures.add(part.bytes);
    const page = parts.filter(isPage).map(pageOf).join("\n");
    await collectPage(page, pictures, collector);
  },
};

function isPicture({ type, bytes }: MimePart): boolean {
  return type.startsWith("image/") || fileKind(bytes) !== undefined;
}

function isPage({ type }: MimePart): boolean {
  return type === "text/html" || type === "application/xhtml+xml";
}

function pageOf({ bytes }: MimePart): string {
  return new TextDecoder().decode(bytes);
}
