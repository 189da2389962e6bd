import type { SvgElement } from "./svg-tree.js";

/** How a shape is painted. */
export interface Paint {
  /** Red, green and blue, 0 to 1; nothing where it is not filled. */
  readonly fill: Colour | undefined;
  readonly stroke: Colour | undefined;
  /** In the units of the drawing. */
  readonly strokeWidth: number;
  /** 0 butt, 1 round, 2 square, as in a PDF. */
  readonly cap: number;
  readonly evenOdd: boolean;
  readonly visible: boolean;
}

/** A colour of sRGB, 0 to 1 each. */
export type Colour = readonly [number, number, number];

/** Declarations of style sheets by what they are for: `.class`, `#id` or an element's name. */
export type StyleRules = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What an SVG has before anything is said. */
export const FIRST_PAINT: Paint = {
  fill: [0, 0, 0],
  stroke: undefined,
  strokeWidth: 1,
  cap: 0,
  evenOdd: false,
  visible: true,
};

/** Less than this of a colour is no ink. */
const OPAQUE = 0.3;
const NAMES: Readonly<Record<string, string>> = {
  ...{ black: "#000", white: "#fff", red: "#f00", green: "#008000", blue: "#00f", yellow: "#ff0", gray: "#808080" },
  ...{ grey: "#808080", silver: "#c0c0c0", navy: "#000080", maroon: "#800000", purple: "#800080", teal: "#008080" },
  ...{ orange: "#ffa500", snow: "#fffafa", ivory: "#fffff0", whitesmoke: "#f5f5f5", lightgray: "#d3d3d3" },
};
/** Most rules of style sheets that are looked at, and characters of them. */
const [MAX_RULES, MAX_STYLE_LENGTH] = [2_000, 500_000];

/** The rules of style sheets, as far as they speak of one class, id or kind of element. */
export function styleRules(sheets: readonly string[]): StyleRules {
  const rules = new Map<string, Map<string, string>>();
  const text = sheets.join("\n").slice(0, MAX_STYLE_LENGTH);
  let left = MAX_RULES;
  for (const [, selectors = "", body = ""] of text.matchAll(/([^{}]{1,500})\{([^{}]*)\}/gu)) {
    if (--left < 0) break;
    for (const selector of selectors.split(",").map((one) => one.trim())) {
      if (!/^[.#]?[\w-]+$/u.test(selector)) continue;
      rules.set(selector, new Map([...(rules.get(selector) ?? []), ...declarations(body)]));
    }
  }
  return rules;
}

/** What is said of an element: by attributes, then style sheets, then its own style. */
export function stylesOf({ name, attributes }: SvgElement, rules: StyleRules): ReadonlyMap<string, string> {
  const own = attributes.get("style");
  const classes = (attributes.get("class") ?? "").split(/\s+/u);
  const selectors = [name, ...classes.map((one) => `.${one}`), `#${attributes.get("id")}`];
  const sheet = selectors.flatMap((selector) => [...(rules.get(selector) ?? [])]);
  if (sheet.length === 0 && own === undefined) return attributes;
  return new Map([...attributes, ...sheet, ...declarations(own ?? "")]);
}

/** How an element is painted, within what is around it. @param gradient the first colour of what `url(#id)` names */
export function paintOf(
  styles: ReadonlyMap<string, string>,
  around: Paint,
  gradient: (id: string) => string | undefined,
): Paint {
  const say = (name: string) => styles.get(name)?.replace("!important", "").trim();
  const opacity = (name: string) => Number.parseFloat(say(name) ?? "1");
  const hidden = say("display") === "none" || opacity("opacity") < OPAQUE;
  const visibility = say("visibility");
  const colour = (name: "fill" | "stroke") => {
    if (opacity(`${name}-opacity`) < OPAQUE) return undefined;
    const value = say(name);
    if (value === undefined || value === "inherit") return around[name];
    const named = /^url\(\s*["']?#([^"')]+)/u.exec(value)?.[1];
    return parseColour((named === undefined ? value : gradient(named)) ?? "#000", say("color"));
  };
  const width = Number.parseFloat(say("stroke-width") ?? "");
  const cap = ["butt", "round", "square"].indexOf(say("stroke-linecap") ?? "");
  const rule = say("fill-rule");
  return {
    fill: colour("fill"),
    stroke: colour("stroke"),
    strokeWidth: width >= 0 ? width : around.strokeWidth,
    cap: cap < 0 ? around.cap : cap,
    evenOdd: rule === undefined ? around.evenOdd : rule === "evenodd",
    visible: around.visible && !hidden && visibility !== "hidden" && visibility !== "collapse",
  };
}

/** @returns nothing for one that is not seen; black for one that is not known */
function parseColour(value: string, current = "#000"): Colour | undefined {
  const text = value.toLowerCase();
  if (text === "none" || text === "transparent") return undefined;
  if (text === "currentcolor") return current.toLowerCase() === text ? [0, 0, 0] : parseColour(current);
  const hex = /^#([0-9a-f]{3,8})$/u.exec(NAMES[text] ?? text)?.[1];
  if (hex !== undefined) {
    const digits = hex.length < 6 ? [...hex].map((one) => one + one) : (hex.match(/../gu) ?? []);
    const [red = 0, green = 0, blue = 0, alpha = 255] = digits.map((two) => Number.parseInt(two, 16));
    return alpha / 255 < OPAQUE ? undefined : [red / 255, green / 255, blue / 255];
  }
  const parts = /^rgba?\(([^)]*)\)$/u.exec(text)?.[1]?.match(/[\d.]+%?/gu) ?? [];
  if (parts.length < 3) return [0, 0, 0];
  const share = (part: string | undefined, whole: number) =>
    Math.min(1, Number.parseFloat(part ?? "0") / (part?.endsWith("%") ? 100 : whole));
  if (parts[3] !== undefined && share(parts[3], 1) < OPAQUE) return undefined;
  return [share(parts[0], 255), share(parts[1], 255), share(parts[2], 255)];
}

function declarations(body: string): [string, string][] {
  return body.split(";").flatMap((one): [string, string][] => {
    const at = one.indexOf(":");
    return at < 0 ? [] : [[one.slice(0, at).trim().toLowerCase(), one.slice(at + 1).trim()]];
  });
}
