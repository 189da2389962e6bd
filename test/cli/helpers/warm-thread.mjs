// The program in a thread, run by run: to start Node, load and warm up takes most of a short run's time. A run has
// arguments, environment and standard streams of its own; its folder is that of the process.
import { Readable } from "node:stream";
import { parentPort, workerData } from "node:worker_threads";

const { program, state, ANSWERED, ENDED } = workerData;
const { run } = await import(program);
const endThread = process.exit;

parentPort.on("message", async ({ args, env, input, port }) => {
  const [stdout, stderr] = [collectFrom(process.stdout), collectFrom(process.stderr)];
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  Object.defineProperty(process, "stdin", { value: Readable.from([Buffer.from(input)]), configurable: true });
  const answer = (status) => {
    port.postMessage({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) });
    Atomics.add(state, ANSWERED, 1);
    Atomics.notify(state, ANSWERED);
  };
  process.exit = (status) => {
    Atomics.store(state, ENDED, 1);
    answer(status);
    endThread(status);
  };
  answer(await run(args));
  // Each run listens anew.
  for (const event of ["uncaughtException", "unhandledRejection"]) process.removeAllListeners(event);
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners("error");
});

/** What is written to a stream from now on. */
function collectFrom(stream) {
  const parts = [];
  stream.write = (chunk, encoding, done = encoding) => {
    parts.push(Buffer.from(chunk));
    if (typeof done === "function") done();
    return true;
  };
  return parts;
}
