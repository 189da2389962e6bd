import { EscrowError } from "../error.js";
import type { PageCalls, PageEnvelope } from "./protocol.js";

/**
 * Does what a worker asks of the page. What it gets is handed over, and not copied.
 * @param calls those that this worker has a right to
 */
export async function giveTo(
  worker: Worker,
  { id, ask, args }: PageEnvelope,
  calls: Partial<PageCalls>,
): Promise<void> {
  try {
    const call = calls[ask] as (...args: readonly unknown[]) => Promise<unknown>;
    const value = await call(...args);
    worker.postMessage({ given: { id, value } }, transferable(value));
  } catch (error) {
    const { code, data } = error instanceof EscrowError ? error : new EscrowError("internal");
    worker.postMessage({ given: { id, error: { code, data } } });
  }
}

/** What of a value can be handed over. */
function transferable(value: unknown): Transferable[] {
  if (value instanceof Uint8Array) return [value.buffer as ArrayBuffer];
  return value instanceof ImageBitmap ? [value] : [];
}
