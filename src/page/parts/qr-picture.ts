import { QUIET_MODULES, runsOf } from "../../paper/qr/qr-symbol.js";
import type { QrView } from "../answers.js";
import { drawing } from "./element.js";

/**
 * A QR symbol as a drawing, dark on light whatever the colours of the page: not every reader takes the inverse.
 * @param label what it is, for those who do not see it
 */
export function qrPicture(symbol: QrView, label: string): SVGElement {
  const size = symbol.size + 2 * QUIET_MODULES;
  const path = runsOf(symbol)
    .map(({ x, y, length }) => `M${x + QUIET_MODULES} ${y + QUIET_MODULES}h${length}v1h-${length}z`)
    .join("");
  return drawing(
    "svg",
    { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    drawing("rect", { width: size, height: size, fill: "#ffffff" }),
    drawing("path", { d: path, fill: "#000000" }),
  );
}
