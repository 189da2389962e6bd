import { noneInWords, percent, percentWithInterval } from "./confidence.mjs";
import { DAMAGE_NAMES, damagesOf, GRADE_NAMES } from "./grades.mjs";
import { PEER_NAMES } from "./peer-names.mjs";

/** Sheets that are measured. */
export const KINDS = ["open", "sealed", "share"];
/** Ways to get accounts back, each with all that the one before it has, but for the last: nothing is typed there. */
export const WAYS = ["codes", "lines", "program"];

/**
 * The tables of `docs/durability.md`.
 * @param {object[]} results as the workers give them, all of one seed
 */
export function durabilityTables(results) {
  const ours = results.filter(({ reader }) => reader === "paper-escrow");
  const drawn = results.filter(({ damage }) => damage === "drawn");
  const parts = [
    ["As the grades draw it", drawnTable(ours.filter(({ damage }) => damage === "drawn"))],
    ["One damage alone", damageTable(ours.filter(({ damage }) => damage !== "drawn"))],
    ["Compared with one code", peerTable(drawn)],
  ].filter(([, rows]) => rows.length > 0);
  const wrong = ours.reduce((sum, one) => sum + one.wrong, 0);
  const seeds = [...new Set(ours.map(({ seed }) => seed))].join(", ");
  const cases = `${ours.length} cases ran, drawn from seed ${seeds}; wrong results: ${wrong}. ${capital(FALSE_YES)}: ${falseYes(ours)}.`;
  return [...parts.flatMap(([heading, rows]) => [`### ${heading}`, "", ...rows, ""]), cases].join("\n");
}

function drawnTable(results) {
  const rows = GRADE_NAMES.flatMap((grade) =>
    KINDS.flatMap((kind) => {
      const own = results.filter((one) => one.grade === grade && one.kind === kind);
      if (own.length === 0) return [];
      const wrong = own.reduce((sum, one) => sum + one.wrong, 0);
      const shares = WAYS.map((way) => percentWithInterval(own.filter((one) => one[way]).length, own.length));
      return [row([grade, kind, own.length, ...shares, noneInWords(wrong, own.length), falseYes(own)])];
    }),
  );
  return table(
    ["grade", "sheet", "cases", "by codes", "by codes and lines", "by program alone", "wrong", FALSE_YES],
    rows,
  );
}

function damageTable(results) {
  const rows = ["none", ...DAMAGE_NAMES].flatMap((damage) =>
    KINDS.flatMap((kind) => {
      const own = results.filter((one) => one.damage === damage && one.kind === kind);
      if (own.length === 0) return [];
      const cells = GRADE_NAMES.map((grade) => {
        if (damage !== "none" && !damagesOf(grade).includes(damage)) return "–";
        const cases = own.filter((one) => one.grade === grade);
        return cases.length === 0 ? "" : `${threeShares(cases)} (${cases.length})`;
      });
      const wrong = own.reduce((sum, one) => sum + one.wrong, 0);
      return [row([damage === "none" ? "print and capture only" : damage, kind, ...cells, wrong, falseYes(own)])];
    }),
  );
  return table(["damage", "sheet", ...GRADE_NAMES, "wrong", FALSE_YES], rows);
}

/** Cases whose pages together `verify` says yes to, though not everything came back of them. */
const FALSE_YES = "said to work though it does not";

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

function falseYes(cases) {
  return cases.filter((one) => one.falseYes).length;
}

/** By codes / by codes and lines / by program alone. */
export function threeShares(cases) {
  return WAYS.map((way) => percent(cases.filter((one) => one[way]).length, cases.length).replace(" %", "")).join(" / ");
}

function peerTable(results) {
  if (!results.some(({ reader }) => reader !== "paper-escrow")) return [];
  const readers = ["paper-escrow", ...PEER_NAMES];
  const isBack = ({ reader, codes, read }) => (reader === "paper-escrow" ? codes : read);
  const rows = GRADE_NAMES.flatMap((grade) =>
    KINDS.flatMap((kind) => {
      const own = results.filter((one) => one.grade === grade && one.kind === kind);
      const cells = readers.map((reader) => {
        const theirs = own.filter((one) => one.reader === reader);
        return theirs.length === 0
          ? ""
          : `${percentWithInterval(theirs.filter(isBack).length, theirs.length)} of ${theirs.length}`;
      });
      return own.length === 0 ? [] : [row([grade, kind, ...cells])];
    }),
  );
  return table(["grade", "sheet", "paper-escrow, by codes", ...PEER_NAMES], rows);
}

/** Rows below their headings; nothing where there are none. */
export function table(names, rows) {
  return rows.length === 0 ? [] : [row(names), row(names.map(() => "---")), ...rows];
}

/** A row of a Markdown table. */
export function row(cells) {
  return `| ${cells.join(" | ")} |`;
}
