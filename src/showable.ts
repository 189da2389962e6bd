/** Control, escape and direction-changing characters, which would act on a terminal or page instead of being shown. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A user's text as a terminal or page may show it. */
export function shown(text: string): string {
  return text.replace(UNSHOWABLE, "");
}
