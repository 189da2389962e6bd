// Packages of npm that building executables and trying the package need, and nobody who installs it: pinned by their
// hashes where they are named, and kept in node_modules/.cache/.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** Where they are kept. */
export const CACHE = join(dirname(fileURLToPath(import.meta.url)), "..", "node_modules", ".cache", "exe");

/**
 * A package of npm, unpacked. Nothing of it runs while it is fetched, and its bytes are those that were seen here.
 * @returns its folder
 */
export function fetched({ package: name, version, integrity }) {
  const file = `${name.replace(/^@/u, "").replace("/", "-")}-${version}`;
  const folder = join(CACHE, file, "node_modules", ...name.split("/"));
  if (existsSync(join(folder, "package.json"))) return folder;
  mkdirSync(CACHE, { recursive: true });
  const archive = join(CACHE, `${file}.tgz`);
  if (!existsSync(archive)) {
    process.stderr.write(`paper-escrow: fetching ${name} ${version} …\n`);
    const args = ["pack", `${name}@${version}`, "--ignore-scripts", "--silent", "--pack-destination", CACHE];
    const { status } = spawnSync("npm", args, {
      cwd: CACHE,
      stdio: ["ignore", 2, 2],
      shell: process.platform === "win32",
    });
    if (status !== 0) throw new Error(`${name} could not be fetched`);
  }
  const bytes = readFileSync(archive);
  if (`sha512-${createHash("sha512").update(bytes).digest("base64")}` !== integrity) {
    rmSync(archive);
    throw new Error(`${name} ${version} is not the one that is pinned`);
  }
  const files = unpacked(gunzipSync(bytes));
  // What tells that all is there goes last.
  for (const [path, content] of [...files].sort(
    ([a], [b]) => Number(a === "package.json") - Number(b === "package.json"),
  )) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode: 0o755 });
  }
  rmSync(archive);
  return folder;
}

/** Files of a tar archive below its one folder. @see POSIX, pax, ustar Interchange Format */
export function unpacked(tar) {
  const files = new Map();
  const text = (at, length) => tar.toString("utf8", at, at + length).replace(/\0[\s\S]*$/u, "");
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const path = [text(at + 345, 155), text(at, 100)].filter(Boolean).join("/");
    const kind = text(at + 156, 1);
    if (kind === "0" || kind === "") {
      const below = path.split("/").slice(1);
      if (below.includes("..")) throw new Error("an archive with a path that leads out of it");
      files.set(below.join("/"), tar.subarray(at + 512, at + 512 + size));
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
