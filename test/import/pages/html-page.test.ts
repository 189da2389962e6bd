import qrcode from "qrcode";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { accountName } from "../../../src/account/account.js";
import { importContext } from "../../../src/import/qr-context.js";
import { identifySource, readSource } from "../../../src/import/registry.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { expectLinear } from "../../helpers/growth.js";
import { failureOf, textSource } from "../helpers/sources.js";

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

describe("pages of services, as a browser saves them", () => {
  const uri = TEXTS[0] ?? "";
  /** A table of a cell for each module. */
  const tableOf = (attributes: (dark: boolean) => string, [open, close] = ["<td", "></td>"]): string => {
    const { size, data } = qrcode.create(uri, {}).modules;
    const cell = (i: number) => `${open} ${attributes(data[i] === 1)}${close}`;
    const rows = Array.from({ length: size }, (_, y) =>
      Array.from({ length: size }, (__, x) => cell(y * size + x)).join(""),
    );
    return `<table>${rows.map((row) => `<tr>${row}</tr>`).join("\n")}</table>`;
  };

  it.each([
    ["as a drawing", async () => (await qrcode.toString(uri, { type: "svg" })).replace(/<\?xml[^>]*>/u, "")],
    [
      "as a drawing in colours of the page's style",
      async () => {
        const { modules } = qrcode.create(uri, {});
        const cells = Array.from({ length: modules.size ** 2 }, (_, i) => [
          i % modules.size,
          Math.floor(i / modules.size),
        ]);
        const rects = cells.map(
          ([x = 0, y = 0]) =>
            `<rect class="${modules.get(y, x) ? "on" : "off"}" x="${x}" y="${y}" width="1" height="1"></rect>`,
        );
        return `<style>.on{fill:#123}.off{fill:none}</style><svg viewBox="-4 -4 ${modules.size + 8} ${modules.size + 8}">${rects.join("")}</svg>`;
      },
    ],
    [
      "as a drawing in an address, in base64",
      async () =>
        `<img src="data:image/svg+xml;base64,${Buffer.from(await qrcode.toString(uri, { type: "svg" })).toString("base64")}">`,
    ],
    [
      "as a drawing in an address, escaped",
      async () =>
        `<img src='data:image/svg+xml;charset=utf-8,${encodeURIComponent(await qrcode.toString(uri, { type: "svg" })).replaceAll("'", "%27")}'>`,
    ],
    ["as a style's background", async () => `<div style="background:url(${await qrcode.toDataURL(uri)})"></div>`],
    [
      "as another kind of picture",
      async () =>
        `<img src=data:image/avif;base64,${(
          await sharp(await qrcode.toBuffer(uri))
            .avif({ lossless: true })
            .toBuffer()
        ).toString("base64")}>`,
    ],
    [
      "within the address of a service that draws codes",
      async () => `<img src="https://example.com/qr?size=9&amp;data=${encodeURIComponent(uri)}">`,
    ],
    [
      "as a table, each cell with its colour",
      async () =>
        `<table><tr><td>${tableOf((dark) => `style="width:4px;background-color: ${dark ? "rgb(0, 0, 0)" : "#fff"};"`)}</td></tr></table>`,
    ],
    ["as a table whose light cells have no colour", async () => tableOf((dark) => (dark ? 'bgcolor="#000000"' : ""))],
    [
      "as a table with classes of the page's style",
      async () =>
        `<style>.b { background: black } .w { background: white }</style>${tableOf((dark) => `class=${dark ? "b" : '"w x"'}`)}`,
    ],
    ["as a table whose style was not saved", async () => tableOf((dark) => `class="${dark ? "on" : "off"}"`)],
    ["as blocks", async () => `<pre>${(await qrcode.toString(uri, { type: "utf8" })).replaceAll("\n", "<br>")}</pre>`],
    [
      "as blocks in spans",
      async () =>
        `<pre>${tableOf((dark) => (dark ? "1" : "0"), ["<b", ">"])
          .replaceAll("<b 1>", "<span>██</span>")
          .replaceAll("<b 0>", "<span>&#160;&nbsp;</span>")}</pre>`,
    ],
    ["as text", async () => `<p>Or open <code> ${uri.replaceAll("&", "&amp;")} </code></p>`],
  ])("give the code %s", async (_, body) => {
    const { format, accounts, warnings } = await read(
      `<!DOCTYPE html>\n<html><body><svg><path d="M0 0h1z"/></svg>${await body()}</body></html>`,
    );
    expect(format).toBe("html-page");
    expect(accounts.map(accountName)).toEqual(["Example: alice"]);
    expect(warnings).toEqual([]);
  });

  it("say that their pictures are files of their own", async () => {
    for (const address of ["page_files/qr.png", "https://example.com/qr.png"]) {
      expect((await failureOf(read(`<html><img alt="" src="${address}"></html>`))).code).toBe("page-pictures-apart");
    }
  });

  it("say that what a script drew was not saved", async () => {
    expect((await failureOf(read("<html><canvas width=9></canvas></html>"))).code).toBe("page-canvas");
  });

  it("are looked through once, however many signs of pictures they have", async () => {
    const broken = [
      "data:image/",
      '"data:image/png;base64,',
      "<svg ",
      "<img ",
      "<table>",
      "<tr><td>",
      "█ ",
      "otpauth%3A%2F%2F",
      ">otpauth://",
    ];
    for (const part of broken) {
      await expectLinear(
        (n) => failureOf(read(`<html>${part.repeat(n)}`)),
        part.startsWith("data") || part.startsWith('"') ? 1_000 : 20_000,
        part,
      );
    }
  });
});

describe("a picture as a browser copies it", () => {
  it("is read from its address, on one line or several, and beside others", async () => {
    const [one, two] = await Promise.all([TEXTS[0], TEXTS[1]].map((text) => qrcode.toDataURL(text ?? "")));
    const folded = (one ?? "").replace(/.{76}/gu, "$&\n");
    const { format, accounts } = await read(`${folded}\n${two}\n`);
    expect(format).toBe("html-page");
    expect(accounts.map(accountName)).toEqual(["Example: alice", "Shop: bob"]);
  });
});

describe("pages that show a key for typing, and no code", () => {
  const shown = "JBSW Y3DP EHPK 3PXP";
  const body = (text: string) =>
    `<!doctype html><html><head><title>Key: ${shown.replace("J", "K")}</title></head>${text}`;

  it.each([
    ["behind its label", `<p>Enter this key: <code>${shown}</code></p>`],
    [
      "below a sentence, beside a logo",
      `<p>Your e-mail address and this key (spaces don't matter):</p><b>${shown}</b><img src=a.png>`,
    ],
    [
      "in a field",
      `<label>Setup key</label><input type="text" readonly value="JBSWY3DPEHPK3PXP"><input type="hidden" value="x">`,
    ],
    ["in groups of elements", `<td>秘密鍵</td><td><span>JBSW</span><span>Y3DP</span><wbr><span>EHPK3PXP</span></td>`],
  ])("%s", async (_, text) => {
    const { format, accounts } = await read(body(text));
    expect([format, ...accounts.map((one) => `${one.secret} ${one.digits} ${one.type}`)]).toEqual([
      "html-page",
      "JBSWY3DPEHPK3PXP 6 totp",
    ]);
  });

  it("give labelled names and settings", async () => {
    const text = `<p>Account: me</p><p>Issuer: Example</p><p>Secret key</p><pre>${shown}</pre><p>Algorithm: SHA256</p><p>Digits: 8</p>`;
    const { accounts } = await read(body(text));
    expect(accounts.map((one) => [accountName(one), one.algorithm, one.digits])).toEqual([
      ["Example: me", "SHA256", 8],
    ]);
  });

  it("give a Key URI within a sentence, whole or not at all", async () => {
    const groups = "<img src=a.png><p>Open otpauth://totp/a?secret=JBSWY3DPEHPK3PXP MFRGGZDFMZTWQ2LK now</p>";
    expect((await failureOf(read(body(groups)))).code).toBe("page-pictures-apart");
    const { accounts } = await read(
      body(`<img src=a.png><p>Or open ${TEXTS[0]?.replaceAll("&", "&amp;")} in your app.</p>`),
    );
    expect(accounts.map((one) => [accountName(one), one.algorithm])).toEqual([["Example: alice", "SHA256"]]);
  });

  it.each([
    ["that goes on below", `<p>Secret key</p><div>${shown}</div><div>MFRG GZDF MZTW</div>`],
    ["of which a part stands with the label", `<div>Secret key: MFRG GZDF</div><div>${shown}</div>`],
    ["of another kind", `<p>Recovery key: ${shown}</p>`],
    ["without a label", `<p>Hello</p><p>${shown}</p>`],
    ["unseen", `<script>// key: ${shown}</script><!-- key: ${shown} --><p>Hello</p>`],
    ["one of two", `<p>Key: ${shown}</p><p>Key: MFRG GZDF MZTW Q2LK</p>`],
    ["whose settings stand in a sentence", `<p>Key: ${shown}</p><p>Your app shows eight-digit codes</p>`],
  ])("do not guess one %s", async (_, text) => {
    expect(await failureOf(read(body(text)))).toMatchObject({ code: "document-not-read", data: { format: "HTML" } });
  });

  it("are looked through once", async () => {
    const parts = ["<p>key: ", "<input value=", "<!--", "<script>", ":: ", "&amp;", "otpauth://", "<b", "key:\n"];
    for (const part of parts) {
      await expectLinear((count) => failureOf(read(body(part.repeat(count)))), 2_000);
    }
  });
});
