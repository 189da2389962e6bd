// Measures the built program against other people's, and prints a Markdown table: `npm run bench`.
// `-- --scan` adds the scan of 300 pages, minutes of the others' work; `-- --write`, with it, puts the table into
// docs/speed.md and docs/speed.ja.md: on an otherwise idle machine. `-- --only verify` measures the jobs whose names hold that.
// Every figure is a median of runs that alternate between the two sides, so that both meet the same machine.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { CLI, makePhoto, makeScan, NAIVE, OPEN_BY_AGE, READ_PAGE, READ_PHOTO, ROOT, sealByAge, uri } from "./jobs.mjs";
import { compare, median, run, runWithPeak, seconds } from "./measure.mjs";
import { table, WORDS, writeSection } from "./speed-table.mjs";

const RUNS = 9;
const LONG_RUNS = 3;
const SCAN_PAGES = 300;
const PASSPHRASE = "anvil borrow copper dahlia ember fossil garnet";
const folder = mkdtempSync(join(tmpdir(), "paper-escrow-bench-"));
const options = { cwd: folder };
const flags = process.argv.slice(2);
const only = flags.includes("--only") ? (flags[flags.indexOf("--only") + 1] ?? "") : "";

const program = (...args) => run(process.execPath, [CLI, ...args], options);
const node = (...args) => run(process.execPath, args, { cwd: ROOT });
const shell = (script, ...args) => run("sh", ["-c", script, "sh", ...args], options);
const print = (source, pdf, ...args) => program("print", source, "-o", pdf, "--force", ...args);

/** Prints so many sheets our way and the naive one: median seconds and peaks of both. */
function printMany(count, runs = LONG_RUNS) {
  const source = accounts(count);
  const ours = [CLI, "print", source, "-o", "many.pdf", "--no-self-check", "--force"];
  const naive = ["-e", NAIVE, join(folder, source), join(folder, "naive.pdf")];
  const results = Array.from({ length: runs }, () => [
    runWithPeak(folder, ours, options),
    runWithPeak(folder, naive, { cwd: ROOT }),
  ]);
  const middle = (side, value) => median(results.map((result) => result[side][value]));
  return { ours: middle(0, 0), theirs: middle(1, 0), peaks: [middle(0, 1), middle(1, 1)] };
}

/** A file of so many accounts. */
function accounts(count) {
  const name = `accounts-${count}.txt`;
  writeFileSync(join(folder, name), `${Array.from({ length: count }, (_, i) => uri(i)).join("\n")}\n`);
  return name;
}

/** Ours and theirs, in turn. */
function pair(ours, theirs, runs = RUNS) {
  const [first, second] = compare(runs, ours, theirs);
  return { ours: first, theirs: second };
}

const codesOf = (pdf, pages) => {
  for (const page of pages)
    shell(
      'pdftoppm -r 200 -png -f "$2" -l "$2" -singlefile "$1" page && zbarimg --nodbus -q --raw page.png',
      pdf,
      String(page),
    );
};

/** Each job: what it needs first, its goal (a negative one: times faster; `within`: seconds), and how it is measured. */
const JOBS = {
  start: {
    goal: 1.5,
    measure: () =>
      pair(
        () => program("--help"),
        () => node("-e", "0"),
      ),
  },
  print: {
    within: 0.9,
    measure: () =>
      pair(
        () => print("one.txt", "one.pdf"),
        () => node("-e", "require('pdf-lib')"),
      ),
  },
  hundred: { measure: () => printMany(100) },
  // The naive way takes most of a minute.
  thousand: { goal: -8, within: 5, measure: () => printMany(1000, 1) },
  twoThousand: {
    goal: 2.2,
    measure: () => {
      const [once, twice] = [1000, 2000].map((count) => [
        CLI,
        "print",
        accounts(count),
        "-o",
        "many.pdf",
        "--no-self-check",
        "--force",
      ]);
      const results = Array.from({ length: LONG_RUNS }, () =>
        [once, twice].map((args) => runWithPeak(folder, args, options)),
      );
      const middle = (side, value) => median(results.map((result) => result[side][value]));
      return { ours: middle(1, 0), theirs: middle(0, 0), peaks: [middle(1, 1)] };
    },
  },
  split: { measure: () => pair(split, () => print("one.txt", "one.pdf")) },
  recover: {
    measure: () => {
      split();
      const sheets = [1, 3, 4].map((x) => join("set", `share-${x}-of-5.pdf`));
      const measured = pair(
        () => program("recover", ...sheets, "-o", "recovered.txt", "--force"),
        () => {
          for (const sheet of sheets) codesOf(sheet, [1]);
        },
      );
      const secret = new URL(uri(0)).searchParams.get("secret");
      if (!readFileSync(join(folder, "recovered.txt"), "utf8").includes(secret)) throw new Error("not what was split");
      return measured;
    },
  },
  open: {
    measure: async () => {
      writeFileSync(join(folder, "passphrase.txt"), `${PASSPHRASE}\n`);
      program("print", "one.txt", "--seal", "--passphrase-file", "passphrase.txt", "-o", "sealed.pdf", "--force");
      await sealByAge(readFileSync(join(folder, "one.txt"), "utf8"), PASSPHRASE, join(folder, "sealed.age"));
      const pass = ["--passphrase-file", "passphrase.txt"];
      return pair(
        () => program("recover", "sealed.pdf", ...pass, "-o", "recovered.txt", "--force"),
        () => run("python3", ["-c", OPEN_BY_AGE, "sealed.age", PASSPHRASE], options),
        LONG_RUNS,
      );
    },
  },
  verify: {
    goal: 1.5,
    measure: () =>
      pair(
        () => program("verify", "front.pdf"),
        () => shell(READ_PAGE, "front.pdf", "1"),
      ),
  },
  photo: {
    measure: async () => {
      await makePhoto(join(folder, "front.pdf"), join(folder, "photo.jpg"));
      return pair(
        () => program("verify", "photo.jpg"),
        () => shell(READ_PHOTO, "photo.jpg"),
      );
    },
  },
  scan: { goal: -5, measure: () => readScan(flags.includes("--scan") ? SCAN_PAGES : 0) },
};

function split() {
  program("split", "one.txt", "--shares", "3-of-5", "-o", "set", "--force");
}

async function readScan(pages) {
  print(accounts(pages), "sheets.pdf", "--template", "front", "--no-self-check");
  await makeScan(join(folder, "sheets.pdf"), join(folder, "scan.pdf"));
  const numbers = Array.from({ length: pages }, (_, i) => String(i + 1));
  const ours = seconds(() => program("verify", "scan.pdf"));
  return {
    ours,
    theirs: seconds(() => {
      for (const number of numbers) shell(READ_PAGE, "scan.pdf", number);
    }),
  };
}

try {
  copyFileSync(join(folder, accounts(1)), join(folder, "one.txt"));
  print("one.txt", "front.pdf", "--template", "front");
  const rows = [];
  const peaks = [];
  for (const [job, { goal, within, measure }] of Object.entries(JOBS)) {
    if (!job.toLowerCase().includes(only.toLowerCase()) || (job === "scan" && !flags.includes("--scan"))) continue;
    process.stderr.write(`${job} …\n`);
    const { peaks: held = [], ...measured } = await measure();
    if (job !== "hundred") peaks.push(...held);
    rows.push({ job, goal, within, ...measured });
  }
  const how = [
    RUNS,
    process.versions.node,
    availableParallelism(),
    `npm run bench${flags.includes("--scan") ? " -- --scan" : ""}`,
  ];
  console.log(table(WORDS.en, rows, { peaks, how }));
  if (flags.includes("--write") && only === "") {
    writeSection(ROOT, "docs/speed.md", table(WORDS.en, rows, { peaks, how }));
    writeSection(ROOT, "docs/speed.ja.md", table(WORDS.ja, rows, { peaks, how }));
  }
} finally {
  rmSync(folder, { recursive: true });
}
