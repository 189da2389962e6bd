import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FORMAT_ORDER } from "../../src/import/format-order.js";
import { SOURCES } from "../../src/import/registry.js";

interface Format {
  readonly name: string;
  readonly how: readonly string[];
  readonly protection: string;
}

interface Sentences {
  readonly formats: Record<string, Format>;
  readonly unreadable: Record<string, Omit<Format, "protection">>;
  readonly cli: { readonly places: Record<string, string> };
}

describe.each(["en", "ja"])("sentences in %s", (code) => {
  const path = join(import.meta.dirname, "..", "..", "templates", "lang", `${code}.json`);
  const { formats, unreadable, cli } = JSON.parse(readFileSync(path, "utf8")) as Sentences;

  it.each([...SOURCES.map(({ name }) => name), "aws-cli"])("say how to get %s", (name) => {
    expect(formats[name]?.name).toMatch(/\S/u);
    expect(formats[name]?.how).toHaveLength(2);
    expect(["plain", "encrypted", "both"]).toContain(formats[name]?.protection);
  });

  it("stand in the order in which people have them, each once", () => {
    expect([...FORMAT_ORDER].sort()).toEqual(Object.keys(formats).sort());
  });

  it("name no format that is not read", () => {
    const known = new Set([...SOURCES.map(({ name }) => name), "aws-cli"]);
    expect(Object.keys(formats).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(["authy", "microsoft-authenticator", "pushes", "passkeys"])("say what to do instead of %s", (name) => {
    expect(unreadable[name]?.how).toHaveLength(2);
  });

  it.each(["line", "code", "entry"])("name the place %s", (kind) => {
    expect(cli.places[kind]).toContain("{number}");
  });
});
