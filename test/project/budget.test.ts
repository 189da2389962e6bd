import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PDFDocument } from "pdf-lib";
import sharp from "sharp";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Account, makeAccount } from "../../src/account/account.js";
import { checkSheets } from "../../src/make/check-open.js";
import { drawSheet, planShares } from "../../src/make/set-sheets.js";
import { nodePlatform } from "../../src/node/platform.js";
import { readCodes } from "../../src/read/codes/codes.js";
import { type PdfPage, rasterisePdf } from "../../src/read/pages/pdf.js";
import { folderWith, KEY_URI, run } from "../cli/helpers/run.js";
import { photograph } from "../helpers/photo.js";
import { setResources } from "../helpers/set-sheets.js";
import { fonts, MADE_ON, OPEN, readFiles, sheetsOf, VERSION } from "../helpers/sheets.js";

// What work costs, in measures that no machine changes: a bound that is passed is a job that became slower or heavier.
// Each leaves a few per cent to today's value. Raise one only for what is worth it.
const BOUNDS = {
  /** One leaf: nearly all of it is the subsets of three fonts. */
  openSheetBytes: 20_200,
  /** What each further leaf adds: people print hundreds, and mail servers refuse large files. */
  leafBytes: 6_750,
  /** All five PDFs of a 3-of-5 set: eight to ten codes of the document on each, and a card of 60 lines. */
  shareSetBytes: 252_000,
  /** Starting: what a person waits for even when the answer is only a help text. */
  helpModules: 6,
  helpKilobytes: 160,
  /** The usual job; each file read and compiled costs a millisecond or so. Each kind of source has one, to be told by. */
  printModules: 277,
  printKilobytes: 3_440,
} as const;

/** Given to Node by `--import`: lists every file that is loaded as code, a path a line. */
const HOOK = `
import { appendFileSync, writeFileSync } from "node:fs";
import { Module, register } from "node:module";
import { isMainThread } from "node:worker_threads";
const list = process.env.LOADED_MODULES;
// Threads add theirs.
if (isMainThread) writeFileSync(list, "");
register("data:text/javascript," + encodeURIComponent(\`
  import { appendFileSync } from "node:fs";
  import { fileURLToPath } from "node:url";
  export function load(url, context, next) {
    if (url.startsWith("file:")) appendFileSync(\${JSON.stringify(list)}, fileURLToPath(url) + "\\\\n");
    return next(url, context);
  }
\`));
// What is required instead of imported passes no such hook.
process.on("exit", () => appendFileSync(list, Object.keys(Module._cache).map((path) => path + "\\n").join("")));
`;

const counts = { renders: 0, decodes: 0 };

vi.mock("zxing-wasm/reader", async (original) => {
  const module = await original<typeof import("zxing-wasm/reader")>();
  const readBarcodes: typeof module.readBarcodes = (...args) => {
    counts.decodes++;
    return module.readBarcodes(...args);
  };
  return { ...module, readBarcodes };
});

vi.mock("@hyzyla/pdfium", async (original) => {
  const module = await original<typeof import("@hyzyla/pdfium")>();
  const { render } = module.PDFiumPage.prototype;
  module.PDFiumPage.prototype.render = function (this: InstanceType<typeof module.PDFiumPage>, ...args: never[]) {
    counts.renders++;
    return render.apply(this, args as never);
  } as typeof render;
  return module;
});

beforeEach(() => {
  Object.assign(counts, { renders: 0, decodes: 0 });
});

function account(number: number): Account {
  const secret = `GEZDGNBVGY3TQOJQGEZDGNBVGY3TQ${"ABCDEFGHIJ"[number % 10]}${"QRSTUVWXYZ"[Math.floor(number / 10) % 10]}Q`;
  return makeAccount({ issuer: "Example", account: `user-${number}@example.com`, secret });
}

const accounts = Array.from({ length: 100 }, (_, i) => account(i));

describe("a PDF's bytes", () => {
  it("of one leaf, and of each of a hundred", async () => {
    const [one, all] = [await sheetsOf(accounts.slice(0, 1)), await sheetsOf(accounts)];
    expect(one.pdf.length).toBeLessThanOrEqual(BOUNDS.openSheetBytes);
    expect((all.pdf.length - one.pdf.length) / 99).toBeLessThanOrEqual(BOUNDS.leafBytes);
  });

  it("of a 3-of-5 set", async () => {
    const resources = await setResources("en");
    const contents = { accounts: accounts.slice(0, 3), keeps: [], notes: [], holders: [], made: MADE_ON };
    const { sheets } = await planShares(contents, { k: 3, n: 5 }, { paper: "a4", version: VERSION }, resources);
    const pdfs = await Promise.all(sheets.slice(0, 5).map((sheet) => drawSheet(sheet, resources)));
    expect(pdfs.reduce((sum, pdf) => sum + pdf.length, 0)).toBeLessThanOrEqual(BOUNDS.shareSetBytes);
  });
});

describe("pages drawn and looks for codes", () => {
  it("a self-check: each page once, each code once", async () => {
    const own = accounts.slice(0, 2);
    const made = await sheetsOf(own);
    await checkSheets(made, own, fonts, nodePlatform);
    expect(counts).toEqual({ renders: made.pages.length, decodes: 3 * own.length });
  });

  it("a clean PDF: each page once, one look a page", async () => {
    const { pdf, pages } = await sheetsOf(accounts.slice(0, 2));
    const { sheets, problems } = await readFiles({ name: "sheets.pdf", bytes: pdf });
    expect([sheets.length, problems]).toEqual([2, []]);
    expect(counts).toEqual({ renders: pages.length, decodes: pages.length });
  });

  it("a scan: its pictures are read without drawing them, one look a page", async () => {
    const { pdf } = await sheetsOf(accounts.slice(0, 2), { ...OPEN, template: "front" });
    const scan = await scanOf(pdf);
    Object.assign(counts, { renders: 0, decodes: 0 });
    const { sheets, problems } = await readFiles({ name: "scan.pdf", bytes: scan });
    expect([sheets.length, problems]).toEqual([2, []]);
    expect(counts).toEqual({ renders: 0, decodes: 2 });
  });

  it("a good photo: one look", async () => {
    const { pdf } = await sheetsOf(accounts.slice(0, 1));
    const [page] = await pagesOf(pdf, 200);
    if (!page) throw new Error("no page");
    const photo = await photograph(page.raster, { dpi: 200, angle: 4, perspective: 0.05, light: 0.2, noise: 3 });
    counts.decodes = 0;
    expect(await readCodes(photo, nodePlatform)).toHaveLength(2);
    expect(counts.decodes).toBe(1);
  });
});

describe("code that is loaded", () => {
  it.each([
    ["--help", ["--help"], BOUNDS.helpModules, BOUNDS.helpKilobytes],
    ["print", ["print", "key.txt", "-o", "sheet.pdf"], BOUNDS.printModules, BOUNDS.printKilobytes],
  ] as const)("by %s", (_, args, mostModules, mostKilobytes) => {
    const cwd = folderWith({ "key.txt": KEY_URI, "hook.mjs": HOOK });
    const list = join(cwd, "loaded.txt");
    const hook = pathToFileURL(join(cwd, "hook.mjs")).href;
    const { status } = run(args, { cwd, env: { LOADED_MODULES: list, NODE_OPTIONS: `--import=${hook}` } });
    expect(status).toBe(0);
    const loaded = [...new Set(readFileSync(list, "utf8").split("\n"))].filter(
      (path) => path !== "" && !path.startsWith(cwd),
    );
    const bytes = loaded.reduce((sum, path) => sum + statSync(path).size, 0);
    expect(loaded.length).toBeLessThanOrEqual(mostModules);
    expect(bytes / 1000).toBeLessThanOrEqual(mostKilobytes);
  });
});

async function pagesOf(pdf: Uint8Array, dpi: number): Promise<PdfPage[]> {
  const pages: PdfPage[] = [];
  for await (const page of rasterisePdf(pdf, nodePlatform, { dpi })) pages.push(page);
  return pages;
}

/** The PDF that a scanner makes of a printed one: a grey JPEG a page. */
async function scanOf(pdf: Uint8Array): Promise<Uint8Array> {
  const scan = await PDFDocument.create({ updateMetadata: false });
  for (const { raster, widthMm, heightMm } of await pagesOf(pdf, 200)) {
    const { width, height, data } = raster;
    const jpeg = await sharp(data, { raw: { width, height, channels: 1 } })
      .greyscale()
      .jpeg()
      .toBuffer();
    const size = { width: (widthMm / 25.4) * 72, height: (heightMm / 25.4) * 72 };
    scan.addPage([size.width, size.height]).drawImage(await scan.embedJpg(jpeg), { x: 0, y: 0, ...size });
  }
  return scan.save();
}
