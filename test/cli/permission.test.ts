import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import QRCode from "qrcode";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { writeFiles } from "../../src/cli/output/output.js";
import { nodePlatform } from "../../src/node/platform.js";
import { loadLanguage } from "../../src/node/resources.js";
import { rasterisePdf } from "../../src/read/pages/pdf.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import { wide } from "../helpers/full.js";
import { encodeJpeg, encodePng } from "../helpers/photo.js";
import { faultyDisk } from "./helpers/faulty-disk.js";
import { folderWith, KEY, KEY_URI, namesIn, PROGRAM, run } from "./helpers/run.js";

// docs/permission-model.md gives this line.
const root = dirname(dirname(PROGRAM));
const picture = await QRCode.toBuffer(KEY_URI);
const page = await sheetPage();

/** The front page of a printed sheet. */
async function sheetPage(): Promise<Raster> {
  const folder = folderWith({ "one.txt": KEY_URI });
  run(["print", "one.txt", "-o", "sheet.pdf"], { cwd: folder });
  for await (const { raster } of rasterisePdf(readFileSync(join(folder, "sheet.pdf")), nodePlatform)) return raster;
  throw new Error("no page");
}

describe("under Node's permission model", async () => {
  const cwd = folderWith({
    "one.txt": KEY_URI,
    "code.webp": await sharp(picture).webp().toBuffer(),
    "page.png": await encodePng(page),
    "page.jpg": await encodeJpeg(page, 85),
  });
  mkdirSync(join(cwd, "sheets"));
  const grants = [
    "--experimental-permission",
    "--allow-worker",
    `--allow-fs-read=${root}/*`,
    `--allow-fs-read=${cwd}/*`,
    `--allow-fs-write=${join(cwd, "sheets")}/`,
  ];
  const env = { NODE_OPTIONS: `--no-warnings ${grants.join(" ")}` };

  it("makes a sheet, for its owner alone", () => {
    const printed = run(["print", "one.txt", "-o", "sheets/quick.pdf", "--no-self-check"], { cwd, env });
    expect(printed.status, printed.stderr).toBe(0);
    expect(
      readFileSync(join(cwd, "sheets", "quick.pdf"))
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    expect(statSync(join(cwd, "sheets", "quick.pdf")).mode & 0o777).toBe(0o600);
    rmSync(join(cwd, "sheets", "quick.pdf"));
  });

  it("says so where its packages may not be read", () => {
    const NODE_OPTIONS = env.NODE_OPTIONS.replace(
      `${root}/*`,
      `${root}/dist/* --allow-fs-read=${root}/templates/* --allow-fs-read=${root}/bin/* --allow-fs-read=${root}/package.json`,
    );
    const { status, stdout, stderr } = run(["print", "one.txt", "-o", "sheets/none.pdf", "--json"], {
      cwd,
      env: { NODE_OPTIONS },
    });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/refused by Node's permission model/u)]);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "not-permitted" } });
    expect(namesIn(join(cwd, "sheets"))).toEqual([]);
  });

  wide("prints, verifies and recovers", () => {
    const printed = run(["print", "one.txt", "-o", "sheets/"], { cwd, env });
    expect(printed.status, printed.stderr).toBe(0);
    expect(namesIn(join(cwd, "sheets"))).toEqual(["sheet-001.pdf"]);
    expect(statSync(join(cwd, "sheets", "sheet-001.pdf")).mode & 0o777).toBe(0o600);
    const again = run(["print", "one.txt", "-o", "sheets/", "--force", "--no-self-check"], { cwd, env });
    expect(again.status, again.stderr).toBe(0);
    expect(run(["verify", "sheets/sheet-001.pdf"], { cwd, env }).status).toBe(0);
    expect(run(["recover", "sheets/sheet-001.pdf", "--uris"], { cwd, env }).stdout).toContain(KEY);
  });

  wide(
    "splits, prints and recovers without a thread, where none is allowed",
    () => {
      const env = { NODE_OPTIONS: `--no-warnings ${grants.filter((grant) => grant !== "--allow-worker").join(" ")}` };
      const split = run(["split", "one.txt", "--shares", "2-of-3", "-o", "sheets/", "--json"], { cwd, env });
      expect(split.status, split.stderr).toBe(0);
      const shares = namesIn(join(cwd, "sheets")).filter(
        (name) => name.startsWith("share-1") || name.startsWith("share-2"),
      );
      expect(shares).toHaveLength(2);
      const files = shares.map((name) => `sheets/${name}`);
      expect(run(["recover", ...files, "--uris"], { cwd, env }).stdout).toContain(KEY);
      const printed = run(["print", "one.txt", "-o", "sheets/alone.pdf"], { cwd, env });
      expect(printed.status, printed.stderr).toBe(0);
      expect(run(["verify", "sheets/alone.pdf"], { cwd, env }).status).toBe(0);
    },
    120_000,
  );

  wide(
    "reads a PNG and a JPEG of a sheet without the native decoder",
    () => {
      for (const name of ["page.png", "page.jpg"]) {
        const verified = run(["verify", name, "--json"], { cwd, env });
        expect(verified.status, verified.stderr).toBe(0);
        expect(JSON.parse(verified.stdout)).toMatchObject({ verified: true, accounts: [{}] });
        expect(run(["recover", name, "--uris"], { cwd, env }).stdout).toContain(KEY);
        const codes = run(["codes", name, "--json"], { cwd, env });
        expect(codes.status, codes.stderr).toBe(0);
      }
    },
    60_000,
  );

  it("says of another picture why it cannot be read, and what can be done", () => {
    const { status, stderr } = run(["codes", "code.webp"], { cwd, env });
    expect(status).toBe(1);
    expect(stderr).toContain("cannot be decoded here");
    expect(stderr).toContain("save it as PNG");
    expect(stderr).toContain("code.webp");
  });

  it("writes nothing where it may not", () => {
    const { status, stderr } = run(["print", "one.txt", "-o", "a.pdf", "--no-self-check"], { cwd, env });
    expect([status, stderr]).toEqual([1, expect.stringContaining("a.pdf cannot be written (ERR_ACCESS_DENIED)")]);
    expect(namesIn(cwd)).toEqual(["code.webp", "one.txt", "page.jpg", "page.png", "sheets"]);
  });
});

describe("a Node that refuses to wait for the disk", () => {
  it("writes the files nevertheless", async () => {
    const cwd = folderWith({ "a.pdf": "old" });
    const { disk, calls } = faultyDisk((_, name) => name === "fsyncSync", "before", "ERR_ACCESS_DENIED");
    const session = { language: await loadLanguage("en"), version: "test", disk };
    writeFiles(session, [{ path: join(cwd, "a.pdf"), bytes: picture }], { force: true });
    expect(calls).toContain("fsyncSync");
    expect(namesIn(cwd)).toEqual(["a.pdf"]);
    expect(statSync(join(cwd, "a.pdf")).size).toBe(picture.length);
  });
});
