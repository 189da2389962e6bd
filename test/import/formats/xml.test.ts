import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EscrowError } from "../../../src/error.js";
import { childOf, childrenOf, childText, parseXml, xmlRootName } from "../../../src/import/formats/xml.js";

function codeOf(text: string): string {
  try {
    parseXml(text);
  } catch (error) {
    if (error instanceof EscrowError) return error.code;
    throw error;
  }
  return "read";
}

describe("parseXml", () => {
  it("reads elements, attributes, entities, CDATA, and passes over the rest", () => {
    const root = parseXml(
      `\uFEFF<?xml version="1.0"?>\n<!-- <a> --><a x='1 > 0' y="&quot;&#x7d19;">t&amp;<b/>u<![CDATA[<&>]]><?p q?><c>&#13;&lt;</c><b >v</b\n></a>\n`,
    );
    expect(root.name).toBe("a");
    expect([...root.attributes]).toEqual([
      ["x", "1 > 0"],
      ["y", '"紙'],
    ]);
    expect(root.text).toBe("t&u<&>");
    expect(root.children.map(({ name, text }) => [name, text])).toEqual([
      ["b", ""],
      ["c", "\r<"],
      ["b", "v"],
    ]);
    expect(childrenOf(root, "b")).toHaveLength(2);
    expect(childText(root, "c")).toBe("\r<");
    expect(childOf(root, "constructor")).toBeUndefined();
  });

  it.each([
    "",
    "x",
    "<a>",
    "<a><b></a>",
    "<a></a></a>",
    "</a>",
    "<a/><b/>",
    "<a/>x",
    "x<a/>",
    "<a b=1/>",
    "<a b='1' b='2'/>",
    "<a b='1'c='2'/>",
    "<a b='<'/>",
    "<a>&b;</a>",
    "<a>&</a>",
    "<a>&#0;</a>",
    "<a>&#xD800;</a>",
    "<a>&#x110000;</a>",
    "<!DOCTYPE a><a/>",
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "<a><!-- </a>",
    "<a><![CDATA[</a>",
    "<1/>",
    "< a/>",
    "<a",
    "<a b='",
  ])("refuses %s", (text) => {
    expect(codeOf(text)).toBe("xml-broken");
  });

  it("takes a hundred levels and no more", () => {
    const nested = (depth: number) => `${"<a>".repeat(depth)}${"</a>".repeat(depth)}`;
    expect(codeOf(nested(100))).toBe("read");
    expect(codeOf(nested(101))).toBe("xml-too-large");
    expect(codeOf(nested(200_000))).toBe("xml-too-large");
  });

  it("gives back what is written, whatever the text", () => {
    const character = fc.integer({ min: 1, max: 0x10ffff }).filter((code) => code < 0xd800 || code > 0xdfff);
    const text = fc.array(character, { maxLength: 20 }).map((codes) => String.fromCodePoint(...codes));
    const written = (value: string) => value.replace(/[<>&"']/gu, (each) => `&#${each.charCodeAt(0)};`);
    fc.assert(
      fc.property(text, text, (inside, attribute) => {
        const { text: read, attributes } = parseXml(`<a b="${written(attribute)}">${written(inside)}</a>`);
        return read === inside && attributes.get("b") === attribute;
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("reads a whole document or none of it", () => {
    const whole = '<?xml version="1.0"?><a><b c="d">e</b><f/></a>';
    for (let length = 0; length < whole.length; length++) expect(codeOf(whole.slice(0, length))).toBe("xml-broken");
    expect(codeOf(whole)).toBe("read");
  });
});

it.each([
  ['<?xml version="1.0"?>\n<!-- x -->\n<KeePassFile>', "KeePassFile"],
  ["\uFEFF <map/>", "map"],
  ["<!-- a --><!-- b -->\n<map>", "map"],
  ["<!---->".repeat(5000), undefined],
  ["<!-- never closed", undefined],
  ["otpauth://totp/", undefined],
  ["<", undefined],
])("names the first element of %s", (text, name) => {
  expect(xmlRootName(text)).toBe(name);
});
