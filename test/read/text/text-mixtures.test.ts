import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Account, makeAccount } from "../../../src/account/account.js";
import { BASE32_ALPHABET } from "../../../src/account/base32.js";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import { encodeUtf8 } from "../../../src/bytes.js";
import { LANGUAGE_CODES } from "../../../src/node/resources.js";
import { isContradiction } from "../../../src/recover/open-codes.js";
import { FULL } from "../../helpers/full.js";
import { OPEN, readFiles, sheetsOf } from "../../helpers/sheets.js";

/** Mixtures that are tried: all of them in the full run. */
const MIXTURES = FULL ? 8_000 : 300;

const characters = (alphabet: string, minLength: number, maxLength = minLength) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
const SMALL = BASE32_ALPHABET.toLowerCase();
const ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789";
const grouped = (text: string, mark = " ") => text.replace(/.{4}(?=.)/gu, `$&${mark}`);

const account = fc
  .tuple(fc.constantFrom(16, 26, 32, 52), fc.infiniteStream(fc.constantFrom(...BASE32_ALPHABET)))
  .map(([length, letters]) =>
    makeAccount({ issuer: "Toot", account: "wren@toot.test", secret: [...letters.take(length)].join("") }),
  );

/** A bare row that is no key: passwords, codes, words. */
const rubbish = fc.oneof(
  characters(SMALL, 8, 24),
  characters(ALPHANUMERIC, 6, 20),
  characters("0123456789", 6, 8),
  characters(SMALL, 8).map((text) => grouped(text, "-")),
  characters(SMALL, 8).map((text) => grouped(text)),
  characters(BASE32_ALPHABET, 8).map((text) => grouped(text, "-")),
  characters(BASE32_ALPHABET, 8, 20),
  characters("0123456789", 8).map((text) => grouped(text)),
  fc.constantFrom("Toot", "by", "wren", "vm", "CORRECTHORSEBATTERY", "hunter2hunter2hunter2", "VPN", "A1"),
);
const words = fc.constantFrom(
  ...["my TOTP for work", "Hi,", "here it is:", "Best, Wren", "---", "2FA: enabled", "otp: 123456", "mfa: yes"],
  ...["seed: abandon ability able about above absent", "type: login", "url: toot.test", "認証アプリのメモ"],
  ...["key ring in the drawer", "So that they come home with this then", "S3 bucket key", "do that 1", "to do: call"],
);
const named = fc
  .tuple(
    fc.constantFrom(
      ...["password", "pass", "pw", "login", "user", "pin", "api key", "licence", "wifi", "recovery key"],
      ...["パスワード", "ログイン名", "Backup codes", "backup code 1", "aws_access_key_id"],
    ),
    fc.constantFrom(": ", "=", "： "),
    rubbish,
  )
  .map((parts) => parts.join(""));
const codes = fc
  .tuple(
    fc.constantFrom("Backup codes:", "Recovery codes", "バックアップコード", ""),
    fc.array(rubbish, { maxLength: 5 }),
  )
  .map(([heading, rows]) => [heading, ...rows].join("\n"));

/** What stands around a key in notes. */
const noise = fc.oneof(words, named, codes, rubbish, fc.constant(""), fc.constant("# remark"));

/** The ways in which a note says a key, each so that nothing but this key may come of it. */
const saying = (one: Account) =>
  fc
    .tuple(
      fc.constantFrom(
        "key",
        "Secret key",
        "totp",
        "otp",
        "otp_secret",
        "secret",
        "seed",
        "2FA key",
        "鍵",
        "キー",
        "- key",
      ),
      fc.constantFrom(": ", "=", "：", ":\n", ":\n\n"),
      fc.constantFrom(one.secret, grouped(one.secret), grouped(one.secret).toLowerCase(), grouped(one.secret, "-")),
    )
    .map((parts) => parts.join(""));

const shuffled = (...parts: readonly string[]) =>
  fc.shuffledSubarray([...parts], { minLength: parts.length, maxLength: parts.length }).map((all) => all.join("\n"));

/** What would come of a text: nothing where something in it is open. */
async function secretsIn(text: string): Promise<string[]> {
  const { sheets, problems } = await readFiles({ name: "text.txt", bytes: encodeUtf8(text) });
  return problems.some(isContradiction) ? [] : sheets.map((sheet) => sheet.account.secret);
}

/** What text recognition makes of a row. */
function misread(text: string, at: number, how: number): string {
  const i = text.length === 0 ? 0 : at % text.length;
  const character = text.charAt(i);
  const looksLike: Readonly<Record<string, string>> = {
    O: "0",
    "0": "O",
    I: "l",
    l: "1",
    "1": "l",
    S: "$",
    B: "8",
    Z: "2",
    "6": "é",
  };
  const other = [looksLike[character] ?? character, "", character + character, ".", ` ${character}`][how % 5] ?? "";
  return text.slice(0, i) + other + text.slice(i + 1);
}

/** Every row of a sheet, as a program gives the text of its PDF. */
async function rowsOf(one: Account, language: (typeof LANGUAGE_CODES)[number], template: "open" | "cards") {
  const { pages } = await sheetsOf([one], { ...OPEN, language, template });
  return pages.flatMap(({ boxes }) => boxes.flatMap((box) => (box.kind === "text" ? [box] : [])));
}

describe("mixtures of notes, codes, sheets and noise around one key", () => {
  it(`${MIXTURES} notes give that key, or nothing`, async () => {
    let given = 0;
    const mixture = account.chain((one) =>
      fc
        .tuple(
          fc.array(noise, { maxLength: 4 }),
          fc.oneof({ weight: 3, arbitrary: saying(one) }, { weight: 1, arbitrary: fc.constant(formatOtpauth(one)) }),
          fc.array(noise, { maxLength: 4 }),
        )
        .chain(([before, key, after]) => shuffled(...before, ...after).map((rest) => [rest, key] as const))
        .chain(([rest, key]) =>
          fc
            .constantFrom(`${rest}\n\n${key}`, `${rest}\n${key}`, `${key}\n${rest}`, `${key}\n\n${rest}`)
            .map((text) => ({
              text,
              secret: one.secret,
            })),
        ),
    );
    await fc.assert(
      fc.asyncProperty(mixture, async ({ text, secret }) => {
        const found = await secretsIn(text);
        given += found.length;
        expect([[], [secret]], text).toContainEqual(found);
      }),
      { numRuns: MIXTURES, seed: 13 },
    );
    // Refusing everything would be no reading.
    expect(given).toBeGreaterThan(MIXTURES * 0.6);
  });

  it(`${MIXTURES / 10} copies of sheets with noise give their account, or nothing`, async () => {
    const one = makeAccount({ issuer: "Toot", account: "wren@toot.test", secret: "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U" });
    const copies = await Promise.all(
      LANGUAGE_CODES.flatMap((language) =>
        (["open", "cards"] as const).map((template) => rowsOf(one, language, template)),
      ),
    );
    const mistakes = fc.array(fc.tuple(fc.nat(400), fc.nat(60), fc.nat(4)), { maxLength: 40 });
    const look = fc.record({
      copy: fc.constantFrom(...copies),
      mistakes,
      from: fc.nat(6),
      columns: fc.boolean(),
      withLines: fc.boolean(),
      more: fc.array(noise, { maxLength: 2 }),
    });
    let given = 0;
    await fc.assert(
      fc.asyncProperty(look, async ({ copy, mistakes: wrong, from, columns, withLines, more }) => {
        const boxes = copy.slice(from).filter(({ role }) => withLines || role !== "line");
        const texts = boxes.map(({ text }) => text);
        for (const [row, at, how] of wrong) {
          const i = row % texts.length;
          // Where nothing proves it, a key that is read wrongly is another key: no reader can tell.
          if (withLines || boxes[i]?.role !== "key") texts[i] = misread(texts[i] ?? "", at, how);
        }
        const half = Math.ceil(texts.length / 2);
        const beside = texts.slice(0, half).map((text, i) => `${text.padEnd(60)}${texts[half + i] ?? ""}`);
        const text = [...more, ...(columns && withLines ? beside : texts)].join("\n");
        const found = await secretsIn(text);
        given += found.length;
        expect([[], [one.secret]], text).toContainEqual(found);
      }),
      { numRuns: MIXTURES / 10, seed: 131 },
    );
    expect(given).toBeGreaterThan(MIXTURES / 40);
  });
});
