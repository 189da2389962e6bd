import { withoutFullWidth } from "../account/full-width.js";
import { quotedPrintableBytes } from "../account/quoted-printable.js";
import { plainUri } from "../account/written-uri.js";
import { attempt } from "../error.js";

/** Characters that nobody sees: soft hyphens, joiners, marks of direction. Names in other scripts need some of them. */
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu;
/** Key URIs of which the colon and the slashes are written otherwise, up to what ends them. */
const ESCAPED_URI =
  /(?<![a-z])(?:apple-)?otpauth(?:-migration)?(?:%(?:25){0,2}3A(?:%(?:25){0,2}2F){2}[^\s"'<>`|&)]+|:(?:\\\/){2}(?:\\.|[^\s"'<>`|\\])+)/giu;
const WIDE_URI = /^.*ｏｔｐａｕｔｈ.*$/gimu;
/** How JSON, XML and HTML begin: these have their own escapes. */
const DATA = /^\s*[[{<]/u;
/** A mail as it is stored: its parts are decoded by the reader of mails. */
const MAIL = /^content-transfer-encoding:/imu;

/**
 * A text as it was meant: quoted-printable decoded, without characters that nobody sees, and with Key URIs that stand
 * encoded in an address or escaped in a log as themselves, between `<` and `>` where something stands beside them.
 */
export function plainText(text: string): string {
  const decoded = isQuotedPrintable(text) ? new TextDecoder().decode(quotedPrintableBytes(text)) : text;
  const seen = decoded.replace(UNSEEN, (run, at: number, whole: string) =>
    isAscii(whole.charAt(at - 1)) || isAscii(whole.charAt(at + run.length)) ? "" : run,
  );
  if (DATA.test(seen)) return seen;
  const narrow = seen.replace(WIDE_URI, (line) => withoutFullWidth(line));
  return narrow.replace(ESCAPED_URI, (uri, at: number, whole: string) => {
    const plain = attempt(() => plainUri(uri)) ?? uri;
    const alone = /(?:^|[\r\n])\s{0,9}$/u.test(whole.slice(Math.max(0, at - 10), at));
    return alone && /^\s{0,9}(?:[\r\n]|$)/u.test(whole.slice(at + uri.length, at + uri.length + 10))
      ? plain
      : `<${plain}>`;
  });
}

/**
 * Whether a text is a mail's body as it is stored: every `=` is an escape, and one of a Key URI's is surely. What only
 * may be so is judged by each Key URI.
 */
function isQuotedPrintable(text: string): boolean {
  if (!/=(?:3D|\r?\n)/iu.test(text) || !/otpauth(?:-migration)?:\/\//iu.test(text)) return false;
  if (MAIL.test(text.slice(0, 20_000))) return false;
  if (/=(?![0-9a-f]{2}|\r?\n|$)/iu.test(text)) return false;
  return /=(?!3D)[0-9A-F]{2}|[^=]=\r?\n\S|[?&](?:digits|period|counter|algorithm|data)=3D/iu.test(text);
}

function isAscii(character: string): boolean {
  return /^[!-~]$/u.test(character);
}
