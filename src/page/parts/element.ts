/** What an element can be given: properties by their name, `data-*`, `aria-*` and other attributes, and listeners. */
export interface ElementOptions {
  readonly [name: string]: string | number | boolean | undefined | ((event: Event) => void);
}

/** What stands in an element. Nothing stands for what is left out. */
type Child = Node | string | undefined;

/**
 * Makes an element.
 * @param options attributes; `true` writes an empty one, `false` and `undefined` none; a function listens to the event
 *   of its name
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: ElementOptions = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Makes an element of a drawing. */
export function drawing(
  tag: "svg" | "path" | "rect" | "circle",
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** A button that does something on this page: never one that sends a form. */
export function button(label: string, act: () => void, options: ElementOptions = {}): HTMLButtonElement {
  return element("button", { type: "button", click: act, ...options }, label);
}

/** A form that does something on this page, and is sent nowhere. */
export function form(act: () => unknown, options: ElementOptions = {}, ...children: readonly Child[]): HTMLFormElement {
  const submit = (event: Event) => {
    event.preventDefault();
    void act();
  };
  return element("form", { submit, ...options }, ...children);
}

/** A list of sentences. */
export function listed(sentences: readonly string[], options: ElementOptions = {}): HTMLUListElement {
  return element("ul", options, ...sentences.map((sentence) => element("li", {}, sentence)));
}

let fields = 0;

/** An id for one more field: a label points to it. */
export function nextId(): string {
  fields += 1;
  return `field-${fields}`;
}

/** A part that is unfolded when it is wanted. */
export function unfolding(summary: string, ...children: readonly Child[]): HTMLDetailsElement {
  return element("details", {}, element("summary", {}, summary), element("div", { class: "inside" }, ...children));
}
