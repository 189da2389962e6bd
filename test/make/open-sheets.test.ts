import { describe, expect, it } from "vitest";
import { type Account, type AccountInput, makeAccount } from "../../src/account/account.js";
import { testValue } from "../../src/account/codes.js";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import type { MadeSheets } from "../../src/make/open-sheets.js";
import { parseLine } from "../../src/paper/line.js";
import { decodeOpenLines } from "../../src/paper/open-lines.js";
import { FULL } from "../helpers/full.js";
import { GUIDE_NAMES, LOOKS, type Look, lookName, OPEN, sheetsOf, TEN_ACCOUNTS } from "../helpers/sheets.js";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const account = (input: Partial<AccountInput> = {}): Account =>
  makeAccount({ issuer: "Example", account: "alice", secret: SECRET, ...input });
const FRONT: Look = { ...OPEN, template: "front" };

function textsOf({ pages }: MadeSheets, page?: number): string[] {
  const chosen = page === undefined ? pages : pages.slice(page, page + 1);
  return chosen.flatMap(({ boxes }) => boxes.flatMap((box) => (box.kind === "text" ? [box.text] : [])));
}

describe("makeOpenSheets", () => {
  // By default one look of each template, every paper and language among them.
  const shown = LOOKS.filter((_, i) => FULL || i % 5 === 0);
  it.each(shown.map((look) => [lookName(look), look] as const))(
    "says of each account what it is: %s",
    async (_, look) => {
      const accounts = Object.values(TEN_ACCOUNTS);
      const { pages, warnings } = await sheetsOf(accounts, look);
      expect(warnings).toEqual([]);
      for (const page of pages) {
        const meant = page.accounts.flatMap((index) => accounts[index] ?? []);
        const codes = page.boxes.flatMap((box) => (box.kind === "code" ? [box.text] : []));
        // In front the code stands twice where it has room.
        expect([...new Set(codes)]).toEqual(meant.map(formatOtpauth));
        const typed = (role: "key" | "line") =>
          page.boxes.flatMap((box) => (box.kind === "text" && box.role === role ? [box.text] : []));
        const keys = typed("key").join("").replaceAll(" ", "");
        if (keys !== "") expect(keys).toBe(meant.map(({ secret }) => secret).join(""));
        const readings = typed("line").flatMap((line) => parseLine(line) ?? []);
        expect(readings.length).toBe(typed("line").length);
        if (meant.length === 1 && readings.length > 0) {
          const [only] = meant;
          expect((await decodeOpenLines(readings)).uri).toBe(only && formatOtpauth(only));
        }
      }
      const counts = { open: 20, front: 10, cards: pages.length }[look.template];
      expect(pages).toHaveLength(counts);
    },
  );

  it("groups the key by four, and shows what was given even where it is not canonical", async () => {
    const made = await sheetsOf([account({ secret: "mfrg-gzdf mztw q2l" })]);
    expect(textsOf(made)).toContain("MFRG GZDF MZTW Q2L");
  });

  it("prints names as they are, and says where there is none", async () => {
    expect(textsOf(await sheetsOf([account()]), 0)).toEqual(expect.arrayContaining(["Example", "alice"]));
    expect(textsOf(await sheetsOf([account({ issuer: "" })]), 0)).toContain("alice");
    expect(textsOf(await sheetsOf([account({ issuer: "", account: "" })]), 0)).toContain("(no name)");
    expect(textsOf(await sheetsOf([account({ account: "" })]), 0)).toEqual(
      expect.arrayContaining(["Example", "(no name)"]),
    );
    expect(textsOf(await sheetsOf([account({ labelPrefix: "Other" })]), 0)).toContain("Example (Other)");
  });

  it("marks copies, each a leaf by itself", async () => {
    const made = await sheetsOf([account(), account({ account: "bob" })], OPEN, { copies: 3 });
    expect(made.pages.map(({ accounts }) => accounts)).toEqual(
      [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1].map((index) => [index]),
    );
    const marks = made.pages.map((_, i) => textsOf(made, i).find((text) => text.startsWith("Copy")));
    expect(marks.filter(Boolean)).toEqual([
      "Copy 1 of 3",
      "Copy 2 of 3",
      "Copy 3 of 3",
      "Copy 1 of 3",
      "Copy 2 of 3",
      "Copy 3 of 3",
    ]);
    expect(textsOf(await sheetsOf([account()])).some((text) => text.startsWith("Copy"))).toBe(false);
    const cards = await sheetsOf([account()], { ...OPEN, template: "cards" }, { copies: 3 });
    expect(cards.pages.map(({ accounts }) => accounts)).toEqual([[0, 0, 0]]);
  });

  it("fills in blanks, and leaves the others to be written on", async () => {
    const fields = {
      "password-kept-at": "the red binder",
      "this-sheet-kept-at": "the safe",
      "sign-in-page": "https://example.com",
    };
    const texts = textsOf(await sheetsOf([account()], OPEN, { fields }));
    for (const value of Object.values(fields)) expect(texts).toContain(value);
    const blank = await sheetsOf([account()], FRONT);
    const rules = blank.pages[0]?.boxes.filter((box) => box.kind === "rule" && box.widthMm > 60) ?? [];
    expect(rules).toHaveLength(4);
    for (const rule of rules) expect(rule.kind === "rule" && rule.widthMm).toBeGreaterThan(75);
  });

  it("asks to check again a year on", async () => {
    expect(textsOf(await sheetsOf([account()], OPEN, { madeOn: "2026-03-01" }))).toContain("2027-03-01");
    expect(textsOf(await sheetsOf([account()], OPEN, { madeOn: "2028-02-29" }))).toContain("2029-03-01");
  });

  it("shows the test value of what has one, and the command where oathtool derives it", async () => {
    const said = async (input: Partial<AccountInput>) => {
      const made = await sheetsOf([account(input)]);
      const texts = textsOf(made, 1);
      const from = texts.findIndex((text) => text.startsWith("oathtool"));
      const mono = made.pages[1]?.boxes.filter((box) => box.kind === "text" && box.face === "mono" && !box.role) ?? [];
      return {
        value: texts.find((text) => text.startsWith("Test value"))?.split(" ")[2],
        command: from < 0 ? undefined : mono.map((box) => (box.kind === "text" ? box.text : "")).join(" "),
      };
    };
    const command = "oathtool --totp -b -N '1970-01-01 00:00:00 UTC' -";
    expect(await said({})).toEqual({ value: testValue(account()), command });
    expect(await said({ algorithm: "SHA256", digits: 8, period: 60 })).toEqual({
      value: testValue(account({ algorithm: "SHA256", digits: 8, period: 60 })),
      command: "oathtool --totp=SHA256 -b -d 8 -s 60s -N '1970-01-01 00:00:00 UTC' -",
    });
    expect(await said({ digits: 5 })).toEqual({ value: testValue(account({ digits: 5 })), command: undefined });
    expect(await said({ type: "steam" })).toEqual({ value: testValue(account({ type: "steam" })), command: undefined });
    expect(await said({ type: "hotp", counter: 4 })).toEqual({ value: undefined, command: undefined });
  });

  it("prints no code that could be live: a counter's only with its date", async () => {
    const texts = textsOf(await sheetsOf([account({ type: "hotp", counter: 4 })])).join(" ");
    expect(texts).toMatch(/next counter 4 on 2026-03-01/u);
    expect(texts).not.toMatch(/\b\d{6}\b/u);
  });

  it("says in words whether the settings are the usual ones", async () => {
    const usual = textsOf(await sheetsOf([account()], FRONT)).join(" ");
    const unusual = textsOf(await sheetsOf([account({ digits: 8 })], FRONT)).join(" ");
    expect(usual).toContain("leave them as they are");
    expect(unusual).toContain("use another app");
    expect(unusual).toContain("8 digits");
  });
});

describe("the guide", () => {
  const headingOf = async (input: Partial<AccountInput>, guide?: string) => {
    const made = await sheetsOf([account(input)], OPEN, guide === undefined ? {} : { guide });
    const [heading = ""] = textsOf(made, 1).filter((text) => text.startsWith("The code is refused?"));
    return {
      heading: /\((.*)\)/u.exec(heading)?.[1],
      warnings: made.warnings.map(({ code, data }) => [code, data.guide]),
    };
  };

  it("is told from the issuer", async () => {
    expect(await headingOf({ issuer: "GitHub" })).toEqual({ heading: "GitHub", warnings: [] });
    expect(await headingOf({ issuer: "google" })).toEqual({ heading: "Google", warnings: [] });
    expect(await headingOf({ issuer: "Nobody" })).toEqual({ heading: "any service", warnings: [] });
  });

  it("is assumed, and said to be, where AWS may mean two", async () => {
    const { heading, warnings } = await headingOf({ issuer: "Amazon Web Services", account: "alice@123456789012" });
    expect(heading).toMatch(/^AWS/u);
    expect(warnings).toEqual([["guide-assumed", expect.stringMatching(/^aws-/u)]]);
  });

  it("is the one that was asked for", async () => {
    for (const name of GUIDE_NAMES) expect((await headingOf({}, name)).warnings).toEqual([]);
    expect(await headingOf({ issuer: "GitHub" }, "aws-iam")).toEqual({ heading: "AWS IAM user", warnings: [] });
    await expect(headingOf({}, "github.com")).rejects.toMatchObject({
      code: "guide-unknown",
      data: { guide: "github.com", known: GUIDE_NAMES.join(", ") },
    });
  });
});

describe("the symbol of a sheet", () => {
  const symbolOf = async (one: Account, look = FRONT) => {
    const { pages } = await sheetsOf([one], look);
    const code = pages[0]?.boxes.find((box) => box.kind === "code");
    return { level: code?.symbol.level, moduleMm: (code?.sizeMm ?? 0) / (code?.symbol.size ?? 1) };
  };

  it("has the most correction whose modules stay large", async () => {
    for (const [name, one] of Object.entries(TEN_ACCOUNTS)) {
      const { level, moduleMm } = await symbolOf(one);
      if (level !== "L") expect(moduleMm, name).toBeGreaterThanOrEqual(0.8);
    }
    expect((await symbolOf(account())).level).toBe("H");
    expect((await symbolOf(account(), { ...OPEN, template: "cards" })).level).not.toBe("H");
  });

  it("keeps modules of half a millimetre in front for the longest names that sheets promise to hold", async () => {
    for (const [name, one] of Object.entries(TEN_ACCOUNTS)) {
      expect((await symbolOf(one)).moduleMm, name).toBeGreaterThanOrEqual(0.5);
    }
  });
});
