import { expect } from "vitest";

/** Ten times the input may take at most so many times the work. */
const MOST_GROWTH = 15;
/**
 * Work below this is not told from noise, in ms of the processor: what collects garbage comes only with the larger input.
 * 50,000 blank lines were seen to take 33 ms and a tenth of them 1.3 ms, 200,000 of them 170 ms.
 */
const NOISE_MS = 100;
/** The smallest of several runs is what the work itself takes: so many are tried until it is seen to be linear. */
const RUNS = 6;

/**
 * Fails where work grows faster than its input. An input ten times as large, and the work squared, is a hundred times:
 * nothing that a busy machine does looks so in every run.
 * @param work on an input of a size
 * @param size the larger of two; the other is a tenth of it
 * @param noiseMs work below this is not told from noise: more where the input is larger
 */
export async function expectLinear(
  work: (size: number) => unknown,
  size: number,
  name = "",
  noiseMs = NOISE_MS,
): Promise<void> {
  let [small, large] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const most = () => Math.max(noiseMs, MOST_GROWTH * small);
  for (let run = 0; run < RUNS && (run === 0 || large > most()); run++) {
    small = Math.min(small, await costOf(() => work(Math.ceil(size / 10))));
    large = Math.min(large, await costOf(() => work(size)));
  }
  expect(large, `${name}: ${small.toFixed(1)} ms, ten times as much ${large.toFixed(1)} ms`).toBeLessThanOrEqual(
    most(),
  );
}

/**
 * Fails where work takes longer than a bound in every run: beside other work one run alone tells of that, too.
 * @param work gives the same each time
 * @param mostMs time of the processor
 * @returns what the work gives
 * @throws what it throws, when that took no longer
 */
export async function expectWithin<T>(work: () => T | Promise<T>, mostMs: number, name = ""): Promise<T> {
  let least = Number.POSITIVE_INFINITY;
  let outcome: PromiseSettledResult<T> | undefined;
  for (let run = 0; run < RUNS && least >= mostMs; run++) {
    const cost = await costOf(async () => {
      [outcome] = await Promise.allSettled([(async () => work())()]);
    });
    least = Math.min(least, cost);
  }
  expect(least, name).toBeLessThan(mostMs);
  if (outcome?.status !== "fulfilled") throw outcome?.reason;
  return outcome.value;
}

/** What work takes, in ms of the processor. */
export async function costOf(work: () => unknown): Promise<number> {
  const before = processorMs();
  await work();
  return processorMs() - before;
}

/** All the processor's time of this process so far, its threads' and the system's for it too, in ms. */
function processorMs(): number {
  // Linux counts the sum exactly, and tells one from the other by ticks of some milliseconds.
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
