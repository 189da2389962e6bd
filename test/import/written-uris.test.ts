import { describe, expect, it } from "vitest";
import { inspectText } from "../../src/import/text.js";
import { parseTyped } from "../../src/read/text/typed.js";
import { expectLinear } from "../helpers/growth.js";
import { failureOf, readText, textSource } from "./helpers/sources.js";

const KEY = "JBSWY3DPEHPK3PXP";
const RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const URI = `otpauth://totp/GitHub:me?secret=${KEY}&issuer=GitHub`;
const EIGHT = `${URI}&digits=8`;
const mail = (text: string) => text.replaceAll("=", "=3D");
const encode = encodeURIComponent;

async function read(text: string): Promise<string[]> {
  const { accounts, skipped } = await readText(text);
  expect(skipped).toEqual([]);
  return accounts.map(({ issuer, account, secret, digits }) => [issuer, account, secret, digits].join(" "));
}

const SIX_DIGITS = `GitHub me ${KEY} 6`;
const EIGHT_DIGITS = `GitHub me ${KEY} 8`;

/** How a Key URI stands in mails, logs, pages and programs, and what it is. */
const WRITTEN: readonly (readonly [what: string, text: string, account: string])[] = [
  ["quoted-printable", mail(URI), SIX_DIGITS],
  ["quoted-printable with a number", mail(EIGHT), EIGHT_DIGITS],
  [
    "quoted-printable, broken over lines",
    mail(EIGHT).replace("EHPK", "=\nEHPK").replace("&i", "=\r\n&i"),
    EIGHT_DIGITS,
  ],
  ["quoted-printable behind a name", `GitHub: ${mail(URI)}`, SIX_DIGITS],
  ["quoted-printable in a sentence", `Scan this:=20\n${mail(URI)}=20\nThanks`, SIX_DIGITS],
  ["quoted-printable in a cell", `name,url\nGitHub,${mail(URI)}`, SIX_DIGITS],
  ["quoted-printable in JSON", JSON.stringify([{ name: "GitHub", url: mail(URI) }]), SIX_DIGITS],
  ["quoted-printable and HTML", mail(EIGHT.replaceAll("&", "&amp;")), EIGHT_DIGITS],
  ["&amp; twice", EIGHT.replaceAll("&", "&amp;amp;"), EIGHT_DIGITS],
  ["&#38;", EIGHT.replaceAll("&", "&#38;"), EIGHT_DIGITS],
  [
    "escapes of JSON in a log",
    `INFO {"uri":"${EIGHT.replaceAll("&", "\\u0026").replaceAll("/", "\\/")}"}`,
    EIGHT_DIGITS,
  ],
  ["every sign escaped", EIGHT.replaceAll("&", "\\u0026").replaceAll("=", "\\u003d"), EIGHT_DIGITS],
  ["backslashes of a shell", `qrencode ${EIGHT.replace(/[?&=]/gu, "\\$&")}`, EIGHT_DIGITS],
  ["a command", `qrencode -o x.png "${EIGHT}" && echo done`, EIGHT_DIGITS],
  ["percent-encoded", encode(EIGHT), EIGHT_DIGITS],
  ["percent-encoded twice", encode(encode(EIGHT)), EIGHT_DIGITS],
  ["in a log", `127.0.0.1 "GET /qr?data=${encode(EIGHT)}&w=9 HTTP/1.1" 200`, EIGHT_DIGITS],
  ["in an address that leads on", `https://example.com/go?next=${encode(EIGHT)}&t=1`, EIGHT_DIGITS],
  ["in a picture of Markdown", `![qr](https://example.com/?data=${encode(EIGHT)})`, EIGHT_DIGITS],
  ["its query encoded", URI.replace(/(?<=\?secret=).*$/u, (rest) => encode(`${rest}&digits=8`)), EIGHT_DIGITS],
  ["a link of Markdown", `- [GitHub](${EIGHT}) mine`, EIGHT_DIGITS],
  ...["“”", "‘’", "«»", "「」", "„“"].map(([open, close]): [string, string, string] => [
    `in ${open} ${close}`,
    `Use ${open}${EIGHT}${close} now.`,
    EIGHT_DIGITS,
  ]),
  ...[".", ",", "!", ")", ">", "。", "…", '."'].flatMap((end): [string, string, string][] => [
    [`a name and ${end}`, `${URI}${end}`, SIX_DIGITS],
    [`a number and ${end}`, `${EIGHT}${end}`, EIGHT_DIGITS],
    [`a key and ${end}`, `otpauth://totp/GitHub:me?issuer=GitHub&secret=${KEY}${end}`, SIX_DIGITS],
  ]),
  ["a tag behind it", `${URI}<br>`, SIX_DIGITS],
  ...["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u200e"].flatMap((unseen): [string, string, string][] => [
    [`an unseen ${unseen.codePointAt(0)?.toString(16)} in it`, URI.replace("EHPK", `${unseen}EHPK`), SIX_DIGITS],
    [`an unseen ${unseen.codePointAt(0)?.toString(16)} around it`, `${unseen}${EIGHT}${unseen}`, EIGHT_DIGITS],
  ]),
  ["full-width", EIGHT.replace(/[!-~]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)), EIGHT_DIGITS],
  ["broken behind a parameter", `${URI} \n&digits=8`, EIGHT_DIGITS],
  ["broken in a quoted mail", `> ${URI}&\n> digits=8`, EIGHT_DIGITS],
  ["broken in a name", `${URI}&dig\nits=8`, EIGHT_DIGITS],
  ["broken in the key, below other lines", `Hello,\n\n${EIGHT.replace("EHPK", "\nEHPK")}\n\nBye`, EIGHT_DIGITS],
];

describe("Key URIs as other programs write them", () => {
  it.each(WRITTEN)("%s", async (_, text, account) => {
    expect(await read(`${text}\n`)).toEqual([account]);
  });

  it("none is taken whose key may go on below, also below other lines and where sheets are read", async () => {
    const text = `Hello,\n\notpauth://totp/a?secret=${RFC.slice(0, 20)}\n${RFC.slice(20)}\n\nBye\n`;
    expect((await failureOf(readText(text))).code).toBe("keys-ambiguous");
    const { accounts, faults } = parseTyped(text);
    expect([accounts, faults.map(({ error }) => error.code)]).toEqual([[], ["keys-ambiguous"]]);
  });

  it("a key that may begin with 3D, or be of a mail, is refused", async () => {
    const fault = await failureOf(readText(`otpauth://totp/GitHub:me?secret=3D${KEY}`));
    expect(fault.code).toBe("uri-quoted-printable");
    const typed = parseTyped(`key of GitHub\notpauth://totp/GitHub:me?secret=3D${KEY}`);
    expect(typed.accounts).toEqual([]);
  });

  it.each([
    ["of usual length", `otpauth://totp/a?secret=3D${KEY.slice(2)}`, ` a 3D${KEY.slice(2)} 6`],
    ["alone", `3D${KEY.slice(2)}`, `  3D${KEY.slice(2)} 6`],
    [
      "beside an issuer that begins so",
      `otpauth://totp/3D-Hubs:a?secret=3D${KEY}&issuer=3D-Hubs`,
      `3D-Hubs a 3D${KEY} 6`,
    ],
  ])("a key that begins with 3D is one: %s", async (_, text, account) => {
    expect(await read(text)).toEqual([account]);
  });

  it("names keep what could be theirs", async () => {
    const text = `otpauth://totp/CORP%5Cuser?secret=${KEY}&issuer=Yahoo!\notpauth://totp/CORP\\me?secret=${KEY}&issuer=A%20Inc.\n`;
    expect(await read(text)).toEqual([`Yahoo! CORP\\user ${KEY} 6`, `A Inc. CORP\\me ${KEY} 6`]);
    const family = "👨\u200d👩\u200d👧";
    expect(await read(`otpauth://totp/${family}:me?secret=${KEY}`)).toEqual([`${family} me ${KEY} 6`]);
  });

  it("a mail's text as a whole is put in order before it is read", () => {
    const text = `Caf=C3=A9=20\n${mail(URI)}\n`;
    expect(inspectText(textSource(text)).text).toBe(`Café \n${URI}\n`);
    expect(inspectText(textSource("a=b\n=3D\n")).text).toBe("a=b\n=3D\n");
  });

  it.each([
    "otpauth://totp/",
    "otpauth%3A%2F%2F",
    "otpauth://a?secret=3D\n",
    "=\n",
    "\u200b",
    "ｏｔｐａｕｔｈ",
    "x otpauth://a?",
  ])("%j many times takes no more than its length", async (part) => {
    const work = async (size: number) => {
      await readText(part.repeat(size)).catch(() => undefined);
    };
    await expectLinear(work, 20_000, part);
  });
});
