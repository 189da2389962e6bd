// Measures the built program against other people's, and prints a Markdown table: `npm run bench`.
// `npm run bench -- --write` also puts it into both READMEs: on an otherwise idle machine.
// Every figure is a median of runs that alternate between the two sides, so that both meet the same machine.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const RUNS = 9;
const LEAF_RUNS = 3;
const LEAVES = 1000;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cli = join(root, "bin", "paper-escrow.js");
const folder = mkdtempSync(join(tmpdir(), "paper-escrow-bench-"));
const at = (name) => join(folder, name);
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A made-up account whose secret depends on its number alone. */
function uri(number) {
  let state = number + 1;
  const secret = Array.from({ length: 32 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return ALPHABET[state >>> 27];
  }).join("");
  return `otpauth://totp/Example:user-${number}%40example.com?secret=${secret}&issuer=Example`;
}

function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: "utf8", ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${status}\n${stderr}`);
  return stdout;
}

const program = (args, options) => run(process.execPath, [cli, ...args], options);

function seconds(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Medians of two pieces of work, run in turn after one run each that does not count. */
function compare(ours, theirs) {
  ours();
  theirs();
  const times = Array.from({ length: RUNS }, () => [seconds(ours), seconds(theirs)]);
  return [median(times.map(([time]) => time)), median(times.map(([, time]) => time))];
}

function verifyByOthers() {
  run("pdftoppm", ["-r", "200", "-png", "-singlefile", "front.pdf", "page"]);
  const text = run("zbarimg", ["-q", "--raw", "page.png"]).split("\n")[0];
  const secret = new URL(text).searchParams.get("secret");
  if (!/^\d{6}\n$/.test(run("oathtool", ["--totp", "-b", "-"], { input: secret }))) throw new Error("no code");
}

function ratio([ours, theirs], most) {
  return [
    `${(ours * 1000).toFixed(0)} ms`,
    `${(theirs * 1000).toFixed(0)} ms`,
    `${(ours / theirs).toFixed(1)} ×`,
    `≤ ${most} ×`,
  ];
}

/** Seconds and megabytes of one process that prints a thousand leaves; it reports its own peak when it ends. */
function printLeaves() {
  const peakFile = at("peak.txt");
  const hook = at("peak.mjs");
  writeFileSync(
    hook,
    `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS)));\n`,
  );
  const args = ["--import", pathToFileURL(hook).href, cli];
  const work = () =>
    run(process.execPath, [...args, "print", "leaves.txt", "-o", "leaves.pdf", "--no-self-check", "--force"]);
  const results = Array.from({ length: LEAF_RUNS }, () => [
    seconds(work),
    (Number(readFileSync(peakFile, "utf8")) * 1024) / 1e6,
  ]);
  return [median(results.map(([time]) => time)), median(results.map(([, peak]) => peak))];
}

/** Seconds to make a set with its self-check, and to recover it from as few of its sheets as open it. */
function splitAndRecover() {
  const split = () => program(["split", "one.txt", "--shares", "3-of-5", "-o", "set", "--force"]);
  const sheets = [1, 3, 4].map((x) => join("set", `share-${x}-of-5.pdf`));
  const recover = () => program(["recover", ...sheets, "-o", "recovered.txt", "--force"]);
  const times = compare(split, recover);
  if (!readFileSync(at("recovered.txt"), "utf8").startsWith("otpauth://")) throw new Error("nothing recovered");
  return times;
}

const WORDS = {
  en: {
    head: "| paper-escrow | compared with | ours | theirs | ratio | goal |",
    jobs: ["`verify` of a one-page PDF", "`print` of one sheet with self-check"],
    leaves: (size, time, peak) =>
      `1,000 open leaves in one PDF (${size} MB) without self-check: ${time} s (goal ≤ 8 s), peak memory ${peak} MB (goal ≤ 300 MB).`,
    set: (split, recover) =>
      `A 3-of-5 set of one account, five PDFs and the keeper's page, with self-check: ${split} s (goal ≤ 3 s); recovery from three of the PDFs: ${recover} s (goal ≤ 1.2 s).`,
    how: (runs, leafRuns, node, cores) =>
      `Medians of ${runs} alternating runs (${leafRuns} for the leaves), Node ${node}, ${cores} cores.`,
  },
  ja: {
    head: "| paper-escrow | 比べたもの | 本プログラム | 相手 | 比 | 目標 |",
    jobs: ["1 ページの PDF の `verify`", "シート 1 枚の `print`（読み戻しの確認を含む）"],
    leaves: (size, time, peak) =>
      `1,000 枚のシートを 1 つの PDF（${size} MB）に、確認なしで: ${time} 秒（目標 8 秒以内）、最大メモリー ${peak} MB（目標 300 MB 以内）。`,
    set: (split, recover) =>
      `アカウント 1 件を 5 枚中どの 3 枚でも開ける組（PDF 5 つと管理用ページ）の作成、読み戻しの確認を含む: ${split} 秒（目標 3 秒以内）。そのうち PDF 3 つからの復元: ${recover} 秒（目標 1.2 秒以内）。`,
    how: (runs, leafRuns, node, cores) =>
      `交互に ${runs} 回（1,000 枚は ${leafRuns} 回）実行した中央値。Node ${node}、${cores} コア。`,
  },
};

function report(words, rows, [time, peak], [split, recover]) {
  const size = (readFileSync(at("leaves.pdf")).length / 1e6).toFixed(1);
  return [
    words.head,
    "|---|---|---|---|---|---|",
    ...rows.map((row, i) => `| ${[words.jobs[i], ...row].join(" | ")} |`),
    "",
    words.leaves(size, time.toFixed(1), peak.toFixed(0)),
    "",
    words.set(split.toFixed(1), recover.toFixed(2)),
    "",
    words.how(RUNS, LEAF_RUNS, process.versions.node, availableParallelism()),
  ].join("\n");
}

/** Puts the figures between the marks of a document. */
function writeSection(name, text) {
  const path = join(root, name);
  const section = /<!-- bench -->\n[\s\S]*?<!-- \/bench -->/;
  writeFileSync(path, readFileSync(path, "utf8").replace(section, `<!-- bench -->\n\n${text}\n\n<!-- /bench -->`));
}

try {
  writeFileSync(at("one.txt"), `${uri(0)}\n`);
  writeFileSync(at("leaves.txt"), `${Array.from({ length: LEAVES }, (_, i) => uri(i)).join("\n")}\n`);
  program(["print", "one.txt", "-o", "front.pdf", "--template", "front"]);

  const rows = [
    [
      "`pdftoppm -r 200`, `zbarimg`, `oathtool`",
      ...ratio(
        compare(() => program(["verify", "front.pdf"]), verifyByOthers),
        3,
      ),
    ],
    [
      "`node -e \"require('pdf-lib')\"`",
      ...ratio(
        compare(
          () => program(["print", "one.txt", "-o", "one.pdf", "--force"]),
          () => run(process.execPath, ["-e", "require('pdf-lib')"], { cwd: root }),
        ),
        8,
      ),
    ],
  ];
  const leaves = printLeaves();
  const set = splitAndRecover();
  const english = report(WORDS.en, rows, leaves, set);
  console.log(english);
  if (process.argv.includes("--write")) {
    writeSection("README.md", english);
    writeSection("README.ja.md", report(WORDS.ja, rows, leaves, set));
  }
} finally {
  rmSync(folder, { recursive: true });
}
