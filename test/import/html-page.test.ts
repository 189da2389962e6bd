import qrcode from "qrcode";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { accountName } from "../../src/account/account.js";
import { importContext } from "../../src/import/qr-context.js";
import { identifySource, readSource } from "../../src/import/registry.js";
import { nodePlatform } from "../../src/node/platform.js";
import { failureOf, textSource } from "./helpers/sources.js";

const context = importContext(nodePlatform);
const TEXTS = [
  "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example&algorithm=SHA256",
  "otpauth://hotp/Shop:bob?secret=MFRGGZDFMZTWQ2LK&issuer=Shop&counter=7",
  "motp://Old:carol?secret=4b1ef7f2a0c1d6e8",
];

const read = (page: string) => readSource(textSource(page), context);

/** A page as apps write it: a row for each account, its code as black on nothing or on white. */
async function page(start: string, texts: readonly string[], light: string): Promise<string> {
  const rows = await Promise.all(
    texts.map(async (text) => {
      const picture = await qrcode.toBuffer(text, { width: 256, color: { light } });
      return `<tr><td>Secret: <b>AAAA</b></td><td><img src="data:image/png;base64,${picture.toString("base64")}"></td></tr>`;
    }),
  );
  return `${start}<body><table>${rows.join("\n")}</table><img src="https://example.com/logo.png"></body></html>`;
}

describe("pages for printing", () => {
  it.each([
    ["<html><head><title>Export</title></head>", "#ffffff"],
    ["\n  <!DOCTYPE html>\n  <html>\n", "#0000"],
  ])("give the account of every picture: %j", async (start, light) => {
    const result = await read(await page(start, TEXTS, light));
    expect(result.format).toBe("html-page");
    expect(result.accounts.map((account) => [accountName(account), account.type, account.algorithm])).toEqual([
      ["Example: alice", "totp", "SHA256"],
      ["Shop: bob", "hotp", "SHA1"],
    ]);
    expect(result.skipped.map(({ code, keep }) => [code, keep?.text])).toEqual([["codes-not-derivable", TEXTS[2]]]);
    expect(result.warnings).toEqual([]);
  });

  it("say how many pictures gave nothing", async () => {
    const blank = await sharp({ create: { width: 50, height: 50, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    const pictures = ["AAAA", blank.toString("base64")].map((base64) => `<img src='data:image/png;base64,${base64}'>`);
    const { accounts, warnings } = await read(
      await page(`<html>${pictures.join("")}`, [...TEXTS.slice(0, 1), "hello"], "#fff"),
    );
    expect(accounts).toHaveLength(1);
    expect(warnings).toEqual([{ code: "pictures-aside", data: { count: 3 }, place: {} }]);
    expect((await failureOf(read(`<html>${pictures.join("")}`))).code).toBe("source-no-accounts");
  });

  it("may have links instead", async () => {
    const link = (TEXTS[0] ?? "").replaceAll("&", "&amp;");
    const { accounts } = await read(`<!doctype html><a href="${link}">open</a><a href='${link}'>again</a>`);
    expect(accounts.map(accountName)).toEqual(["Example: alice"]);
  });

  it("are told from any other page", () => {
    expect(identifySource(textSource("<html><p>otpauth://totp/a?secret=JBSWY3DP, name</p></html>"))).toBeUndefined();
    expect(identifySource(textSource(`<note>"data:image/png;base64,AAAA"</note>`))).toBeUndefined();
  });
});
