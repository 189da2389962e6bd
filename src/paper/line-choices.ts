import type { Line, LineReading } from "./line.js";
import { type Block, numbersOf } from "./line-blocks.js";

/** A line that says something, if only as an offer. */
export type Readable = Extract<LineReading, { line: Line }>;

/**
 * Ways to choose one reading for each line, the likeliest first: certain lines alone where parity
 * fills the rest, then all with offers taken, then each block with one or two lines distrusted.
 */
export function* choices(
  blocks: readonly Block[],
  byNumber: ReadonlyMap<number, Readable[]>,
): Generator<Map<number, Readable>> {
  const perBlock = blocks.map((block) => [...waysOfBlock(block, byNumber)]);
  const least = perBlock.map((ways) => ways[0] ?? new Map<number, Readable>());
  yield new Map(least.flatMap((way) => [...way]));
  // One block at a time is varied, then pairs of them: a set of lines with doubts in three blocks is typed anew.
  for (const [i, ways] of perBlock.entries()) {
    for (const way of ways.slice(1)) {
      const varied = least.with(i, way);
      yield new Map(varied.flatMap((one) => [...one]));
      for (let j = 0; j < i; j++) {
        for (const other of perBlock[j]?.slice(1) ?? []) {
          yield new Map(varied.with(j, other).flatMap((one) => [...one]));
        }
      }
    }
  }
}

function* waysOfBlock(block: Block, byNumber: ReadonlyMap<number, Readable[]>): Generator<Map<number, Readable>> {
  const given = numbersOf(block).flatMap((number) => {
    const readings = byNumber.get(number);
    return readings ? [[number, readings] as const] : [];
  });
  const certain = given.flatMap(([number, readings]) => {
    const good = readings.filter(({ status }) => status === "good");
    return good.length === 1 ? [[number, good[0] as Readable] as const] : [];
  });
  const all = given.map(([number, readings]) => [number, readings[0] as Readable] as const);
  const enough = (way: readonly unknown[]) => way.length >= block.dataLines;
  if (enough(certain)) yield new Map(certain);
  yield new Map(all);
  for (const [i] of all.entries()) {
    const others = given[i]?.[1].slice(1) ?? [];
    for (const other of others) yield new Map(all.with(i, [other.line.number, other]));
    const without = all.toSpliced(i, 1);
    if (enough(without)) yield new Map(without);
    for (let j = 0; j < i; j++) {
      const withoutTwo = without.toSpliced(j, 1);
      if (enough(withoutTwo)) yield new Map(withoutTwo);
    }
  }
}
