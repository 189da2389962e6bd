import { drawing } from "./element.js";

/** Drawings of 24 × 24 units, by what they stand for. */
const PATHS = {
  files: "M4 4h7l2 3h7v13H4zM4 10h16",
  photo: "M3 8h4l2-3h6l2 3h4v11H3zM12 17a4 4 0 1 0 0-8a4 4 0 0 0 0 8",
  camera: "M3 6h12v12H3zM15 10l6-3v10l-6-3",
  typing: "M3 6h18v12H3zM7 10h.01M12 10h.01M17 10h.01M8 14h8",
} as const;

/** A drawing beside words that say the same. */
export function icon(name: keyof typeof PATHS): SVGElement {
  return drawing(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
    drawing("path", { d: PATHS[name] }),
  );
}
