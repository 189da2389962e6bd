import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { EscrowError } from "../../../src/error.js";
import { nodePlatform } from "../../../src/node/platform.js";
import type { DrawAnswer, Drawer, DrawQuestion } from "../../../src/read/pages/drawer.js";
import { drawPdf } from "../../../src/read/pages/drawn-pages.js";
import { rasterisePdf } from "../../../src/read/pages/pdf.js";
import { limitMemory } from "../../../src/read/pages/wasm-memory.js";
import type { Platform } from "../../../src/read/platform.js";
import { folderWith, KEY_URI, run } from "../../cli/helpers/run.js";
import { FULL } from "../../helpers/full.js";
import {
  dashesPdf,
  emptyDrawingPdf,
  glyphsPdf,
  hugePagePdf,
  missingPagesPdf,
  nestedFormsPdf,
  pictureBombPdf,
  repeatedPicturePdf,
  shadingsPdf,
  softMasksPdf,
  tilingPdf,
} from "../helpers/hostile-pdf.js";

type Reply = DrawAnswer | "never" | "dies";

/** A platform whose drawers answer as told: `never` takes all time there is. */
function platformOf(reply: (question: DrawQuestion) => Reply, secondsEach = 0): { platform: Platform; log: string[] } {
  const log: string[] = [];
  const startDrawer = async (): Promise<Drawer> => {
    log.push("start");
    let worked = 0;
    return {
      pageSeconds: 10,
      startWatch: () => {
        const since = worked;
        return () => worked - since;
      },
      ask: async (question) => {
        const asked = "page" in question ? `page ${question.page}` : "open";
        log.push(asked);
        const given = reply(question);
        worked += given === "never" ? 10 : secondsEach;
        if (given === "never") return new Promise(() => {});
        return given === "dies" ? undefined : given;
      },
      release: () => log.push("release"),
      end: () => log.push("end"),
    };
  };
  return { platform: { ...nodePlatform, startDrawer }, log };
}

function pageAnswer(page: number, pages: number): DrawAnswer {
  const raster = { width: 1, height: 1, data: new Uint8Array(1) };
  return { page, pages, raster, widthMm: 1, heightMm: 1, exact: true, dpi: 200 };
}

const fault = (code: "pdf-unreadable" | "pdf-encrypted"): DrawAnswer => ({ fault: { code, data: {} } });

/** A file of so many pages, some of which answer otherwise. */
function fileOf(pages: number, others: Record<number, Reply> = {}) {
  return (question: DrawQuestion): Reply =>
    "page" in question ? (others[question.page] ?? pageAnswer(question.page, pages)) : { pages };
}

async function outcomes(bytes: Uint8Array, platform: Platform): Promise<string[]> {
  const all: string[] = [];
  for await (const one of drawPdf(bytes, platform)) {
    all.push("fault" in one ? `${one.page} ${one.fault.code} ${one.fault.data.page}` : `${one.page}`);
  }
  return all;
}

describe("a PDF drawn by a drawer", () => {
  it("gives every page", async () => {
    const { platform, log } = platformOf(fileOf(3));
    expect(await outcomes(new Uint8Array(1), platform)).toEqual(["1", "2", "3"]);
    expect(log).toEqual(["start", "open", "page 1", "page 2", "page 3", "release"]);
  });

  it.each([
    ["never", "pdf-page-slow"],
    ["dies", "pdf-unreadable"],
    [fault("pdf-unreadable"), "pdf-unreadable"],
  ] as const)("sets a page aside that answers %s, and no look at the file tries it again", async (reply, code) => {
    const { platform, log } = platformOf(fileOf(3, { 2: reply }));
    const bytes = new Uint8Array(1);
    expect(await outcomes(bytes, platform)).toEqual(["1", `2 ${code} 2`, "3"]);
    expect(log).toEqual(["start", "open", "page 1", "page 2", "end", "start", "open", "page 3", "release"]);
    log.length = 0;
    expect(await outcomes(bytes, platform)).toEqual(["1", `2 ${code} 2`, "3"]);
    expect(log).toEqual(["start", "open", "page 1", "page 3", "release"]);
  });

  it("gives up a file of many such pages", async () => {
    const never = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [i + 2, "never" as const]));
    const { platform, log } = platformOf(fileOf(300, never));
    const bytes = new Uint8Array(1);
    const slow = [2, 3].map((page) => `${page} pdf-page-slow ${page}`);
    expect(await outcomes(bytes, platform)).toEqual(["1", ...slow, "4 pdf-slow 4"]);
    expect(log.filter((asked) => asked.startsWith("page"))).toHaveLength(3);
    log.length = 0;
    expect(await outcomes(bytes, platform)).toEqual(["1", ...slow, "4 pdf-slow 4"]);
    expect(log).toEqual(["start", "open", "page 1", "release"]);
  });

  it("counts such pages wherever they stand", async () => {
    const never = Object.fromEntries([2, 40, 80].map((page) => [page, "never" as const]));
    const { platform } = platformOf(fileOf(300, never));
    const read = await outcomes(new Uint8Array(1), platform);
    expect(read.slice(38)).toEqual(["39", "40 pdf-page-slow 40", "41 pdf-slow 41"]);
  });

  it("gives a page after one that took all its time less, so that both end soon", async () => {
    const { platform } = platformOf(
      fileOf(300, Object.fromEntries(Array.from({ length: 300 }, (_, i) => [i + 1, "never"]))),
    );
    const given: unknown[] = [];
    for await (const one of drawPdf(new Uint8Array(1), platform)) {
      if ("fault" in one && one.fault.code === "pdf-page-slow") given.push(one.fault.data.seconds);
    }
    expect(given).toEqual([10, 4]);
  });

  it("gives a file time that grows with its pages", async () => {
    const { platform } = platformOf(fileOf(40), 5);
    const read = await outcomes(new Uint8Array(40 * 4096), platform);
    // 10 s, and two for each of 40; opening took five.
    expect(read).toHaveLength(18);
    expect(read.at(-1)).toBe("18 pdf-slow 18");
  });

  it("gives a small file that says it has many pages no more than its bytes are worth", async () => {
    const { platform } = platformOf(fileOf(300), 1);
    const read = await outcomes(new Uint8Array(2 * 4096), platform);
    // 10 s, and two for each of two; opening took one.
    expect(read.at(-1)).toBe("14 pdf-slow 14");
  });

  it("reads every page of a long scan", async () => {
    const { platform } = platformOf(fileOf(300), 1.9);
    const read = await outcomes(new Uint8Array(300 * 4096), platform);
    expect(read).toHaveLength(300);
    expect(read.at(-1)).toBe("300");
  });

  it("gives up a file that cannot be opened in time, once and for all", async () => {
    const { platform, log } = platformOf(() => "never");
    const bytes = new Uint8Array(1);
    for (let look = 0; look < 2; look++) {
      await expect(outcomes(bytes, platform)).rejects.toMatchObject({ code: "pdf-slow" });
    }
    expect(log).toEqual(["start", "open", "end"]);
  });

  it("tells why a file cannot be opened", async () => {
    const { platform } = platformOf(() => fault("pdf-encrypted"));
    await expect(outcomes(new Uint8Array(1), platform)).rejects.toMatchObject({ code: "pdf-encrypted" });
  });
});

describe("memory of a reader", () => {
  /** A module that has one page of memory, may have 32,768, and gives out how to grow it. */
  const module = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[5, 6, 1, 1, 1, 0x80, 0x80, 2],
    ...[7, 10, 1, 6, ...Buffer.from("memory"), 2, 0],
  ]);
  const memoryOf = async (bytes: ArrayBuffer) =>
    (await WebAssembly.instantiate(bytes)).instance.exports.memory as WebAssembly.Memory;

  it("can be limited", async () => {
    expect((await memoryOf(module.slice().buffer)).grow(200)).toBe(1);
    const limited = await memoryOf(limitMemory(module.slice().buffer, 100 * 64 * 1024));
    expect(limited.grow(99)).toBe(1);
    expect(() => limited.grow(1)).toThrow(RangeError);
  });

  it("is limited for files that are made to take all", async () => {
    const before = process.memoryUsage().rss;
    await expect(rasterisePdf(nestedFormsPdf(12), nodePlatform).next()).rejects.toBeInstanceOf(EscrowError);
    expect(process.memoryUsage().rss - before).toBeLessThan(900 * 2 ** 20);
  });
});

const script = `
  const { boundedPlatform } = await import("./dist/node/platform.js");
  const { drawPdf } = await import("./dist/read/pages/drawn-pages.js");
  const pdf = new Uint8Array(Buffer.concat(await process.stdin.toArray()));
  const startDrawer = async () => ({ ...(await boundedPlatform.startDrawer()), pageSeconds: 0.5 });
  for (let look = 0; look < 2; look++) {
    for await (const one of drawPdf(pdf, { ...boundedPlatform, startDrawer })) console.log(one.page, one.fault?.code);
  }
  console.log(process.cpuUsage().user / 1e6 < 5);`;

describe("a thread that draws", () => {
  it("is ended where a pattern would take days, and the program ends", async () => {
    const running = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], { timeout: 60_000 });
    running.child.stdin?.end(tilingPdf(0.001, 2));
    const { stdout } = await running;
    const lost = ["1 pdf-page-slow", "2 pdf-page-slow"];
    expect(stdout.trim().split("\n")).toEqual([...lost, ...lost, "true"]);
  });
});

/** What a process and its threads may take: a page's deadline, and what stands beside it. */
const [MOST_SECONDS, MOST_BYTES] = [20, 2 ** 30];

/** What nothing else is wrong with than its size is a page that was read, and has nothing on it. */
const READ = new Set(["a huge page"]);

const BOMBS: readonly [string, () => Uint8Array][] = [
  ["a tiling pattern at 0.1", () => tilingPdf(0.1)],
  ["a tiling pattern at 0.001", () => tilingPdf(0.001)],
  ["300 pages of a tiling pattern", () => tilingPdf(0.001, 300)],
  ["dashes", dashesPdf],
  ["shadings", shadingsPdf],
  ["one picture 20,000 times", repeatedPicturePdf],
  ["forms in forms", () => nestedFormsPdf(12)],
  ["glyphs", glyphsPdf],
  ["soft masks", softMasksPdf],
  ["a huge page", () => hugePagePdf("100000000 100000000")],
  ["a thread of a page", () => hugePagePdf("0.001 100000000")],
  ["a huge picture", () => pictureBombPdf(30_000)],
  ["an endless drawing", emptyDrawingPdf],
  ["pages that are not there", () => missingPagesPdf(4_000)],
];

describe.runIf(FULL)("a good sheet beside a PDF made to harm", () => {
  const measure = `process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    console.error("measured", (user + system) / 1e6, process.resourceUsage().maxRSS * 1024);
  });`;

  let cwd: string;
  beforeAll(() => {
    cwd = folderWith({ "key.txt": KEY_URI, "measure.mjs": measure });
    expect(run(["print", "key.txt", "-o", "sheet.pdf"], { cwd }).status).toBe(0);
  });

  it.each(BOMBS)(
    "%s",
    (name, bomb) => {
      writeFileSync(join(cwd, "bomb.pdf"), bomb());
      const env = { NODE_OPTIONS: `--import=${cwd}/measure.mjs` };
      const { stdout, stderr, status } = run(["verify", "bomb.pdf", "sheet.pdf", "--json"], { cwd, env });
      const { accounts, problems } = JSON.parse(stdout);
      expect([accounts.length, status]).toEqual([1, READ.has(name) ? 0 : 1]);
      expect(problems.length === 0).toBe(READ.has(name));
      const measured = [...stderr.matchAll(/measured (\S+) (\S+)/gu)].map((found) => [
        Number(found[1]),
        Number(found[2]),
      ]);
      expect(measured).not.toEqual([]);
      for (const [seconds, bytes] of measured) {
        expect(seconds).toBeLessThan(MOST_SECONDS);
        expect(bytes).toBeLessThan(MOST_BYTES);
      }
    },
    120_000,
  );
});
