// Prints, damages and reads sheets, and says what came back: `npm run durability -- --cases 20`.
// Results are kept in a file as they come: a run that is stopped goes on where it was, and runs add up.
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { writeCliffs, writeDocuments } from "./documents.mjs";
import { durabilityTables, KINDS } from "./durability-table.mjs";
import { damagesOf, GRADE_NAMES } from "./grades.mjs";
import { PEER_NAMES } from "./peer-names.mjs";
import { addResult, keyOf, loadResults, stateOfCode } from "./results.mjs";

const HELP = `npm run durability -- [options]
  --cases N      cases of each kind, grade and damage (20)
  --seed S       what all is drawn from (1)
  --kind K       open, sealed or share (all)
  --grade G      ordinary, bad or wrecked (all)
  --damage D     drawn (as the grades draw it), each by itself, all of these, none, or the name of one (drawn)
  --peers        read the same content as others print it, too, with zbarimg
  --cores C      how many work at a time (all)
  --results F    where results are kept (bench/damage/results.jsonl)
  --cliffs N     only how far an open page is read as one thing gets worse, beside zbarimg: the least good of N seeds
  --failed       list the cases that codes did not bring back
  --write        put the tables into docs/durability.md and docs/durability.ja.md`;

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    kind: { type: "string" },
    grade: { type: "string" },
    damage: { type: "string", default: "drawn" },
    peers: { type: "boolean", default: false },
    cores: { type: "string", default: String(availableParallelism()) },
    results: { type: "string", default: join(here, "results.jsonl") },
    cliffs: { type: "string" },
    failed: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const seed = Number(values.seed);
if (values.cliffs) {
  const { cliffTable } = await import("./cliffs.mjs");
  const seeds = Array.from({ length: Number(values.cliffs) }, (_, i) => seed + i);
  const cliffs = await cliffTable(seeds, (name) => process.stderr.write(`${name} …\n`));
  console.log(cliffs);
  if (values.write) writeCliffs(cliffs);
  process.exit(0);
}
const state = stateOfCode();
const known = loadResults(values.results, state);
const done = new Set(known.map(keyOf));
const results = [...known];
const waiting = allCases().filter((one) => !done.has(keyOf(one)));
await work(waiting);
const ofSeed = results.filter((one) => one.seed === seed);
console.log(durabilityTables(ofSeed));
for (const one of ofSeed.filter(({ wrong }) => wrong > 0)) console.log("wrong:", one.wrong, keyOf(one));
for (const one of ofSeed.filter((each) => each.falseYes)) console.log("said to work though it does not:", keyOf(one));
if (values.failed) for (const one of ofSeed.filter(({ codes }) => codes === false)) console.log(inWords(one));
if (values.write) writeDocuments(ofSeed);

/** Every case that was asked for, kinds and grades in turn, so that a run cut short has some of each. */
function allCases() {
  const kinds = chosen(values.kind, KINDS);
  const grades = chosen(values.grade, GRADE_NAMES);
  const readers = ["paper-escrow", ...(values.peers ? PEER_NAMES : [])];
  return Array.from({ length: Number(values.cases) }, (_, number) => {
    const content = number % 2 === 0 ? "one" : "twelve";
    return grades.flatMap((grade) =>
      kinds.flatMap((kind) =>
        damages(grade).flatMap((damage) =>
          // Others are compared by what the grades draw.
          (damage === "drawn" ? readers : readers.slice(0, 1)).map((reader) => ({
            reader,
            seed,
            kind,
            content,
            grade,
            damage,
            number,
          })),
        ),
      ),
    );
  }).flat();
}

function chosen(name, all) {
  if (name === undefined) return all;
  if (!all.includes(name)) throw new RangeError(`one of ${all.join(", ")}`);
  return [name];
}

/** What a grade may draw, one by one; a damage that it does not have is not asked of it. */
function damages(grade) {
  const each = ["none", ...damagesOf(grade)];
  if (values.damage === "each") return each;
  if (values.damage === "all") return ["drawn", ...each];
  const known = new Set(["drawn", "none", ...GRADE_NAMES.flatMap(damagesOf)]);
  return chosen(values.damage, [...known]).filter((name) => name === "drawn" || each.includes(name));
}

/** Spreads cases over threads; the time left is told from what those so far have taken. */
async function work(cases) {
  const start = Date.now();
  let [next, finished] = [0, 0];
  const one = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL("./case-worker.mjs", import.meta.url));
      const give = () => {
        if (next < cases.length) worker.postMessage(cases[next++]);
        else worker.terminate().then(resolve);
      };
      worker.on("error", reject);
      worker.on("message", (result) => {
        results.push(result);
        addResult(values.results, { state, ...result });
        finished++;
        const minutes = (((Date.now() - start) / finished) * (cases.length - finished)) / 60_000;
        process.stderr.write(
          `\r${finished} of ${cases.length} · ${minutes < 1 ? "less than a minute" : `${Math.round(minutes)} min`} left   `,
        );
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: Math.min(Number(values.cores), cases.length) }, one));
  if (cases.length > 0) process.stderr.write("\n");
}

/** A case that codes did not bring back: what did, and what had happened to each page. */
function inWords(one) {
  const back = ["lines", "program"].filter((way) => one[way]).join(" and ") || "nothing";
  return [`${keyOf(one)}: back by ${back}`, ...one.pages.map((page) => `  ${page}`)].join("\n");
}
