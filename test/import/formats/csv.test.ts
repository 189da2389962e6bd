import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvHeadings, parseCsv } from "../../../src/import/formats/csv.js";

describe("parseCsv", () => {
  it("gives values by heading, in any case, and the line on which a row begins", () => {
    const { headings, rows, openQuoteLine } = parseCsv('Name, URL ,Note\r\na,"b,""c""","1\n2"\r\n\r\n,,\r\nd\r\n');
    expect(headings).toEqual(["name", "url", "note"]);
    expect(openQuoteLine).toBeUndefined();
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [2, "a", 'b,"c"', "1\n2"],
      [6, "d"],
    ]);
    expect(rows[0]?.get("url")).toBe('b,"c"');
    expect([rows[1]?.get("url"), rows[1]?.get("constructor")]).toEqual(["", ""]);
  });

  it.each([",", ";", "\t"])("reads back what is quoted, separated by %j", (separator) => {
    const cell = fc.string({ maxLength: 8, unit: fc.constantFrom("a", "ü", '"', ",", ";", "\t", "\n", "\r", " ") });
    const quote = (value: string) => `"${value.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), (table) => {
        const text = [["x", "y", "z"], ...table].map((row) => row.map(quote).join(separator)).join("\r\n");
        const kept = table.filter((row) => row.some((value) => value.trim() !== ""));
        expect(parseCsv(text).rows.map(({ cells }) => cells)).toEqual(kept);
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it("says where a quotation begins that never ends", () => {
    const { rows, openQuoteLine } = parseCsv('a,b\n1,2\n3,"4\n5,6\n');
    expect(openQuoteLine).toBe(3);
    expect(rows[0]?.cells).toEqual(["1", "2"]);
  });

  it("takes a quotation mark within a value as it stands", () => {
    expect(parseCsv('a,b\nx"y,"q"z\n').rows[0]?.cells).toEqual(['x"y', "qz"]);
  });

  it("refuses a row of more values than tables have", () => {
    expect(() => parseCsv(`a,b\n${",".repeat(300)}`)).toThrow(expect.objectContaining({ code: "csv-broken" }));
  });

  it("finds no headings in a line longer than any", () => {
    expect(csvHeadings(`${"a,".repeat(10_000)}\n`)).toEqual([]);
  });
});
