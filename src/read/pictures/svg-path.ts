/** A step of a path, in absolute coordinates. */
export type PathStep =
  | { readonly kind: "move" | "line"; readonly points: readonly number[] }
  | { readonly kind: "curve"; readonly points: readonly number[] }
  | { readonly kind: "close" };

/** How many numbers a command takes. */
const COUNTS: Readonly<Record<string, number>> = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };
const TOKEN = /([a-z])|([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/giu;
/** Flags of an arc may stand together with what follows: `a1 1 0 01.5.5`. */
const ARC = /^[\s,]*([01])[\s,]*([01])/u;

/**
 * The steps of an SVG's path; where it is wrong it ends, as in a browser.
 * @param data the attribute `d`
 * @see https://www.w3.org/TR/SVG2/paths.html
 */
export function pathSteps(data: string): PathStep[] {
  const steps: PathStep[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  /** The last control point, which smooth curves reflect. */
  let [controlX, controlY, before] = [0, 0, ""];
  for (const { command, numbers } of pathCommands(data)) {
    const kind = command.toLowerCase();
    const relative = command === kind;
    const [dx, dy] = relative ? [x, y] : [0, 0];
    const n = (i: number) => numbers[i] ?? 0;
    const curve = (x1: number, y1: number, x2: number, y2: number, toX: number, toY: number) => {
      steps.push({ kind: "curve", points: [x1, y1, x2, y2, toX, toY] });
      [x, y, controlX, controlY] = [toX, toY, x2, y2];
    };
    const quadratic = (x1: number, y1: number, toX: number, toY: number) => {
      const third = (from: number, control: number) => from + ((control - from) * 2) / 3;
      curve(third(x, x1), third(y, y1), third(toX, x1), third(toY, y1), toX, toY);
      [controlX, controlY] = [x1, y1];
    };
    if (kind === "z") {
      steps.push({ kind: "close" });
      [x, y] = [startX, startY];
    } else if (kind === "m" || kind === "l") {
      [x, y] = [dx + n(0), dy + n(1)];
      if (kind === "m") [startX, startY] = [x, y];
      steps.push({ kind: kind === "m" ? "move" : "line", points: [x, y] });
    } else if (kind === "h" || kind === "v") {
      if (kind === "h") x = dx + n(0);
      else y = dy + n(0);
      steps.push({ kind: "line", points: [x, y] });
    } else if (kind === "c") curve(dx + n(0), dy + n(1), dx + n(2), dy + n(3), dx + n(4), dy + n(5));
    else if (kind === "s") {
      const smooth = before === "c" || before === "s";
      const [x1, y1] = smooth ? [2 * x - controlX, 2 * y - controlY] : [x, y];
      curve(x1, y1, dx + n(0), dy + n(1), dx + n(2), dy + n(3));
    } else if (kind === "q") quadratic(dx + n(0), dy + n(1), dx + n(2), dy + n(3));
    else if (kind === "t") {
      const smooth = before === "q" || before === "t";
      const [x1, y1] = smooth ? [2 * x - controlX, 2 * y - controlY] : [x, y];
      quadratic(x1, y1, dx + n(0), dy + n(1));
    } else {
      const [toX, toY] = [dx + n(5), dy + n(6)];
      for (const piece of arcCurves(x, y, n(0), n(1), n(2), n(3) !== 0, n(4) !== 0, toX, toY)) {
        steps.push({ kind: "curve", points: piece });
      }
      [x, y] = [toX, toY];
    }
    before = kind;
  }
  return steps;
}

/** Commands with their numbers: those that stand for several are given one by one. */
function* pathCommands(data: string): Generator<{ command: string; numbers: readonly number[] }, void, void> {
  const token = new RegExp(TOKEN);
  let command = "";
  let numbers: number[] = [];
  for (let found = token.exec(data); found; found = token.exec(data)) {
    const [, letter, number] = found;
    if (letter !== undefined) {
      // What is no command, or comes before the first one, ends the path.
      if (COUNTS[letter.toLowerCase()] === undefined || (command === "" && !/m/iu.test(letter))) return;
      [command, numbers] = [letter, []];
      if (/z/iu.test(letter)) yield { command, numbers };
      continue;
    }
    if (command === "" || /z/iu.test(command)) return;
    numbers.push(Number(number));
    if (/a/iu.test(command) && numbers.length === 3) {
      const flags = ARC.exec(data.slice(token.lastIndex, token.lastIndex + 40));
      if (!flags) return;
      numbers.push(Number(flags[1]), Number(flags[2]));
      token.lastIndex += flags[0].length;
    }
    if (numbers.length < (COUNTS[command.toLowerCase()] ?? 0)) continue;
    yield { command, numbers };
    numbers = [];
    // What follows a move goes on as lines.
    if (/m/iu.test(command)) command = command === "m" ? "l" : "L";
  }
}

/** An arc of an ellipse as Bézier curves of a quarter at most. @see SVG 2, B.2.4 */
function arcCurves(
  fromX: number,
  fromY: number,
  radiusX: number,
  radiusY: number,
  turnDegrees: number,
  large: boolean,
  sweep: boolean,
  toX: number,
  toY: number,
): number[][] {
  let [rx, ry] = [Math.abs(radiusX), Math.abs(radiusY)];
  if (rx === 0 || ry === 0) return [[fromX, fromY, toX, toY, toX, toY]];
  const turn = (turnDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [halfX, halfY] = [(fromX - toX) / 2, (fromY - toY) / 2];
  const [x, y] = [cos * halfX + sin * halfY, cos * halfY - sin * halfX];
  const grow = Math.sqrt(Math.max(1, (x / rx) ** 2 + (y / ry) ** 2));
  [rx, ry] = [rx * grow, ry * grow];
  const under = (rx * ry) ** 2 - (rx * y) ** 2 - (ry * x) ** 2;
  const over = (rx * y) ** 2 + (ry * x) ** 2;
  const scale = over === 0 ? 0 : (large === sweep ? -1 : 1) * Math.sqrt(Math.max(0, under / over));
  const [middleX, middleY] = [(scale * rx * y) / ry, (-scale * ry * x) / rx];
  const [centreX, centreY] = [
    cos * middleX - sin * middleY + (fromX + toX) / 2,
    sin * middleX + cos * middleY + (fromY + toY) / 2,
  ];
  const begin = Math.atan2((y - middleY) / ry, (x - middleX) / rx);
  let span = Math.atan2((-y - middleY) / ry, (-x - middleX) / rx) - begin;
  if (sweep && span < 0) span += 2 * Math.PI;
  if (!sweep && span > 0) span -= 2 * Math.PI;
  const pieces = Math.max(1, Math.ceil(Math.abs(span) / (Math.PI / 2) - 1e-9));
  const step = span / pieces;
  const handle = (4 / 3) * Math.tan(step / 4);
  const point = (along: number, across: number) => [
    centreX + cos * rx * along - sin * ry * across,
    centreY + sin * rx * along + cos * ry * across,
  ];
  return Array.from({ length: pieces }, (_, i) => {
    const [a, b] = [begin + i * step, begin + (i + 1) * step];
    return [
      ...point(Math.cos(a) - handle * Math.sin(a), Math.sin(a) + handle * Math.cos(a)),
      ...point(Math.cos(b) + handle * Math.sin(b), Math.sin(b) - handle * Math.cos(b)),
      ...point(Math.cos(b), Math.sin(b)),
    ];
  });
}
