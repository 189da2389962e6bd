// How long a page's main thread is held by one task, in processor time: a busy machine does not make it longer.

/** Begun in the page's process when the tracing ends: says which thread is the page's. */
const MARK = "paper-escrow-main-thread";

/**
 * Traces what a page's main thread does.
 * @param {import("playwright-core").Page} page in Chromium
 * @param {() => Promise<void>} act what is done meanwhile
 * @returns {Promise<number>} milliseconds of processor time of the longest task
 */
export async function longestTaskMs(page, act) {
  const session = await page.context().newCDPSession(page);
  /** @type {{ name?: string, ph?: string, pid?: number, tid?: number, tdur?: number }[]} */
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    for (const event of value) events.push(event);
  });
  const includedCategories = ["disabled-by-default-devtools.timeline", "blink.user_timing"];
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories } });
  await act();
  await page.evaluate((mark) => void performance.mark(mark), MARK);
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  const mark = events.find(({ name }) => name === MARK);
  const tasks = events.filter(({ name, pid, tid }) => name === "RunTask" && pid === mark?.pid && tid === mark?.tid);
  if (tasks.length === 0) throw new Error("the trace has no task of the page's main thread");
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}
