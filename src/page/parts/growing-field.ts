import { type ElementOptions, element } from "./element.js";

/** Most lines that are shown at once. */
const MOST_ROWS = 8;

/**
 * A field for one line that is longer than a narrow screen is wide: it wraps, and grows with what stands in it, so that
 * its end is seen. Enter sends its form, as in a field of one line.
 */
export function growingField(options: ElementOptions): HTMLTextAreaElement {
  const field = element("textarea", {
    rows: 1,
    enterkeyhint: "done",
    ...options,
    input: () => growToText(field),
    keydown: (event) => {
      const { key, isComposing } = event as KeyboardEvent;
      if (key !== "Enter" || isComposing) return;
      event.preventDefault();
      field.form?.requestSubmit();
    },
  });
  // How wide it is shows only once it is shown, and again whenever the window changes. Not within the observer's turn:
  // its own change would be reported as a fault.
  new ResizeObserver(() => requestAnimationFrame(() => growToText(field))).observe(field);
  return field;
}

/** Gives it as many rows as its text fills. */
export function growToText(field: HTMLTextAreaElement): void {
  field.rows = 1;
  while (field.scrollHeight > field.clientHeight && field.rows < MOST_ROWS) field.rows += 1;
}
