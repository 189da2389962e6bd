import { withoutEnd } from "../../paper/text-end.js";

/** Fewest characters that a key has where it is told from other text by its look: 80 bits. */
export const USUAL_KEY_LENGTH = 16;

/**
 * What a text looks like: a key; a key with something mistyped in it; something else. Words in small letters without a
 * digit are `words`: nearly one key in thirty looks so too, but so does every sentence.
 */
type KeyLook = "key" | "broken" | "words" | "other";

/** Names after which people write that there is a second factor, and not only its key. */
const WEAK_NAME = /^(?:totp|hotp|otp|2fa|mfa|tfa|two factor.*|authenticator|one time password)$/u;

/**
 * Judges what stands after a name, or on a line of its own.
 * @param name the name that it stands after, as `KEY_NAMES` spells it; `""` for none
 */
export function keyLook(text: string, name = "key"): KeyLook {
  const groups = groupsOf(text);
  const characters = groups.join("");
  const whole = groups.filter((group) => group.length === 4).length;
  const grouped = groups.length >= 3 && whole * 2 > groups.length;
  const dense = characters.length >= USUAL_KEY_LENGTH;
  if (!/^[A-Za-z0-9]+$/u.test(characters)) return dense && grouped ? "broken" : "other";
  if (!/[A-Za-z]/u.test(characters)) return "other";
  const mixed = groups.length > 1 && /[a-z]/u.test(characters) && /[A-Z]/u.test(characters);
  // A name of four letters above or before a key is written otherwise than the key.
  if (name === "" && mixed) return dense && grouped ? "broken" : "other";
  if (!isRegular(groups)) return dense && grouped ? "broken" : "other";
  const telling = /\d/u.test(characters) || characters === characters.toUpperCase();
  if (!dense && (name === "" || WEAK_NAME.test(name) || !telling)) return "other";
  if (!telling) return WEAK_NAME.test(name) ? "other" : "words";
  return /[0189]/u.test(characters) ? "broken" : "key";
}

/** Groups between blanks, hyphens and low lines; padding does not count. */
function groupsOf(text: string): string[] {
  return withoutEnd(text, /=/u)
    .trim()
    .split(/[\s_-]+/u);
}

/** Whether all groups are as long as the first, but the last, which may be shorter. */
function isRegular(groups: readonly string[]): boolean {
  const [first = ""] = groups;
  const last = groups.at(-1) ?? "";
  return groups.slice(0, -1).every((group) => group.length === first.length) && last.length <= first.length;
}

/** How many characters a row of a key has. */
export function keyWidth(text: string): number {
  return groupsOf(text).join("").length;
}

/**
 * Whether rows may be one key that was broken over them: written alike, and each full but the last. The first may be
 * shorter, where a name stands before it.
 */
export function mayBeOneKey(rows: readonly string[]): boolean {
  const [first = "", ...more] = rows;
  // Six digits and more are a code; up to four may be the end of a key.
  const isCode = (row: string) => !/[A-Za-z]/u.test(row) && keyWidth(row) > 4;
  if (more.length === 0 || more.some((row) => isCode(row) || !isWrittenAlike(first, row))) return false;
  const widths = more.map(keyWidth);
  const full = widths[0] ?? 0;
  const last = widths.at(-1) ?? 0;
  return (
    more.length === 1 || (full >= keyWidth(first) && widths.slice(0, -1).every((one) => one === full) && last <= full)
  );
}

/** Whether two rows have the same case, the same signs between groups, and groups of the same length. */
export function isWrittenAlike(one: string, other: string): boolean {
  const letters = [one, other].filter((text) => /[A-Za-z]/u.test(text));
  const cases = letters.map((text) => [/[a-z]/u.test(text), /[A-Z]/u.test(text)].join());
  const [a = [], b = []] = [one, other].map(groupsOf);
  const marks = [one, other].map((text) => /[-_]/u.exec(text)?.[0] ?? " ");
  const single = a.length === 1 && b.length === 1;
  if (a.length > 1 && b.length > 1 && marks[0] !== marks[1]) return false;
  return new Set(cases).size < 2 && (single || lengthOf(a, b) === lengthOf(b, a));
}

/** Length of a row's groups; of a single short one that of the other's, whose end it may be. */
function lengthOf(groups: readonly string[], others: readonly string[]): number {
  const own = groups[0]?.length ?? 0;
  const of = others[0]?.length ?? 0;
  return groups.length === 1 && own <= of ? of : own;
}
