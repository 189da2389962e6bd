import { decodePercent } from "../../account/uri-query.js";
import { parseKeepLine } from "../../document/plaintext.js";
import { parseRecoveryLine } from "../../document/recovery-codes.js";
import { attempt, EscrowError } from "../../error.js";
import { withoutEnd } from "../../paper/text-end.js";
import { urisOf } from "../../read/text/text-lines.js";
import { isCutOff, joinWrappedUri, LONGEST_WRAPPED, MOST_WRAPPED } from "../../read/text/wrapped-uri.js";
import { isMigrationUri, parseMigration } from "../apps/migration-uri.js";
import { type Collector, isOtpText } from "../collector.js";
import type { Content } from "../content.js";
import { looksLikeBareKey } from "../otp-names.js";
import type { Place, Source } from "../source.js";
import type { Line } from "../text.js";

/** What scanning programs put before a code's text, such as `QR-Code:`. */
const PREFIXED = /^([^\s:]{1,32}:)\s*otpauth(?:-migration)?:\/\//iu;

/** A scanning program's word for the kind of code. */
const SCANNER = /^[A-Za-z]{2,5}-[A-Za-z0-9]{1,5}:$/u;

/** A Key URI with its query behind other words: what a mark in front of it closes is seen, too. */
const URI_IN_SENTENCE = /(?<=[\s(=:])[<"'`“„‘«「(]?otpauth(?:-migration)?:\/\/[^\s?]{1,500}\?/iu;
const LONGEST_SENTENCE = 4_000;
const MIGRATION_PART = /^[A-Za-z0-9+/_%-]+={0,2}$/u;

/**
 * Key URIs (`otpauth://`, `steam://`) and migration URIs, one a line; blank lines and lines that begin with `#` do not
 * count, save `# keep: ` and `# recovery: ` as `recover` writes them. Ente Auth, Aegis and other apps export such lists.
 */
export const keyUris: Source = {
  name: "key-uris",
  detect: ({ lines }) =>
    lines.some(
      ({ text }) =>
        isOtpText(unquoted(text)) ||
        PREFIXED.test(text) ||
        parseKeepLine(text) !== undefined ||
        otherCode(text) !== undefined ||
        urisBehindName(text).length > 0,
    ),
  read: readUriLines,
};

/**
 * Reads every line of a list; a line that cannot be read is skipped and named. What Ente Auth has in its trash is left
 * aside, and its number said.
 */
export async function readUriLines({ lines }: Pick<Content, "lines">, collector: Collector): Promise<void> {
  let trashed = 0;
  const joined = joinWrapped(lines);
  for (const [i, { number, text: line }] of joined.entries()) {
    const place = { line: number };
    if (isCutOff(line, joined[i + 1]?.text)) {
      collector.skip(place, new EscrowError("keys-ambiguous", { lines: 2 }));
      continue;
    }
    const keep = parseKeepLine(line);
    if (keep !== undefined) {
      collector.skip(place, new EscrowError("secret-kept"), keep);
      continue;
    }
    const codes = parseRecoveryLine(line);
    if (codes !== undefined) collector.addRecovery([codes]);
    // Any other comment that happens to begin so says nothing.
    if (line.startsWith("# recovery: ")) continue;
    for (const text of textsOf(unquoted(line))) {
      if (isTrashed(text)) trashed++;
      else await addLine(place, text, collector);
    }
  }
  if (trashed > 0) collector.warn({}, "entries-deleted", { count: trashed });
}

async function addLine(place: Place, text: string, collector: Collector): Promise<void> {
  const uris = isOtpText(text) ? [text] : urisBehindName(text);
  for (const uri of uris) await collector.addText(place, uri);
  if (uris.length === 0) collector.skip(place, otherCode(text) ?? lineError(text));
}

/** What codes of other kinds are, by how their texts begin: no key is in them, or none that can be read. */
export function otherCode(text: string): EscrowError | undefined {
  if (/^phonefactor:/iu.test(text)) return new EscrowError("code-phonefactor");
  return /^lpaauth(?:-migration)?:/iu.test(text) ? new EscrowError("code-lastpass-transfer") : undefined;
}

/**
 * Key URIs behind bullets, in back ticks, behind a name, in an address, in a sentence or a log; none behind what may be a
 * secret.
 */
export function urisBehindName(text: string): string[] {
  const inAddress = uriInAddress(text);
  if (inAddress !== undefined) return [inAddress];
  const item = withoutBullet(text);
  if (isOtpText(item)) return urisOf(text);
  const [, name, rest = ""] = /^([^:=|]{1,64})[:=|]\s*(.*)$/su.exec(item) ?? [];
  const isName = name !== undefined && !SCANNER.test(`${name}:`) && !looksLikeBareKey(name, "perhaps");
  return isName && isOtpText(withoutBullet(rest)) ? urisOf(text) : urisInSentence(text);
}

/** Key URIs in a sentence or a log, each up to the blank or the mark that ends it. */
function urisInSentence(text: string): string[] {
  const at = text.search(URI_IN_SENTENCE);
  if (at < 0 || text.length > LONGEST_SENTENCE || SCANNER.test(text.slice(0, at).trim())) return [];
  const words = text.slice(0, at).split(/[\s:=|,;]+/u);
  if (words.some((word) => looksLikeBareKey(word, "perhaps"))) return [];
  return urisOf(text.slice(at)).map((uri) => uri.replace(/\s.*$/su, ""));
}

/** A line without what lists and quotations put before it. */
function withoutBullet(text: string): string {
  return text.replace(/^(?:[-*+•·>]\s+|\d{1,4}[.)]\s+|[`"'<([]|\s){0,8}/u, "");
}

/** The Key URI in the address of a service that draws QR codes. */
function uriInAddress(text: string): string | undefined {
  if (!/^https?:\/\//iu.test(text)) return undefined;
  const [, uri] = /[?&#][a-z_]{1,16}=(otpauth(?:-migration)?%3A%2F%2F[^&\s]+)/iu.exec(text) ?? [];
  return uri === undefined ? undefined : decodePercent(uri);
}

/** Ente Auth's mark for what its owner deleted. */
function isTrashed(text: string): boolean {
  const [, display = ""] = /[?&]codeDisplay=([^&]*)/u.exec(text) ?? [];
  return /"trashed"\s*:\s*true/u.test(decodePercent(display));
}

/**
 * Lines of a list; a text that a mail or a chat broke over several is joined where only so it can be read: a migration
 * URI, and a Key URI where parameters follow that name themselves.
 */
export function joinWrapped(lines: readonly Line[]): Line[] {
  const joined: Line[] = [];
  const rows = lines.map(({ text }) => text);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined) break;
    const { text, more } = isMigrationUri(line.text) ? joinMigration(rows, at) : joinWrappedUri(rows, at);
    joined.push({ number: line.number, text });
    at += more;
  }
  return joined;
}

/** The same of a migration URI, whose rest has no names. */
function joinMigration(rows: readonly string[], at: number): { readonly text: string; readonly more: number } {
  const [first = "", ...next] = rows.slice(at, at + MOST_WRAPPED);
  const end = isWhole(first) ? 0 : next.findIndex((row) => !MIGRATION_PART.test(row));
  const more = end < 0 ? next.length : end;
  const text = [first, ...next.slice(0, more)].join("");
  return text.length <= LONGEST_WRAPPED && isWhole(text) ? { text, more } : { text: first, more: 0 };
}

function isWhole(text: string): boolean {
  return attempt(() => parseMigration(text)) !== undefined;
}

/** The texts on a line: several in a row would be taken for one, whose last parameter holds the others. */
function textsOf(line: string): string[] {
  if (!isOtpText(line)) return [line];
  const texts = line.split(/[\s,;|]{1,8}(?=(?:apple-)?otpauth(?:-migration)?:\/\/)/iu);
  // What ends a row of a table or a list belongs to none.
  return texts.map((text) => withoutEnd(text, /[\s,;]/u));
}

/** Some versions of Ente Auth write each text as a JSON string. */
function unquoted(line: string): string {
  const quoted = /^(["'])(.*)\1[,;]?$/u.exec(line);
  if (!quoted) return line;
  const [, mark, inner = ""] = quoted;
  if (mark === "'") return inner.trim();
  try {
    const text: unknown = JSON.parse(`"${inner}"`);
    return typeof text === "string" ? text.trim() : line;
  } catch {
    return inner;
  }
}

function lineError(text: string): EscrowError {
  const prefix = PREFIXED.exec(text)?.[1];
  // Only what looks like a scanner's word is repeated: anything else may be a secret.
  return prefix !== undefined && SCANNER.test(prefix)
    ? new EscrowError("source-prefix", { prefix })
    : new EscrowError("source-line");
}
