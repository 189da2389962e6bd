// Puts `sharp` into executables as WebAssembly: a native add-on has no place there, and only it decodes WebP, TIFF and
// AVIF. It is sharp's own build of the same version, so pictures are read as by the package.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of its build, which must be that of node_modules. */
export const SHARP_VERSION = "0.35.5";

/** The packages, pinned like the others that executables are made of. */
const PACKAGES = {
  wasm: {
    package: "@img/sharp-wasm32",
    version: SHARP_VERSION,
    integrity: "sha512-Ptsga1su4tQx+LLF1ECS9U6nz5kmrXKo6XVbtR48Ke3ZRxxgaWBu7IDtEe1quo8hiupwm6WFqxVlXaSf7IINGQ==",
  },
  runtime: {
    package: "@emnapi/runtime",
    version: "1.11.3",
    integrity: "sha512-Xz4Tpyki7XyrpbUK1jR1AhdAdaXyhhY4lZ3neLodmhpuWfy2PAQN5B46sAiU4liOXGLkHypn/qU+jvfWSCYYLA==",
  },
};

/** Names of what it needs beside the program: its threads run the script that started them. */
const [WASM, THREAD] = ["sharp.wasm", "threads/sharp.js"];

/** Where it asks for files, and what an executable gives instead. */
const FROM_INSIDE = [
  ["if(readBinary){return readBinary(file)}", `return new Uint8Array(require("node:sea").getRawAsset("${WASM}"));`],
  ["new Worker(pthreadMainJs,{", `new Worker(require("node:sea").getAsset("${THREAD}","utf8"),{eval:true,`],
  // It writes to none of the three, and on Windows one that is closed or a pipe may not tell what it is.
  ["var st=fs.fstatSync(i);var node={", "var st={ino:i,mode:0o20666};var node={"],
];

/**
 * What executables need for it.
 * @param root the project's folder
 * @param fetched gives the folder of a pinned package
 * @returns for esbuild: a plugin, and the source of the thread's script; the other files by name; and who made what is
 *   inside
 */
export function sharpInside(root, fetched) {
  const { version } = JSON.parse(readFileSync(join(root, "node_modules", "sharp", "package.json"), "utf8"));
  if (version !== SHARP_VERSION) throw new Error(`sharp is ${version} here, and ${SHARP_VERSION} in executables`);
  const [wasm, runtime] = [fetched(PACKAGES.wasm), fetched(PACKAGES.runtime)];
  const script = join(wasm, "lib", `sharp-wasm32-${SHARP_VERSION}.node.js`);
  const plugin = {
    name: "sharp",
    setup(build) {
      build.onResolve({ filter: /^@emnapi\/runtime$/ }, () => ({ path: join(runtime, "dist", "emnapi.cjs.min.js") }));
      // What looks for the add-on of this system is not asked.
      build.onLoad({ filter: /[/\\]sharp[/\\]dist[/\\]sharp\.mjs$/ }, () => ({
        contents: `import sharp from ${JSON.stringify(script)}; export default sharp;`,
      }));
      build.onLoad({ filter: /[/\\]sharp-wasm32-[\d.]+\.node\.js$/ }, ({ path }) => ({ contents: fromInside(path) }));
    },
  };
  return {
    plugin,
    thread: { name: THREAD, contents: `import ${JSON.stringify(script)};` },
    files: { [WASM]: script.replace(/js$/u, "wasm") },
    notice: readFileSync(join(wasm, "README.md"), "utf8").replace(/^[\s\S]*?(?=^## Licensing)/mu, ""),
  };
}

function fromInside(path) {
  return FROM_INSIDE.reduce(
    (code, [asked, instead]) => {
      if (code.split(asked).length !== 2) throw new Error(`sharp ${SHARP_VERSION} asks for its files in another way`);
      return code.replace(asked, () => instead);
    },
    readFileSync(path, "utf8"),
  );
}
