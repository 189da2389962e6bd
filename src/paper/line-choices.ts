import type { Line, LineReading } from "./line.js";
import { type Block, numbersOf } from "./line-blocks.js";

/** A line that says something, if only as an offer. */
export type Readable = Extract<LineReading, { line: Line }>;

/** What it costs to distrust a line: an offer is wrong far more often than a line that checks as it stands. */
const DISTRUST = { offer: 1, good: 4 } as const;

/** So many readings of a line are tried together with another line's. */
const MOST_PAIRED = 3;

/** Lines of a block that are believed, and what it costs to distrust the others. */
interface Way {
  readonly cost: number;
  readonly lines: readonly Readable[];
}

/**
 * Ways to choose one reading for each line, the likeliest first: certain lines alone where parity
 * fills the rest, else all with offers taken; then with one or two lines distrusted, in one block or in two.
 * @param byNumber a line's readings, all different
 */
export function* choices(
  blocks: readonly Block[],
  byNumber: ReadonlyMap<number, readonly Readable[]>,
): Generator<ReadonlyMap<number, Readable>> {
  const given = blocks.map((block) => likeliestFirst(block, byNumber));
  const first: readonly (readonly Readable[])[] = given.map((readings, i) => firstWay(readings, blocks[i] as Block));
  const chosen = (lines: readonly (readonly Readable[])[]) =>
    new Map(lines.flatMap((own) => own.map((reading) => [reading.line.number, reading] as const)));
  yield chosen(first);
  const byCost = given.map((readings, i) => grouped(otherWays(readings, blocks[i] as Block)));
  const most = Math.max(0, ...byCost.flatMap((ways) => [...ways.keys()]));
  // A set of lines with doubts in three blocks is typed anew.
  for (let cost = 1; cost <= 2 * most; cost++) {
    for (const [i, ways] of byCost.entries()) {
      for (const { lines } of ways.get(cost) ?? []) yield chosen(first.with(i, lines));
    }
    for (const [i, ways] of byCost.entries()) {
      for (const [own, some] of ways) {
        for (const [j, others] of byCost.slice(0, i).entries()) {
          for (const { lines } of some) {
            for (const other of others.get(cost - own) ?? []) {
              yield chosen(first.with(i, lines).with(j, other.lines));
            }
          }
        }
      }
    }
  }
}

/** Readings of each of a block's lines that was read. One that checks as it stands comes first where it is the only one. */
function likeliestFirst(block: Block, byNumber: ReadonlyMap<number, readonly Readable[]>): Readable[][] {
  return numbersOf(block).flatMap((number) => {
    const readings = byNumber.get(number) ?? [];
    const good = readings.filter(isGood);
    const sorted = good.length === 1 ? [...good, ...readings.filter((reading) => !isGood(reading))] : [...readings];
    return sorted.length > 0 ? [sorted] : [];
  });
}

const isGood = ({ status }: Readable) => status === "good";

/** The likeliest reading of every line. */
function allOf(given: readonly (readonly Readable[])[]): Readable[] {
  return given.flatMap((readings) => readings.slice(0, 1));
}

/** Lines that nothing speaks against. */
function certainOf(given: readonly (readonly Readable[])[]): Readable[] {
  return allOf(given.filter((readings) => readings.filter(isGood).length === 1));
}

function firstWay(given: readonly (readonly Readable[])[], { dataLines }: Block): Readable[] {
  const certain = certainOf(given);
  return certain.length >= dataLines ? certain : allOf(given);
}

/** What may be changed about one of a block's lines: another reading, or none. */
interface Change {
  readonly place: number;
  readonly to: Readable | undefined;
  readonly cost: number;
}

/** Every other way with one or two lines changed, and all lines where the first way has the certain ones. */
function otherWays(given: readonly (readonly Readable[])[], { dataLines }: Block): Way[] {
  const all = allOf(given);
  const changesOf = (readings: readonly Readable[], place: number): Change[] =>
    [undefined, ...readings.slice(1)].map((to) => ({ place, to, cost: DISTRUST[(readings[0] as Readable).status] }));
  const likely = given.flatMap((readings, place) => changesOf(readings.slice(0, MOST_PAIRED), place));
  const changes = [
    ...given.flatMap(changesOf).map((change) => [change]),
    ...likely.flatMap((one, i) =>
      likely.slice(0, i).flatMap((other) => (other.place === one.place ? [] : [[one, other]])),
    ),
  ];
  const ways = changes.map((made) => ({
    cost: made.reduce((sum, { cost }) => sum + cost, 0),
    lines: all.flatMap((reading, place) => (made.find((change) => change.place === place) ?? { to: reading }).to ?? []),
  }));
  const certain = certainOf(given).length >= dataLines;
  return [...(certain ? [{ cost: DISTRUST.offer, lines: all }] : []), ...ways].filter(
    ({ lines }) => lines.length >= dataLines,
  );
}

function grouped(ways: readonly Way[]): Map<number, Way[]> {
  const groups = new Map<number, Way[]>();
  for (const cost of new Set(ways.map((way) => way.cost)))
    groups.set(
      cost,
      ways.filter((way) => way.cost === cost),
    );
  return groups;
}
