import { AsyncLocalStorage } from "node:async_hooks";
import { vi } from "vitest";
import { seededRandom } from "./photo.js";

const drawing = new AsyncLocalStorage<() => number>();

/** Lets `withSameRandom` take effect; what loads later and draws random bytes in it changes what is drawn. */
export function mockRandom(): void {
  const drawTruly = crypto.getRandomValues.bind(crypto);
  vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    const random = drawing.getStore();
    if (!random) return drawTruly(array);
    const { buffer, byteOffset, byteLength } = array as Uint8Array;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    for (let i = 0; i < byteLength; i++) bytes[i] = Math.floor(random() * 256);
    return array;
  });
}

/** Does something with the same random bytes for the same seed; what else goes on meanwhile has others. */
export function withSameRandom<T>(seed: number, act: () => Promise<T>): Promise<T> {
  return drawing.run(seededRandom(seed), act);
}
