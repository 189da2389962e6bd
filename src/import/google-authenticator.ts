import { readUriLines } from "./key-uris.js";
import { isMigrationUri } from "./migration-uri.js";
import type { Source } from "./source.js";

/** The texts of Google Authenticator's export codes (`otpauth-migration://offline?data=…`), one a line. */
export const googleAuthenticator: Source = {
  name: "google-authenticator",
  detect: ({ lines }) => lines.length > 0 && lines.every(({ text }) => isMigrationUri(text)),
  read: readUriLines,
};
