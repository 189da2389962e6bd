import qrcode from "qrcode";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { EscrowError } from "../../src/error.js";
import { importContext } from "../../src/import/qr-context.js";
import { identifySource, readSource, readSources } from "../../src/import/registry.js";
import { nodePlatform } from "../../src/node/platform.js";
import { migrationUri } from "./helpers/migration.js";
import { failureOf } from "./helpers/sources.js";

const context = importContext(nodePlatform);
const AWS =
  "otpauth://totp/Amazon%20Web%20Services:alice@123456789012?secret=KRUGS4ZANFZSA3TPOQQGCIDTMVRXEZLUEBXWMICBK5JSYIDKOVZXIIDUMVZXIIDE&issuer=Amazon%20Web%20Services";
const URI = "otpauth://totp/Example:bob?secret=JBSWY3DPEHPK3PXP&issuer=Example";

const code = (text: string, scale = 4) => qrcode.toBuffer(text, { scale });

/** Codes side by side on one white picture. */
async function row(texts: readonly string[]): Promise<Sharp> {
  const codes = await Promise.all(texts.map((text) => code(text)));
  const widths = await Promise.all(codes.map(async (png) => (await sharp(png).metadata()).width));
  const height = Math.max(...widths);
  const lefts = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width, 0));
  return sharp({
    create: { width: widths.reduce((sum, width) => sum + width, 0), height, channels: 3, background: "#fff" },
  }).composite(codes.map((input, i) => ({ input, left: lefts[i] ?? 0, top: 0 })));
}

const read = (bytes: Uint8Array, name = "picture") => readSource({ name, bytes }, context);

describe("pictures", () => {
  it.each([
    ["PNG", (picture: Sharp) => picture.png()],
    ["JPEG", (picture: Sharp) => picture.jpeg({ quality: 70 })],
    ["WebP", (picture: Sharp) => picture.webp({ quality: 70 })],
    ["lossless WebP", (picture: Sharp) => picture.webp({ lossless: true })],
    ["GIF", (picture: Sharp) => picture.gif()],
  ])("%s, told by its content", async (_, encode) => {
    const bytes = await encode(sharp(await code(AWS))).toBuffer();
    expect(identifySource({ name: "seed.txt", bytes })).toBe("picture");
    const { format, accounts, skipped, warnings } = await read(bytes, "seed.txt");
    expect({ format, skipped, warnings }).toEqual({ format: "picture", skipped: [], warnings: [] });
    expect(accounts).toMatchObject([{ issuer: "Amazon Web Services", account: "alice@123456789012" }]);
  });

  it("with several codes in one, one of them twice", async () => {
    const other = migrationUri({ entries: [{ secret: Buffer.from("Hello!"), name: "carol" }] });
    const { accounts } = await read(await (await row([URI, other, URI])).png().toBuffer());
    expect(accounts.map(({ account }) => account).sort()).toEqual(["bob", "carol"]);
  });

  it("with another code beside: it is named and left aside", async () => {
    const { accounts, warnings, skipped } = await read(
      await (await row([URI, "https://example.com/"])).png().toBuffer(),
    );
    expect(accounts).toHaveLength(1);
    expect(warnings.map((warning) => warning.code)).toEqual(["code-not-otp"]);
    expect(skipped).toEqual([]);
  });

  it("with a damaged code beside: it is skipped", async () => {
    const damaged = "otpauth://totp/x?secret=JBSWY3DPEHPK3PX1";
    const { accounts, skipped } = await read(await (await row([URI, damaged])).png().toBuffer());
    expect(accounts).toHaveLength(1);
    expect(skipped).toMatchObject([{ code: "secret-character", place: { code: expect.any(Number) } }]);
  });

  it("of an export in parts, over several pictures", async () => {
    const entries = [0, 1, 2].map((i) => ({ secret: Buffer.from(`Hello ${i}`), name: `n${i}` }));
    const parts = await Promise.all(
      entries.map((entry, index) => code(migrationUri({ entries: [entry], size: 3, index, id: -9 }))),
    );
    const inputs = parts.map((bytes, i) => ({ name: `${i + 1}.png`, bytes }));
    expect(await readSources(inputs, context)).toMatchObject({
      complete: true,
      missing: [],
      accounts: entries.map(() => ({})),
    });
    expect(await readSources(inputs.slice(1), context)).toMatchObject({
      complete: false,
      missing: [{ size: 3, parts: [1], sources: ["2.png", "3.png"] }],
    });
  });

  it("without its margin, alone on dark ground", async () => {
    const bare = sharp(await qrcode.toBuffer(URI, { margin: 0, color: { light: "#e0e0e0", dark: "#101010" } }));
    const dark = bare.extend({ top: 90, bottom: 30, left: 60, right: 200, background: "#121212" });
    const { accounts, skipped } = await read(await dark.png().toBuffer());
    expect([accounts.length, skipped]).toEqual([1, []]);
  });

  it("without a code, or with another one only", async () => {
    const blank = await sharp({ create: { width: 300, height: 300, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    expect((await failureOf(read(blank))).code).toBe("picture-no-code");
    expect((await failureOf(read(await code("see otpauth://totp/ for more")))).code).toBe("code-not-otp");
    expect((await failureOf(read(await code("https://example.com/")))).code).toBe("code-not-otp");
    expect((await failureOf(read(await code("phonefactor://activate_account?code=1")))).code).toBe("code-phonefactor");
    expect((await failureOf(read(await code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")))).code).toBe("code-perhaps-key");
    expect((await failureOf(read((await code(URI)).subarray(0, 200)))).code).toBe("picture-unreadable");
  });

  it.each([])("%s is refused by its name", async (_, make, format) => {
    expect(await failureOf(read(await make()))).toMatchObject({ code: "picture-format", data: { format } });
  });

  it("HEIC is refused by its name", async () => {
    expect((await failureOf(read(Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic")))).code).toBe("picture-heic");
  });

  it("whose codes say anything at all give a result or an EscrowError", async () => {
    for (const texts of [[""], [" "], ["\0"], ["otpauth://"], [URI, ""], ["otpauth-migration://"], ["PE0T"]]) {
      const png = await code(URI);
      const result = readSource({ name: "any", bytes: png }, { readCodes: () => Promise.resolve(texts) });
      const error = await result.then(
        () => undefined,
        (reason) => reason,
      );
      expect(error === undefined || error instanceof EscrowError).toBe(true);
    }
  });
});

describe("PDF", () => {
  it("is read page by page, by its content", async () => {
    const { PDFDocument } = await import("pdf-lib");
    const document = await PDFDocument.create();
    for (const text of [AWS, URI, URI]) {
      const page = document.addPage([300, 300]);
      page.drawImage(await document.embedPng(await code(text, 2)), { x: 40, y: 40, width: 200, height: 200 });
    }
    const { format, accounts } = await read(await document.save(), "scan.png");
    expect(format).toBe("pdf");
    expect(accounts.map(({ account }) => account)).toEqual(["alice@123456789012", "bob"]);
    const empty = await PDFDocument.create();
    empty.addPage([300, 300]);
    expect((await failureOf(read(await empty.save()))).code).toBe("picture-no-code");
  });
});
