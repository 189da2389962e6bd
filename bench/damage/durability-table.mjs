import { DAMAGE_NAMES, damagesOf, GRADE_NAMES } from "./grades.mjs";
import { PEER_NAMES } from "./peers.mjs";

const KINDS = ["open", "sealed", "share"];

/**
 * The tables of `docs/durability.md`.
 * @param {object[]} results as the workers give them
 * @param {number} seed what all of them were drawn from
 */
export function durabilityTables(results, seed) {
  const ours = results.filter(({ reader }) => reader === "paper-escrow");
  const parts = [
    ["As the grades draw it", drawnTable(ours.filter(({ damage }) => damage === "drawn"))],
    ["One damage alone", damageTable(ours.filter(({ damage }) => damage !== "drawn"))],
    ["Compared with one code", peerTable(results.filter(({ damage }) => damage === "drawn"))],
  ].filter(([, rows]) => rows.length > 0);
  const cases = `${ours.length} cases, seed ${seed}. In brackets: of how many.`;
  return [...parts.flatMap(([heading, rows]) => [`### ${heading}`, "", ...rows, ""]), cases].join("\n");
}

function drawnTable(results) {
  const rows = GRADE_NAMES.flatMap((grade) =>
    KINDS.flatMap((kind) => {
      const own = results.filter((one) => one.grade === grade && one.kind === kind);
      if (own.length === 0) return [];
      const wrong = own.reduce((sum, one) => sum + one.wrong, 0);
      const shares = ["codes", "lines", "program"].map((way) => share(own, (one) => one[way]));
      return [row([grade, kind, own.length, ...shares, wrong])];
    }),
  );
  return head(["grade", "sheet", "cases", "by codes", "by codes and lines", "by program alone", "wrong"], rows);
}

function damageTable(results) {
  const rows = [...DAMAGE_NAMES, "none"].flatMap((damage) => {
    const cells = GRADE_NAMES.map((grade) => {
      if (damage !== "none" && !damagesOf(grade).includes(damage)) return "–";
      const own = results.filter((one) => one.grade === grade && one.damage === damage);
      if (own.length === 0) return "";
      return `${share(own, (one) => one.codes)} / ${share(own, (one) => one.program)} (${own.length})`;
    });
    return cells.some((cell) => cell.includes("%"))
      ? [row([damage === "none" ? "print and capture only" : damage, ...cells])]
      : [];
  });
  return head(["damage: by codes / by program", ...GRADE_NAMES], rows);
}

function peerTable(results) {
  const readers = ["paper-escrow", ...PEER_NAMES];
  const readable = ({ reader, codes, read }) => (reader === "paper-escrow" ? codes : read);
  if (!results.some(({ reader }) => reader !== "paper-escrow")) return [];
  const rows = GRADE_NAMES.flatMap((grade) =>
    KINDS.flatMap((kind) => {
      const own = results.filter((one) => one.grade === grade && one.kind === kind);
      const cells = readers.map((reader) => {
        const theirs = own.filter((one) => one.reader === reader);
        return theirs.length === 0 ? "" : `${share(theirs, readable)} (${theirs.length})`;
      });
      return own.length === 0 ? [] : [row([grade, kind, ...cells])];
    }),
  );
  return head(["grade", "sheet", "paper-escrow, by codes", ...PEER_NAMES], rows);
}

function head(names, rows) {
  return rows.length === 0 ? [] : [row(names), row(names.map(() => "---")), ...rows];
}

const row = (cells) => `| ${cells.join(" | ")} |`;

/** A share of cases; never rounded up to 100. */
function share(cases, holds) {
  const percent = (100 * cases.filter(holds).length) / cases.length;
  return `${(Math.floor(percent * 10) / 10).toFixed(1).replace(/\.0$/, "")} %`;
}
