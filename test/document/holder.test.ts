import { describe, expect, it } from "vitest";
import { holderWords, parseHolder } from "../../src/document/holder.js";

describe("a holder", () => {
  it.each([
    ["Ann", "Ann", "", "Ann"],
    ["Aunt, 555-0100", "Aunt", "555-0100", "Aunt (555-0100)"],
    ["Aunt,555-0100, evenings", "Aunt", "555-0100, evenings", "Aunt (555-0100, evenings)"],
    ["叔母、03-0000-0100", "叔母", "03-0000-0100", "叔母 (03-0000-0100)"],
    ["叔母，03-0000-0100", "叔母", "03-0000-0100", "叔母 (03-0000-0100)"],
    [" Ann , ", "Ann", "", "Ann"],
    [", 555-0100", "", "555-0100", "(555-0100)"],
    ["", "", "", ""],
  ])("%j", (text, name, contact, words) => {
    expect(parseHolder(text)).toEqual({ name, contact });
    expect(holderWords(text)).toBe(words);
  });
});
