import { createHash } from "node:crypto";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { identifySource } from "../../src/import/registry.js";
import { failureOf, readText, textSource } from "./helpers/sources.js";

/** Bytes as random as those of a ciphertext, after a mark. */
function marked(...mark: readonly number[]): Uint8Array {
  const filler = createHash("shake256", { outputLength: 3000 }).update("other file").digest();
  return Uint8Array.from([...mark, ...filler]);
}

const text = (mark: string): number[] => [...mark].map((character) => character.charCodeAt(0));

describe("files that are no export", () => {
  it.each([
    ["gzip", marked(0x1f, 0x8b, 8, 0)],
    ["7z", marked(...text("7z"), 0xbc, 0xaf)],
    ["RAR", marked(...text("Rar!"), 0x1a, 7, 1, 0)],
    ["xz", marked(0xfd, ...text("7zXZ"), 0)],
    ["Zstandard", marked(0x28, 0xb5, 0x2f, 0xfd)],
    ["ZIP", zipSync({ "data.json": new TextEncoder().encode('{"a":1}') })],
  ])("an archive is named, and no password asked for: %s", async (kind, bytes) => {
    const { code, data } = await failureOf(readText(bytes));
    expect({ code, data }).toEqual({ code: "archive-unknown", data: { kind } });
  });

  it.each<[string, Uint8Array]>([
    ["Word (.docx)", zipSync({ "word/document.xml": new Uint8Array(9), "[Content_Types].xml": new Uint8Array(9) })],
    ["Excel (.xlsx)", zipSync({ "xl/workbook.xml": new Uint8Array(9), "[Content_Types].xml": new Uint8Array(9) })],
    [
      "OpenDocument (.odt, .ods)",
      zipSync({ "content.xml": new Uint8Array(9), "META-INF/manifest.xml": new Uint8Array(9) }),
    ],
    ["OpenDocument (.odt, .ods)", zipSync({ mimetype: new Uint8Array(9), "content.xml": new Uint8Array(9) })],
    ["RTF", new TextEncoder().encode("{\\rtf1\\ansi {\\fonttbl{\\f0 Arial;}}\\f0 Hello\\par}")],
    ["Word, Excel (97–2003)", marked(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1)],
    ["Safari (.webarchive)", marked(...text("bplist00"))],
    [
      "OpenDocument (.fodt, .fods)",
      new TextEncoder().encode(
        '<?xml version="1.0"?>\n<office:document xmlns:office="o"><p>Hello</p></office:document>',
      ),
    ],
    ["HTML", new TextEncoder().encode("\uFEFF<!DOCTYPE html>\n<html><p>Hello</p></html>")],
  ])("a document is named, with how to save it: %s", async (format, bytes) => {
    const { code, data } = await failureOf(readText(bytes));
    expect({ code, data }).toEqual({ code: "document-not-read", data: { format } });
  });

  it.each(["ID3\x03", "OggS", "\x7fELF", "\0asm", "Salted__", "\0\0\0\x18ftypmp42"])(
    "%j is not taken for an encrypted backup",
    async (mark) => {
      expect((await failureOf(readText(marked(...text(mark))))).code).toBe("source-unknown");
    },
  );

  it.each(["age-encryption.org/v1\n", "-----BEGIN AGE ENCRYPTED FILE-----\n"])("%j: age is named", async (mark) => {
    expect((await failureOf(readText(marked(...text(mark))))).code).toBe("source-age");
    // As text too, which else would be taken for lines that someone typed.
    expect(() => identifySource(textSource(`${mark}-> scrypt YWFh 18\nAAAA\n`))).toThrow("source-age");
  });

  it("what OpenPGP encrypts for a key or a password is told", async () => {
    // Old and new packet headers, a key's number, RSA and ECDH; the last one as GnuPG's --symmetric begins
    for (const mark of [
      [0x85, 1, 12, 3, 1, 2, 3, 4, 5, 6, 7, 8, 1],
      [0x84, 94, 3, 1, 2, 3, 4, 5, 6, 7, 8, 18],
      [0xc1, 192, 12, 3, 1, 2, 3, 4, 5, 6, 7, 8, 1],
      [0x8c, 13, 4, 9, 3, 2],
    ]) {
      expect((await failureOf(readText(marked(...mark)))).code).toBe("source-pgp");
    }
    expect((await failureOf(readText("\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n"))).code).toBe("source-pgp");
    expect(identifySource(textSource(marked(0x85, 1, 12, 4, 1, 2, 3, 4, 5, 6, 7, 8, 1)))).toBe("andotp");
  });
});
