import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Files and folders below a folder, folders with a slash at their end. */
function below(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? [`${path}/`, ...below(path)] : [path];
  });
}

const OWN = ["bench", "bin", "docs", "licences", "schemas", "scripts", "src", "templates", "test", ".github"];
const top = readdirSync(".", { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
const places = [...top, ...OWN.flatMap((folder) => [`${folder}/`, ...below(folder)])];

/** Files and folders that a page names, with their whole path or its end. `NAME` stands for any. */
function named(page: string): string[] {
  return [...readFileSync(page, "utf8").matchAll(/`([\w.*/-]+)`/gu)]
    .map(([, name = ""]) => name)
    .filter((name) => /^[\w.-]+\/$|\/.*(?:\/|\.\w+)$|\.(?:ts|mjs|jsonc?|md)$/u.test(name) && !name.startsWith("NAME"));
}

function isThere(name: string): boolean {
  // What is built is there after a build.
  if (name.startsWith("dist/")) return true;
  if (name.startsWith(".") && existsSync(name)) return true;
  const pattern = new RegExp(`(?:^|/)${name.replaceAll(".", "\\.").replaceAll("*", "[^/]+")}$`, "u");
  return places.some((place) => pattern.test(place));
}

describe.each(["docs/architecture.md", "CONTRIBUTING.md"])("%s", (page) => {
  it("names only what is there", () => {
    expect(named(page).length).toBeGreaterThan(20);
    expect(named(page).filter((name) => !isThere(name))).toEqual([]);
  });
});

describe("src", () => {
  const rooms = places.filter((place) => /^src\/.*\/$/u.test(place));

  it("has no room, or room in a room, that docs/architecture.md does not name", () => {
    const names = named("docs/architecture.md");
    const outer = rooms.filter((room) => room.split("/").length <= 4);
    expect(outer.filter((room) => !names.some((name) => name === room || room.endsWith(`/${name}`)))).toEqual([]);
  });
});
