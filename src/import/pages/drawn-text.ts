import { encodeUtf8 } from "../../bytes.js";
import { readPictureCodes } from "../picture.js";
import type { Source } from "../source.js";

/** Codes that were drawn with characters on a terminal, and saved as text. */
export const drawnText: Source = {
  name: "drawn-text",
  detect: ({ drawing }) => drawing !== undefined,
  read: ({ drawing = "" }, collector, context) => readPictureCodes(encodeUtf8(drawing), collector, context),
};
