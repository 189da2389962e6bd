import { type Account, type AccountInput, makeAccount } from "../../src/account/account.js";
import type { SourceInput } from "../../src/import/source.js";
import {
  type MadeSheets,
  makeOpenSheets,
  type OpenSheetOptions,
  type SheetResources,
} from "../../src/make/open-sheets.js";
import { nodePlatform } from "../../src/node/platform.js";
import {
  LANGUAGE_CODES,
  type LanguageCode,
  loadFonts,
  loadGuides,
  loadLanguage,
  loadTemplate,
  TEMPLATE_NAMES,
  type TemplateName,
} from "../../src/node/resources.js";
import type { Reading } from "../../src/recover/reading.js";
import { readSheets } from "../../src/recover/sheet-reading.js";
import { PAPERS, type PaperName } from "../../src/sheet/paper.js";

/** Day and version that test sheets bear: a golden PDF must not depend on today. */
export const MADE_ON = "2026-03-01";
export const VERSION = "0.1.0";

/** How a test's sheets look. */
export interface Look {
  template: TemplateName;
  paper: PaperName;
  language: LanguageCode;
}

/** Every template on every paper in every language. */
export const LOOKS: readonly Look[] = TEMPLATE_NAMES.flatMap((template) =>
  (Object.keys(PAPERS) as PaperName[]).flatMap((paper) =>
    LANGUAGE_CODES.map((language) => ({ template, paper, language })),
  ),
);

/** A look as a test's name says it. */
export function lookName({ template, paper, language }: Look): string {
  return `${template}, ${paper}, ${language}`;
}

/** The look of most tests. */
export const OPEN: Look = { template: "open", paper: "a4", language: "en" };

/** Fonts are parsed once a test file. */
export const fonts = await loadFonts();
const guides = await loadGuides();
/** Names of all guides. */
export const GUIDE_NAMES = guides.map(({ name }) => name);

/** What sheets of a look are made with. */
export async function resourcesOf({ template, language }: Look): Promise<SheetResources> {
  return { fonts, guides, template: await loadTemplate(template), language: await loadLanguage(language) };
}

/** Sheets of some accounts, made on a fixed day. */
export async function sheetsOf(
  accounts: readonly Account[],
  look: Look = OPEN,
  options: Partial<OpenSheetOptions> = {},
): Promise<MadeSheets> {
  const fixed = { paper: look.paper, madeOn: MADE_ON, version: VERSION };
  return makeOpenSheets(accounts, { ...fixed, ...options }, await resourcesOf(look));
}

/** Reads files as `verify` does. */
export function readFiles(...inputs: SourceInput[]): Promise<Reading> {
  return readSheets(inputs, nodePlatform, { typedFont: async () => fonts.parsed.mono });
}

const LATIN_80 = "The Incorporated Society for Very Long Names of Accounts and of Those Who Keep I";
const JAPANESE_40 = "株式会社とても長い名前のアカウントを管理する信頼できる認証基盤サービス事業本部東京都庁";
/** The longest names that sheets promise to hold, with and without places to break a line. */
export const LONG_NAMES = {
  "80 Latin": LATIN_80,
  "80 Latin in one word": "MWwm".repeat(20),
  "40 Japanese": [...JAPANESE_40].slice(0, 40).join(""),
} as const;

const AWS_SECRET = "QW3ERTYUIOPASDFGHJKLZXCVBNM234567QWERTYUIOPASDFGHJKLZXCVBNM23456";

/** Ten accounts of every sort that people have. */
export const TEN_ACCOUNTS: Readonly<Record<string, Account>> = Object.fromEntries(
  Object.entries({
    "AWS, 64 characters": {
      issuer: "Amazon Web Services",
      account: "root-account-mfa-device@123456789012",
      secret: AWS_SECRET,
    },
    "GitHub, 16 characters": { issuer: "GitHub", account: "octocat", secret: "JBSWY3DPEHPK3PXP" },
    "Google, 32 characters": {
      issuer: "Google",
      account: "alice@example.com",
      secret: "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U",
    },
    "80 Latin": {
      issuer: LONG_NAMES["80 Latin"],
      account: LONG_NAMES["80 Latin"].split(" ").reverse().join(" "),
      secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    },
    "40 Japanese": {
      issuer: LONG_NAMES["40 Japanese"],
      account: [...LONG_NAMES["40 Japanese"]].reverse().join(""),
      secret: "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U",
    },
    HOTP: { issuer: "VPN", account: "bob", secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", type: "hotp", counter: 42 },
    Steam: { issuer: "Steam", account: "gordon", secret: "STK7746GVMCHMNH5FBIAQXGPV3I7ZHRG", type: "steam" },
    "SHA512, 8 digits": {
      issuer: "Finanzamt München",
      account: "müller@example.de",
      secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOI",
      algorithm: "SHA512",
      digits: 8,
      period: 60,
    },
    "short, without names": { secret: "MFRGGZA" },
    "colons and signs": {
      issuer: "ACME & Co: 50% <off>",
      account: "a+b=c?d#e/f\\g\"h'i",
      secret: "KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF",
      algorithm: "SHA256",
    },
  } satisfies Record<string, AccountInput>).map(([name, input]) => [name, makeAccount(input)]),
);
