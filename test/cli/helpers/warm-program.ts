import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";

/** How long a run may take, in ms, before it is given up: the whole suite may run beside it. */
const PATIENCE_MS = 300_000;
/** What thread and tests share: how many runs were answered, and whether the thread has ended. */
const [ANSWERED, ENDED] = [0, 1];

/** What a run left, as it was written. */
export interface WarmRun {
  readonly status: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

let thread: { readonly worker: Worker; readonly state: Int32Array } | undefined;

function startThread() {
  const state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const program = new URL("../../../dist/start.js", import.meta.url).href;
  const url = new URL("./warm-thread.mjs", import.meta.url);
  const worker = new Worker(url, { workerData: { program, state, ANSWERED, ENDED }, execArgv: [] });
  worker.unref();
  return { worker, state };
}

/**
 * Runs the built program to its end in a thread that stays, and waits for it.
 * @param cwd the folder of this process meanwhile, and so the run's
 * @throws Error where it does not end
 */
export function runWarm(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  input: string | Uint8Array,
): WarmRun {
  thread ??= startThread();
  const { worker, state } = thread;
  const { port1: answer, port2: port } = new MessageChannel();
  const home = process.cwd();
  process.chdir(cwd);
  try {
    worker.postMessage({ args, env, input, port }, [port]);
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const answered = Atomics.load(state, ANSWERED);
      const isEnded = Atomics.load(state, ENDED) !== 0;
      if (isEnded) thread = undefined;
      const received = receiveMessageOnPort(answer);
      if (received) return received.message;
      // The count may have risen for the run before, which ended twice: only an answer is one.
      const left = until - performance.now();
      if (isEnded || left <= 0) throw new Error(`no end of paper-escrow ${args.join(" ")}`);
      Atomics.wait(state, ANSWERED, answered, left);
    }
  } finally {
    answer.close();
    process.chdir(home);
  }
}
