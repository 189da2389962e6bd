import { KINDS, row, table, threeShares } from "./durability-table.mjs";
import { GRADE_NAMES } from "./grades.mjs";

const WORDS = {
  en: {
    sheet: "sheet",
    open: "open",
    sealed: "sealed",
    share: "share (k of them)",
    ordinary: "ordinary",
    bad: "bad",
    wrecked: "wrecked",
    wrong: "wrong",
    below: (cases) =>
      `In % of cases: by codes / by codes and typed lines / by program alone, nothing typed. ${cases} cases.`,
  },
  ja: {
    sheet: "シート",
    open: "通常のシート",
    sealed: "封をしたシート",
    share: "分けたシート（必要な枚数）",
    ordinary: "通常",
    bad: "悪い",
    wrecked: "ひどい",
    wrong: "誤り",
    below: (cases) => `戻せた割合（%）：コードのみ／コードと手入力の行／手入力なし（プログラムのみ）。全 ${cases} 件。`,
  },
};

/**
 * A table of kinds and grades in short, for both languages' pages.
 * @param {object[]} results as the workers give them; only those that the grades drew count
 * @param {"en" | "ja"} language
 */
export function durabilitySummary(results, language) {
  const words = WORDS[language];
  const drawn = results.filter(({ reader, damage }) => reader === "paper-escrow" && damage === "drawn");
  const rows = KINDS.map((kind) => {
    const own = drawn.filter((one) => one.kind === kind);
    const cells = GRADE_NAMES.map((grade) => {
      const cases = own.filter((one) => one.grade === grade);
      return cases.length === 0 ? "–" : threeShares(cases);
    });
    return row([words[kind], ...cells, own.reduce((sum, one) => sum + one.wrong, 0)]);
  });
  const head = [words.sheet, ...GRADE_NAMES.map((grade) => words[grade]), words.wrong];
  return [...table(head, rows), "", words.below(drawn.length)].join("\n");
}
