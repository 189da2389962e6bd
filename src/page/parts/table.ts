import { element } from "./element.js";

/** A table of a few columns under their headings. */
export function table(columns: readonly string[], rows: readonly (readonly (Node | string)[])[]): HTMLTableElement {
  const heading = columns.map((column) => element("th", { scope: "col" }, column));
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell))));
  return element(
    "table",
    { class: "times" },
    element("thead", {}, element("tr", {}, ...heading)),
    element("tbody", {}, ...body),
  );
}
