import { encodeUtf8 } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import { drawPdf } from "../pages/drawn-pages.js";
import type { Raster } from "../pixels/raster.js";
import { MAX_PICTURE_PIXELS, type Platform } from "../platform.js";
import type { PathStep } from "./svg-path.js";
import { type Matrix, pageBox, shapeSteps, times, transformOf, viewMatrix } from "./svg-shapes.js";
import { type Colour, FIRST_PAINT, type Paint, paintOf, type StyleRules, styleRules, stylesOf } from "./svg-style.js";
import { parseSvg, type SvgElement } from "./svg-tree.js";

// A drawing is written again as the one page of a PDF: rectangles and paths are the same there, and what draws PDFs is
// here, has a bound on its time and memory, and loads nothing. Of what a code is not made of (text, filters, masks)
// nothing is drawn.

/** Longest side of a drawing, in pixels: 3 a module for two of the largest codes side by side. */
const LONGEST_SIDE = 1_200;
/** Most characters of a drawing, and steps of its paths with those that are used again. */
const [MAX_LENGTH, MAX_STEPS] = [8_000_000, 300_000];
/** Most shapes of a colour of their own: more would not be drawn. */
const MAX_SHAPES = 15_000;
/** Steps from which on a drawing may be a code: the smallest has 200 runs of modules, an icon a few strokes. */
const LEAST_STEPS = 90;
/** Most uses within uses, and elements with those that are used again. */
const [MAX_USES, MAX_WORK] = [8, 200_000];

/** A drawing as pixels, and pictures that stand in it. */
interface SvgDrawing {
  /** Draws it on a colour; left out where it is too plain to be a code. */
  readonly draw?: (background: "white" | "black") => Promise<Raster>;
  /** `data:` addresses of pictures in it. */
  readonly pictures: readonly string[];
}

/**
 * Reads a drawing.
 * @throws EscrowError `picture-unreadable`, `svg-too-large`
 */
export function readSvg(text: string, platform: Platform): SvgDrawing {
  if (text.length > MAX_LENGTH) throw new EscrowError("svg-too-large");
  const root = parseSvg(text);
  if (!root) throw new EscrowError("picture-unreadable");
  const box = pageBox(root, LONGEST_SIDE);
  const writer = new Writer(root);
  writer.element(root, viewMatrix(root, box), FIRST_PAINT);
  const { pictures } = writer;
  if (writer.steps < LEAST_STEPS) return { pictures };
  return { draw: (background) => drawPage(box, writer.operators(background), platform), pictures };
}

async function drawPage(
  { width, height }: { readonly width: number; readonly height: number },
  content: string,
  platform: Platform,
): Promise<Raster> {
  if (width * height > MAX_PICTURE_PIXELS) throw new EscrowError("picture-unreadable");
  // Points are pixels.
  for await (const page of drawPdf(pdfOf(width, height, content), platform, { dpi: 72 })) {
    if ("raster" in page) return page.raster;
  }
  throw new EscrowError("picture-unreadable");
}

/** Writes what a drawing shows as operators of a PDF. */
class Writer {
  readonly pictures: string[] = [];
  /** Steps of paths so far. */
  steps = 0;
  private readonly rules: StyleRules;
  private readonly ids = new Map<string, SvgElement>();
  private readonly parts: string[] = [];
  private shapes = 0;
  private work = 0;
  private uses = 0;
  /** Rectangles of one colour that follow one another are one path. */
  private open: { readonly colour: string; readonly path: string[] } | undefined;

  constructor(root: SvgElement) {
    const own: string[] = [];
    const visit = (one: SvgElement) => {
      const id = one.attributes.get("id");
      if (id !== undefined && !this.ids.has(id)) this.ids.set(id, one);
      if (one.name === "style") own.push(one.text);
      for (const child of one.children) visit(child);
    };
    visit(root);
    this.rules = styleRules(own);
  }

  /** The page's content on a colour. */
  operators(background: "white" | "black"): string {
    this.flush();
    const ground = background === "white" ? "1 g" : "0 g";
    return `${ground} -9 -9 99999 99999 re f\n${this.parts.join("\n")}`;
  }

  element(element: SvgElement, outer: Matrix, around: Paint, clip = ""): void {
    const { name, attributes, children } = element;
    if (++this.work > MAX_WORK) throw new EscrowError("svg-too-large");
    const styles = stylesOf(element, this.rules);
    const paint = paintOf(styles, around, (id) => this.gradient(id));
    if (!paint.visible) return;
    const inner = times(outer, transformOf(attributes.get("transform") ?? styles.get("transform") ?? ""));
    const clipId = /^url\(\s*["']?#([^"')]+)/u.exec(styles.get("clip-path") ?? "")?.[1];
    const within = clipId === undefined ? clip : clip + this.clipPath(clipId, inner);
    if (["svg", "g", "a", "switch"].includes(name)) {
      const nested = name === "svg" && around !== FIRST_PAINT;
      const matrix = nested ? times(inner, viewMatrix(element, undefined)) : inner;
      for (const child of children) this.element(child, matrix, paint, within);
    } else if (name === "use") this.use(attributes, inner, paint, within);
    else if (name === "image") this.picture(attributes.get("href") ?? "");
    else this.shape(element, inner, paint, within);
  }

  private use(attributes: SvgElement["attributes"], outer: Matrix, paint: Paint, clip: string): void {
    const used = this.ids.get((attributes.get("href") ?? "").replace(/^#/u, ""));
    if (!used || this.uses >= MAX_USES) return;
    this.uses++;
    const [x = 0, y = 0] = ["x", "y"].map((name) => Number.parseFloat(attributes.get(name) ?? "0") || 0);
    const moved = times(outer, [1, 0, 0, 1, x, y]);
    if (used.name !== "symbol") this.element(used, moved, paint, clip);
    else {
      const view = times(moved, viewMatrix(used, undefined, attributes));
      for (const child of used.children) this.element(child, view, paint, clip);
    }
    this.uses--;
  }

  private picture(address: string): void {
    if (/^\s*data:/iu.test(address) && this.pictures.length < MAX_SHAPES) this.pictures.push(address.trim());
  }

  private shape(element: SvgElement, matrix: Matrix, paint: Paint, clip: string): void {
    const { fill, stroke } = paint;
    const steps = fill || stroke ? shapeSteps(element) : undefined;
    if (!steps || steps.length === 0) return;
    this.count(steps.length);
    const scale = Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]));
    if (element.name === "rect" && fill && !stroke && clip === "" && steps.length === 5) {
      const colour = `${colourWords(fill)} rg`;
      if (this.open?.colour !== colour) {
        this.flush();
        this.open = { colour, path: [] };
      }
      // Each the same way round: together they are one area.
      this.open.path.push(pathWords(steps, matrix));
      return;
    }
    this.flush();
    if (++this.shapes > MAX_SHAPES) throw new EscrowError("svg-too-large");
    const path = pathWords(steps, matrix);
    const words = [clip];
    if (fill && element.name !== "line") words.push(`${colourWords(fill)} rg`, path, paint.evenOdd ? "f*" : "f");
    const width = paint.strokeWidth * scale;
    if (stroke && width > 0) words.push(`${colourWords(stroke)} RG ${number(width)} w ${paint.cap} J`, path, "S");
    this.parts.push(clip === "" ? words.join("\n") : `q\n${words.join("\n")}\nQ`);
  }

  /** Operators that let what follows be seen only within a clip's shapes. */
  private clipPath(id: string, outer: Matrix): string {
    const clip = this.ids.get(id);
    if (clip?.name !== "clippath") return "";
    const inner = times(outer, transformOf(clip.attributes.get("transform") ?? ""));
    const paths = clip.children.map((child) => {
      const steps = shapeSteps(child) ?? [];
      this.count(steps.length);
      return pathWords(steps, times(inner, transformOf(child.attributes.get("transform") ?? "")));
    });
    return paths.every((path) => path === "") ? "" : `${paths.join("\n")}\nW n\n`;
  }

  private gradient(id: string): string | undefined {
    const found = this.ids.get(id);
    const stops = found?.children.filter(({ name }) => name === "stop") ?? [];
    const linked = stops.length === 0 ? this.ids.get((found?.attributes.get("href") ?? "").replace(/^#/u, "")) : found;
    const [stop] = linked?.children.filter(({ name }) => name === "stop") ?? [];
    return stop && stylesOf(stop, this.rules).get("stop-color");
  }

  private count(steps: number): void {
    this.steps += steps;
    if (this.steps > MAX_STEPS) throw new EscrowError("svg-too-large");
  }

  private flush(): void {
    if (this.open) this.parts.push(`${this.open.colour}\n${this.open.path.join("\n")}\nf`);
    this.open = undefined;
  }
}

function colourWords(colour: Colour): string {
  return colour.map(number).join(" ");
}

/** A path in the page's own units; upside down, as a PDF counts from below. */
function pathWords(steps: readonly PathStep[], matrix: Matrix): string {
  const [a, b, c, d, e, f] = matrix;
  const words = steps.map((step) => {
    if (step.kind === "close") return "h";
    const points: string[] = [];
    for (let i = 0; i < step.points.length; i += 2) {
      const [x = 0, y = 0] = step.points.slice(i, i + 2);
      points.push(number(a * x + c * y + e), number(b * x + d * y + f));
    }
    return `${points.join(" ")} ${step.kind === "move" ? "m" : step.kind === "line" ? "l" : "c"}`;
  });
  return words.join(" ");
}

function number(value: number): string {
  return Number.isFinite(value) ? Math.max(-1e6, Math.min(1e6, value)).toFixed(3) : "0";
}

/** A PDF of one page. */
function pdfOf(width: number, height: number, content: string): Uint8Array {
  // Turned over once for all: a drawing counts from above.
  const stream = `1 0 0 -1 0 ${height} cm\n${content}\n`;
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents 4 0 R/Resources<<>>>>`,
    `<</Length ${stream.length}>>stream\n${stream}endstream`,
  ];
  let file = "%PDF-1.4\n";
  const places = objects.map((object, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj${object}endobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const at = file.length;
  file += `xref\n0 5\n0000000000 65535 f \n${places.join("")}trailer<</Size 5/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`;
  return encodeUtf8(file);
}
