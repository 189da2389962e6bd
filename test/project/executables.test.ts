import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toBuffer } from "qrcode";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { buildExecutables, SYSTEMS } from "../../scripts/exe.mjs";
import { SHARP_VERSION } from "../../scripts/exe-sharp.mjs";
import { unpacked } from "../../scripts/fetched.mjs";
import { KEY_URI } from "../cli/helpers/run.js";
import { newFolder } from "../helpers/folders.js";
import { FULL } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What a native add-on or WebAssembly decodes, and nothing else here. */
const PICTURES = ["webp", "tiff", "avif", "jpeg", "png"] as const;

const codePicture = () => toBuffer(KEY_URI, { scale: 6 });

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

  it("have sharp of the version that the package uses", () => {
    const { version } = JSON.parse(readFileSync(join(root, "node_modules", "sharp", "package.json"), "utf8"));
    expect(SHARP_VERSION).toBe(version);
  });
});

describe.runIf(FULL && process.platform === "linux" && process.arch === "x64")("an executable", () => {
  const folder = newFolder();
  const executable = (system: keyof typeof SYSTEMS) => join(folder, SYSTEMS[system].name);
  beforeAll(async () => {
    await buildExecutables(["linux-x64", "win-x64"], folder);
    writeFileSync(join(folder, "key.txt"), KEY_URI);
    const picture = sharp(await codePicture());
    for (const kind of PICTURES)
      await picture
        .clone()
        .toFormat(kind)
        .toFile(join(folder, `code.${kind}`));
  }, 180_000);

  it("stands with its sum, and with the licences of all that is inside", () => {
    const sums = (["linux-x64", "win-x64"] as const).map((system) => {
      const sum = createHash("sha256")
        .update(readFileSync(executable(system)))
        .digest("hex");
      return `${sum}  ${SYSTEMS[system].name}\n`;
    });
    expect(readFileSync(join(folder, "SHA256SUMS"), "utf8")).toBe(sums.join(""));
    const licences = readFileSync(join(folder, "LICENSES.txt"), "utf8");
    for (const text of ["\nNode.js 22", "@img/sharp-wasm32 0.", "| libvips ", "GNU LESSER GENERAL PUBLIC", "libtiff"])
      expect(licences).toContain(text);
  });

  it("of Linux makes, verifies, splits and recovers, with an empty environment", () => {
    expectToWork((args) => spawnSync(executable("linux-x64"), args, { cwd: folder, env: {}, encoding: "utf8" }), "set");
  }, 120_000);

  describeWith("wine", () => {
    // Pipes of Wine 8 fail: what it writes goes into files.
    const env = { PATH: process.env.PATH, HOME: join(folder, "home"), WINEPREFIX: join(folder, "prefix") };
    const wine = (program: string, args: readonly string[]) => {
      const names = ["out.txt", "err.txt"].map((name) => join(folder, name));
      const [out = 1, err = 2] = names.map((name) => openSync(name, "w"));
      const stdio = ["ignore", out, err] as const;
      const { status } = spawnSync(program, args, {
        cwd: folder,
        env: { ...env, WINEDEBUG: "-all" },
        stdio: [...stdio],
      });
      closeSync(out);
      closeSync(err);
      const [stdout = "", stderr = ""] = names.map((name) => readFileSync(name, "utf8"));
      return { status, stdout, stderr };
    };

    it("of Windows does the same, and its whole demo", () => {
      mkdirSync(env.HOME);
      // Its Node asks for a Windows of today.
      expect(wine("winecfg", ["-v", "win10"]).status).toBe(0);
      const run = (args: readonly string[]) => wine("wine", [executable("win-x64"), ...args]);
      expectToWork(run, "set-win");
      const { status, stdout, stderr } = run(["demo"]);
      expect([status, stderr]).toEqual([0, expect.not.stringMatching(/error:/u)]);
      expect(stdout).toMatch(/sheets: 4; nothing is due/u);
      spawnSync("wineserver", ["-k"], { env });
    }, 240_000);
  });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function expectToWork(run: (args: readonly string[]) => Ended, set: string): void {
  for (const args of [
    ["print", "key.txt", "-o", `${set}.pdf`],
    ["verify", `${set}.pdf`, "--expect", "key.txt"],
    ["split", "key.txt", "--shares", "2-of-3", "-o", set],
    ...PICTURES.map((kind) => ["verify", `code.${kind}`, "--expect", "key.txt"]),
  ]) {
    const { status, stderr } = run(args);
    expect(status, `${args.join(" ")}\n${stderr}`).toBe(0);
  }
  const { status, stdout } = run(["recover", `${set}/share-1-of-3.pdf`, `${set}/share-3-of-3.pdf`, "--uris"]);
  expect([status, stdout.includes("otpauth://")]).toEqual([0, true]);
}
