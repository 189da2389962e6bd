/**
 * Starts a watch: seconds of processor time of the program since then. A thread's own cannot be told by every Node: it is
 * the program's at most, and at most what has passed.
 * @param threads how many work on what is timed
 */
export function startWatch(threads = 1): () => number {
  const since = process.cpuUsage();
  const begun = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(since);
    return Math.min((user + system) / 1e6, (threads * (performance.now() - begun)) / 1000);
  };
}
