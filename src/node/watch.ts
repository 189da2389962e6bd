/**
 * Starts a watch: seconds of processor time of the program since then. A thread's own cannot be told by every Node: it is
 * the program's at most, and at most what has passed.
 */
export function startWatch(): () => number {
  const since = process.cpuUsage();
  const begun = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(since);
    return Math.min((user + system) / 1e6, (performance.now() - begun) / 1000);
  };
}
