import { readUriLines } from "../lists/key-uris.js";
import type { Source } from "../source.js";
import { isMigrationUri } from "./migration-uri.js";

/** The texts of Google Authenticator's export codes (`otpauth-migration://offline?data=…`), one a line. */
export const googleAuthenticator: Source = {
  name: "google-authenticator",
  detect: ({ lines }) => lines.length > 0 && lines.every(({ text }) => isMigrationUri(text)),
  read: readUriLines,
};
