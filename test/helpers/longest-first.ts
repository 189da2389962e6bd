import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest, by default or in full, the longest first: one of them left for the end would keep one core waiting. */
const LONGEST = [
  "page/same-reading",
  "recover/set-fuzz",
  "cli/output/output-faults",
  "import/fuzz",
  "read/pages/drawn-pages",
  "make/check-set",
  "page/engines",
  "page/recover",
  "read/codes/codes",
  "read/lines/picture-lines",
  "browser/bundle",
  "page/worker/printed-lines",
  "cli/commands/pages-told",
  "round-trip/angles",
  "page/parity",
  "round-trip/properties",
  "make/check-open",
  "read/fuzz",
  "read/pages/picture-fault",
  "format/format-card",
  "cli/commands/dialogue",
  "page/engine",
  "cli/commands/recovery-codes",
  "format/clean-room",
  "format/vectors",
];

const rank = ({ moduleId }: TestSpecification) => {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return place < 0 ? LONGEST.length : place;
};

/** Vitest's order, project by project, with those that take longest in front: a fresh copy knows nothing of an earlier run. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => {
      if (a.project.name !== b.project.name) return a.project.name < b.project.name ? -1 : 1;
      return rank(a) - rank(b);
    });
  }
}
