import type { CDPSession, Page } from "playwright-core";

/** Everything that scripts of a page and of its workers still reach in Chromium, as text: heap snapshots. */
export async function heapsOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const workers: string[] = [];
  session.on("Target.attachedToTarget", ({ sessionId }) => workers.push(sessionId));
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const parts: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => parts.push(chunk));
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  for (const worker of workers) parts.push(...(await snapshotOf(session, worker)));
  await session.detach();
  return parts.join("");
}

/** A worker's snapshot: its messages go through the page's session. */
function snapshotOf(session: CDPSession, worker: string): Promise<string[]> {
  const parts: string[] = [];
  const send = (id: number, method: string, params = {}) =>
    session.send("Target.sendMessageToTarget", { sessionId: worker, message: JSON.stringify({ id, method, params }) });
  return new Promise((resolve, reject) => {
    session.on("Target.receivedMessageFromTarget", ({ sessionId, message }) => {
      if (sessionId !== worker) return;
      const { id, method, params } = JSON.parse(message);
      if (method === "HeapProfiler.addHeapSnapshotChunk") parts.push(params.chunk);
      if (id === 2) resolve(parts);
    });
    send(1, "HeapProfiler.collectGarbage")
      .then(() => send(2, "HeapProfiler.takeHeapSnapshot", { reportProgress: false }))
      .catch(reject);
  });
}
