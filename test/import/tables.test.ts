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
    [
      "KeePass 1",
      `"Account","Login Name","Password","Web Site","Comments","TOTP"\n"Example","alice","x","https://e.test","","${KEY}"`,
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

describe("a table of Markdown", () => {
  it.each([
    [
      "with lines around",
      `# Keys\n\n| Service | User | TOTP secret |\n|---|:-:|--:|\n| Example | alice | \`${KEY}\` |\n\nend\n`,
    ],
    ["without", `Service | User | 2FA\r\n--- | --- | ---\r\nExample | alice | JBSW Y3DP EHPK 3PXP\r\n`],
    ["with settings", `| Service | User | OTP | Digits |\n|--|--|--|--|\n| Example | alice | ${KEY} | 6 |`],
  ])("is read as any table: %s", async (_, text) => {
    expect(await read(text)).toEqual({ format: "csv", accounts: [ALICE], skipped: [] });
  });

  it("is left to others where there are several, or Key URIs beside it", async () => {
    const table = `| Service | OTP |\n|--|--|\n| Example | ${KEY} |\n`;
    await expect(readText(`${table}\n${table}`)).rejects.toThrow();
    expect((await readText(`${table}\n${URI}\n`)).format).not.toBe("csv");
  });
});

describe("settings beside a column of keys", () => {
  const settings = ({ type, algorithm, digits, ...rest }: Awaited<ReturnType<typeof readText>>["accounts"][number]) =>
    [type, algorithm, digits, "counter" in rest ? rest.counter : rest.period].join(" ");

  it.each([
    ["names of their own", "totp secret,totp_period,totp_digits,totp_algorithm", `${KEY},60,8,SHA256`],
    ["plain names", "otp,period,digits,algorithm", `${KEY},60,8,HmacSHA256`],
    ["other words", "2FA Key,Time Step,Code Length,Hash", `${KEY},60,8,sha-256`],
    ["a column secret", "secret,issuer,interval,length,hash", `${KEY},Example,60,8,SHA256`],
    ["in German", "TOTP-Schlüssel,Periode,Ziffern,Algorithmus", `${KEY},60,8,SHA256`],
  ])("are those of the key: %s", async (_, headings, row) => {
    const { accounts } = await readText(`title,user,${headings}\nExample,alice,${row}\n`);
    expect(accounts.map(settings)).toEqual(["totp SHA256 8 60"]);
  });

  it("make it one with a counter", async () => {
    const { accounts } = await readText(
      `title,user,totp,type,counter\nExample,alice,${KEY},HOTP,5\nB,b,${OTHER},login,0`,
    );
    expect(accounts.map(settings)).toEqual(["hotp SHA1 6 5", "totp SHA1 6 30"]);
  });

  it.each([
    ["two that disagree", "digits,code length", "6,8"],
    ["a counter without a kind", "counter", "5"],
    ["no number", "digits", "six"],
  ])("are never guessed: %s", async (_, headings, row) => {
    const { accounts, skipped } = await readText(`title,totp,${headings}\nA,${KEY},${row}\nB,${OTHER},${row}`);
    expect([accounts, skipped.map(({ code }) => code)]).toEqual([[], ["entry-setting", "entry-setting"]]);
    expect(skipped[0]?.keep?.text).toContain(KEY);
  });
});

describe("KeePassXC's recycle bin", () => {
  const row = (group: string, title: string, key: string) =>
    `"${group}","${title}","alice","x","","","otpauth://totp/?secret=${key}","0","",""\n`;
  const heading = '"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"\n';

  it.each(["Root/Recycle Bin", "Passwörter/Papierkorb/alt", "ルート/ゴミ箱"])(
    "is left aside, and said: %s",
    async (bin) => {
      const { accounts, warnings } = await readText(heading + row(bin, "Old", OTHER) + row("Root", "Example", KEY));
      expect(accounts.map(short)).toEqual([ALICE]);
      expect(warnings).toEqual([{ code: "entries-deleted", data: { count: 1 }, place: {} }]);
    },
  );

  it("is none where its owner calls a group so within another", async () => {
    expect((await readText(heading + row("Root/Home/Recycle Bin", "Example", KEY))).accounts.map(short)).toEqual([
      ALICE,
    ]);
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
  });

  it("with one list of Key URIs", async () => {
    const files = {
      "backup/codes.txt": `${URI}\n`,
      "backup/README.txt": `${URI}\n`,
      "__MACOSX/backup/._codes.txt": URI,
    };
    const { format, accounts } = await readSource(textSource(zip(files)), noPictures);
    expect({ format, accounts: accounts.map(short) }).toEqual({ format: "zipped-table", accounts: [ALICE] });
  });

  it("with several, reads each, says which, and takes what two of them have once", async () => {
    const services = [{ name: "Toot", secret: OTHER, otp: { account: "bob", tokenType: "TOTP" } }];
    const files = { "a.csv": table, "b.csv": table, "c.2fas": JSON.stringify({ schemaVersion: 4, services }) };
    const { accounts, skipped, warnings } = await readSource(textSource(zip(files)), noPictures);
    expect(accounts.map(({ issuer }) => issuer)).toEqual(["Example", "Toot"]);
    expect(skipped).toEqual([]);
    const said = warnings.filter(({ code }) => code === "archive-members");
    expect(said.map(({ data }) => data)).toEqual([{ files: ["a.csv", "b.csv", "c.2fas"] }]);
  });

  it("with several entries of pass, reads each", async () => {
    const files = { "store/a.txt": `password\n${URI}`, "store/b.txt": `pw\notpauth://totp/Toot:bob?secret=${OTHER}` };
    const { accounts } = await readSource(textSource(zip(files)), noPictures);
    expect(accounts.map(({ account }) => account)).toEqual(["alice", "bob"]);
  });

  it("with one that cannot be read beside others, names it", async () => {
    const files = {
      "a.csv": table,
      "b.json": JSON.stringify({ encrypted: true, passwordProtected: false, data: "x" }),
    };
    const { accounts, skipped } = await readSource(textSource(zip(files)), noPictures);
    expect([accounts.length, skipped.map(({ name }) => name)]).toEqual([1, ["b.json"]]);
  });

  it("with none is refused", async () => {
    expect((await failureOf(readSource(textSource(zip({ "a.csv": "a,b\n1,2" })), noPictures))).code).toBe(
      "archive-unknown",
    );
  });
});

describe("fields that an owner named in Bitwarden", () => {
  const fields = [
    { name: "TOTP secret", value: OTHER, type: 1 },
    { name: "Backup code", value: "ABCD2345ABCD2345" },
  ];

  it.each([
    [
      "JSON",
      JSON.stringify({ encrypted: false, items: [{ type: 1, name: "Toot", login: { username: "bob" }, fields }] }),
    ],
    [
      "CSV",
      `folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n,,login,Toot,,"${fields.map(({ name, value }) => `${name}: ${value}`).join("\n")}",0,,bob,x,\n`,
    ],
  ])("give their keys, in %s", async (_, text) => {
    const { accounts } = await readSource(textSource(text), noPictures);
    expect(accounts.map((one) => [one.issuer, one.account, one.secret])).toEqual([["Toot", "bob", OTHER]]);
  });
});
