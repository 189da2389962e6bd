import type { ReaderOptions, ReadResult } from "zxing-wasm/reader";
import { encodePgm, type Raster } from "../pixels/raster.js";
import { loadWasm, type Platform } from "../platform.js";
import type { CorrectionLevel, Sighting } from "./sighting.js";

/** Codes to look for: dark on light and the reverse, as dark-mode screenshots hold them; dark ones; dark ones drawn without a blur. */
type CodeKind = "any" | "dark" | "drawn";

/**
 * Every QR code that zxing sees, with those that it locates but cannot read. Other symbologies and Micro QR are ignored.
 * @param codes what is looked for; less takes less time
 * @returns outlines in the raster's pixels
 */
export async function readWithZxing(raster: Raster, platform: Platform, codes: CodeKind): Promise<Sighting[]> {
  const { readBarcodes } = await loadZxing(platform);
  try {
    const results = await readBarcodes(encodePgm(raster), { ...OPTIONS, ...OPTIONS_FOR[codes] });
    return results.flatMap((result) => sighting(result) ?? []);
  } catch (error) {
    // Some pictures make its C++ throw, which arrives as a number. A trap leaves its memory in an
    // unknown state: the next picture gets a new one. Either way this look has found nothing.
    if (typeof error !== "number") modules.delete(platform);
    return [];
  }
}

/** Begins to load zxing, so that it is there when the first picture is. */
export function prepareZxing(platform: Platform): void {
  // What goes wrong is told to whoever reads with it.
  loadZxing(platform).catch(() => {});
}

const OPTIONS: ReaderOptions = {
  formats: ["QRCodeModel2"],
  tryHarder: true,
  tryRotate: true,
  returnErrors: true,
  maxNumberOfSymbols: 255,
  textMode: "Plain",
};

// Smaller copies of the picture help against blur and noise alone.
const OPTIONS_FOR: Readonly<Record<CodeKind, ReaderOptions>> = {
  any: { tryInvert: true },
  dark: { tryInvert: false },
  drawn: { tryInvert: false, tryHarder: false, tryDownscale: false },
};

function sighting(result: ReadResult): Sighting | undefined {
  const { topLeft, topRight, bottomRight, bottomLeft } = result.position;
  const corners = [topLeft, topRight, bottomRight, bottomLeft] as const;
  if (!result.isValid) return { valid: false, corners };
  const extra = readExtra(result.extra);
  return extra && { valid: true, corners, text: textOf(result), ...extra };
}

/** Version, level and margin, which zxing gives as JSON; nothing for a Micro QR code (version `M4`). */
function readExtra(json: string) {
  const extra: unknown = JSON.parse(json);
  if (typeof extra !== "object" || extra === null) return undefined;
  const { Version, ECLevel, UEC } = extra as Record<string, unknown>;
  const version = Number(Version);
  if (!(version >= 1 && version <= 40) || !/^[LMQH]$/.test(String(ECLevel))) return undefined;
  return {
    version,
    level: String(ECLevel) as CorrectionLevel,
    unusedCorrection: typeof UEC === "number" ? Math.min(1, Math.max(0, UEC)) : 0,
  };
}

/** Byte mode without a declared character set is UTF-8 wherever it can be; zxing guesses otherwise. */
function textOf(result: ReadResult): string {
  if (result.hasECI) return result.text;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(result.bytes);
  } catch {
    return result.text;
  }
}

const modules = new WeakMap<Platform, Promise<typeof import("zxing-wasm/reader")>>();

function loadZxing(platform: Platform): Promise<typeof import("zxing-wasm/reader")> {
  const known = modules.get(platform);
  if (known) return known;
  const loading = startZxing(platform);
  modules.set(platform, loading);
  loading.catch(() => modules.delete(platform));
  return loading;
}

async function startZxing(platform: Platform) {
  const zxing = await import("zxing-wasm/reader");
  const quiet = () => {};
  await zxing.prepareZXingModule({
    // Without its binary zxing-wasm would fetch it from a content network.
    overrides: { wasmBinary: await loadWasm(platform, "zxing"), print: quiet, printErr: quiet },
    fireImmediately: true,
  });
  return zxing;
}
