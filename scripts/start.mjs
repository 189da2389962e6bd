// Joins what every start loads, the command line's own files and commander, into one: dist/start.js. Node takes about
// a millisecond to find, read and compile a file, and those were thirty. What only one command needs is loaded, as
// before, from where the compiler put it. The same as CommonJS, dist/help.cjs, shows help without Node's modules.
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

/** What differs between the two: commander is CommonJS, and requires nothing but what is Node's own. */
const FORMATS = {
  esm: { file: "start.js", banner: "const require = process.getBuiltinModule;", url: "import.meta.url" },
  cjs: { file: "help.cjs", banner: "", url: 'require("node:url").pathToFileURL(__filename)' },
};

/**
 * Joins what was compiled.
 * @param root the project's folder
 * @returns the file's text, and the names of all files whose code is inside
 */
export async function joinStart(root = here, format = "esm") {
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
    format,
    platform: "node",
    target: "node20",
    banner: { js: FORMATS[format].banner },
    plugins: [joined(dist, format)],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const [made] = Object.values(metafile.outputs);
  const inputs = Object.entries(made.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
  const licences = licencesOf(root, inputs).replaceAll("*/", "* /");
  return { code: `${outputFiles[0].text}/*\n${licences}\n*/\n`, inputs };
}

/** Writes both, one level below the package: from there the joined files find its others. */
export async function writeStart(root = here) {
  for (const [format, { file }] of Object.entries(FORMATS)) {
    const { code } = await joinStart(root, format);
    writeFileSync(join(root, "dist", file), code);
  }
}

/** Decides what is joined. */
function joined(dist, format) {
  return {
    name: "joined",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path, importer, resolveDir, kind }) => {
        if (!importer.startsWith(dist + sep)) return undefined;
        const file = join(resolveDir, path);
        // Beside help no command runs that could hold a second one.
        const shared = format === "esm" && SINGLE.test(readFileSync(file, "utf8"));
        if (kind !== "dynamic-import" && !shared) return undefined;
        return { path: `./${relative(dist, file).replaceAll(sep, "/")}`, external: true };
      });
      // What finds files beside itself goes on finding them from where the compiler put it.
      build.onLoad({ filter: /\.js$/ }, ({ path }) => {
        if (!path.startsWith(dist + sep)) return undefined;
        const own = `new URL("./${relative(dist, path).replaceAll(sep, "/")}", ${FORMATS[format].url}).href`;
        return { contents: readFileSync(path, "utf8").replaceAll("import.meta.url", own) };
      });
      // commander can start programs as commands. Ours has none, and what starts them takes Node long to load.
      build.onResolve({ filter: /^node:child_process$/ }, () => ({ path: "none", namespace: "none" }));
      build.onLoad({ filter: /^none$/, namespace: "none" }, () => ({ contents: "" }));
    },
  };
}
