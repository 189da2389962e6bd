/** Control, escape and direction-changing characters, which would act on a terminal or page instead of being shown. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A user's text as a terminal or page may show it. */
export function shown(text: string): string {
  return text.replace(UNSHOWABLE, "");
}

/** A text for a message, with what could be a key or an otpauth text left out of it. */
export function redacted(text: string): string {
  // Word by word: an expression that looks for a scheme with anything before it grows with the square of a long word.
  return text.replace(/\S+/gu, (word) =>
    /(?:otpauth|otpauth-migration|steam|motp):/iu.test(word)
      ? "…"
      : word.replace(/[A-Z2-7]{16,}/giu, (found) => (found === found.toUpperCase() ? "…" : found)),
  );
}
