import { describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { say, sayAll } from "../../src/language.js";
import { makeOpenSheets } from "../../src/make/open-sheets.js";
import { loadLanguage, loadTemplateText } from "../../src/node/resources.js";
import type { CodeBox, Page, TextBox } from "../../src/sheet/box.js";
import { FIELD_NAMES } from "../../src/sheet/fields.js";
import { FOOT_MM } from "../../src/sheet/footer.js";
import { parseTemplate, type Template } from "../../src/sheet/template.js";
import { FULL } from "../helpers/full.js";
import {
  LONG_NAMES,
  LOOKS,
  type Look,
  lookName,
  OPEN,
  resourcesOf,
  sheetsOf,
  TEN_ACCOUNTS,
} from "../helpers/sheets.js";
import { describeBox, faultsOf, rectangleOf } from "./layout-faults.js";

/** By default one of each template, every paper and language among them. */
const SHOWN = LOOKS.filter((_, i) => FULL || i % 5 === 0);

function codesOf({ boxes }: Page): CodeBox[] {
  return boxes.filter((box) => box.kind === "code");
}

/** Texts that a person must be able to read without a glass: neither check lines nor foot nor what is for the program. */
const CARD_NUMBER = /^(?:card \d+ of \d+|カード\d+枚中\d+枚目)$/u;

function bodyTexts(page: Page, { marginMm }: Template, programHeading: string): TextBox[] {
  const texts = page.boxes.filter((box) => box.kind === "text");
  const footMm = page.heightMm - marginMm.bottom - FOOT_MM;
  const programMm = texts.find(({ text }) => text === programHeading)?.yMm ?? footMm;
  // Which card one is stands beside its cut line: a mark like the foot, not reading text.
  return texts.filter(({ yMm, role, text }) => yMm < programMm && role !== "line" && !CARD_NUMBER.test(text));
}

async function check(look: Look, pages: readonly Page[]): Promise<void> {
  const { template, language } = await resourcesOf(look);
  for (const page of pages) {
    expect(faultsOf(page, template)).toEqual([]);
    for (const { text, pt, role } of bodyTexts(page, template, say(language, "sheet.program-heading"))) {
      expect(pt, text).toBeGreaterThanOrEqual(role === "key" ? 14 : 10);
    }
  }
}

describe("layout", () => {
  const names = Object.entries(LONG_NAMES);
  const aws = TEN_ACCOUNTS["AWS, 64 characters"];
  it.each(SHOWN.map((look) => [lookName(look), look] as const))("fits the longest names: %s", async (_, look) => {
    for (const [issuerName, issuer] of names) {
      for (const [accountName, account] of names) {
        if (!FULL && issuerName !== accountName) continue;
        const sheet = makeAccount({ issuer, account, secret: aws?.secret ?? "" });
        const { pages } = await sheetsOf([sheet], look, { copies: 2 });
        await check(look, pages);
      }
    }
  });

  it.each(SHOWN.map((look) => [lookName(look), look] as const))(
    "fits the longest account names under every guide's own issuer, with all blanks filled in: %s",
    async (_, look) => {
      const fields = Object.fromEntries(
        FIELD_NAMES.map((name) => [name, "in the red binder, second shelf from the top"]),
      );
      const { guides } = await resourcesOf(look);
      for (const [i, { name, match }] of guides.entries()) {
        const [, account] = names[i % names.length] ?? ["", ""];
        const sheet = makeAccount({ issuer: match.issuers[0] ?? "Example", account, secret: aws?.secret ?? "" });
        const { pages } = await sheetsOf([sheet], look, { copies: 2, fields, guide: name });
        await check(look, pages);
      }
    },
  );

  it.each(SHOWN.map((look) => [lookName(look), look] as const))("sets ten different accounts: %s", async (_, look) => {
    const { pages } = await sheetsOf(Object.values(TEN_ACCOUNTS), look);
    await check(look, pages);
    expect(new Set(pages.flatMap(({ accounts }) => accounts)).size).toBe(10);
  });

  it("says by how much a page is too FULL instead of going over its edge", async () => {
    const { template, ...rest } = await resourcesOf(OPEN);
    expect(rest.guides.length).toBeGreaterThan(0);
    const name = LONG_NAMES["40 Japanese"];
    const sheet = makeAccount({ issuer: name.repeat(3), account: name.repeat(3), secret: "A".repeat(400) });
    await expect(sheetsOf([sheet], OPEN)).rejects.toMatchObject({
      code: "does-not-fit",
      data: { page: expect.any(Number), overMm: expect.any(Number) },
    });
    await expect(sheetsOf([sheet], { ...OPEN, template: "cards" })).rejects.toMatchObject({ code: "does-not-fit" });
  });

  it("says that a text fits no code at all", async () => {
    const sheet = makeAccount({ issuer: "A", account: "b", secret: "A".repeat(1600), ...{} });
    const long = makeAccount({ ...sheet, issuer: "日".repeat(500), account: "本".repeat(500) });
    await expect(sheetsOf([long], OPEN)).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:code-does-not-fit|lines-length)$/),
    });
  });
});

describe("the order of an open sheet", () => {
  const aws = makeAccount({
    ...TEN_ACCOUNTS["AWS, 64 characters"],
    secret: TEN_ACCOUNTS["AWS, 64 characters"]?.secret ?? "",
  });

  it("is the one in which a frightened person needs it", async () => {
    const account = TEN_ACCOUNTS["GitHub, 16 characters"];
    if (!account) throw new Error("no account");
    const { language } = await resourcesOf(OPEN);
    const { pages } = await sheetsOf([account], OPEN);
    const texts = pages.map((page) => page.boxes.flatMap((box) => (box.kind === "rule" ? [] : [box.text])));
    const order = (page: number, wanted: readonly string[]) => {
      const places = wanted.map((text) => texts[page]?.findIndex((found) => found.startsWith(text)) ?? -1);
      expect(places, wanted.join(" | ")).toEqual([...places].sort((a, b) => a - b));
      expect(Math.min(...places), wanted.join(" | ")).toBeGreaterThanOrEqual(0);
    };
    const [step = ""] = sayAll(language, "sheet.steps");
    order(0, [
      "Recovery sheet",
      "GitHub",
      "octocat",
      "Whoever holds this sheet",
      "otpauth://totp/GitHub",
      step.slice(0, 12),
      "Cannot scan?",
      "JBSW Y3DP EHPK 3PXP",
      "Settings",
      "Sign-in page",
    ]);
    order(1, [
      "The code is refused?",
      "Everything is lost?",
      "This sheet kept at",
      "Checked on",
      "For the program",
      "T0 ",
    ]);
    expect(texts[1]?.filter((text) => text.startsWith("otpauth://"))).toHaveLength(1);
    expect(texts[1]?.filter((text) => text.startsWith("T0 "))).toHaveLength(2);
  });

  it("keeps anything else off the key's lines", async () => {
    for (const look of SHOWN.filter(({ template }) => template !== "cards")) {
      const { pages } = await sheetsOf(Object.values(TEN_ACCOUNTS), look);
      for (const page of pages) {
        const keys = page.boxes.filter((box) => box.kind === "text" && box.role === "key");
        for (const key of keys) {
          const beside = page.boxes.filter((box) => {
            const [a, b] = [rectangleOf(key), rectangleOf(box)];
            return box !== key && a.top < b.bottom && b.top < a.bottom;
          });
          expect(beside.map(describeBox)).toEqual([]);
        }
      }
    }
  });

  it("has the code 60 mm wide in front and at least 45 mm in the opposite corner behind", async () => {
    const [account] = Object.values(TEN_ACCOUNTS);
    const { pages } = await sheetsOf(account ? [account] : [], OPEN);
    const [[code, again] = [], [behind] = []] = pages.map(codesOf);
    expect([code, again, behind].map((box) => box?.sizeMm)).toEqual([60, 49, 46]);
    // The leaf is turned over its long edge: left in front is right behind.
    expect([code, again, behind].map((box) => (box?.xMm ?? 0) < 100)).toEqual([true, false, true]);
    expect([code, again, behind].map((box) => (box?.yMm ?? 0) > 140)).toEqual([false, true, true]);
    // The same modules everywhere, so that damaged ones can be read together.
    expect([again, behind].map((box) => box?.symbol)).toEqual([code?.symbol, code?.symbol]);
  });

  it("has the code once in front where names leave no room for a second one, and where a template asks for none", async () => {
    const language = await loadLanguage("ja");
    const issuer = "International Association of Remarkably Long Company Names, Partners and Daughters";
    const account = "someone.with.a.remarkably.long.mailbox.name@department.of.some.organisation.test";
    const long = makeAccount({ issuer, account, secret: aws.secret });
    const look = { ...OPEN, paper: "letter", language: "ja" } as const;
    const { pages } = await sheetsOf([long], look);
    expect(pages.map((page) => codesOf(page).length)).toEqual([1, 1]);
    const texts = pages.flatMap(({ boxes }) => boxes.map((box) => (box.kind === "text" ? box.text : "")));
    const [caption = ""] = say(language, "sheet.code-again").split("。");
    expect(texts.filter((text) => text.startsWith(caption))).toEqual([]);

    const resources = await resourcesOf(OPEN);
    const spec = (await loadTemplateText("open")).replace(/, "againMm": 49/u, "");
    const template = parseTemplate(spec, "mine.jsonc");
    const options = { paper: "a4", madeOn: "2026-03-01", version: "0.1.0" } as const;
    const once = await makeOpenSheets([aws], options, { ...resources, template });
    expect(once.pages.map((page) => codesOf(page).length)).toEqual([1, 1]);
  });
});

describe("cards", () => {
  const plain = Array.from({ length: 12 }, (_, i) =>
    makeAccount({ issuer: "GitHub", account: `octocat-${i}@example.com`, secret: "JBSWY3DPEHPK3PXP" }),
  );

  it.each(LOOKS.filter(({ template }) => template === "cards").map((look) => [lookName(look), look] as const))(
    "stand six to a page: %s",
    async (_, look) => {
      const { pages } = await sheetsOf(plain, look);
      expect(pages.map(({ accounts }) => accounts)).toEqual([
        [0, 1, 2, 3, 4, 5],
        [6, 7, 8, 9, 10, 11],
      ]);
    },
  );

  it("take two cells where one is too small, and hold everything once", async () => {
    for (const look of LOOKS.filter(({ template }) => template === "cards")) {
      const accounts = Object.values(TEN_ACCOUNTS);
      const { pages } = await sheetsOf(accounts, look);
      expect(pages.flatMap((page) => page.accounts)).toEqual(accounts.map((_, i) => i));
      const codes = pages.flatMap(({ boxes }) => boxes.filter((box) => box.kind === "code"));
      expect(codes).toHaveLength(accounts.length);
    }
  });

  it("have one ruler a page", async () => {
    const { pages } = await sheetsOf(plain, { ...OPEN, template: "cards" });
    for (const { boxes } of pages) {
      const rulers = boxes.filter((box) => box.kind === "rule" && Math.abs(box.widthMm - 50) < 0.01);
      expect(rulers).toHaveLength(1);
    }
  });
});

describe("the foot of a page", () => {
  it.each(SHOWN.map((look) => [lookName(look), look] as const))("has a ruler of 50 mm: %s", async (_, look) => {
    const [account] = Object.values(TEN_ACCOUNTS);
    const { pages } = await sheetsOf(account ? [account] : [], look);
    for (const { boxes } of pages) {
      const rules = boxes.filter((box) => box.kind === "rule" && box.grey === 0);
      const left = Math.min(...rules.map(({ xMm }) => xMm));
      const right = Math.max(...rules.map((rule) => (rule.kind === "rule" ? rule.xMm + rule.widthMm : 0)));
      expect(right - left).toBeCloseTo(50, 6);
    }
  });
});
