import { bitmapOf } from "../browser/picture-bitmap.js";
import { giveTo } from "./given.js";
import type { DrawStart, PageEnvelope } from "./protocol.js";

/** Workers that draw PDFs for the worker that reads them. The page starts and ends them and sees nothing of their work. */
export class DrawingWorkers {
  private readonly ends = new Map<number, () => void>();

  /** @param script the worker's */
  constructor(private readonly script: Blob) {}

  /**
   * Starts one.
   * @param port where it is asked
   * @returns settles when it has ended
   */
  start(drawer: number, port: MessagePort): Promise<void> {
    const url = URL.createObjectURL(this.script);
    const worker = new Worker(url);
    return new Promise((resolve) => {
      const end = () => {
        this.ends.delete(drawer);
        URL.revokeObjectURL(url);
        worker.terminate();
        resolve();
      };
      this.ends.set(drawer, end);
      worker.onerror = (event) => {
        event.preventDefault();
        end();
      };
      worker.onmessage = ({ data }: MessageEvent<PageEnvelope>) => void giveTo(worker, data, { bitmap: bitmapOf });
      const start: DrawStart = { port };
      worker.postMessage(start, [port]);
    });
  }

  /** Ends one at once, whatever it does. */
  end(drawer: number): void {
    this.ends.get(drawer)?.();
  }

  endAll(): void {
    for (const end of [...this.ends.values()]) end();
  }
}
