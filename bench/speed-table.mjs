// The table of speeds in words, and its place in both pages on speed.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Jobs by their names in `run.mjs`: what is measured and what it is compared with. */
export const WORDS = {
  en: {
    head: "| job | compared with | ours | theirs | ratio | goal |",
    jobs: {
      start: ["`--help`", "`node -e 0`"],
      print: ["`print` of one sheet, with self-check", "`node -e \"require('pdf-lib')\"`"],
      hundred: ["`print` of 100 sheets, without", "pdf-lib, `QRCode.toBuffer`, `embedPng`: one code a page"],
      thousand: ["the same of 1,000", "likewise"],
      twoThousand: ["the same of 2,000", "ours of 1,000"],
      split: ["`split` 3-of-5, five PDFs and the keeper's page, with self-check", "one `print` with self-check"],
      recover: ["`recover` from three of the five PDFs", "three × `pdftoppm -r 200`, `zbarimg`"],
      open: ["`recover` of a sealed sheet's PDF, by passphrase", "`age -d` of a file under the same lock"],
      verify: ["`verify` of a one-page PDF", "`pdftoppm -r 200`, `zbarimg`, `oathtool`"],
      photo: ["`verify` of a 12-megapixel photo", "`zbarimg`, `oathtool`"],
      scan: ["`verify` of a scan of 300 pages", "`pdftoppm -r 200`, `zbarimg`, `oathtool`, page by page"],
    },
    within: (seconds) => `≤ ${seconds} s`,
    faster: (goal) => `≥ ${goal} × faster`,
    ratioFaster: (ratio) => `${ratio} × faster`,
    memory: ([ours, theirs, twice]) =>
      `Peak memory of 1,000 sheets: ${ours} MB (goal ≤ 200 MB), theirs ${theirs} MB; of 2,000: ${twice} MB.`,
    how: (runs, node, cores, command) =>
      `Medians of ${runs} alternating runs (3 of 100 and 2,000 sheets and of the sealed one; 1,000 sheets and the scan once), Node ${node}, ${cores} cores: \`${command}\`.`,
  },
  ja: {
    head: "| 作業 | 比べたもの | 本プログラム | 相手 | 比 | 目標 |",
    jobs: {
      start: ["`--help`", "`node -e 0`"],
      print: ["シート 1 枚の `print`（読み戻しの確認を含む）", "`node -e \"require('pdf-lib')\"`"],
      hundred: ["シート 100 枚の `print`（確認なし）", "pdf-lib、`QRCode.toBuffer`、`embedPng`：1 ページにコード 1 つ"],
      thousand: ["同じく 1,000 枚", "同じ方法"],
      twoThousand: ["同じく 2,000 枚", "本プログラムの 1,000 枚"],
      split: ["5 枚中どの 3 枚でも開ける `split`（PDF 5 つと管理用ページ、確認を含む）", "確認を含む `print` 1 回"],
      recover: ["その PDF 3 つからの `recover`", "`pdftoppm -r 200` と `zbarimg` を 3 回"],
      open: ["封をしたシートの PDF からの、パスフレーズによる `recover`", "同じ強さで封をしたファイルの `age -d`"],
      verify: ["1 ページの PDF の `verify`", "`pdftoppm -r 200`、`zbarimg`、`oathtool`"],
      photo: ["1,200 万画素の写真の `verify`", "`zbarimg`、`oathtool`"],
      scan: ["300 ページのスキャンの `verify`", "`pdftoppm -r 200`、`zbarimg`、`oathtool` を 1 ページずつ"],
    },
    within: (seconds) => `${seconds} 秒以内`,
    faster: (goal) => `${goal} 倍以上速い`,
    ratioFaster: (ratio) => `${ratio} 倍速い`,
    memory: ([ours, theirs, twice]) =>
      `1,000 枚のときの最大メモリー: ${ours} MB（目標 200 MB 以内）、相手は ${theirs} MB。2,000 枚では ${twice} MB。`,
    how: (runs, node, cores, command) =>
      `交互に ${runs} 回（100 枚、2,000 枚、封をしたシートは 3 回、1,000 枚とスキャンは 1 回）実行した中央値。Node ${node}、${cores} コア: \`${command}\`。`,
  },
};

/** One line of the table; a goal that is negative is how many times faster ours is to be, one `within` is in seconds. */
export function row(words, { job, ours, theirs, goal, within }) {
  const ratio = goal < 0 ? words.ratioFaster((theirs / ours).toFixed(1)) : `${(ours / theirs).toFixed(1)} ×`;
  const aims = [
    ...(goal === undefined ? [] : [goal < 0 ? words.faster(-goal) : `≤ ${goal} ×`]),
    ...(within === undefined ? [] : [words.within(within)]),
  ];
  return `| ${[...words.jobs[job], time(ours), time(theirs), ratio, aims.join(", ")].join(" | ")} |`;
}

function time(value) {
  return value < 10 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(1)} s`;
}

/** The table with what belongs below it. */
export function table(words, rows, { peaks, how }) {
  return [
    words.head,
    "|---|---|---|---|---|---|",
    ...rows.map((one) => row(words, one)),
    "",
    // Some jobs alone tell nothing of memory.
    ...(peaks.length === 3 ? [words.memory(peaks.map((peak) => peak.toFixed(0))), ""] : []),
    words.how(...how),
  ].join("\n");
}

/** Puts a table between the marks of a document. */
export function writeSection(root, name, text) {
  const path = join(root, name);
  const section = /<!-- bench -->\n[\s\S]*?<!-- \/bench -->/;
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace(section, () => `<!-- bench -->\n\n${text}\n\n<!-- /bench -->`),
  );
}
