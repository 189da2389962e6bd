/** Characters that a cell of a terminal shows, as the quarters that are filled: 1 upper left, 2 upper right, 4 lower left, 8 lower right. */
const QUARTERS = new Map<string, number>([
  ...[..." .·_\u00a0░⠀□⬜◻\u3000"].map((light) => [light, 0] as const),
  ...[..."█#@%*XM■▓●⬛◼"].map((dark) => [dark, 15] as const),
  ...([..."▀▄▌▐▘▝▖▗▙▟▛▜▚▞"].map((part, i) => [part, [3, 12, 5, 10, 1, 2, 4, 8, 13, 14, 7, 11, 9, 6][i] ?? 0]) as [
    string,
    number,
  ][]),
]);
/** They take two cells. */
const WIDE = new Set("⬛⬜◼◻\u3000");
const ALL = 15;

/** Fewest lines and cells of a code: 21 modules, two in the height of a line. */
const [LEAST_LINES, LEAST_CELLS] = [11, 21];
/** Most of them, the largest code with two cells a module and its margin, and most codes of a text. */
const [MOST_LINES, MOST_CELLS, MOST_PICTURES] = [200, 400, 20];
/** Most of a text that is looked at, in characters: colours take twenty a cell. */
const MOST_LENGTH = 2_000_000;
/** Least part of a code that is of each of the two shades. */
const LEAST_SHADE = 0.15;
/** Light space around a picture, in cells. */
const MARGIN = 4;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with the control character ESC
const COLOUR = /\u001b\[([0-9;]*)m/uy;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with the control character ESC
const CONTROL = /\u001b\[[0-9;?]*[A-Za-z]/uy;

/** The quarters of each cell of a line that are dark. */
type Row = readonly number[];

/**
 * Codes that programs draw with characters, as `qrencode -t UTF8`, `-t ANSI` and `-t ASCII` do and the set-up of PAM
 * modules: blocks and half blocks, signs such as `#`, cells in colours (ECMA-48, SGR).
 * @returns a drawing in SVG, its cells twice as high as wide as a terminal's; nothing where the text shows none. Dark and
 *   light may be the other way round.
 */
export function textPicture(text: string): string | undefined {
  if (text.length > MOST_LENGTH) return undefined;
  const pictures = blocks(text).filter(looksLikeCode).slice(0, MOST_PICTURES);
  if (pictures.length === 0) return undefined;
  let path = "";
  let top = MARGIN;
  for (const rows of pictures) {
    path += rows.map((row, i) => halfRow(row, 0, top + 2 * i) + halfRow(row, 2, top + 2 * i + 1)).join("");
    top += 2 * rows.length + MARGIN;
  }
  const width = Math.max(...pictures.flat().map(({ length }) => length)) + 2 * MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-MARGIN} 0 ${width} ${top}"><path d="${path}"/></svg>`;
}

/** Lines in a row of which each cell can be told. */
function blocks(text: string): Row[][] {
  const found: Row[][] = [[]];
  for (const line of text.split(/\r\n|\r|\n/u)) {
    const row = rowOf(line);
    if (row && row.length <= MOST_CELLS) found.at(-1)?.push(row);
    else if (found.at(-1)?.length) found.push([]);
  }
  return found;
}

function looksLikeCode(rows: readonly Row[]): boolean {
  if (rows.length < LEAST_LINES || rows.length > MOST_LINES) return false;
  const cells = rows.flat();
  const width = Math.max(...rows.map(({ length }) => length));
  if (width < LEAST_CELLS) return false;
  const dark = cells.filter((quarters) => quarters !== 0).length / (rows.length * width);
  const light = 1 - cells.filter((quarters) => quarters === ALL).length / (rows.length * width);
  return dark >= LEAST_SHADE && light >= LEAST_SHADE;
}

/** @returns nothing for a line with other characters */
function rowOf(line: string): Row | undefined {
  const row: number[] = [];
  const shade = new Shade();
  for (let at = 0; at < line.length; ) {
    COLOUR.lastIndex = at;
    CONTROL.lastIndex = at;
    const colour = COLOUR.exec(line);
    const control = colour ?? CONTROL.exec(line);
    if (control) {
      if (colour) shade.set(colour[1] ?? "");
      at += control[0].length;
      continue;
    }
    const quarters = QUARTERS.get(line[at] ?? "");
    if (quarters === undefined) return undefined;
    const dark = shade.of(quarters);
    row.push(...(WIDE.has(line[at] ?? "") ? [dark, dark] : [dark]));
    at++;
  }
  return row;
}

/** How dark what is printed and what is behind it are, by the colours that were set last. */
class Shade {
  private front = true;
  private back = false;
  private swapped = false;

  /** @param numbers of a sequence SGR, such as `40;37;1` */
  set(numbers: string): void {
    const all = numbers.split(";").map(Number);
    for (let i = 0; i < all.length; i++) {
      const number = all[i] ?? 0;
      if (number === 0) [this.front, this.back, this.swapped] = [true, false, false];
      else if (number === 7 || number === 27) this.swapped = number === 7;
      else if (number === 38 || number === 48) {
        const [kind, ...levels] = all.slice(i + 1, i + 5);
        const dark = isDark(kind === 5 ? levels.slice(0, 1) : levels.slice(0, 3));
        if (number === 38) this.front = dark;
        else this.back = dark;
        i += kind === 5 ? 2 : 4;
      } else if (number >= 30 && number <= 39) this.front = isDark([number % 10]);
      else if (number >= 40 && number <= 49) this.back = number !== 49 && isDark([number % 10]);
      else if (number >= 90 && number <= 97) this.front = false;
      else if (number >= 100 && number <= 107) this.back = false;
    }
  }

  /** Quarters that are dark of a cell whose filled quarters are these. */
  of(filled: number): number {
    const [front, back] = this.swapped ? [this.back, this.front] : [this.front, this.back];
    return (front ? filled : 0) | (back ? ALL & ~filled : 0);
  }
}

/** @param colour its number among the 256 of terminals, or red, green and blue */
function isDark(colour: readonly number[]): boolean {
  const [number = 0, ...more] = colour;
  if (more.length > 0) return colour.reduce((sum, level) => sum + level, 0) < 384;
  if (number < 16) return [0, 1, 4, 5, 8, 9].includes(number);
  if (number >= 232) return number < 244;
  const levels = [Math.floor((number - 16) / 36), Math.floor((number - 16) / 6) % 6, (number - 16) % 6];
  return levels.reduce((sum, level) => sum + level, 0) < 8;
}

/** The dark stretches of the upper or lower half of a line, as a path. */
function halfRow(row: Row, shift: 0 | 2, top: number): string {
  const halves = row.flatMap((quarters) => [(quarters >> shift) & 1, (quarters >> (shift + 1)) & 1]);
  let path = "";
  for (let at = 0; at < halves.length; at++) {
    if (halves[at] === 0) continue;
    const end = halves.indexOf(0, at);
    const width = ((end < 0 ? halves.length : end) - at) / 2;
    path += `M${at / 2} ${top}h${width}v1h-${width}z`;
    at += 2 * width - 1;
  }
  return path;
}
