import { EscrowError } from "../error.js";
import { Collector, isOtpText } from "./collector.js";
import type { Content } from "./content.js";
import type { ImportResult, Source, SourceName } from "./source.js";

/** What scanning programs put before a code's text, such as `QR-Code:`. */
const PREFIXED = /^([^\s:]{1,32}:)\s*otpauth(?:-migration)?:\/\//iu;

/**
 * Key URIs (`otpauth://`, `steam://`) and migration URIs, one a line; blank lines and lines that begin with `#` do not
 * count. Ente Auth, Aegis and other apps export such lists.
 */
export const keyUris: Source = {
  name: "key-uris",
  detect: ({ lines }) => lines.some(({ text }) => isOtpText(text) || PREFIXED.test(text)),
  read: (content) => readUriLines(content, "key-uris"),
};

/**
 * Reads every line of a list; a line that cannot be read is skipped and named.
 * @throws EscrowError what is wrong with the only line
 */
export async function readUriLines({ name, lines }: Content, format: SourceName): Promise<ImportResult> {
  const collector = new Collector(name);
  for (const { number, text } of lines) {
    const place = { line: number };
    if (isOtpText(text)) await collector.addText(place, text);
    else collector.skip(place, lineError(text));
  }
  return collector.finish(format);
}

function lineError(text: string): EscrowError {
  const prefix = PREFIXED.exec(text)?.[1];
  // Only what looks like a scanner's word is repeated: anything else may be a secret.
  return prefix !== undefined && /^[A-Za-z]{2,5}-[A-Za-z0-9]{1,5}:$/u.test(prefix)
    ? new EscrowError("source-prefix", { prefix })
    : new EscrowError("source-line");
}
