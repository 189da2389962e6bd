import { type PathStep, pathSteps } from "./svg-path.js";
import type { SvgElement } from "./svg-tree.js";

/** A transformation: x becomes `a·x + c·y + e`, y becomes `b·x + d·y + f`. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const SAME: Matrix = [1, 0, 0, 1, 0, 0];
/** Size of a drawing that says none. @see CSS 2.1, 10.3.2 */
const [DEFAULT_WIDTH, DEFAULT_HEIGHT] = [300, 150];
/** Curve that stands for a quarter of a circle: its control points, as a share of the radius. */
const QUARTER = 0.5523;

/** The transformation that does the inner one first. */
export function times(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** What an attribute `transform` says. */
export function transformOf(text: string): Matrix {
  let matrix = SAME;
  for (const [, name = "", list = ""] of text.slice(0, 2_000).matchAll(/([a-z]+)\s*\(([^)]*)\)/giu)) {
    const numbers = list.match(/[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/giu)?.map(Number) ?? [];
    const [first = 0, second, third = 0] = numbers;
    const turn = (first * Math.PI) / 180;
    const kind = name.toLowerCase();
    if (kind === "matrix" && numbers.length === 6) matrix = times(matrix, numbers as unknown as Matrix);
    else if (kind === "translate") matrix = times(matrix, [1, 0, 0, 1, first, second ?? 0]);
    else if (kind === "scale") matrix = times(matrix, [first, 0, 0, second ?? first, 0, 0]);
    else if (kind === "skewx") matrix = times(matrix, [1, 0, Math.tan(turn), 1, 0, 0]);
    else if (kind === "skewy") matrix = times(matrix, [1, Math.tan(turn), 0, 1, 0, 0]);
    else if (kind === "rotate") {
      const [x, y] = [second ?? 0, third];
      const round: Matrix = [Math.cos(turn), Math.sin(turn), -Math.sin(turn), Math.cos(turn), 0, 0];
      matrix = times(times(times(matrix, [1, 0, 0, 1, x, y]), round), [1, 0, 0, 1, -x, -y]);
    }
  }
  return matrix;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large a drawing is drawn, in whole pixels. @param longest its longer side */
export function pageBox(root: SvgElement, longest: number): Size {
  const view = viewBox(root);
  const { width, height } = sizeOf(root.attributes) ?? view ?? { width: DEFAULT_WIDTH, height: DEFAULT_HEIGHT };
  const scale = longest / Math.max(width, height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * What brings a drawing's own units onto its place.
 * @param box the place; left out, what `svg`, or the `use` of a symbol, says
 */
export function viewMatrix(element: SvgElement, box: Size | undefined, given = element.attributes): Matrix {
  const view = viewBox(element);
  const own = sizeOf(given);
  const place = box ?? own ?? view;
  const [x = 0, y = 0] = box || given !== element.attributes ? [] : [length(given, "x"), length(given, "y")];
  const units =
    view ?? (box ? { x: 0, y: 0, ...(own ?? { width: DEFAULT_WIDTH, height: DEFAULT_HEIGHT }) } : undefined);
  if (!place || !units) return [1, 0, 0, 1, x, y];
  const [across, down] = [place.width / units.width, place.height / units.height];
  const stretched = element.attributes.get("preserveaspectratio")?.trim().startsWith("none");
  const scale = Math.min(across, down);
  const [sx, sy] = stretched ? [across, down] : [scale, scale];
  const [left, top] = [(place.width - units.width * sx) / 2, (place.height - units.height * sy) / 2];
  return [sx, 0, 0, sy, x + left - units.x * sx, y + top - units.y * sy];
}

function viewBox({ attributes }: SvgElement): (Size & { readonly x: number; readonly y: number }) | undefined {
  const [x = 0, y = 0, width = 0, height = 0] = numbersOf(attributes.get("viewbox"));
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

/** @returns nothing where it says none, or a share of its surroundings */
function sizeOf(attributes: SvgElement["attributes"]): Size | undefined {
  const [width, height] = ["width", "height"].map((name) => {
    const text = attributes.get(name) ?? "";
    return text.trim().endsWith("%") ? 0 : Number.parseFloat(text);
  });
  return width && height && width > 0 && height > 0 ? { width, height } : undefined;
}

function numbersOf(text = ""): number[] {
  return text.match(/[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/giu)?.map(Number) ?? [];
}

function length(attributes: SvgElement["attributes"], name: string): number {
  return Number.parseFloat(attributes.get(name) ?? "0") || 0;
}

/**
 * The outline of a shape.
 * @returns nothing for an element that is none
 */
export function shapeSteps({ name, attributes }: SvgElement): PathStep[] | undefined {
  const at = (attribute: string) => length(attributes, attribute);
  if (name === "path") return pathSteps(attributes.get("d") ?? "");
  if (name === "rect") {
    // As large as all there is, where it is told as a share.
    const share = (attribute: string) => (attributes.get(attribute)?.trim().endsWith("%") ? 1e5 : at(attribute));
    const [width, height] = [share("width"), share("height")];
    if (!(width > 0 && height > 0)) return [];
    const radius = Math.min(at("rx") || at("ry"), width / 2, height / 2);
    return radius > 0 ? rounded(at("x"), at("y"), width, height, radius) : polygon(at("x"), at("y"), width, height);
  }
  if (name === "circle" || name === "ellipse") {
    const [rx, ry] = name === "circle" ? [at("r"), at("r")] : [at("rx"), at("ry")];
    return rx > 0 && ry > 0 ? ellipse(at("cx"), at("cy"), rx, ry) : [];
  }
  if (name === "line") {
    return [
      { kind: "move", points: [at("x1"), at("y1")] },
      { kind: "line", points: [at("x2"), at("y2")] },
    ];
  }
  if (name !== "polygon" && name !== "polyline") return undefined;
  const numbers = numbersOf(attributes.get("points"));
  const steps: PathStep[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    steps.push({ kind: i === 0 ? "move" : "line", points: numbers.slice(i, i + 2) });
  }
  return name === "polygon" && steps.length > 0 ? [...steps, { kind: "close" }] : steps;
}

function polygon(x: number, y: number, width: number, height: number): PathStep[] {
  return [
    { kind: "move", points: [x, y] },
    { kind: "line", points: [x + width, y] },
    { kind: "line", points: [x + width, y + height] },
    { kind: "line", points: [x, y + height] },
    { kind: "close" },
  ];
}

function ellipse(x: number, y: number, rx: number, ry: number): PathStep[] {
  return rounded(x - rx, y - ry, 2 * rx, 2 * ry, rx, ry);
}

function rounded(x: number, y: number, width: number, height: number, rx: number, ry = rx): PathStep[] {
  const [right, bottom] = [x + width, y + height];
  const [kx, ky] = [rx * (1 - QUARTER), ry * (1 - QUARTER)];
  return [
    { kind: "move", points: [x + rx, y] },
    { kind: "line", points: [right - rx, y] },
    { kind: "curve", points: [right - kx, y, right, y + ky, right, y + ry] },
    { kind: "line", points: [right, bottom - ry] },
    { kind: "curve", points: [right, bottom - ky, right - kx, bottom, right - rx, bottom] },
    { kind: "line", points: [x + rx, bottom] },
    { kind: "curve", points: [x + kx, bottom, x, bottom - ky, x, bottom - ry] },
    { kind: "line", points: [x, y + ry] },
    { kind: "curve", points: [x, y + ky, x + kx, y, x + rx, y] },
    { kind: "close" },
  ];
}
