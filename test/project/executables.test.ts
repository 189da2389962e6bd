import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { buildExecutables, SYSTEMS, unpacked } from "../../scripts/exe.mjs";
import { KEY_URI } from "../cli/helpers/run.js";
import { newFolder } from "../helpers/folders.js";
import { FULL } from "../helpers/full.js";

/** A tar archive of one file. */
function tarOf(path: string, content: string): Buffer {
  const head = Buffer.alloc(512);
  head.write(path, 0);
  head.write(content.length.toString(8).padStart(11, "0"), 124);
  head.write("0", 156);
  const body = Buffer.alloc(512);
  body.write(content);
  return Buffer.concat([head, body, Buffer.alloc(1024)]);
}

describe("archives of packages", () => {
  it("are unpacked below their one folder", () => {
    const files = unpacked(tarOf("package/bin/node", "binary"));
    expect([...files].map(([path, bytes]) => [path, String(bytes)])).toEqual([["bin/node", "binary"]]);
  });

  it("may not lead out of it", () => {
    expect(() => unpacked(tarOf("package/../../node", "binary"))).toThrow(/leads out/u);
  });
});

describe("executables", () => {
  it("are pinned by a hash, each under a name of its own", () => {
    const systems = Object.values(SYSTEMS);
    expect(systems.filter(({ integrity }) => !/^sha512-[\w+/]{86}==$/u.test(integrity))).toEqual([]);
    expect(new Set(systems.map(({ name }) => name)).size).toBe(systems.length);
  });

  it("stand-in for the package's files has the same functions", () => {
    const functions = (path: string) =>
      [
        ...readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8").matchAll(
          /^export (?:async )?function (\w+)/gmu,
        ),
      ].map(([, name]) => name);
    expect(functions("scripts/exe-files.mjs")).toEqual(functions("src/node/package-files.ts"));
  });

  it.runIf(FULL && process.platform === "linux" && process.arch === "x64")(
    "of Linux makes, verifies, splits and recovers, with an empty environment",
    async () => {
      const folder = newFolder();
      await buildExecutables(["linux-x64"], folder);
      const name = SYSTEMS["linux-x64"].name;
      const file = join(folder, name);
      const sum = createHash("sha256").update(readFileSync(file)).digest("hex");
      expect(readFileSync(join(folder, "SHA256SUMS"), "utf8")).toBe(`${sum}  ${name}\n`);
      const run = (...args: readonly string[]) =>
        spawnSync(file, args, { cwd: folder, env: {}, encoding: "utf8", timeout: 60_000 });
      writeFileSync(join(folder, "key.txt"), KEY_URI);
      for (const args of [
        ["print", "key.txt", "-o", "sheet.pdf"],
        ["verify", "sheet.pdf", "--expect", "key.txt"],
        ["split", "key.txt", "--shares", "2-of-3", "-o", "set"],
      ]) {
        const { status, stderr } = run(...args);
        expect(status, stderr).toBe(0);
      }
      const { status, stdout } = run("recover", "set/share-1-of-3.pdf", "set/share-3-of-3.pdf", "--uris");
      expect([status, stdout.includes("otpauth://")]).toEqual([0, true]);
    },
    180_000,
  );
});
