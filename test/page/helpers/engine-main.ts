import { readEmbedded } from "../../../src/page/embedded.js";
import { Engine } from "../../../src/page/engine.js";

/** The page without its face: tests drive the engine through it. */
const { parts } = readEmbedded();

Object.assign(globalThis, {
  progress: [],
  start: (mode: "recover" | "check") => {
    const state = globalThis as unknown as { engine?: Engine; progress: unknown[] };
    state.engine?.forget();
    state.progress = [];
    state.engine = new Engine(parts, { mode, onProgress: (one) => state.progress.push(one) });
  },
  call: async (name: keyof Engine, args: readonly unknown[]) => {
    const { engine } = globalThis as unknown as { engine: Engine };
    const call = engine[name] as (...args: readonly unknown[]) => Promise<unknown>;
    try {
      return { value: await call.apply(engine, [...args]) };
    } catch (error) {
      // Errors of the engine have a code; another one is a fault that the test must see.
      const { code, data } = error as { code?: string; data?: unknown };
      if (code === undefined) throw error;
      return { code, data };
    }
  },
  fileOf: (name: string, base64: string) =>
    new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name),
});
