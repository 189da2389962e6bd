import { EscrowError } from "../../error.js";
import { type DrawQuestion, drawingDesk } from "../../read/pages/drawer.js";
import { preparePdfium } from "../../read/pages/pdf.js";
import type { Platform } from "../../read/platform.js";
import { PageCaller } from "../page-caller.js";
import type { Calls, DrawStart, Envelope, FromWorker, Start, ToWorker } from "../protocol.js";
import type { DeskParts } from "./desk.js";
import { drawerMaker } from "./drawer.js";
import { pagePlatform } from "./platform.js";

const tell = (message: FromWorker, transfer: Transferable[] = []) => postMessage(message, { transfer });

/**
 * Lets a worker do what its page asks.
 * @param open makes the desk that does it, once the page has said how to start
 */
export function serve(open: (start: Start, parts: DeskParts) => Calls): void {
  const page = new PageCaller(tell);
  let desk: Calls | undefined;
  /** Calls are done in their order: each sees what the ones before it left. */
  let turn: Promise<unknown> = Promise.resolve();
  addEventListener("message", ({ data }: MessageEvent<ToWorker | DrawStart>) => {
    if ("mode" in data) desk = open(data, partsOf(data, page));
    else if ("given" in data) page.settle(data.given);
    else if ("port" in data) drawFor(data.port, page);
    else if (desk) {
      const at = desk;
      turn = turn.then(() => answer(at, data));
    }
  });
}

function partsOf({ mode, guides, fonts, zxing, pdfium }: Start, page: PageCaller): DeskParts {
  const onLoad = (reader: "zxing" | "pdfium") => tell({ progress: { doing: "loading", reader } });
  const plain = pagePlatform({ zxing, pdfium }, onLoad, (bytes, type) => page.bitmap(bytes, type));
  const platform: Platform = { ...plain, startDrawer: drawerMaker(page, () => plain.wasm("pdfium")) };
  return {
    mode,
    platform,
    guides,
    fonts,
    page,
    tell: (progress) => tell({ progress }),
    tellMaking: (making) => tell({ making }),
  };
}

/** Makes this worker one that draws, and knows nothing else. See `startDrawer`. */
function drawFor(port: MessagePort, page: PageCaller): void {
  port.onmessage = async ({ data: pdfium }: MessageEvent<Uint8Array>) => {
    const plain = pagePlatform(
      { zxing: "", pdfium: "" },
      () => {},
      (bytes, type) => page.bitmap(bytes, type),
    );
    const platform = { ...plain, wasm: async () => pdfium };
    const draw = drawingDesk(platform);
    await preparePdfium(platform);
    port.onmessage = async ({ data: question }: MessageEvent<DrawQuestion>) => {
      const answer = await draw(question);
      port.postMessage(answer, "raster" in answer ? [answer.raster.data.buffer as ArrayBuffer] : []);
    };
    port.postMessage("ready");
  };
}

async function answer(desk: Calls, { id, name, args }: Envelope): Promise<void> {
  try {
    // Both ends have the types of `Calls`; between them go plain messages.
    const call = (desk as unknown as Record<string, unknown>)[name] as (
      ...args: readonly unknown[]
    ) => Promise<unknown>;
    tell({ id, value: await call.apply(desk, [...args]) });
  } catch (error) {
    // Nothing of an unexpected error is repeated: its text may hold a secret.
    const { code, data } = error instanceof EscrowError ? error : new EscrowError("internal");
    tell({ id, error: { code, data } });
  }
}
