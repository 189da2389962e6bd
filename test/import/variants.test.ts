import { describe, expect, it } from "vitest";
import { accountName } from "../../src/account/account.js";
import { identifySource, readSource } from "../../src/import/registry.js";
import type { ImportResult } from "../../src/import/source.js";
import { failureOf, fixture, readText, textSource, withPasswords } from "./helpers/sources.js";

const KEY = "JBSWY3DPEHPK3PXP";
const OTHER_KEY = "MFRGGZDFMZTWQ2LK";
const URI = `otpauth://totp/Example:alice?secret=${KEY}&issuer=Example`;
const OTHER_URI = `otpauth://totp/Shop:bob?secret=${OTHER_KEY}&issuer=Shop`;

/** Names and secrets of what was read. */
function read({ accounts }: ImportResult): string[] {
  return accounts.map((account) => `${accountName(account)} ${account.secret}`);
}

describe("tables", () => {
  it.each([
    ["German", "Titel,Website,Benutzername,Passwort,Einmalpasswort"],
    ["Japanese", "タイトル,URL,ユーザ名,パスワード,ワンタイムパスワード"],
    ["French", "Titre,Site,Nom d’utilisateur,Mot de passe,Mot de passe à usage unique"],
  ])("take every key of a %s one, not only Key URIs", async (_, headings) => {
    const rows = [`Example,https://a,alice,x,${URI}`, `Shop,https://b,bob,x,${OTHER_KEY}`];
    expect(read(await readText([headings, ...rows].join("\n")))).toEqual([
      `Example: alice ${KEY}`,
      `Shop: bob ${OTHER_KEY}`,
    ]);
  });

  it("keep a secret in a row without the Key URI that other rows have", async () => {
    const rows = [`Example,${URI},${KEY}`, `Shop,,${OTHER_KEY}`, "Note,,"];
    const { skipped, ...result } = await readText(["name,link,secret", ...rows].join("\n"));
    expect(read(result as ImportResult)).toEqual([`Example: alice ${KEY}`]);
    expect(skipped.map(({ place, code, keep }) => ({ place, code, keep }))).toEqual([
      { place: { line: 3 }, code: "entry-setting", keep: { name: "Shop", text: OTHER_KEY } },
    ]);
  });

  it.each(["\n\n", "sep=,\r\n", " \r\n\r\n"])("begin after %j, their lines counted", async (before) => {
    const { skipped, ...result } = await readText(`${before}Title,Username,OTPAuth\na,b,${URI}\nc,d,10!10!10\n`);
    expect(read(result as ImportResult)).toEqual([`Example: alice ${KEY}`]);
    expect(skipped.map(({ place }) => place)).toEqual([{ line: before.split("\n").length + 2 }]);
  });
});

describe("lists", () => {
  it.each([",", ", ", " ", ";", "\t"])("take each of several texts on one line, separated by %j", async (separator) => {
    const { skipped, ...result } = await readText(`${URI}${separator}${OTHER_URI}\n`);
    expect(read(result as ImportResult)).toEqual([`Example: alice ${KEY}`, `Shop: bob ${OTHER_KEY}`]);
    expect(skipped).toEqual([]);
  });

  it("take a line that is a JSON string, escapes undone", async () => {
    const escaped = JSON.stringify(URI).replaceAll("&", "\\u0026").replaceAll("/", "\\/");
    expect(read(await readText(`${escaped}\n"${OTHER_URI}"\n`))).toEqual([
      `Example: alice ${KEY}`,
      `Shop: bob ${OTHER_KEY}`,
    ]);
  });
});

describe("vaults", () => {
  it("of Proton Pass: Key URIs in text fields", async () => {
    const extraFields = [
      { fieldName: "second", type: "text", data: { content: OTHER_URI } },
      { fieldName: "note", type: "hidden", data: { content: "JBSWY3DP" } },
    ];
    const item = { data: { metadata: { name: "Shop" }, extraFields, content: { totpUri: URI } }, state: 1 };
    const vaults = { a: { name: "Personal", items: [item] } };
    expect(read(await readText(JSON.stringify({ userId: "u", encrypted: false, vaults })))).toEqual([
      `Example: alice ${KEY}`,
      `Shop: bob ${OTHER_KEY}`,
    ]);
  });

  it("of 1Password: items in the trash are counted and left out", async () => {
    const item = (totp: string, more: object) => ({
      ...more,
      overview: { title: "T" },
      details: { sections: [{ fields: [{ value: { totp } }] }] },
    });
    const items = [item(URI, { trashed: false }), item(OTHER_URI, { trashed: true }), item("", { trashed: true })];
    const result = await readText(JSON.stringify({ accounts: [{ vaults: [{ items }] }] }));
    expect(read(result)).toEqual([`Example: alice ${KEY}`]);
    expect(result.warnings).toEqual([{ code: "entries-deleted", data: { count: 1 }, place: {} }]);
  });

  it("of 2FAS are not what other programs call services", () => {
    const services = [{ name: "web", image: "nginx" }];
    expect(identifySource(textSource(JSON.stringify({ version: "3", services })))).toBe("json");
    expect(identifySource(textSource(JSON.stringify({ schemaVersion: 4, services: [] })))).toBe("2fas");
    expect(identifySource(textSource(JSON.stringify({ services: [{ secret: KEY }] })))).toBe("2fas");
  });
});

describe("passwords", () => {
  const PASSWORD = "Pässwörter 123";

  it.each(["stratum-encrypted-legacy.authpro", "2fas-encrypted.2fas", "keepass-4-aes-kdf.kdbx"])(
    "open %s with their accents in either spelling",
    async (name) => {
      const composed = await readSource(fixture(name), withPasswords(PASSWORD.normalize("NFC")));
      const decomposed = await readSource(fixture(name), withPasswords(PASSWORD.normalize("NFD")));
      expect(composed.accounts.length).toBeGreaterThan(0);
      expect(decomposed).toEqual(composed);
      const wrong = withPasswords("Passworter 123");
      expect((await failureOf(readSource(fixture(name), wrong))).code).toBe("password-wrong");
    },
  );
});
