import qrcode from "qrcode";
import { describe, expect, it } from "vitest";
import { importContext } from "../../../src/import/qr-context.js";
import { readSource } from "../../../src/import/registry.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { textPicture } from "../../../src/read/text/text-picture.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { fixture, textSource } from "../helpers/sources.js";

const URI = "otpauth://totp/Example:terminal?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example";
const context = importContext(nodePlatform);

async function read(text: string | Uint8Array) {
  const { format, accounts } = await readSource(textSource(text), context);
  return [format, ...accounts.map(({ account, secret }) => `${account} ${secret}`)];
}

const FOUND = ["drawn-text", "terminal GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"];

/** A code as characters of one's own: a module is one text where it is dark and another where it is light. */
function grid(dark: string, light: string, margin: number): string {
  const { size, data } = qrcode.create(URI).modules;
  const side = Array.from({ length: size + 2 * margin }, (_, i) => i - margin);
  const inside = (at: number) => at >= 0 && at < size;
  return side
    .map((y) => side.map((x) => (inside(x) && inside(y) && data[y * size + x] ? dark : light)).join(""))
    .join("\n");
}

describe("a code drawn with characters", () => {
  it.each([
    ["half blocks", async () => qrcode.toString(URI, { type: "utf8" })],
    ["cells in colours", async () => qrcode.toString(URI, { type: "terminal" })],
    ["half blocks in colours", async () => qrcode.toString(URI, { type: "terminal", small: true })],
    ["signs, two a module", async () => grid("##", "  ", 2)],
    ["signs, light and dark exchanged", async () => grid("  ", "@@", 2)],
    ["squares as wide as they are high", async () => grid("⬛", "⬜", 4)],
    [
      "words around it",
      async () => `Scan this:\r\n\r\n${grid("██", "  ", 4).replaceAll("\n", "\r\n")}\r\nIt is yours.\r\n`,
    ],
    [
      "256 colours, and true ones",
      async () => grid("\u001b[48;5;16m  ", "\u001b[48;2;250;250;250m  ", 4).replaceAll("\n", "\u001b[0m\n"),
    ],
    ["swapped colours", async () => grid("\u001b[30;47;7m  ", "\u001b[27m  ", 4)],
  ])("is read: %s", async (_, draw) => {
    expect(await read(await draw())).toEqual(FOUND);
  });

  it("is read from the file, with what is known of it", async () => {
    const { accounts, skipped, warnings } = await readSource(fixture("terminal-code.txt"), context);
    expect(accounts).toMatchObject([{ issuer: "Example", account: "terminal" }]);
    expect([skipped, warnings]).toEqual([[], []]);
  });

  it("is one of several", async () => {
    const other = await qrcode.toString(URI.replaceAll("terminal", "second"), { type: "utf8" });
    expect(await read(`${grid("##", "  ", 2)}\nand the other\n${other}`)).toHaveLength(3);
  });

  it("does not stand in for a Key URI beside it", async () => {
    const [format] = await read(`${URI}\n${grid("##", "  ", 2)}`);
    expect(format).toBe("key-uris");
  });

  it("that cannot be read is said to be a picture without a code", async () => {
    const broken = grid("##", "  ", 2)
      .split("\n")
      .map((line, i) => (i % 3 === 0 ? line.slice(6) : line))
      .join("\n");
    await expect(read(broken)).rejects.toMatchObject({ code: "picture-no-code" });
  });

  it("is not seen in other texts: comments, rules, tables and art", () => {
    const lines = (line: string) => `${line}\n`.repeat(40);
    for (const text of [
      lines("# a comment of some words"),
      lines("########################################"),
      lines(" "),
      lines("| a | b | c |"),
      lines("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"),
      `${"█ ".repeat(500)}\n`.repeat(30),
      "█".repeat(3_000_000),
      "\n".repeat(1_500_000),
    ]) {
      expect(textPicture(text)).toBeUndefined();
    }
  });
});

describeWith("qrencode", () => {
  it.each(["UTF8", "UTF8i", "ANSI", "ANSI256", "ANSIUTF8", "ANSIUTF8i", "ANSI256UTF8", "ASCII", "ASCIIi"])(
    "its texts are read: %s",
    async (type) => {
      expect(await read(runProgram("qrencode", ["-t", type, "-o", "-", URI]))).toEqual(FOUND);
    },
  );
});
