import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decodeHeic } from "../../src/node/heic.js";
import { nodePlatform } from "../../src/node/platform.js";
import { readCodes } from "../../src/read/codes/codes.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const photo = readFileSync(join(root, "test", "fixtures", "pictures", "code.heic"));
const json = (name: string) => JSON.parse(readFileSync(join(root, name), "utf8"));
/** Names of packages and files that decode HEVC. */
const DECODER = /(?:^|\/)(?:libheif|libde265|heic-|heic2|icodec|hevc)[^/]*$/iu;

function isInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve("libheif-js/libheif-wasm/libheif.wasm");
    return true;
  } catch {
    return false;
  }
}

describe("a decoder of HEVC", () => {
  it("is neither in the tree of dependencies, nor among the files that are published", () => {
    const { packages } = json("package-lock.json") as { packages: Record<string, { dependencies?: object }> };
    expect(Object.keys(packages).length).toBeGreaterThan(50);
    const names = Object.entries(packages).flatMap(([name, { dependencies = {} }]) => [
      name,
      ...Object.keys(dependencies),
    ]);
    expect(names.filter((name) => DECODER.test(name))).toEqual([]);
    const { files } = json("package.json") as { files: readonly string[] };
    const published = files
      .filter((name) => !name.startsWith("!"))
      .flatMap((name) => (/\./u.test(name) ? [name] : readdirSync(join(root, name), { recursive: true }).map(String)));
    expect(published).toContain("cli/program.js");
    expect(published.filter((name) => DECODER.test(name))).toEqual([]);
    // For bundles: of codes and of PDFs.
    expect(published.filter((name) => name.endsWith(".wasm")).sort()).toEqual([
      "wasm/pdfium.wasm",
      "wasm/zxing_reader.wasm",
    ]);
  });

  it("is an optional peer, which no install brings along", () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = json("package.json");
    expect(Object.keys(dependencies).filter((name) => DECODER.test(name))).toEqual([]);
    expect(peerDependencies).toEqual({ "libheif-js": expect.any(String) });
    expect(peerDependenciesMeta).toEqual({ "libheif-js": { optional: true } });
  });
});

describe.skipIf(isInstalled())("HEIC without a decoder (skipped where libheif-js is installed)", () => {
  it("is named, with the command that installs one and how to make a JPEG", async () => {
    await expect(nodePlatform.decodePicture(photo)).rejects.toMatchObject({ code: "picture-heic" });
    for (const language of ["en", "ja"]) {
      const { errors } = json(`templates/lang/${language}.json`);
      const { hint } = errors["picture-heic"];
      for (const part of ["npm install --no-save libheif-js", "sips -s format jpeg", "iPhone", "Windows", "Linux"]) {
        expect(hint).toContain(part);
      }
    }
  });
});

describe.skipIf(!isInstalled())("HEIC with libheif-js (skipped where it is not installed)", () => {
  it("is decoded to grey levels", async () => {
    const raster = await decodeHeic(photo);
    expect((await readCodes(raster, nodePlatform)).map(({ text }) => text)).toEqual([
      "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example",
    ]);
  });

  it("is unreadable where it is broken", async () => {
    for (const length of [32, 300, photo.length - 200]) {
      await expect(decodeHeic(photo.subarray(0, length))).rejects.toMatchObject({ code: "picture-unreadable" });
    }
    for (let at = 40; at < photo.length; at += 97) {
      const altered = Buffer.from(photo);
      altered[at] = (altered[at] ?? 0) ^ 0xff;
      const outcome = await decodeHeic(altered).then(
        () => "read",
        (error) => error.code,
      );
      expect(["read", "picture-unreadable", "picture-too-large"]).toContain(outcome);
    }
  });
});
