import { gzipSync } from "node:zlib";
import qrcode from "qrcode";
import { describe, expect, it } from "vitest";
import { accountName } from "../../../src/account/account.js";
import { importContext } from "../../../src/import/qr-context.js";
import { identifySource, readSource } from "../../../src/import/registry.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { expectLinear } from "../../helpers/growth.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { failureOf, fixture, textSource } from "../helpers/sources.js";

const context = importContext(nodePlatform);
const URI = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example&algorithm=SHA256";
const png = async () => (await qrcode.toBuffer(URI)).toString("base64").replace(/.{76}/gu, "$&\n");

async function read(text: string | Uint8Array) {
  const { format, accounts, warnings } = await readSource(textSource(text), context);
  return [format, ...accounts.map(accountName), ...warnings.map(({ code }) => code)];
}

/** A message of parts, each with its type, its encoding and what it says. */
function message(kind: string, ...parts: readonly (readonly [type: string, encoding: string, body: string])[]): string {
  const mark = "----MultipartBoundary--x----";
  const all = parts.map(
    ([type, encoding, body]) =>
      `--${mark}\nContent-Type: ${type}\nContent-Transfer-Encoding: ${encoding}\nContent-Location: https://example.com/x\n\n${body}\n`,
  );
  return `From: <Saved by Blink>\nSubject: =?utf-8?Q?Setup?=\nMIME-Version: 1.0\nContent-Type: multipart/${kind};\n\ttype="text/html";\n\tboundary="${mark}"\n\n\n${all.join("")}--${mark}--\n`;
}

const PAGE = '<html><head></head><body><img src=3D"https://example.com/x"> caf=C3=A9 =\n</body></html>';

describe("a web page in one file, and a mail", () => {
  it("gives the code of a picture in it", async () => {
    const page = message("related", ["text/html", "quoted-printable", PAGE], ["image/png", "base64", await png()]);
    expect(await read(page)).toEqual(["saved-page", "Example: alice"]);
    expect(await read(page.replaceAll("\n", "\r\n"))).toEqual(["saved-page", "Example: alice"]);
  });

  it.each([
    ["a drawing", async () => (await qrcode.toString(URI, { type: "svg" })).replace(/<\?xml[^>]*>/u, "")],
    ["a data: picture", async () => `<img src="${await qrcode.toDataURL(URI)}">`],
    ["a link", async () => `<a href="${URI.replaceAll("&", "&amp;")}">`],
  ])("gives the code of its page: %s", async (_, body) => {
    const quoted = `<html>${await body()}</html>`.replaceAll("=", "=3D").replace(/.{70}(?<!=.?)/gu, "$&=\n");
    expect(await read(message("related", ["text/html", "quoted-printable", quoted]))).toEqual([
      "saved-page",
      "Example: alice",
    ]);
  });

  it("gives the code of a picture in parts of parts", async () => {
    const inner = message(
      "related",
      ["text/html", "7bit", "<html>Scan this</html>"],
      ["application/octet-stream", "base64", await png()],
    );
    const [, type = "", body = ""] =
      /(multipart\/related;[\s\S]*?)\n\n([\s\S]*)/u.exec(inner.replaceAll("--x--", "--y--")) ?? [];
    expect(await read(message("mixed", ["text/plain", "7bit", "Hello"], [type, "8bit", body]))).toEqual([
      "saved-page",
      "Example: alice",
    ]);
  });

  it.each<[string, string, string]>([
    [
      "with escaped signs and broken lines",
      "quoted-printable",
      `see ${URI.replaceAll("=", "=3D").replace("PEHP", "PE=\nHP")}`,
    ],
    ["in base64", "base64", Buffer.from(`Your key:\n${URI}\n`).toString("base64")],
  ])("gives a Key URI that a mail's text encodes: %s", async (_, encoding, body) => {
    expect(await read(message("mixed", ["text/plain; charset=utf-8", encoding, body]))).toEqual([
      "saved-page",
      "Example: alice",
    ]);
    const alone = `From: a@example.com\nContent-Type: text/plain\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n`;
    expect(await read(alone)).toEqual(["saved-page", "Example: alice"]);
  });

  it("is one fixture of a browser's shape", async () => {
    const { accounts, skipped } = await readSource(fixture("saved-page.mhtml"), context);
    expect([accounts.map(accountName), skipped]).toEqual([["Example: alice"], []]);
  });

  it("is left to others where it shows no code", () => {
    expect(identifySource(textSource(message("mixed", ["text/plain", "7bit", "Hello"])))).toBeUndefined();
    expect(identifySource(textSource(message("mixed", ["text/plain", "7bit", URI])))).not.toBe("saved-page");
  });

  it("says what it lacks", async () => {
    const apart = message("related", ["text/html", "quoted-printable", PAGE]);
    expect((await failureOf(read(apart))).code).toBe("page-pictures-apart");
  });

  it("is looked through once, however many parts and lines it has", async () => {
    const starts = [
      message("mixed", ["text/html", "7bit", "<html><canvas>"]),
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n",
    ];
    for (const part of [
      "------MultipartBoundary--x----\n",
      "\n--x\nContent-Type: multipart/mixed; boundary=x\n\n",
      "=\n",
      "a: b\n",
    ]) {
      for (const start of starts) await expectLinear((n) => failureOf(read(start + part.repeat(n))), 20_000, part);
    }
  });
});

describe("what gzip packed", () => {
  it("is read as what it is: a drawing, a text", async () => {
    expect(await read(gzipSync(await qrcode.toString(URI, { type: "svg" })))).toEqual(["picture", "Example: alice"]);
    expect(await read(gzipSync(`${URI}\n`))).toEqual(["key-uris", "Example: alice"]);
  });

  it("is named as an archive where it is neither", async () => {
    for (const inner of [Buffer.alloc(600), Buffer.alloc(0), Buffer.from([1, 2, 3, 0, 0xff])])
      expect((await failureOf(read(gzipSync(inner)))).code).toBe("archive-unknown");
    expect((await failureOf(read(gzipSync(URI).subarray(0, 40)))).code).toBe("archive-unknown");
  });
});

describeWith("python3", () => {
  it("a mail that Python writes gives the code of its attachment", async () => {
    const script = `
import sys, email.message, email.policy
m = email.message.EmailMessage(policy=email.policy.SMTP)
m["Subject"], m["From"], m["To"] = "Einrichtung für Sie", "it@example.com", "alice@example.com"
m.set_content("Hallo, bitte den Code lesen: über die App")
m.add_alternative("<html><body>Hallo, größer</body></html>", subtype="html")
m.add_attachment(sys.stdin.buffer.read(), maintype="image", subtype="png", filename="code.png")
sys.stdout.buffer.write(m.as_bytes())`;
    const mail = runProgram("python3", ["-c", script], await qrcode.toBuffer(URI));
    expect(await read(mail)).toEqual(["saved-page", "Example: alice"]);
  });
});
