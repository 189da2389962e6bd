import { urisOf } from "../read/text/text-lines.js";
import { KEY_URI } from "../showable.js";
import { isOtpText } from "./collector.js";

/**
 * The Key URIs in a longer text, such as a note or a cell with several fields: each ends with its line, or where the text
 * says so. One that is the whole text stays as it is.
 */
export function otpTextsIn(text: string): string[] {
  const whole = text.trim();
  if (isOtpText(whole) && !/[\r\n]/u.test(whole)) return isUsable(whole) ? [whole] : [];
  if (!KEY_URI.test(whole)) return [];
  return whole.split(/[\r\n]+/u).flatMap((line) => urisOf(line.trim()).map(withoutWords).filter(isUsable));
}

/** Addresses of Steam's programs begin as its secrets do. */
function isUsable(text: string): boolean {
  return !/^steam:/iu.test(text) || /^steam:\/\/[A-Za-z0-9+/=%-]{16,}$/iu.test(text);
}

/** Words behind a secret are none of it: blanks in it stand between groups of one length. */
function withoutWords(uri: string): string {
  const [, head = uri, first = "", rest = ""] = /^(.*[?&]secret=([^&\s]+))(\s[^&]*)$/isu.exec(uri) ?? [];
  const groups = rest.trim().split(/\s+/u);
  const alike = groups.every((group, i) => group.length === first.length || i === groups.length - 1);
  const fits = alike && /^[A-Z2-7\s]+$/u.test(first + rest) && (groups.at(-1)?.length ?? 0) <= first.length;
  return rest === "" || fits ? uri : head;
}
