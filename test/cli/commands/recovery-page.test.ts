import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pageBeside } from "../../../src/cli/commands/recovery-page.js";
import { loadLanguage } from "../../../src/node/resources.js";
import { wide } from "../../helpers/full.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { folderWith, KEY_URI, namesIn, run } from "../helpers/run.js";

const dist = join(import.meta.dirname, "..", "..", "..", "dist");
const [page, workshop] = ["recover.html", "paper-escrow.html"].map((name) => readFileSync(join(dist, name))) as [
  Buffer,
  Buffer,
];
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const hash = hashOf(page);

const session = { language: await loadLanguage("en"), version: "test" };

describe("the recovery page beside a sheet", () => {
  const stateIn = async (folder: string, force = false) => (await pageBeside(session, folder, force)).state;

  it("is written where nothing is, and not again where the same one is", async () => {
    expect(await stateIn(folderWith({}))).toBe("new");
    expect(await stateIn(folderWith({ "recover.html": page }))).toBe("same");
    expect(await stateIn(folderWith({ "recover.html": page }), true)).toBe("same");
  });

  it("takes the place of nothing else unless that is wanted, and then not of a folder", async () => {
    expect(await stateIn(folderWith({ "recover.html": "mine" }))).toBe("other");
    expect(await stateIn(folderWith({ "recover.html": "mine" }), true)).toBe("new");
    const cwd = folderWith({});
    mkdirSync(join(cwd, "recover.html"));
    expect(await stateIn(cwd)).toBe("other");
    await expect(stateIn(cwd, true)).rejects.toMatchObject({ code: "output-is-folder" });
    const linked = folderWith({});
    symlinkSync("nowhere", join(linked, "recover.html"));
    expect(await stateIn(linked)).toBe("other");
  });
});

describe("recovery-page", () => {
  const cwd = folderWith({ "mine.html": "mine" });
  mkdirSync(join(cwd, "stick"));
  const write = (...args: string[]) => run(["recovery-page", ...args], { cwd });

  it("writes the page that was built, and says its version and hash", () => {
    const { status, stdout, stderr } = write("-o", "recover.html");
    expect(status, stderr).toBe(0);
    expect(stdout).toBe("");
    expect(readFileSync(join(cwd, "recover.html")).equals(page)).toBe(true);
    expect(stderr).toContain(`SHA-256 ${hash}`);
    expect(stderr).toMatch(/^recover\.html: the recovery page of paper-escrow \d+\.\d+\.\d+/u);
  });

  it("writes into a folder, or to standard output", () => {
    expect(write("-o", "stick").status).toBe(0);
    expect(namesIn(join(cwd, "stick"))).toEqual(["recover.html"]);
    expect(write("-o", "-").stdout).toBe(page.toString("utf8"));
  });

  it("replaces nothing unless it is told to", () => {
    const { status, stderr } = write("-o", "mine.html");
    expect(status).toBe(1);
    expect(stderr).toMatch(/mine\.html/u);
    expect(stderr).toMatch(/--force/u);
    expect(readFileSync(join(cwd, "mine.html"), "utf8")).toBe("mine");
    expect(write("-o", "mine.html", "--force").status).toBe(0);
    expect(readFileSync(join(cwd, "mine.html")).equals(page)).toBe(true);
  });

  it("wants to know where to write", () => {
    expect(write()).toMatchObject({ status: 2, stderr: expect.stringMatching(/-o/u) });
    expect(write("-o", join("missing", "recover.html")).status).toBe(1);
    expect(existsSync(join(cwd, "missing"))).toBe(false);
  });
});

describe("page", () => {
  it("writes the page that makes sheets, to a file or into a folder, and replaces nothing unless it is told to", () => {
    const cwd = folderWith({});
    mkdirSync(join(cwd, "stick"));
    const write = (output: string) => run(["page", "-o", output], { cwd });
    const { status, stderr } = write("page.html");
    expect(status, stderr).toBe(0);
    expect(readFileSync(join(cwd, "page.html")).equals(workshop)).toBe(true);
    expect(stderr).toContain(`SHA-256 ${hashOf(workshop)}`);
    expect(write("page.html")).toMatchObject({ status: 1, stderr: expect.stringContaining("--force") });
    expect(write("stick").status).toBe(0);
    expect(namesIn(join(cwd, "stick"))).toEqual(["paper-escrow.html"]);
  });
});

describe("the page beside the sheets", () => {
  const cwd = folderWith({ "key.txt": KEY_URI });
  const made = run(["split", "key.txt", "--shares", "2-of-2", "-o", "set", "--no-self-check"], { cwd });

  it("is the one that was built", () => {
    expect(made.status, made.stderr).toBe(0);
    expect(readFileSync(join(cwd, "set", "recover.html")).equals(page)).toBe(true);
  });

  wide("is no sheet: a folder with it is recovered without a word about it", () => {
    for (const args of [
      ["recover", "set", "--uris"],
      ["recover", "set/*", "--uris"],
    ]) {
      const { status, stderr } = run(args, { cwd });
      expect(stderr).not.toMatch(/recover\.html/u);
      expect(status, stderr).toBe(0);
    }
  });

  describeWith(["pdftotext"], () => {
    const text = (name: string) =>
      runProgram("pdftotext", [join(cwd, "set", name), "-"])
        .toString()
        .replace(/\s+/gu, " ");

    it("stands on the keeper's page with its version and hash, and on the shares without", () => {
      expect(text("keeper.pdf").replaceAll(" ", "")).toContain(hash);
      expect(text("keeper.pdf").replaceAll(" ", "")).toContain(hashOf(workshop));
      expect(text("keeper.pdf")).toMatch(/version \d+\.\d+\.\d+, SHA-256/u);
      expect(text("share-1-of-2.pdf").replaceAll(" ", "")).not.toContain(hash);
      for (const name of ["keeper.pdf", "share-1-of-2.pdf"]) {
        expect(text(name)).toMatch(/recover\.html/u);
        expect(text(name)).toMatch(/newer one is fine too/u);
        expect(text(name)).toMatch(/Recovery page kept at/u);
      }
    });
  });
});
