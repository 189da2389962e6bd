import { parseKeepLine } from "../document/plaintext.js";
import { EscrowError } from "../error.js";
import { type Collector, isOtpText } from "./collector.js";
import type { Content } from "./content.js";
import type { Place, Source } from "./source.js";

/** What scanning programs put before a code's text, such as `QR-Code:`. */
const PREFIXED = /^([^\s:]{1,32}:)\s*otpauth(?:-migration)?:\/\//iu;

/**
 * Key URIs (`otpauth://`, `steam://`) and migration URIs, one a line; blank lines and lines that begin with `#` do not
 * count, save `# keep: ` as `recover` writes it. Ente Auth, Aegis and other apps export such lists.
 */
export const keyUris: Source = {
  name: "key-uris",
  detect: ({ lines }) =>
    lines.some(({ text }) => isOtpText(unquoted(text)) || PREFIXED.test(text) || parseKeepLine(text) !== undefined),
  read: readUriLines,
};

/**
 * Reads every line of a list; a line that cannot be read is skipped and named.
 */
export async function readUriLines({ lines }: Pick<Content, "lines">, collector: Collector): Promise<void> {
  for (const { number, text: line } of lines) {
    const place = { line: number };
    const keep = parseKeepLine(line);
    if (keep !== undefined) collector.skip(place, new EscrowError("secret-kept"), keep);
    else for (const text of textsOf(unquoted(line))) await addLine(place, text, collector);
  }
}

async function addLine(place: Place, text: string, collector: Collector): Promise<void> {
  if (isOtpText(text)) await collector.addText(place, text);
  else collector.skip(place, lineError(text));
}

/** The texts on a line: several in a row would be taken for one, whose last parameter holds the others. */
function textsOf(line: string): string[] {
  return isOtpText(line) ? line.split(/[\s,;|]{1,8}(?=otpauth(?:-migration)?:\/\/)/iu) : [line];
}

/** Some versions of Ente Auth write each text as a JSON string. */
function unquoted(line: string): string {
  if (!/^".*"$/u.test(line)) return line;
  try {
    const text: unknown = JSON.parse(line);
    return typeof text === "string" ? text.trim() : line;
  } catch {
    return line.slice(1, -1);
  }
}

function lineError(text: string): EscrowError {
  const prefix = PREFIXED.exec(text)?.[1];
  // Only what looks like a scanner's word is repeated: anything else may be a secret.
  return prefix !== undefined && /^[A-Za-z]{2,5}-[A-Za-z0-9]{1,5}:$/u.test(prefix)
    ? new EscrowError("source-prefix", { prefix })
    : new EscrowError("source-line");
}
