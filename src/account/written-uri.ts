import { EscrowError } from "../error.js";
import { withoutFullWidth } from "./full-width.js";
import { quotedPrintableBytes } from "./quoted-printable.js";
import { decodePercent } from "./uri-query.js";

/** Parameters of which no character beyond letters, digits and signs of base32 can be. */
const SETTINGS = "secret|digits|period|algorithm|counter|data";
const SETTING = new RegExp(`^(?:${SETTINGS})$`, "iu");
const SETTING_VALUE = new RegExp(`(?<=[?&](?:${SETTINGS})=)[^&]*`, "giu");
/** A query whose own signs are encoded. */
const ENCODED_QUERY = new RegExp(`(?:^|&)(?:${SETTINGS}|issuer)%3D|%26(?:${SETTINGS}|issuer)(?:%3D|=)`, "iu");
/** Of these a number or a name of a hash: `3D` in front of it cannot be meant. */
const TELLING = /^(?:digits|period|counter|algorithm)$/iu;
/** What a program puts a backslash before, so that a shell or Markdown leaves it alone. Letters stay: `CORP\user`. */
const ESCAPED = /\\([/?&=:%_.+#~!*()[\]-])/gu;
/** Longest text that is looked at, far beyond a QR code's: longer ones hold pictures. */
const LONGEST = 8_000;
/** What stands behind a text in a sentence. */
const SENTENCE_END = /[\s.,;:!?)\]}>"'”’»」』。、，．…–—]/u;

/**
 * A Key URI or migration URI out of a mail, a log, a page or a program, without what these do to its characters:
 * quoted-printable, `&amp;`, `\u0026`, `\/`, backslashes of a shell, `%3A%2F%2F`, full-width letters, and the end of a
 * sentence behind it. Only what cannot be meant is undone: another text stays as it is, to the letter.
 * @throws EscrowError `uri-quoted-printable` where a key may begin with `3D` or be quoted-printable
 */
export function plainUri(text: string): string {
  const given = text.trim();
  if (given.length > LONGEST || !/^(?:apple-)?otpauth(?:-migration)?[:%]/iu.test(given)) return text;
  const bare = given
    .replace(SETTING_VALUE, withoutFullWidth)
    .replace(/\\u00([2-7][0-9a-f])/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(ESCAPED, "$1")
    .replace(/&(?:(?:amp;)+|#(?:38|x26);)/giu, "&")
    .replace(/&#(?:61|x3d);/giu, "=");
  return withoutSentence(withoutQuotedPrintable(percentDecoded(bare)));
}

/** Percent-decoded where the text's own signs are encoded; not where that is `?`, which a label may have. */
function percentDecoded(uri: string): string {
  let text = uri;
  for (let times = 0; times < 3 && /^[a-z-]{1,24}%/iu.test(text); times++) text = decodePercent(text);
  const at = text.indexOf("?");
  const query = text.slice(at + 1);
  return at < 0 || !ENCODED_QUERY.test(query) ? text : text.slice(0, at + 1) + decodePercent(query);
}

/**
 * What a mail stores as quoted-printable: every value begins with `3D`. One key in a thousand does too: it is one where
 * only its whole has a usual length, and where the issuer begins so in the label as well.
 */
function withoutQuotedPrintable(uri: string): string {
  const [, label = "", query = ""] = /^[a-z-]{1,24}:\/\/[^/?]*\/?([^?]*)\?(.*)$/isu.exec(uri) ?? [];
  const parameters = query.split("&").flatMap((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [] : [{ name: part.slice(0, at), value: part.slice(at + 1) }];
  });
  const values = parameters.filter(({ value }) => value !== "");
  if (values.length === 0 || !values.every(({ value }) => /^3D/iu.test(value))) return uri;
  const decoded = new TextDecoder().decode(quotedPrintableBytes(uri));
  const of = (wanted: string) => values.find(({ name }) => name.toLowerCase() === wanted)?.value ?? "";
  if (values.some(({ name }) => TELLING.test(name)) || of("data") !== "") return decoded;
  const issuer = decodePercent(of("issuer"));
  if (issuer !== "" && decodePercent(label).toLowerCase().startsWith(`${issuer.toLowerCase()}:`)) return uri;
  const key = of("secret").replace(/(?:=3D|=|%3D)+$/iu, "");
  if (key.length % 8 === 0) return uri;
  if (values.length > 1 && (key.length - 2) % 8 === 0) return decoded;
  throw new EscrowError("uri-quoted-printable");
}

/** Without the end of a sentence, a bracket or a tag behind it: none of it can be of a key or a number. */
function withoutSentence(uri: string): string {
  const text = uri.replace(/<\/?[a-z][^<>]{0,200}>?.*$/isu, "");
  const [, head = "", name = "", value = ""] = /^(.*[?&]([a-z]+)=)([^&]*)$/isu.exec(text) ?? [];
  let end = value.length;
  while (end > 0 && SENTENCE_END.test(value.charAt(end - 1))) end--;
  const bare = value.slice(0, end);
  if (SETTING.test(name)) return head + bare;
  // A name may end so: not where the label has it without.
  const [, label = ""] = /^[^:]+:\/\/[^/?]*\/([^?:]*)(?::|%3A)/iu.exec(text.replace(/%3A/giu, ":")) ?? [];
  const isName =
    name.toLowerCase() === "issuer" && decodePercent(bare.replace(/\+/gu, " ")).trim() === decodePercent(label).trim();
  return isName ? head + bare : text;
}
