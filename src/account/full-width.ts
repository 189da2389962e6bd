/** How far full-width letters, digits and signs, as Japanese input writes them, are from their own. */
const WIDE = 0xfee0;

/** A text with ASCII in place of its full-width forms. @see Unicode, block U+FF00 */
export function withoutFullWidth(text: string): string {
  return text.replace(/[！-～]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - WIDE));
}
