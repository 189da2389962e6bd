import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { decodeBase32 } from "../../src/account/base32.js";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import { readSource, readSources, SOURCES } from "../../src/import/registry.js";
import { wide } from "../helpers/full.js";
import { costOf, expectWithin } from "../helpers/growth.js";
import { migrationUri } from "./helpers/migration.js";
import { noPictures, textSource } from "./helpers/sources.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** Most time of the processor that 2,000 accounts may take, in ms. */
const LONGEST_MS = 1_000;

/** A made-up secret that depends on its number alone. */
function secretOf(number: number): string {
  let state = number + 1;
  return Array.from({ length: 32 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return ALPHABET[state >>> 27];
  }).join("");
}

const nameOf = (number: number) => `user-${number}@example.com`;
const uriOf = (number: number) =>
  formatOtpauth(makeAccount({ issuer: "Example", account: nameOf(number), secret: secretOf(number) }));
const each = <T>(count: number, make: (number: number) => T) => Array.from({ length: count }, (_, i) => make(i));

/** A file of each shape with so many accounts. */
const SHAPES: Readonly<Record<string, (count: number) => string>> = {
  "key-uris": (count) => each(count, uriOf).join("\n"),
  aegis: (count) =>
    JSON.stringify({
      version: 1,
      header: { slots: null, params: null },
      db: {
        version: 2,
        entries: each(count, (i) => ({
          type: "totp",
          uuid: String(i),
          name: nameOf(i),
          issuer: "Example",
          note: "",
          info: { secret: secretOf(i), algo: "SHA1", digits: 6, period: 30 },
        })),
      },
    }),
  bitwarden: (count) =>
    JSON.stringify({
      encrypted: false,
      folders: [],
      items: each(count, (i) => ({
        type: 1,
        name: "Example",
        login: { username: nameOf(i), password: "x", totp: secretOf(i) },
      })),
    }),
  json: (count) =>
    JSON.stringify({
      items: each(count, (i) => ({
        title: "Example",
        fields: [
          { type: "username", value: nameOf(i) },
          { type: "totp", label: "TOTP", value: i % 2 === 0 ? secretOf(i) : uriOf(i) },
        ],
      })),
    }),
  "bitwarden-csv": (count) =>
    ["folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp"]
      .concat(each(count, (i) => `,,login,Example,,,0,,${nameOf(i)},x,${uriOf(i)}`))
      .join("\n"),
  "2fas": (count) =>
    JSON.stringify({
      schemaVersion: 4,
      services: each(count, (i) => ({
        name: "Example",
        secret: secretOf(i),
        otp: { account: nameOf(i), issuer: "Example", digits: 6, period: 30, algorithm: "SHA1", tokenType: "TOTP" },
      })),
    }),
  csv: (count) =>
    ["title,user,totp secret"].concat(each(count, (i) => `Example,${nameOf(i)},${secretOf(i)}`)).join("\n"),
  "html-page": (count) =>
    `<!DOCTYPE html><html><body>${each(count, (i) => `<a href="${uriOf(i).replaceAll("&", "&amp;")}">${nameOf(i)}</a>`).join("\n")}</body></html>`,
  "keepass-xml": (count) =>
    `<?xml version="1.0" encoding="utf-8"?>\n<KeePassFile><Meta/><Root><Group><Name>Root</Name>${each(
      count,
      (i) =>
        `<Entry><String><Key>Title</Key><Value>Example</Value></String><String><Key>UserName</Key><Value>${nameOf(i)}</Value></String><String><Key>otp</Key><Value>${uriOf(i).replaceAll("&", "&amp;")}</Value></String></Entry>`,
    ).join("")}</Group></Root></KeePassFile>`,
};

const json = JSON.stringify;
const bytesOf = (number: number) => Array.from(decodeBase32(secretOf(number)), (byte) => (byte << 24) >> 24);
const base64Of = (number: number) => Buffer.from(decodeBase32(secretOf(number))).toString("base64");
const entryOf = (i: number) => ({ secret: secretOf(i), issuer: "Example", digits: 6, period: 30, algorithm: "SHA1" });
const escaped = (i: number) => uriOf(i).replaceAll("&", "&amp;");

/** Every other source that is a text: looked at for what grows faster than its input alone. */
const OTHER_SHAPES: Readonly<Record<string, (count: number) => string>> = {
  andotp: (n) => json(each(n, (i) => ({ ...entryOf(i), label: nameOf(i), type: "TOTP", tags: [] }))),
  stratum: (n) =>
    json({
      Authenticators: each(n, (i) => ({
        ...{ Type: 2, Issuer: "Example", Username: nameOf(i), Secret: secretOf(i) },
        ...{ Algorithm: 0, Digits: 6, Period: 30, Counter: 0 },
      })),
      Categories: [],
      AuthenticatorCategories: [],
    }),
  "lastpass-authenticator": (n) =>
    json({
      version: 3,
      accounts: each(n, (i) => ({ ...entryOf(i), issuerName: "Example", userName: nameOf(i), timeStep: 30 })),
    }),
  "freeotp-plus": (n) =>
    json({
      tokenOrder: [],
      tokens: each(n, (i) => ({
        ...{ algo: "SHA1", counter: 0, digits: 6, issuerExt: "Example", label: nameOf(i), period: 30 },
        ...{ secret: bytesOf(i), type: "TOTP" },
      })),
    }),
  freeotp: (n) =>
    `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>${each(n, (i) => `<string name="Example:${nameOf(i)}">${json({ algo: "SHA1", counter: 0, digits: 6, issuerExt: "Example", label: nameOf(i), period: 30, secret: bytesOf(i), type: "TOTP" }).replaceAll('"', "&quot;")}</string>`).join("\n")}</map>`,
  authy: (n) =>
    `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map><string name="com.authy.storage.tokens.authenticator.key">${json(each(n, (i) => ({ accountType: "authenticator", decryptedSecret: secretOf(i), digits: 6, name: nameOf(i), issuer: "Example", uniqueId: String(i) }))).replaceAll('"', "&quot;")}</string></map>`,
  "proton-authenticator": (n) =>
    json({
      version: 1,
      entries: each(n, (i) => ({ id: String(i), content: { uri: uriOf(i), entry_type: "Totp", name: nameOf(i) } })),
    }),
  "proton-pass": (n) =>
    json({
      version: "1.20.0",
      encrypted: false,
      vaults: {
        a: {
          name: "Personal",
          items: each(n, (i) => ({
            state: 1,
            data: {
              metadata: { name: "Example" },
              type: "login",
              content: { itemUsername: nameOf(i), totpUri: uriOf(i) },
              extraFields: [],
            },
          })),
        },
      },
    }),
  "authenticator-extension": (n) =>
    json(
      Object.fromEntries(
        each(n, (i) => [
          `hash-${i}`,
          {
            ...entryOf(i),
            account: nameOf(i),
            encrypted: false,
            hash: `hash-${i}`,
            index: i,
            type: "totp",
            counter: 0,
          },
        ]),
      ),
    ),
  cxf: (n) =>
    json({
      id: "a",
      items: each(n, (i) => ({
        id: String(i),
        title: "Example",
        credentials: [{ type: "totp", username: nameOf(i), ...entryOf(i), algorithm: "sha1" }],
      })),
    }),
  "1password-1pif": (n) =>
    each(n, (i) =>
      json({
        uuid: String(i),
        title: "Example",
        typeName: "webforms.WebForm",
        secureContents: { sections: [{ fields: [{ k: "concealed", n: `TOTP_${i}`, v: uriOf(i), t: "otp" }] }] },
      }),
    ).join("\n***5642bee8-a5ff-11dc-8314-0800200c9a66***\n"),
  "1password-csv": (n) =>
    ["Title,URL,Username,Password,Notes,OTPAuth"]
      .concat(each(n, (i) => `Example,,${nameOf(i)},x,,${uriOf(i)}`))
      .join("\n"),
  "proton-pass-csv": (n) =>
    ["type,name,url,email,username,password,note,totp,createTime,modifyTime,vault"]
      .concat(each(n, (i) => `login,Example,,,${nameOf(i)},x,,${uriOf(i)},1,1,Personal`))
      .join("\n"),
  "keepassxc-csv": (n) =>
    ["Group,Title,Username,Password,URL,Notes,TOTP"]
      .concat(each(n, (i) => `Root,Example,${nameOf(i)},x,,,${uriOf(i)}`))
      .join("\n"),
  "csv with settings": (n) =>
    ["title,user,totp secret,totp digits,totp period,hash"]
      .concat(each(n, (i) => `Example,${nameOf(i)},${secretOf(i)},6,30,SHA1`))
      .join("\n"),
  "csv in Markdown": (n) =>
    ["| Title | User | OTP |", "|---|---|---|"]
      .concat(each(n, (i) => `| Example | ${nameOf(i)} | ${secretOf(i)} |`))
      .join("\n"),
  "key-list of ~/.2fa": (n) => each(n, (i) => `${nameOf(i)} 6 ${secretOf(i)}`).join("\n"),
  "key-list of .env": (n) => each(n, (i) => `A${i}_TOTP_SECRET=${secretOf(i)}\nA${i}_TOTP_DIGITS=6`).join("\n"),
  "key-list of oathtool": (n) => each(n, (i) => `alias a${i}="oathtool --totp -b ${secretOf(i)}"`).join("\n"),
  "pass-otp": (n) => `password\n${each(n, uriOf).join("\n")}`,
  "saved-page": (n) =>
    `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n${each(n, (i) => `--b\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n${uriOf(i).replaceAll("=", "=3D")}\n`).join("")}--b--\n`,
  duo: (n) =>
    json(
      each(n, (i) => ({
        accountType: "OtpAccount",
        name: nameOf(i),
        otpGenerator: { otpSecret: secretOf(i) },
        pkey: String(i),
      })),
    ),
  steam: (n) => json(each(n, (i) => ({ shared_secret: base64Of(i), account_name: nameOf(i), identity_secret: "x" }))),
  raivo: (n) =>
    json(
      each(n, (i) => ({
        ...{ secret: secretOf(i), issuer: "Example", account: nameOf(i), kind: "TOTP" },
        ...{ algorithm: "SHA1", digits: "6", timer: "30", counter: "0" },
      })),
    ),
  "keeper-csv": (n) => each(n, (i) => `Home,Example,${nameOf(i)},x,,,,TFC:Keeper,${uriOf(i)}`).join("\n"),
  "zoho-csv": (n) =>
    ["Password Name,Description,Password URL,SecretData,Notes,CustomData,Tags,Classification,Favorite,TOTP,Folder Name"]
      .concat(each(n, (i) => `Example,,,"SecretType:Web Account\nUser Name:${nameOf(i)}",,,,E,false,${uriOf(i)},`))
      .join("\n"),
  "roboform-csv": (n) =>
    ["Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2"]
      .concat(each(n, (i) => `Example,,,${nameOf(i)},x,,/Home,"TOTP KEY$,,,txt,${secretOf(i)}"`))
      .join("\n"),
  "enpass-csv": (n) =>
    ["Title,Field,Value,Field,Value,Note"]
      .concat(each(n, (i) => `Example,Username,${nameOf(i)},TOTP,${secretOf(i)},`))
      .join("\n"),
  "keepass-csv": (n) =>
    ["Title,User Name,TimeOtp-Secret-Base32,TimeOtp-Period,Group"]
      .concat(each(n, (i) => `Example,${nameOf(i)},${secretOf(i)},,OTP`))
      .join("\n"),
  "1password": (n) =>
    json({
      accounts: [
        {
          vaults: [
            {
              items: each(n, (i) => ({
                overview: { title: "Example" },
                details: { sections: [{ fields: [{ value: { totp: uriOf(i) } }] }] },
              })),
            },
          ],
        },
      ],
    }),
  "google-authenticator": (n) =>
    each(n / 10, (part) =>
      migrationUri({
        entries: each(10, (i) => ({ secret: decodeBase32(secretOf(10 * part + i)), name: nameOf(10 * part + i) })),
        ...{ size: n / 10, index: part, id: 7 },
      }),
    ).join("\n"),
  "key-list of YAML": (n) => each(n, (i) => `site${i}:\n  user: ${nameOf(i)}\n  secret: ${secretOf(i)}\n`).join(""),
  "key-list of a note": (n) => each(n, (i) => `## Site ${i}\nuser: ${nameOf(i)}\nkey: ${secretOf(i)}\n`).join("\n"),
  "key-list with the heading Key": (n) =>
    ["Service,User,Key"].concat(each(n, (i) => `Example,${nameOf(i)},${secretOf(i)}`)).join("\n"),
  "html-page of one line": (n) =>
    `<html><body>${each(n, (i) => `<a href="${escaped(i)}">x</a>`).join("")}</body></html>`,
};

/** Sources with no row above, and why. */
const WITHOUT_ROW: Readonly<Record<string, string>> = {
  picture: "its codes are measured in test/read",
  pdf: "its codes are measured in test/read",
  "drawn-text": "one code a drawing",
  "base32-key": "one key a file",
  "aws-cli": "one key a file",
  "zipped-table": "what it holds has a row",
  "freeotp-2": "encrypted: entries as in freeotp",
  "ente-auth": "encrypted: entries as in key-uris",
  "totp-authenticator": "encrypted",
  kdbx: "encrypted: entries as in keepass-xml",
};

it("every source has a row, or a reason for none", () => {
  const rows = new Set([...Object.keys(SHAPES), ...Object.keys(OTHER_SHAPES)].map((name) => name.split(" ")[0] ?? ""));
  const names = SOURCES.map(({ name }) => name);
  expect(names.filter((name) => !rows.has(name) && !(name in WITHOUT_ROW))).toEqual([]);
  expect(Object.keys(WITHOUT_ROW).filter((name) => rows.has(name) || !names.includes(name))).toEqual([]);
});

it.each(Object.keys(SHAPES))("2,000 accounts of %s in less than a second", async (name) => {
  const source = textSource(SHAPES[name]?.(2_000) ?? "");
  const { format, accounts, skipped } = await expectWithin(() => readSource(source, noPictures), LONGEST_MS);
  expect({ format, skipped }).toEqual({ format: name, skipped: [] });
  expect(accounts.map(({ secret }) => secret)).toEqual(each(2_000, secretOf));
});

/** Ten files of 200 accounts, or one of 2,000: the same work but for what grows faster than its input. */
const ALL = { ...SHAPES, ...OTHER_SHAPES };
wide.each(Object.keys(ALL))("2,000 accounts of %s take at most 12 times the work of 200", async (name) => {
  const sources = [200, 2_000].map((count) => textSource(ALL[name]?.(count) ?? ""));
  const [small, large] = sources as [(typeof sources)[0], (typeof sources)[0]];
  const tenSmall = async () => {
    for (let i = 0; i < 10; i++) await readSource(small, noPictures);
  };
  let [least, most] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let run = 0; run < 8 && (run === 0 || most > 1.2 * least); run++) {
    least = Math.min(least, await costOf(tenSmall));
    most = Math.min(most, await costOf(() => readSource(large, noPictures)));
  }
  expect(most, `ten times 200: ${least.toFixed(1)} ms, once 2,000: ${most.toFixed(1)} ms`).toBeLessThanOrEqual(
    1.2 * least,
  );
});

it.each(Object.keys(OTHER_SHAPES))("ten accounts of %s are read by that reader", async (name) => {
  const { format, accounts } = await readSource(textSource(OTHER_SHAPES[name]?.(10) ?? ""), noPictures);
  expect(format).toBe(name.split(" ")[0]);
  expect(accounts.map(({ secret }) => secret)).toEqual(each(10, secretOf));
});

it("2,000 accounts of all these sources are told apart in less than a second", async () => {
  const inputs = Object.values(SHAPES).map((shape, i) => textSource(shape(2_000), `s${i}`));
  const read = () => readSources(inputs, noPictures);
  const { accounts, warnings } = await expectWithin(read, inputs.length * LONGEST_MS);
  expect([accounts.length, warnings.length]).toEqual([2_000, 2_000 * (inputs.length - 1)]);
});

wide("an archive that inflates without end is refused", async () => {
  const zeros = gzipSync(Buffer.alloc(256 * 1024 * 1024), { level: 9 }).subarray(10, -8);
  const bytes = zipOf("export.data", zeros);
  await expect(readSource({ name: "bomb.1pux", bytes }, noPictures)).rejects.toMatchObject({ code: "zip-too-large" });
});

/** A ZIP archive with one deflated file. */
function zipOf(name: string, deflated: Uint8Array): Uint8Array {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0);
  head.writeUInt16LE(8, 4);
  head.writeUInt32LE(deflated.length, 14);
  head.writeUInt32LE(1000, 18);
  head.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), head, Buffer.from(name), deflated]);
  const central = Buffer.concat([
    Buffer.from("PK\u0001\u0002"),
    Buffer.from([20, 0]),
    head,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from("PK\u0005\u0006"), end]);
}
