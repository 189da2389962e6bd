import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FixedSet } from "../v0/sets.js";

/** The sets of `sets.json`: the documents of the trial format's, in codes of `PE1`. The first is FORMAT.md's worked example. */
export const fixedSets: readonly [FixedSet, ...FixedSet[]] = JSON.parse(
  readFileSync(join(import.meta.dirname, "sets.json"), "utf8"),
);
