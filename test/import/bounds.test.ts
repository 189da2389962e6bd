import { describe, expect, it } from "vitest";
import { parseCsv } from "../../src/import/formats/csv.js";
import { parseJson } from "../../src/import/formats/json.js";
import { parseXml } from "../../src/import/formats/xml.js";
import { readSource } from "../../src/import/registry.js";
import { linesOf } from "../../src/import/text.js";
import { fileKind } from "../../src/read/file-kind.js";
import { redacted } from "../../src/showable.js";
import { wide } from "../helpers/full.js";
import { expectLinear } from "../helpers/growth.js";
import { failureOf, readText, textSource } from "./helpers/sources.js";

const picture = (i: number) => `<img src="data:image/png;base64,${Buffer.from(`picture ${i}`).toString("base64")}">`;
const page = (count: number, of: (i: number) => string) =>
  textSource(`<!doctype html><html>${Array.from({ length: count }, (_, i) => of(i)).join("\n")}</html>`);

describe("more than is read of one file is refused", () => {
  it.each([
    ["lines", () => linesOf("a\n".repeat(200_001)), "source-too-many"],
    ["rows", () => parseCsv("name,totp\n".repeat(200_002)), "source-too-many"],
    ["values", () => parseJson(`[${"1,".repeat(2_000_001)}1]`), "source-too-many"],
    ["lists", () => parseJson(`[${"[],".repeat(1_000_001)}1]`), "source-too-many"],
    ["attributes", () => parseXml(`<a ${"b='' ".replace("b", "b0")}${manyAttributes(51)}/>`), "xml-too-large"],
    ["a long tag", () => parseXml(`<a b="${"x".repeat(70_000)}"/>`), "xml-too-large"],
  ])("%s", async (_, read, code) => {
    await expect(async () => read()).rejects.toMatchObject({ code });
  });

  it("accounts, and things that gave none", async () => {
    const unread = (count: number) =>
      readText(`otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ\n${"otpauth://nothing\n".repeat(count)}`);
    expect((await unread(19_999)).skipped).toHaveLength(19_999);
    expect(await failureOf(unread(20_000))).toMatchObject({ code: "source-too-many", data: { most: 20_000 } });
  });

  it("a page's pictures, each looked at once", async () => {
    const looked: string[] = [];
    const readCodes = async (bytes: Uint8Array) => {
      looked.push(Buffer.from(bytes).toString());
      return [];
    };
    await failureOf(
      readSource(
        page(20_000, () => picture(1)),
        { readCodes },
      ),
    );
    expect(looked).toEqual(["picture 1"]);
    looked.length = 0;
    expect(await failureOf(readSource(page(2_001, picture), { readCodes }))).toMatchObject({ code: "source-too-many" });
    expect(looked).toEqual([]);
  });

  it("a kept text longer than paper holds, and of its name what is too long", async () => {
    const motp = (name: string, secret: string) =>
      readText(JSON.stringify({ version: 1, header: {}, db: { entries: [entry(name, secret)] } }));
    const entry = (name: string, secret: string) => ({
      ...{ type: "motp", name, issuer: "" },
      info: { secret, algo: "SHA1", digits: 6, period: 30 },
    });
    const { skipped } = await motp("n".repeat(80_000), "0a1b");
    expect([skipped[0]?.name, skipped[0]?.keep?.text]).toEqual([
      `${"n".repeat(512)}…`,
      expect.stringContaining("0a1b"),
    ]);
    expect(await failureOf(motp("n", "0a".repeat(5_000)))).toMatchObject({ code: "text-too-long" });
  });
});

function manyAttributes(count: number): string {
  return Array.from({ length: count }, (_, i) => `c${i}=''`).join(" ");
}

describe("expressions", () => {
  wide("do not overflow on millions of lines before a table", () => {
    expect(parseCsv(`${"\n".repeat(5_000_000)}name,totp\na,b`).rows).toHaveLength(1);
  });

  it("tell no picture from comments one after the other in more than their length", async () => {
    await expectLinear((size) => fileKind(Buffer.from("<!--x-->".repeat(size / 8))), 2_000);
    expect(fileKind(Buffer.from("<!-- a --> <!-- b > --><?xml?><!DOCTYPE svg>\n<svg>"))).toBe("svg");
  });

  it("leave secrets out of messages, however long a word is", async () => {
    await expectLinear((size) => redacted("a".repeat(size)), 200_000);
    expect(redacted("x=otpauth://totp/a?b c JBSWY3DPEHPK3PXPJ jbswy3dpehpk3pxpj")).toBe("… c … jbswy3dpehpk3pxpj");
  });
});
