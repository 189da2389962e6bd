// Joins what every start loads, the command line's own files and commander, into one: dist/start.js. Node takes about
// a millisecond to find, read and compile a file, and those were thirty. What only one command needs is loaded, as
// before, from where the compiler put it.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { licencesOf } from "./licences.mjs";

const here = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * What must not exist twice, here and where the commands import it: classes, by which errors are known, and variables.
 * A file with one of them is not joined.
 */
const SINGLE = /^(?:export )?(?:abstract )?(?:class|let|var) |^(?:export )?const \w+ = new \w+\(\);/mu;

/**
 * Joins what was compiled.
 * @param root the project's folder
 * @returns the file's text, and the names of all files whose code is inside
 */
export async function joinStart(root = here) {
  const { build } = await import("esbuild");
  const dist = join(root, "dist");
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(dist, "cli", "program.js")],
    bundle: true,
    charset: "utf8",
    minifySyntax: true,
    // A linked folder gives the same bytes.
    preserveSymlinks: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // commander is CommonJS, and requires nothing but what is Node's own.
    banner: { js: "const require = process.getBuiltinModule;" },
    plugins: [joined(dist)],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const [made] = Object.values(metafile.outputs);
  const inputs = Object.entries(made.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
  const licences = licencesOf(root, inputs).replaceAll("*/", "* /");
  return { code: `${outputFiles[0].text}/*\n${licences}\n*/\n`, inputs };
}

/** Writes dist/start.js, one level below the package: from there the joined files find its others. */
export async function writeStart(root = here) {
  const { code } = await joinStart(root);
  writeFileSync(join(root, "dist", "start.js"), code);
}

/** Decides what is joined. */
function joined(dist) {
  return {
    name: "joined",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path, importer, resolveDir, kind }) => {
        if (!importer.startsWith(dist + sep)) return undefined;
        const file = join(resolveDir, path);
        if (kind !== "dynamic-import" && !SINGLE.test(readFileSync(file, "utf8"))) return undefined;
        return { path: `./${relative(dist, file).replaceAll(sep, "/")}`, external: true };
      });
      // What finds files beside itself goes on finding them from where the compiler put it.
      build.onLoad({ filter: /\.js$/ }, ({ path }) => {
        if (!path.startsWith(dist + sep)) return undefined;
        const own = `new URL("./${relative(dist, path).replaceAll(sep, "/")}", import.meta.url).href`;
        return { contents: readFileSync(path, "utf8").replaceAll("import.meta.url", own) };
      });
      // commander can start programs as commands. Ours has none, and what starts them takes Node long to load.
      build.onResolve({ filter: /^node:child_process$/ }, () => ({ path: "none", namespace: "none" }));
      build.onLoad({ filter: /^none$/, namespace: "none" }, () => ({ contents: "" }));
    },
  };
}
