// Stands in for src/node/package-files.ts in executables: the same functions, over the assets that are inside.
import { createRequire } from "node:module";
import sea from "node:sea";
import { Worker } from "node:worker_threads";

const names = JSON.parse(sea.getAsset("names.json", "utf8"));

export async function packageFile(path) {
  return new Uint8Array(sea.getAsset(path));
}

export function packageText(path) {
  return sea.getAsset(path, "utf8");
}

export function packageNames(folder) {
  return names.flatMap((name) => {
    const slash = name.lastIndexOf("/");
    return name.slice(0, slash) === folder ? [name.slice(slash + 1)] : [];
  });
}

export function packagePath(path) {
  return path;
}

export function startWorker(name, options) {
  return new Worker(sea.getAsset(`threads/${name}.js`, "utf8"), { ...options, eval: true });
}

export function requireBeside() {
  return createRequire(process.execPath);
}
