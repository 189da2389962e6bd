import { encodeUtf8 } from "../bytes.js";
import { textPicture } from "../read/text/text-picture.js";
import { readPictureCodes } from "./picture.js";
import type { Source } from "./source.js";

/** Codes that were drawn with characters on a terminal, and saved as text. */
export const drawnText: Source = {
  name: "drawn-text",
  detect: ({ text }) => text !== undefined && textPicture(text) !== undefined,
  read: ({ text = "" }, collector, context) =>
    readPictureCodes(encodeUtf8(textPicture(text) ?? ""), collector, context),
};
