import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { PDFDocument, rgb } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { EscrowError } from "../../../src/error.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { readCodes } from "../../../src/read/codes/codes.js";
import type { FoundCode } from "../../../src/read/codes/found-code.js";
import { type PageReading, readPages } from "../../../src/read/pages/pages.js";
import type { Platform } from "../../../src/read/platform.js";
import { wide } from "../../helpers/full.js";

const qrcode = createRequire(import.meta.url)("qrcode") as typeof import("qrcode");
const PT_PER_MM = 72 / 25.4;

/** A PDF whose pages hold one code each, `PAGE 1` and so on, as shapes. */
async function pdfWithCodes(pages: number, moduleMm: number): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const size = moduleMm * PT_PER_MM;
  for (let number = 1; number <= pages; number++) {
    const page = document.addPage([300, 300]);
    const { modules } = qrcode.create(`PAGE ${number}`, { errorCorrectionLevel: "M" });
    for (let y = 0; y < modules.size; y++) {
      for (let x = 0; x < modules.size; x++) {
        if (!modules.get(y, x)) continue;
        page.drawRectangle({ x: 60 + x * size, y: 240 - y * size, width: size, height: size, color: rgb(0, 0, 0) });
      }
    }
  }
  return document.save();
}

async function readAll(pdf: Uint8Array, platform: Platform): Promise<PageReading[]> {
  const pages: PageReading[] = [];
  for await (const page of readPages(pdf, platform)) pages.push(page);
  return pages;
}

const texts = (pages: readonly PageReading[]) => pages.map(({ codes }) => codes.map(({ text }) => text).join());

/** A platform whose two helpers take the longer the earlier a page is, so that answers come in another order. */
function slowHelpers(answer: (call: number) => Promise<void>) {
  let [calls, running, most] = [0, 0, 0];
  const platform: Platform = {
    ...nodePlatform,
    helpers: {
      count: 2,
      async readCodes(raster, options): Promise<FoundCode[]> {
        most = Math.max(most, ++running);
        await answer(++calls);
        running--;
        return readCodes(raster, nodePlatform, options);
      },
    },
  };
  return { platform, counts: () => ({ calls, most }) };
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe("readPages", () => {
  wide("gives a long file to helpers, and every page once and in order", async () => {
    const { platform, counts } = slowHelpers((call) => wait(call % 4 === 1 ? 150 : 1));
    const pages = await readAll(await pdfWithCodes(22, 0.8), platform);
    expect(pages.map(({ page }) => page)).toEqual(Array.from({ length: 22 }, (_, i) => i + 1));
    expect(texts(pages)).toEqual(Array.from({ length: 22 }, (_, i) => `PAGE ${i + 1}`));
    // Never more drawn pages in memory than both can soon read.
    expect(counts()).toEqual({ calls: 22, most: 5 });
  });

  it("reads a short file without them", async () => {
    const { platform, counts } = slowHelpers(() => wait(1));
    expect(texts(await readAll(await pdfWithCodes(3, 0.8), platform))).toEqual(["PAGE 1", "PAGE 2", "PAGE 3"]);
    expect(counts().calls).toBe(0);
  });

  it("ends with what goes wrong in a helper", async () => {
    const { platform } = slowHelpers((call) =>
      call === 7 ? Promise.reject(new EscrowError("picture-unreadable")) : wait(1),
    );
    await expect(readAll(await pdfWithCodes(20, 0.8), platform)).rejects.toMatchObject({ code: "picture-unreadable" });
  });

  it.each([0.3, 0.5, 0.8])("reads drawn codes with modules of %d mm", async (moduleMm) => {
    expect(texts(await readAll(await pdfWithCodes(1, moduleMm), nodePlatform))).toEqual(["PAGE 1"]);
  });
});

describe("threads", () => {
  const script = `
    const { threadedPlatform } = await import("./dist/node/reading-threads.js");
    const { readPages } = await import("./dist/read/pages/pages.js");
    const pdf = new Uint8Array(Buffer.concat(await process.stdin.toArray()));
    for await (const { page, codes } of readPages(pdf, threadedPlatform)) {
      console.log(page, codes.map(({ text }) => text).join());
    }`;

  it.skipIf(availableParallelism() < 2)("read what the main thread reads, and let the program end", async () => {
    const running = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
    running.child.stdin?.end(await pdfWithCodes(24, 0.8));
    const { stdout } = await running;
    expect(stdout.trim().split("\n")).toEqual(Array.from({ length: 24 }, (_, i) => `${i + 1} PAGE ${i + 1}`));
  });

  const drawing = `
    const { threadedPlatform, prepareThreads } = await import("./dist/node/reading-threads.js");
    const { rasterisePdf } = await import("./dist/read/pages/pdf.js");
    const pdf = new Uint8Array(Buffer.concat(await process.stdin.toArray()));
    prepareThreads();
    const here = rasterisePdf(pdf, threadedPlatform);
    for await (const { raster, ...page } of threadedPlatform.helpers.drawPages(pdf)) {
      const { raster: other, ...meant } = (await here.next()).value;
      const same = Buffer.compare(raster.data, other.data) === 0 && JSON.stringify(page) === JSON.stringify(meant);
      console.log(page.page, same && raster.width === other.width);
    }
    console.log((await here.next()).done);
    for await (const page of threadedPlatform.helpers.drawPages(pdf)) break;
    try {
      for await (const page of threadedPlatform.helpers.drawPages(pdf.subarray(0, 300)));
    } catch ({ code }) {
      console.log(code);
    }`;

  it.skipIf(availableParallelism() < 2)("draw what the main thread draws, and its errors", async () => {
    const running = promisify(execFile)(process.execPath, ["--input-type=module", "-e", drawing]);
    running.child.stdin?.end(await pdfWithCodes(4, 0.8));
    const { stdout } = await running;
    expect(stdout.trim().split("\n")).toEqual(["1 true", "2 true", "3 true", "4 true", "true", "pdf-unreadable"]);
  });

  it.skipIf(availableParallelism() < 2)("let the program end that has nothing to read after all", async () => {
    const idle = 'const { prepareThreads } = await import("./dist/node/reading-threads.js"); prepareThreads();';
    await promisify(execFile)(process.execPath, ["--input-type=module", "-e", idle], { timeout: 10_000 });
  });
});
