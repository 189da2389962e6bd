import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readSource } from "../../src/import/registry.js";
import { failureOf, fixture, noPictures, readText, textSource } from "./helpers/sources.js";

const KEY = "JBSWY3DPEHPK3PXP";
const OTHER = "GEZDGNBVGY3TQOJQ";
const URI = `otpauth://totp/Example:alice?secret=${KEY}&issuer=Example`;

const short = ({ issuer, account, secret, digits }: Awaited<ReturnType<typeof readText>>["accounts"][number]) =>
  [issuer, account, secret, digits].join(" ");

async function read(text: string) {
  const { format, accounts, skipped } = await readText(text);
  return { format, accounts: accounts.map(short), skipped: skipped.map(({ code }) => code) };
}

const ALICE = `Example alice ${KEY} 6`;

describe("tables of password managers", () => {
  it.each<[string, string, readonly string[]]>([
    ["zoho.csv", "zoho-csv", [ALICE, `Bank of Paper bob ${OTHER} 6`]],
    ["roboform.csv", "roboform-csv", [ALICE]],
    ["enpass.csv", "enpass-csv", [ALICE, `Bank of Paper bob@example.com ${OTHER} 8`]],
    ["keeper.csv", "keeper-csv", [ALICE, `Bank of Paper bob ${OTHER} 8`]],
    ["lastpass-escaped.csv", "csv", [`Paper & Sons alice ${KEY} 6`]],
  ])("%s", async (name, format, expected) => {
    const result = await readSource(fixture(name), noPictures);
    expect({ format: result.format, accounts: result.accounts.map(short) }).toEqual({ format, accounts: expected });
    expect(result.skipped).toEqual([]);
  });

  it.each([
    [
      "MYKI",
      `url,username,password,additionalInfo,nickname,twofaSecret\nhttps://e.test,alice,x,,Example,${KEY.toLowerCase()}`,
    ],
    [
      "Synology C2 Password",
      `Display_Name,Login_Username,Login_Password,Login_URLs,Login_TOTP,Notes\nExample,alice,x,,${KEY},`,
    ],
    [
      "Dashlane, old",
      `username,username2,username3,title,password,note,url,category,otpSecret\nalice,,,Example,x,,,,${KEY}`,
    ],
    [
      "Dashlane, new",
      `username,username2,username3,title,password,note,url,category,otpUrl\nalice,,,Example,x,,,,${URI}`,
    ],
    [
      "Nextcloud Passwords",
      `"Label","Username","Password","Notes","Custom Fields"\n"Example","alice","x","","pin, text: 12\notp, secret: otpauth://totp/?secret=${KEY}"`,
    ],
    ["words in any order", `Entry Title;My User Name;2FA-Key\nExample;alice;${KEY}`],
    ["a factor alone", `name,login,mfa\nExample,alice,${KEY}\nNone,bob,disabled`],
    ["headings in German", `sep=;\r\nTitel;Benutzername;TOTP-Schlüssel\r\nExample;alice;${KEY}`],
    ["headings in French", `Nom;Identifiant;Mot de passe;Clé TOTP\nExample;alice;x;${KEY}`],
    ["headings in Spanish", `Nombre,Usuario,Clave secreta TOTP\nExample,alice,${KEY}`],
    ["headings in Japanese", `サービス名,メールアドレス,二段階認証のキー\nExample,alice,${KEY}`],
    ["a factor in German", `Name;Benutzer;2FA-Schlüssel\nExample;alice;${KEY}`],
    ["line ends of Windows", `name,login,totp\r\nExample,alice,${KEY}\r\n`],
  ])("%s", async (_, text) => {
    expect(await read(text)).toEqual({ format: "csv", accounts: [ALICE], skipped: [] });
  });

  it.each([
    ["states", "name,login,otp\na,b,disabled\nc,d,enabled"],
    ["words", "name,login,2fa\na,b,authenticatorapp\nc,d,sms"],
  ])("take no key from %s", async (_, text) => {
    await expect(readText(text)).rejects.toThrow();
  });

  it("take no words behind a key in a note for its end", async () => {
    expect(await read(`name,user,notes\nExample,alice,"my code: otpauth://totp/?secret=${KEY} and so on"`)).toEqual({
      format: "csv",
      accounts: [ALICE],
      skipped: [],
    });
  });
});

describe("a ZIP archive", () => {
  const zip = (files: Record<string, string>) =>
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])));
  const table = `Title,URL,Username,Password,Notes,OTPAuth\nExample,,alice,x,,${URI}`;

  it.each<[string, Record<string, string>]>([
    [
      "of Dashlane",
      {
        "credentials.csv": `username,title,password,otpUrl\nalice,Example,x,${URI}`,
        "ids.csv": "type,number\nid,1",
        "notes.csv": "title,note\na,b",
      },
    ],
    ["of Safari, in another language", { "암호.csv": table, "책갈피.html": "<html></html>", "방문 기록.json": "[]" }],
  ])("with one table that is known: %s", async (_, files) => {
    const { format, accounts } = await readSource(textSource(zip(files)), noPictures);
    expect({ format, accounts: accounts.map(short) }).toEqual({ format: "zipped-table", accounts: [ALICE] });
  });

  it("with one app's export, in a folder", async () => {
    const services = [{ name: "Example", secret: KEY, otp: { account: "alice", tokenType: "TOTP" } }];
    const files = { "backup/2fas.2fas": JSON.stringify({ schemaVersion: 4, services }), "backup/readme.txt": "hello" };
    const { format, accounts } = await readSource(textSource(zip(files)), noPictures);
    expect({ format, accounts: accounts.map(short) }).toEqual({ format: "zipped-table", accounts: [ALICE] });
    const two = zip({ ...files, "b.2fas": files["backup/2fas.2fas"] });
    expect((await failureOf(readSource(textSource(two), noPictures))).code).toBe("archive-unknown");
  });

  it("with two, or with none, is refused", async () => {
    for (const files of [{ "a.csv": table, "b.csv": table }, { "a.csv": "a,b\n1,2" }] as Record<string, string>[]) {
      expect((await failureOf(readSource(textSource(zip(files)), noPictures))).code).toBe("archive-unknown");
    }
  });
});
