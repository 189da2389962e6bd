import { describe, expect, it } from "vitest";
import { parseMarkdownTable } from "../../../src/import/formats/markdown-table.js";
import { mimeParts } from "../../../src/import/formats/mime.js";

describe("quoted-printable", () => {
  it.each([
    ["secret=3DGEZD", "secret=GEZD"],
    ["soft=\nbreak, =C3=A9", "softbreak, é"],
    ["no digits: =3Z =Z3 = ==", "no digits: =3Z =Z3 = =="],
    ["cut =4", "cut =4"],
  ])("%j is %j", (written, meant) => {
    const text = `MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n${written}`;
    expect(mimeParts(text)?.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual([meant]);
  });
});

describe("a table of Markdown", () => {
  const table = (rows: number) => `| name | secret |\n| --- | --- |\n${"| a | b |\n".repeat(rows)}`;

  it("has as many rows as any other table, and is not taken apart beyond that", () => {
    expect(parseMarkdownTable(table(199_997))?.rows).toHaveLength(199_997);
    expect(parseMarkdownTable(table(199_998))).toBeUndefined();
  });
});
