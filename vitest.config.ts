import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import { LongestFirst } from "./test/helpers/longest-first.js";

const full = process.env.PAPER_ESCROW_FULL === "1";

/** They put something else in a module's place, give errors other words, or measure the memory of their process: each has one of its own. */
const ALONE = [
  "test/cli/input/read-once.test.ts",
  "test/cli/output/output-faults.test.ts",
  "test/document/document.test.ts",
  "test/import/fuzz.test.ts",
  "test/library/errors.test.ts",
  "test/node/picture-decoders.test.ts",
  "test/project/budget.test.ts",
  "test/read/pages/drawn-pages.test.ts",
  "test/recover/lines/lines-once.test.ts",
  "test/recover/set-fuzz.test.ts",
];

export default defineConfig({
  test: {
    // Processes, not threads: each worker gives its own WebAssembly memory back to the system.
    pool: "forks",
    setupFiles: ["test/helpers/after-each-file.ts"],
    // Node 20 has a WebSocket, but only when it is asked for; later ones have it anyway.
    execArgv: ["--experimental-websocket"],
    // All cores: the default leaves one free, which on two cores is half of them.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    testTimeout: full ? 600_000 : 180_000,
    hookTimeout: full ? 900_000 : 240_000,
    projects: [
      // The others load the program once a worker: once a file took 131 s of the processor, this takes 42 s.
      {
        extends: true,
        test: {
          name: "together",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...ALONE],
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: ALONE } },
    ],
  },
});
