// Writes documents.json and contents.json: documents with one fault each. Run by hand, and reviewed: a published vector
// is never edited.
import { armor, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { gzipSync } from "fflate";
import { encodeUtf8 } from "../../../dist/bytes.js";
import { age, altered, beyond, documentOf, fails, given, SHARES, sealed, setOf, sheetsOf, write } from "./faults.mjs";

const URI = "otpauth://totp/Example%3Aalice%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example";

async function wrong(name, document, error) {
  const set = await setOf(document);
  return { name, sheets: sheetsOf(set, set.frames, set.shares.slice(1)), sets: fails(set, error), problems: [] };
}
async function opens(name, document, accounts, keeps) {
  const set = await setOf(document);
  const sets = [{ set: set.setId, accounts, ...(keeps ? { keeps } : {}) }];
  return { name, sheets: sheetsOf(set, set.frames, set.shares.slice(1)), sets, problems: [] };
}
const withPassphrase = async (vector, passphrase) => ({ ...(await vector), passphrase });
const good = await age(`${URI}\n`);
const recipient = new Encrypter();
recipient.addRecipient(await identityToRecipient(await generateX25519Identity()));
const text = new TextDecoder("latin1").decode(good);
const latin1 = (string) => Uint8Array.from(string, (character) => character.charCodeAt(0));
const stanza = /-> scrypt .*\n.*\n/u.exec(text)[0];
write("documents", [
  await opens("two of three open it", documentOf(good), [URI]),
  await wrong("version 1", documentOf(good, altered(SHARES, 0, 1)), "document-version"),
  await wrong("lock 0", documentOf(good, altered(SHARES, 1, 0)), "document-lock"),
  await wrong("lock 3", documentOf(good, altered(SHARES, 1, 3)), "document-lock"),
  await wrong("a roster with k = 1", documentOf(good, altered(SHARES, 2, 0x02)), "document-lock"),
  await wrong("a roster with k > n", documentOf(good, altered(SHARES, 2, 0x32)), "document-lock"),
  await wrong("ends within the roster", SHARES.slice(0, 20), "document-lock"),
  await wrong("one byte", Uint8Array.of(0), "document-lock"),
  await wrong("ends after the roster", SHARES, "age-header"),
  await wrong("a roster one commitment short", documentOf(good, SHARES.slice(0, -8)), "age-header"),
  await wrong("a blank before the age file", documentOf(good, SHARES, [0x20]), "age-header"),
  await wrong("armoured age", documentOf(encodeUtf8(armor.encode(good))), "age-header"),
  await wrong("an X25519 stanza", documentOf(await recipient.encrypt(`${URI}\n`)), "age-header"),
  await wrong("two scrypt stanzas", documentOf(latin1(text.replace(stanza, stanza + stanza))), "age-header"),
  await wrong(
    "a scrypt stanza and another",
    documentOf(latin1(text.replace(stanza, `${stanza}-> grease x\n\n`))),
    "age-header",
  ),
  await wrong("work factor with a leading zero", documentOf(latin1(text.replace(/ 10\n/u, " 010\n"))), "age-header"),
  await wrong("a later version of age", documentOf(latin1(text.replace("/v1", "/v2"))), "age-header"),
  await wrong("work factor 11 in a share set", documentOf(await age(URI, undefined, 11)), "age-work-factor"),
  await wrong("work factor 9 in a share set", documentOf(await age(URI, undefined, 9)), "age-work-factor"),
  await wrong(
    "work factor 18 named in a share set",
    documentOf(latin1(text.replace(/ 10\n/u, " 18\n"))),
    "age-work-factor",
  ),
  ...(await Promise.all(
    [10, 17, 20, 99].map((logN) =>
      withPassphrase(
        wrong(
          `work factor ${logN} named in a sealed set`,
          documentOf(latin1(text.replace(/ 10\n/u, ` ${logN}\n`)), [0, 1]),
          "age-work-factor",
        ),
        "any",
      ),
    ),
  )),
  await wrong(
    "one bit of the age header's MAC",
    documentOf(altered(good, 110, good[110] === 65 ? 66 : 65)),
    "passphrase-wrong",
  ),
  await wrong("one bit of the sealed part", documentOf(altered(good, 190, good[190] ^ 1)), "passphrase-wrong"),
  await wrong("sealed part cut", documentOf(good.slice(0, -1)), "passphrase-wrong"),
  await wrong("a byte after the sealed part", Uint8Array.of(...documentOf(good), 0), "passphrase-wrong"),
  await wrong(
    "another passphrase than the shared one",
    documentOf(await age(URI, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
    "passphrase-wrong",
  ),
  {
    name: "sealed",
    sheets: { first: sealed.frames },
    passphrase: sealed.passphrase,
    sets: given(sealed),
    problems: [],
  },
  {
    name: "sealed, no passphrase",
    sheets: { first: sealed.frames },
    sets: fails(sealed, "passphrase-needed"),
    problems: [],
  },
  {
    name: "sealed, wrong passphrase",
    sheets: { first: sealed.frames },
    passphrase: `${sealed.passphrase} `,
    sets: fails(sealed, "passphrase-wrong"),
    problems: [],
  },
  {
    name: "a passphrase typed in another normal form",
    sheets: { first: beyond.frames },
    passphrase: "pass 鍵 é",
    sets: given(beyond),
    problems: [],
  },
]);

const zip = (plain) => gzipSync(plain, { mtime: 0 });
const filled = (length) => encodeUtf8(`${URI}\n${"#".repeat(length - URI.length - 1)}`);
const contents = async (name, plain, error) => wrong(name, documentOf(await age(plain)), error);
const kept = async (name, plain, accounts, keeps) => opens(name, documentOf(await age(plain)), accounts, keeps);
const zipped = zip(encodeUtf8(`${URI}\n`.repeat(3)));
const odd = "otpauth://totp/%C2%85%00%3Aa%1B%5B31m%E2%80%AEb%07?secret=JBSWY3DPEHPK3PXP&issuer=%C2%85%00";
write("contents", [
  await kept("inflating to exactly 256 KiB", zip(filled(262_144)), [URI]),
  await contents("inflating to one byte more", zip(filled(262_145)), "document-inflates"),
  await contents("inflating to 8 MB", zip(new Uint8Array(8_000_000)), "document-inflates"),
  await contents("gzip cut", zipped.slice(0, -3), "document-text"),
  await contents("gzip of two bytes", Uint8Array.of(0x1f, 0x8b), "document-text"),
  await contents("gzip with a wrong CRC-32", altered(zipped, zipped.length - 8, zipped.at(-8) ^ 1), "document-text"),
  await contents("a byte after gzip", Uint8Array.of(...zipped, 0), "document-text"),
  await contents("two gzip members", Uint8Array.of(...zipped, ...zipped), "document-text"),
  await contents("not UTF-8", Uint8Array.of(...encodeUtf8(`${URI}\n# note: `), 0xff), "document-text"),
  await contents("empty", "", "contents-empty"),
  await contents("only newlines and comments", "\n# title: nothing\n\n", "contents-empty"),
  await contents("an unknown line", `${URI}\nhello\n`, "contents-line"),
  await contents("a line that ends with CR", `${URI}\r\n`, "contents-line"),
  await contents("a byte order mark", `\ufeff${URI}\n`, "contents-line"),
  await contents("a blank before the URI", ` ${URI}\n`, "contents-line"),
  await contents("a URI with a character beyond ASCII", `${URI.replace("alice", "élise")}\n`, "contents-line"),
  await contents("a URI without secret", "otpauth://totp/x\n", "contents-line"),
  await contents("a URI of an unknown type", `${URI.replace("totp", "xotp")}\n`, "contents-line"),
  await contents("a kept secret without text", "# keep: name\n", "contents-line"),
  await contents("a kept secret with a stray percent sign", "# keep: 50% text\n", "contents-line"),
  await kept("only a kept secret", "# keep: old%20app motp deadbeef", [], ["# keep: old%20app motp deadbeef"]),
  await kept("unknown comments and empty lines", `#\n# later: x\n#x\n\n${URI}\n\n\n`, [URI]),
  await kept("no newline at the end", URI, [URI]),
  await kept("control characters in names are kept", `# title: \u001b[2J\n${odd}\n`, [odd]),
  await kept(
    "an owner, and holders with how to reach them",
    `# title: for when a phone is lost\n# owner: Ada Example\n# made: 2026-01-01\n# holder: Aunt, 555-0100\n# holder: Ben\n# holder: \n${URI}\n`,
    [URI],
  ),
]);
