import { EscrowError } from "../../../src/error.js";
import { readEmbedded } from "../../../src/page/embedded.js";
import { pagePlatform } from "../../../src/page/worker/platform.js";
import { readSheets } from "../../../src/recover/sheet-reading.js";

/** The page's reading without its face: tests compare what it gives with what the command line gives. */
const { parts } = readEmbedded();
const platform = pagePlatform(parts, () => {});

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

Object.assign(globalThis, {
  readAll: async (files: readonly { name: string; base64: string }[]) => {
    const inputs = files.map(({ name, base64 }) => ({ name, bytes: bytesOf(base64) }));
    return plain(await readSheets(inputs, platform));
  },
  decode: async (base64: string) => {
    try {
      const { width, height, data } = await platform.decodePicture(bytesOf(base64));
      return { width, height, grey: [...data] };
    } catch (error) {
      if (error instanceof EscrowError) return { code: error.code, data: error.data };
      throw error;
    }
  },
});

/** Bytes as lists of numbers: what goes from a page to a test is JSON. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, one: unknown) => (one instanceof Uint8Array ? [...one] : one)));
}
