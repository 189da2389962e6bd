import { type Language, say } from "../../language.js";
import { PAPER_FORMATS } from "../../paper/record.js";
import { FootReader, type ReadCharacters } from "../../read/pages/foot.js";
import type { Raster } from "../../read/pixels/raster.js";
import type { ParsedFont } from "../../sheet/fonts.js";
import { PAPERS } from "../../sheet/paper.js";

/** What reading the foot of a page takes: its font, and every language that sheets are printed in. */
export interface FootWords {
  /** Font of the words. */
  readonly font: ParsedFont;
  /** Languages that feet are read in. */
  readonly languages: readonly Language[];
}

/** Which page of which sheet a foot says that it is. */
export interface FootReading {
  /** What kind of sheet it says that the page is of. */
  readonly kind: "open" | "sealed" | "share" | "keeper";
  /** Number of the page, and of the pages of its sheet. */
  readonly page: number;
  /** How many pages it says that the sheet has. */
  readonly pages: number;
  /** How many cards it says that the page has. */
  readonly cards?: number;
}

/** Correlation from which on words are read: the right ones have 0.8 and more, others up to 0.56. */
const LEAST_LIKENESS = 0.68;
/** Where the name of a sheet begins. */
const NAME_MM = 56;
/** Both margins of a page together: of open sheets and of older sets, of sets, of cards. */
export const MARGINS_MM = [36, 24, 16];
/** Width between the margins of every paper, where the number of the page ends. */
const WIDTHS_MM = MARGINS_MM.flatMap((marginsMm) => Object.values(PAPERS).map(({ widthMm }) => widthMm - marginsMm));
/** Most pages of a sheet whose number is looked for. */
const MOST_PAGES = 9;
/** Most cards of a page. */
const MOST_CARDS = 6;
/** How far a digit must be ahead of the next likely one. */
const LEAST_AHEAD = 0.05;

/**
 * Which page it is that has such a foot.
 * @returns nothing where its words are not those of a sheet, or cannot be read
 */
export function readFoot(foot: Raster, { font, languages }: FootWords): FootReading | undefined {
  const reader = new FootReader(foot, font);
  const label = labelOf(reader, languages);
  if (!label) return undefined;
  const { language, place } = label;
  const number = numberOf(reader, language, place);
  if (!number) return undefined;
  const kind = kindOf(reader, language, place);
  const cards = kind === "open" ? cardsOf(reader, language, place) : undefined;
  return { kind, ...number, ...(cards === undefined ? {} : { cards }) };
}

/** Characters of a set's number, four groups of them: those of base32. */
const SET_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SET_CHOICES = Array.from({ length: 19 }, (_, i) => (i % 5 === 4 ? "-" : SET_LETTERS));

/**
 * The number of a set that stands at the foot of its sheets, after the name of the sheet.
 * @returns as it is read, with how well each of its characters fits; nothing where no name of such a sheet is seen
 */
export function readFootNumber(foot: Raster, { font, languages }: FootWords): ReadCharacters | undefined {
  const reader = new FootReader(foot, font);
  const label = labelOf(reader, languages);
  if (!label) return undefined;
  const names = namesOf(label.language)
    .map(({ name }) => ({ name, ...reader.find(`${name} · `, NAME_MM, label.place) }))
    .sort((a, b) => b.likeness - a.likeness);
  const [best] = names;
  if (!best || best.likeness < LEAST_LIKENESS) return undefined;
  return reader.read(SET_CHOICES, NAME_MM + reader.width(`${best.name} · `), best.place);
}

/** The words beside a ruler, and the language that they are in. */
function labelOf(reader: FootReader, languages: readonly Language[]) {
  const [label] = languages
    .map((language) => ({ language, ...reader.find(say(language, "sheet.ruler"), 0) }))
    .sort((a, b) => b.likeness - a.likeness);
  return label && label.likeness >= LEAST_LIKENESS ? label : undefined;
}

/**
 * Whether a page of a set's sheet has no codes by its design: it comes after the pages of codes, where lines and the format
 * card are. Codes of a long document that stand there are missed by their number.
 */
export function isBackPage({ kind, page }: FootReading): boolean {
  return (kind === "sealed" || kind === "share") && page > PAGES_WITH_CODES;
}

const PAGES_WITH_CODES = 2;

/** Whether a page of a set's sheet has no lines by its design: they are on its back and what follows. */
export function isFrontPage({ kind, page, pages }: FootReading): boolean {
  return (kind === "sealed" || kind === "share") && page === 1 && pages > 1;
}

type Place = ReturnType<FootReader["find"]>["place"];

function kindOf(reader: FootReader, language: Language, place: Place): FootReading["kind"] {
  const found = namesOf(language)
    .map(({ kind, name }) => ({ kind, likeness: reader.find(`${name} · `, NAME_MM, place).likeness }))
    .sort((a, b) => b.likeness - a.likeness);
  const [best] = found;
  return best && best.likeness >= LEAST_LIKENESS ? best.kind : "open";
}

/** Names of sheets of sets. What stands before the number of a share does not tell which one it is. */
function namesOf(language: Language) {
  return [
    { kind: "sealed" as const, name: say(language, "set.foot-sealed") },
    { kind: "keeper" as const, name: say(language, "set.foot-keeper") },
    ...[1, 2, 3, 4, 5].map((x) => ({ kind: "share" as const, name: say(language, "set.foot-share", { x, n: 5 }) })),
  ];
}

/** How many cards a page of them says that it has: sheets before 1.0 do not say it. */
function cardsOf(reader: FootReader, language: Language, place: Place): number | undefined {
  const [before = ""] = say(language, "sheet.cards-here", { cards: "\n" }).split("\n");
  if (reader.find(before, NAME_MM, place).likeness < LEAST_LIKENESS) return undefined;
  // The words are the same on all pages: the digit is compared by itself.
  const leftMm = NAME_MM + reader.width(before);
  const [best, next] = Array.from({ length: MOST_CARDS }, (_, i) => {
    return { cards: i + 1, ...reader.find(String(i + 1), leftMm, place) };
  }).sort((a, b) => b.likeness - a.likeness);
  const sure = best && next && best.likeness >= LEAST_LIKENESS && best.likeness >= next.likeness + LEAST_AHEAD;
  return sure ? best.cards : undefined;
}

function numberOf(reader: FootReader, language: Language, place: Place) {
  // What comes after the number is the same on all pages, and tells where it ends.
  const words = [
    ...PAPER_FORMATS.map((format) => say(language, "sheet.format", { format })),
    // What sheets said before 1.0.
    say(language, "sheet.trial"),
  ].map((word) => `· ${word}`);
  const ends = words.flatMap((end) =>
    WIDTHS_MM.map((widthMm) => {
      const leftMm = widthMm - reader.width(end);
      return { leftMm, ...reader.find(end, leftMm, place, true) };
    }),
  );
  const [last] = ends.sort((a, b) => b.likeness - a.likeness);
  if (!last || last.likeness < LEAST_LIKENESS) return undefined;
  let best: { page: number; pages: number; likeness: number } | undefined;
  for (let pages = 1; pages <= MOST_PAGES; pages++) {
    for (let page = 1; page <= pages; page++) {
      const words = `${say(language, "sheet.page", { page, pages })} `;
      const { likeness } = reader.find(words, last.leftMm - reader.width(words), last.place);
      if (!best || likeness > best.likeness) best = { page, pages, likeness };
    }
  }
  return best && best.likeness >= LEAST_LIKENESS ? { page: best.page, pages: best.pages } : undefined;
}
