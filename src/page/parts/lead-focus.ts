/**
 * Leads the focus into a step that was drawn: to its heading, for a screen reader to begin there, or to the field of a
 * step that is there for typing.
 */
export function leadFocus(main: HTMLElement, field: HTMLElement | undefined): void {
  const heading = main.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  scrollTo(0, 0);
  // A field is scrolled to where it is not in sight; the heading is.
  if (field) field.focus();
  else heading?.focus({ preventScroll: true });
}
