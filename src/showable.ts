/** Control, escape and direction-changing characters, which would act on a terminal or page instead of being shown. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What a Key URI, or another app's text that holds a key, begins with. */
export const KEY_URI = /(?:otpauth(?:-migration)?|steam|motp):\/\//iu;
const LONGEST_SCHEME = "otpauth-migration://".length;
/** The same where it may be written badly. */
export const KEY_TEXT = /(?:otpauth(?:-migration)?|steam|motp):/iu;

/** Whether a text begins as a Key URI, whatever may be wrong with the rest of it. */
export function isKeyUri(text: string): boolean {
  return text.slice(0, LONGEST_SCHEME).search(KEY_URI) === 0;
}

/** A user's text as a terminal or page may show it. */
export function shown(text: string): string {
  return text.replace(UNSHOWABLE, "");
}

/** A text for a message, with what could be a key or an otpauth text left out of it. */
export function redacted(text: string): string {
  // Word by word: an expression that looks for a scheme with anything before it grows with the square of a long word.
  return text.replace(/\S+/gu, (word) =>
    KEY_TEXT.test(word)
      ? "…"
      : word.replace(/[A-Z2-7]{16,}/giu, (found) => (found === found.toUpperCase() ? "…" : found)),
  );
}
