import { EscrowError } from "../error.js";
import { Desk } from "./desk.js";
import { browserPlatform } from "./platform.js";
import type { Answer, Calls, Envelope, Start } from "./protocol.js";

const tell = (answer: Answer) => postMessage(answer);

let desk: Desk | undefined;
/** Calls are done in their order: each sees what the ones before it left. */
let turn: Promise<unknown> = Promise.resolve();

addEventListener("message", ({ data }: MessageEvent<Start | Envelope>) => {
  if ("mode" in data) desk = openDesk(data);
  else if (desk) {
    const at = desk;
    turn = turn.then(() => answer(at, data));
  }
});

function openDesk({ mode, guides, font, zxing, pdfium }: Start): Desk {
  const platform = browserPlatform({ zxing, pdfium }, (reader) => tell({ progress: { doing: "loading", reader } }));
  return new Desk({ mode, platform, guides, font, tell: (progress) => tell({ progress }) });
}

async function answer(desk: Calls, { id, name, args }: Envelope): Promise<void> {
  try {
    // Both ends have the types of `Calls`; between them go plain messages.
    const call = desk[name] as (...args: readonly unknown[]) => Promise<unknown>;
    tell({ id, value: await call.apply(desk, [...args]) });
  } catch (error) {
    // Nothing of an unexpected error is repeated: its text may hold a secret.
    const { code, data } = error instanceof EscrowError ? error : new EscrowError("internal");
    tell({ id, error: { code, data } });
  }
}
