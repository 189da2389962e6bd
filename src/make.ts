import { type Account, accountName } from "./account/account.js";
import { oathtoolCanDerive, testValue } from "./account/codes.js";
import { formatOtpauth } from "./account/otpauth-uri.js";
import { EscrowError, type Warning } from "./error.js";
import type { Language } from "./language.js";
import { encodeOpenLines } from "./paper/open-lines.js";
import { encodeQr, type QrSymbol } from "./paper/qr.js";
import type { Page } from "./sheet/box.js";
import { layOutCards } from "./sheet/cards.js";
import type { Fields, Guide, OpenContent } from "./sheet/content.js";
import { yearOn } from "./sheet/dates.js";
import { type Fonts, printable } from "./sheet/fonts.js";
import { chooseGuide } from "./sheet/guide.js";
import { layOutLeaf, PAPERS, type PaperName } from "./sheet/leaf.js";
import { drawPdf } from "./sheet/pdf.js";
import { codeSizeMm, type Template } from "./sheet/template.js";

/** What sheets are made with, loaded once a run. */
export interface SheetResources {
  readonly fonts: Fonts;
  readonly language: Language;
  readonly template: Template;
  readonly guides: readonly Guide[];
}

/** How sheets are made. */
export interface OpenSheetOptions {
  readonly paper: PaperName;
  /** Day of making, `YYYY-MM-DD`; *check again by* is a year on. */
  readonly madeOn: string;
  /** Version of the program, printed on the sheet. */
  readonly version: string;
  /** How many of each, marked *copy i of N*; 1 leaves the mark out. */
  readonly copies?: number;
  readonly fields?: Fields;
  /** Name of a guide; left out, it is told from each account. */
  readonly guide?: string;
}

/** Sheets, before and after drawing. */
export interface MadeSheets {
  readonly pdf: Uint8Array;
  readonly pages: readonly Page[];
  readonly warnings: readonly Warning[];
}

/**
 * Accounts → open sheets in one PDF. Nothing is checked here: see `checkSheets`.
 * @param accounts one or more; order is kept
 * @throws EscrowError `does-not-fit`, `code-does-not-fit`, `lines-length`, `guide-unknown`
 */
export async function makeOpenSheets(
  accounts: readonly Account[],
  options: OpenSheetOptions,
  resources: SheetResources,
): Promise<MadeSheets> {
  const contents: OpenContent[] = [];
  const warnings: Warning[] = [];
  for (const account of accounts) contents.push(...(await contentsOf(account, options, resources, warnings)));
  const pages = layOut(contents, accounts, options, resources);
  return { pdf: await drawPdf(pages, resources.fonts), pages, warnings };
}

function layOut(
  contents: readonly OpenContent[],
  accounts: readonly Account[],
  options: OpenSheetOptions,
  resources: SheetResources,
): Page[] {
  const { template } = resources;
  const paper = PAPERS[options.paper];
  const placed = contents.map((content) => ({ content, index: accounts.indexOf(content.account) }));
  if (template.layout === "cards") return layOutCards(placed, template, paper, resources);
  return placed.flatMap(({ content, index }) => layOutLeaf(content, index, template, paper, resources));
}

async function contentsOf(
  account: Account,
  options: OpenSheetOptions,
  { fonts, guides, template }: SheetResources,
  warnings: Warning[],
): Promise<OpenContent[]> {
  const uri = formatOtpauth(account);
  const { guide, assumed } = chooseGuide(account, guides, options.guide);
  const name = accountName(account);
  if (assumed) warnings.push({ code: "guide-assumed", data: { name, guide: guide.name } });
  const missing = new Set(
    [account.issuer, account.account, ...Object.values(options.fields ?? {})].flatMap(
      (text) => printable(text, "text", fonts).missing,
    ),
  );
  if (missing.size > 0)
    warnings.push({ code: "characters-missing", data: { name, characters: [...missing].join(" ") } });
  const content = {
    account,
    uri,
    symbol: symbolOf(uri, codeSizeMm(template), name),
    lines: await encodeOpenLines(uri),
    testValue: testValue(account),
    testCommand: testCommand(account),
    guide,
    fields: { "sign-in-page": guide.signInPage, "check-again-by": yearOn(options.madeOn), ...options.fields },
    madeOn: options.madeOn,
    version: options.version,
  };
  const copies = options.copies ?? 1;
  if (copies === 1) return [{ ...content, copy: undefined }];
  return Array.from({ length: copies }, (_, i) => ({ ...content, copy: { number: i + 1, of: copies } }));
}

function symbolOf(uri: string, sizeMm: number, name: string): QrSymbol {
  try {
    return encodeQr(uri, sizeMm);
  } catch (error) {
    if (error instanceof RangeError) throw new EscrowError("code-does-not-fit", { name });
    throw error;
  }
}

/** The command of oathtool that shows an account's test value, where it can derive it. */
function testCommand(account: Account): string | undefined {
  if (account.type !== "totp" || !oathtoolCanDerive(account)) return undefined;
  const { algorithm, digits, period } = account;
  const options = [
    algorithm === "SHA1" ? "--totp" : `--totp=${algorithm}`,
    "-b",
    ...(digits === 6 ? [] : [`-d ${digits}`]),
    ...(period === 30 ? [] : [`-s ${period}s`]),
    "-N '1970-01-01 00:00:00 UTC'",
    "-",
  ];
  return `oathtool ${options.join(" ")}`;
}
