import { describe, expect, it } from "vitest";
import { type Account, accountName, makeAccount } from "../../src/account/account.js";
import { codeAt, codesFrom } from "../../src/account/codes.js";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import { encodeUtf8 } from "../../src/bytes.js";
import { nodePlatform } from "../../src/node/platform.js";
import { encodeQr } from "../../src/paper/qr/qr.js";
import type { SheetOrigin, SheetReading } from "../../src/recover/open-codes.js";
import type { Reading } from "../../src/recover/reading.js";
import { readSheets } from "../../src/recover/sheet-reading.js";
import { verifySheets } from "../../src/recover/verify.js";
import { drawPdf } from "../../src/sheet/pdf.js";
import { wide } from "../helpers/full.js";
import { encodeJpeg, encodePng, photograph, rasteriseForTest } from "../helpers/photo.js";
import { fonts, OPEN, readFiles, sheetsOf, TEN_ACCOUNTS } from "../helpers/sheets.js";
import { tiffOf } from "../helpers/tiff.js";

const NOW = 1_790_000_000;

/** A sheet as a reader would have found it. */
function sheet(account: Account, origin: SheetOrigin = "pdf"): SheetReading {
  return { source: "sheet.pdf", origin, account, codes: [{ page: 1, usedCorrection: 0 }], corrected: [], rebuilt: [] };
}

function reading(...accounts: Account[]): Reading {
  return {
    sheets: accounts.map((account) => sheet(account)),
    sets: [],
    keepers: [],
    keeps: [],
    records: [],
    problems: [],
  };
}

const alice = makeAccount({ issuer: "Example", account: "alice", secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" });
const bob = makeAccount({ issuer: "Example", account: "bob", secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", period: 60 });
const steam = makeAccount({ issuer: "Steam", account: "gordon", secret: "STK7746GVMCHMNH5", type: "steam" });
const hotp = makeAccount({ issuer: "VPN", account: "carol", secret: "MFRGGZDFMZTWQ2LK", type: "hotp", counter: 1000 });

function problemsOf(read: Reading, accounts: readonly Account[]) {
  const { verified, problems } = verifySheets(read, { accounts, unixSeconds: NOW });
  expect(verified).toBe(problems.length === 0);
  return problems.map(({ code, data }) => [code, data.name]);
}

describe("sheets held against a source", () => {
  it("hold when they are the same accounts, in any order, in any number", () => {
    expect(problemsOf(reading(alice, bob), [bob, alice])).toEqual([]);
    expect(problemsOf(reading(alice, alice, bob), [bob, alice])).toEqual([]);
  });

  it("do not hold when an account is missing", () => {
    expect(problemsOf(reading(alice), [alice, bob])).toEqual([["expected-missing", "Example: bob"]]);
    expect(problemsOf(reading(), [alice])).toEqual([["expected-missing", "Example: alice"]]);
  });

  it("do not hold when one is there that was not expected", () => {
    expect(problemsOf(reading(alice, steam), [alice])).toEqual([["sheet-not-expected", "Steam: gordon"]]);
    expect(problemsOf(reading(alice), [])).toEqual([["sheet-not-expected", "Example: alice"]]);
  });

  it("do not hold when the name is another, though the codes are the same", () => {
    const renamed = makeAccount({ ...alice, account: "alice@example.com" });
    expect(problemsOf(reading(renamed), [alice])).toEqual([["expected-other-name", "Example: alice"]]);
  });

  it("do not hold when the codes are others under the same name, by whatever setting", () => {
    for (const change of [
      { secret: bob.secret },
      { digits: 8 },
      { period: 60 },
      { algorithm: "SHA256" },
      { type: "hotp" },
    ] as const) {
      const changed = makeAccount({ ...alice, ...change });
      expect(problemsOf(reading(changed), [alice]), JSON.stringify(change)).toEqual([
        ["expected-other-codes", "Example: alice"],
      ]);
    }
    const later = makeAccount({ ...hotp, type: "hotp", counter: 1001 });
    expect(problemsOf(reading(later), [hotp])).toEqual([["expected-other-codes", "VPN: carol"]]);
  });

  it("hold for a key that was typed without names, by its codes", () => {
    const typed = sheet(makeAccount({ secret: alice.secret }), "typed");
    expect(
      problemsOf({ sheets: [typed], sets: [], keepers: [], keeps: [], records: [], problems: [] }, [alice]),
    ).toEqual([]);
    const other = sheet(makeAccount({ secret: bob.secret }), "typed");
    expect(
      problemsOf({ sheets: [other], sets: [], keepers: [], keeps: [], records: [], problems: [] }, [alice]),
    ).toEqual([
      ["expected-missing", "Example: alice"],
      ["sheet-not-expected", "–"],
    ]);
  });

  it("do not hold for a code without names: a picture says what it says", () => {
    expect(problemsOf(reading(makeAccount({ secret: alice.secret })), [alice])).toEqual([
      ["expected-other-name", "Example: alice"],
    ]);
  });

  it("keep the problems of reading, and are not verified with any", () => {
    const problem = { source: "b.jpg", code: "sheet-no-code", data: {} } as const;
    const read = { ...reading(alice), problems: [problem] };
    expect(verifySheets(read, { accounts: [alice], unixSeconds: NOW })).toMatchObject({
      verified: false,
      problems: [problem],
    });
  });

  it("are not verified when nothing was read", () => {
    expect(verifySheets(reading(), { unixSeconds: NOW }).verified).toBe(false);
    expect(verifySheets(reading(alice), { unixSeconds: NOW })).toMatchObject({ verified: true, problems: [] });
  });
});

describe("a code that a phone shows", () => {
  const match = (code: string, ...accounts: Account[]) => {
    const { verified, codeOf, problems } = verifySheets(reading(...accounts), { code, unixSeconds: NOW });
    expect(verified).toBe(codeOf !== undefined);
    if (!codeOf) expect(problems.map((problem) => problem.code)).toEqual(["code-matches-none"]);
    return codeOf && accountName(codeOf);
  };

  it("counts in its step and one step to either side, no further", () => {
    for (const account of [alice, bob, steam]) {
      if (account.type === "hotp") continue;
      const at = (step: number) => codeAt(account, NOW + step * account.period);
      for (const step of [-1, 0, 1]) expect(match(at(step), account), `${step}`).toBe(accountName(account));
      for (const step of [-3, -2, 2, 3]) expect(match(at(step), account), `${step}`).toBeUndefined();
    }
  });

  it("counts at the very beginning of time, where there is no step before", () => {
    const { codeOf } = verifySheets(reading(alice), { code: codeAt(alice as never, 0), unixSeconds: 0 });
    expect(codeOf).toBe(alice);
  });

  it("of a counter counts up to ten ahead of the sheet's, never behind", () => {
    const ahead = codesFrom(hotp, 0, 13).map(({ code }) => code);
    for (let i = 0; i <= 10; i++) expect(match(ahead[i] ?? "", hotp), `${i} ahead`).toBe("VPN: carol");
    expect(match(ahead[11] ?? "", hotp)).toBeUndefined();
    expect(match(ahead[12] ?? "", hotp)).toBeUndefined();
    const before = makeAccount({ ...hotp, type: "hotp", counter: 999 });
    expect(match(codesFrom(before, 0, 1)[0]?.code ?? "", hotp)).toBeUndefined();
  });

  it("may be typed with blanks or a hyphen, Steam's in small letters", () => {
    const code = codeAt(alice as never, NOW);
    expect(match(`${code.slice(0, 3)} ${code.slice(3)}`, alice)).toBe("Example: alice");
    expect(match(`${code.slice(0, 3)}-${code.slice(3)}`, alice)).toBe("Example: alice");
    expect(match(codeAt(steam as never, NOW).toLowerCase(), steam)).toBe("Steam: gordon");
  });

  it("names the account it belongs to among several", () => {
    expect(match(codeAt(bob as never, NOW), alice, bob, steam)).toBe("Example: bob");
    expect(match("000000", steam)).toBeUndefined();
    expect(match("", alice)).toBeUndefined();
    expect(match(`${codeAt(alice as never, NOW)}0`, alice)).toBeUndefined();
  });
});

describe("readSheets", () => {
  const [aws, , google] = Object.values(TEN_ACCOUNTS);
  if (!aws || !google) throw new Error("no accounts");

  it("reads a PDF: all codes of each account, by their pages", async () => {
    const { pdf } = await sheetsOf([aws, google]);
    const { sheets, problems } = await readFiles({ name: "sheets.pdf", bytes: pdf });
    expect(problems).toEqual([]);
    expect(sheets.map(({ account, origin }) => ({ account, origin }))).toEqual([
      { account: aws, origin: "pdf" },
      { account: google, origin: "pdf" },
    ]);
    expect(sheets.map(({ codes }) => codes.map(({ page }) => page))).toEqual([
      [1, 1, 2],
      [3, 3, 4],
    ]);
    for (const { usedCorrection } of sheets.flatMap(({ codes }) => codes)) expect(usedCorrection).toBe(0);
  });

  wide("reads several sheets in one picture, and several pictures", async () => {
    const cards = await sheetsOf(Object.values(TEN_ACCOUNTS), { ...OPEN, template: "cards" });
    const pages = await rasteriseForTest(cards.pdf);
    const inputs = await Promise.all(
      pages.map(async ({ raster }, i) => ({
        name: `${i}.jpg`,
        bytes: await encodeJpeg(await photograph(raster, { dpi: 200, angle: 3 + i * 90, seed: i }), 80),
      })),
    );
    const { sheets, problems } = await readFiles(...inputs);
    expect(problems).toEqual([]);
    const found = sheets.map(({ account }) => formatOtpauth(account)).sort();
    expect(found).toEqual(Object.values(TEN_ACCOUNTS).map(formatOtpauth).sort());
    const { verified } = verifySheets(
      { sheets, sets: [], keepers: [], keeps: [], records: [], problems },
      { accounts: Object.values(TEN_ACCOUNTS), unixSeconds: NOW },
    );
    expect(verified).toBe(true);
  });

  it("reads pictures, PDFs and typing of one sheet together", async () => {
    const { pdf, pages } = await sheetsOf([google]);
    const [front, back] = await rasteriseForTest(pdf);
    if (!front || !back) throw new Error("no pages");
    const typed = pages.flatMap(({ boxes }) =>
      boxes.flatMap((box) => (box.kind === "text" && box.role === "line" ? [box.text] : [])),
    );
    const { sheets, problems } = await readFiles(
      { name: "sheet.pdf", bytes: pdf },
      { name: "front.png", bytes: await encodePng(front.raster) },
      { name: "back.jpg", bytes: await encodeJpeg(back.raster, 40) },
      { name: "typed.txt", bytes: encodeUtf8(typed.join("\n")) },
    );
    expect(problems).toEqual([]);
    expect(sheets.map(({ origin, account }) => [origin, formatOtpauth(account)])).toEqual(
      ["pdf", "picture", "picture", "typed"].map((origin) => [origin, formatOtpauth(google)]),
    );
  });

  it("says how much of the error correction is used up", async () => {
    const { pdf, pages } = await sheetsOf([google]);
    const [front] = await rasteriseForTest(pdf);
    const code = pages[0]?.boxes.find((box) => box.kind === "code");
    if (!front || !code) throw new Error("no code");
    const perMm = 200 / 25.4;
    const data = front.raster.data.slice();
    const [x, y] = [Math.round((code.xMm + 25) * perMm), Math.round((code.yMm + 25) * perMm)];
    for (let row = y; row < y + 110; row++)
      data.fill(0, row * front.raster.width + x, row * front.raster.width + x + 110);
    const { sheets } = await readFiles({ name: "stained.png", bytes: await encodePng({ ...front.raster, data }) });
    expect(sheets.map(({ account }) => account)).toEqual([google]);
    expect(sheets[0]?.codes[0]?.usedCorrection).toBeGreaterThan(0.2);
    expect(sheets[0]?.codes[0]?.usedCorrection).toBeLessThan(1);
  });

  it("names a leaf of which the two codes do not say the same", async () => {
    const impostor = makeAccount({ ...google, secret: aws.secret });
    const [made, other] = [await sheetsOf([google]), await sheetsOf([impostor])];
    const leaf = [made.pages[0], other.pages[1]].flatMap((page) => page ?? []);
    const read = await readFiles({ name: "leaf.pdf", bytes: await drawPdf(leaf, fonts) });
    expect(read.problems).toEqual([
      { source: "leaf.pdf", code: "sheet-codes-differ", data: { name: accountName(google) } },
    ]);
    expect(verifySheets(read, { unixSeconds: NOW }).verified).toBe(false);
  });

  it("names a front of which the two codes do not say the same", async () => {
    const impostor = makeAccount({ ...google, secret: aws.secret });
    const { pages } = await sheetsOf([google], { ...OPEN, template: "front" });
    const [front] = pages;
    if (!front) throw new Error("no front");
    const other = { symbol: encodeQr(formatOtpauth(impostor), 60), text: formatOtpauth(impostor) };
    const [first] = front.boxes.filter((box) => box.kind === "code");
    const boxes = front.boxes.map((box) => (box.kind === "code" && box !== first ? { ...box, ...other } : box));
    const read = await readFiles({ name: "front.pdf", bytes: await drawPdf([{ ...front, boxes }], fonts) });
    expect(read.problems).toContainEqual({
      source: "front.pdf",
      code: "sheet-codes-differ",
      data: { name: accountName(google) },
    });
    expect(verifySheets(read, { unixSeconds: NOW }).verified).toBe(false);
  });

  it("lets two accounts have one name where each leaf agrees with itself", async () => {
    const namesake = makeAccount({ ...google, secret: aws.secret });
    const { pdf } = await sheetsOf([google, namesake]);
    const read = await readFiles({ name: "two.pdf", bytes: pdf });
    expect(read.problems).toEqual([]);
    expect(read.sheets.map(({ account }) => account)).toEqual([google, namesake]);
  });

  it("names what it cannot use, and reads the rest", async () => {
    const { pdf } = await sheetsOf([google]);
    const blank = { width: 300, height: 300, data: new Uint8Array(90_000).fill(255) };
    const { sheets, problems } = await readFiles(
      { name: "blank.png", bytes: await encodePng(blank) },
      { name: "empty", bytes: new Uint8Array(0) },
      { name: "noise", bytes: Uint8Array.from({ length: 500 }, (_, i) => (i * 37) % 256) },
      { name: "cut.pdf", bytes: pdf.slice(0, 300) },
      { name: "good.pdf", bytes: pdf },
      { name: "prose.txt", bytes: encodeUtf8("Dear diary,\nthe phone died.\n") },
    );
    expect(sheets.map(({ source, account }) => [source, account])).toEqual([["good.pdf", google]]);
    expect(problems.map(({ source, code }) => [source, code])).toEqual([
      ["blank.png", "sheet-no-code"],
      ["empty", "source-empty"],
      ["noise", expect.stringMatching(/^(?:sheet-unknown|source-encoding)$/u)],
      ["cut.pdf", "pdf-unreadable"],
      ["prose.txt", "sheet-unknown"],
    ]);
    expect(JSON.stringify(problems)).not.toContain(google.secret);
  });

  it.each([
    ["JPEG XL", async () => Buffer.from("\0\0\0\fJXL \r\n\x87\n", "latin1")],
    ["JPEG XL", async () => Buffer.from("\xff\n\xfa\x7f\x01\x90\x08\x06\x01\0", "latin1")],
    ["JPEG 2000", async () => Buffer.from("\0\0\0\fjP  \r\n\x87\n", "latin1")],
  ])("a sheet as %s is named as a picture that cannot be read, and not as no sheet", async (format, make) => {
    const { problems } = await readFiles({ name: "scan", bytes: new Uint8Array(await make()) });
    expect(problems).toEqual([{ source: "scan", code: "picture-format", data: { format } }]);
  });

  it.each([
    ["HEIC", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"), "picture-heic"],
    ["what age encrypted", encodeUtf8("age-encryption.org/v1\n-> scrypt YWFh 18\nAAAA\n"), "source-age"],
    ["words that begin like one", encodeUtf8("BMW, II*, MM: dear diary\n<svg>\n"), "sheet-unknown"],
  ])("%s is told from it", async (_, bytes, code) => {
    const { problems } = await readFiles({ name: "scan", bytes: new Uint8Array(bytes) });
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  it("a scan as a TIFF of two pages is read as a file with pages", async () => {
    const { pdf } = await sheetsOf([google]);
    const pages = (await rasteriseForTest(pdf)).map(({ raster }) => raster);
    const told: unknown[] = [];
    const files = [{ name: "scan.tif", bytes: tiffOf(pages) }];
    const {
      sheets,
      problems,
      pages: states,
    } = await readSheets(files, nodePlatform, {
      onPage: (...page) => told.push(page),
    });
    expect(problems).toEqual([]);
    expect(sheets.map(({ account, origin, codes }) => [account, origin, codes.length])).toEqual([[google, "pdf", 3]]);
    expect(states?.map(({ page, state }) => [page, state])).toEqual([
      [1, "read"],
      [2, "read"],
    ]);
    expect(told.slice(1)).toEqual([
      ["scan.tif", 1, 2],
      ["scan.tif", 2, 2],
    ]);
  });

  it("tells before each page which one it reads", async () => {
    const { pdf } = await sheetsOf([google]);
    const told: unknown[] = [];
    await readSheets([{ name: "a.pdf", bytes: pdf }], nodePlatform, { onPage: (...page) => told.push(page) });
    expect(told).toEqual([
      ["a.pdf", 1, 2],
      ["a.pdf", 2, 2],
    ]);
  });
});
