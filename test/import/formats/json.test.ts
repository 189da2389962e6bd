import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EscrowError } from "../../../src/error.js";
import { items, member, numberAt, parseJson, textAt } from "../../../src/import/formats/json.js";

function failure(text: string): unknown {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof EscrowError) return [error.code, error.data];
    throw error;
  }
  return undefined;
}

describe("parseJson", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.boolean(), (value, indented) => {
        expect(parseJson(JSON.stringify(value, null, indented ? 2 : 0))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 1 },
    );
  });

  it.each<[string, string, unknown]>([
    ["a name twice", '{"a": 1,\n "b": 2,\n "a": 1}', ["json-repeated", { line: 3 }]],
    ["a name twice in an inner object", '[{"x": {"k": 1, "k": 2}}]', ["json-repeated", { line: 1 }]],
    ["a name twice, once escaped", '{"a": 1, "\\u0061": 2}', ["json-repeated", { line: 1 }]],
    ["__proto__ twice", '{"__proto__": 1, "__proto__": 2}', ["json-repeated", { line: 1 }]],
    ["65 levels", `${"[".repeat(65)}${"]".repeat(65)}`, ["json-depth", { most: 64 }]],
    ["levels without end", '{"a":'.repeat(1_000_000), ["json-depth", { most: 64 }]],
    ["a cut", '{"a": [1, 2', ["json-broken", {}]],
    ["a cut string", '{"a": "b\\', ["json-broken", {}]],
    ["a comma too many", "[1,]", ["json-broken", {}]],
    ["NaN", "[NaN]", ["json-broken", {}]],
    ["a repeated name in what is no JSON", '{"a": 1, "a": }', ["json-broken", {}]],
  ])("refuses %s", (_, text, expected) => expect(failure(text)).toEqual(expected));

  it.each([
    ["the same name in two objects", '[{"a": 1}, {"a": 2}]'],
    ["names within names", '{"a": {"a": {"a": 1}}}'],
    ["a name that stands in a string", '{"a": "\\"a\\": 1, {[", "b": "\\\\"}'],
    ["64 levels", `${"[".repeat(64)}${"]".repeat(64)}`],
    ["a byte order mark", "\uFEFF[1]"],
  ])("takes %s", (_, text) => expect(failure(text)).toBeUndefined());
});

describe("what is read of it", () => {
  const value = parseJson('{"a": {"b": [1, "x"]}, "n": 7, "t": "text", "__proto__": {"c": 1}, "null": null}');

  it("is what stands there, and nothing that objects have by themselves", () => {
    expect(items(value, "a", "b")).toEqual([1, "x"]);
    expect(numberAt(value, "n")).toBe(7);
    expect(textAt(value, "t")).toBe("text");
    expect(member(value, "null")).toBeNull();
    for (const name of ["constructor", "toString", "c", "hasOwnProperty"]) expect(member(value, name)).toBeUndefined();
  });

  it("is undefined or empty where the path ends or the kind is another", () => {
    expect([
      member(value, "a", "b", "c", "d"),
      textAt(value, "n"),
      numberAt(value, "t"),
      member(undefined, "a"),
    ]).toEqual([undefined, undefined, undefined, undefined]);
    expect([items(value, "t"), items(undefined)]).toEqual([[], []]);
  });
});

it("an object of more members than any export has is refused", () => {
  const text = `{${Array.from({ length: 100_001 }, (_, i) => `"k${i}":1`).join()}}`;
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: "source-too-many", data: { most: 100_000 } }));
});
