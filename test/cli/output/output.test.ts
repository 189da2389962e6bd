import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "../../../src/bytes.js";
import { parseTarget, writeFiles, writeFolder } from "../../../src/cli/output/output.js";
import { loadLanguage } from "../../../src/node/resources.js";
import { folderWith, namesIn } from "../helpers/run.js";

const session = { language: await loadLanguage("en"), version: "test" };
const bytes = encodeUtf8("bytes");

describe("several files", () => {
  it("are all there or none, whichever of them fails", () => {
    const folder = folderWith({ "b.pdf": "mine" });
    const paths = ["a.pdf", "b.pdf", "c.pdf"].map((name) => ({ path: join(folder, name), bytes }));
    expect(() => writeFiles(session, paths)).toThrow(expect.objectContaining({ code: "output-exists" }));
    expect(namesIn(folder)).toEqual(["b.pdf"]);
    expect(readFileSync(join(folder, "b.pdf"), "utf8")).toBe("mine");

    const missing = [...paths.slice(0, 1), { path: join(folder, "none", "x.pdf"), bytes }];
    expect(() => writeFiles(session, missing)).toThrow(expect.objectContaining({ code: "output-unwritable" }));
    expect(namesIn(folder)).toEqual(["b.pdf"]);

    writeFiles(session, paths, { force: true });
    expect(namesIn(folder)).toEqual(["a.pdf", "b.pdf", "c.pdf"]);
    expect(readFileSync(join(folder, "b.pdf"), "utf8")).toBe("bytes");
  });

  it("leave no new folder when they fail", () => {
    const folder = folderWith();
    const files = [
      { name: "a.pdf", bytes },
      { name: join("none", "b.pdf"), bytes },
    ];
    expect(() => writeFolder(session, join(folder, "new"), files)).toThrow(
      expect.objectContaining({ code: "output-unwritable" }),
    );
    expect(namesIn(folder)).toEqual([]);
  });
});

describe("a target", () => {
  it("is a folder where one is, or a separator ends it", () => {
    const folder = folderWith();
    mkdirSync(join(folder, "there"));
    expect(parseTarget(join(folder, "there"))).toMatchObject({ kind: "folder", isNew: false });
    expect(parseTarget(`${join(folder, "new")}/`)).toMatchObject({ kind: "folder", isNew: true });
    expect(parseTarget(join(folder, "new"))).toMatchObject({ kind: "file" });
    expect(() => parseTarget(join(folder, "none", "new"))).toThrow(
      expect.objectContaining({ code: "output-folder-missing" }),
    );
  });
});
