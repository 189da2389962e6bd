import { type Account, accountName } from "../account/account.js";
import { oathtoolCanDerive, testValue } from "../account/codes.js";
import { formatLabel, formatOtpauth } from "../account/otpauth-uri.js";
import { concatBytes } from "../bytes.js";
import { formatKeep, type Keep } from "../document/plaintext.js";
import type { RecoveryCodes } from "../document/recovery-codes.js";
import type { Warning } from "../error.js";
import { encodeOpenLines } from "../paper/open-lines.js";
import type { Page } from "../sheet/box.js";
import { layOutCards } from "../sheet/cards.js";
import type { OpenContent } from "../sheet/content.js";
import { yearOn } from "../sheet/dates.js";
import { printable } from "../sheet/fonts.js";
import { chooseGuide } from "../sheet/guide.js";
import { layOutKeep, layOutLeaf } from "../sheet/leaf.js";
import { PAPERS } from "../sheet/paper.js";
import { drawPdfParts } from "../sheet/pdf.js";
import { codeSizeMm } from "../sheet/template.js";
import { keepLast, LeafPage } from "./leaf-page.js";
import type { OpenSheetOptions, SheetResources } from "./open-options.js";
import { symbolOf } from "./sheet-code.js";

/** A secret to be kept as it is. */
export interface KeptSecret extends Keep {
  /** Why no codes can be made from it: a sentence in the sheet's language. */
  readonly reason: string;
}

/** Sheets, before and after drawing. */
export interface MadeSheets {
  /** The file: a PDF of all sheets, put together when it is asked for. */
  readonly pdf: Uint8Array;
  /** The same in pieces, as it was drawn: for whom the pieces will do. */
  readonly parts: readonly Uint8Array[];
  /** The pages as they were laid out, in their order. */
  readonly pages: readonly Page[];
  /** What is worth saying of what was printed. */
  readonly warnings: readonly Warning[];
}

/**
 * Accounts and kept secrets → open sheets in one PDF. Nothing is checked here: see `checkSheets`.
 * @param accounts order is kept
 * @param keeps secrets that no codes can be made from: a sheet each, after those of the accounts
 * @param recovery recovery codes: pages of their own after the leaf of their account, or last where none has their label
 * @param onPage is told of each page before it is drawn: its number from 1, and how many there are
 * @throws EscrowError `does-not-fit`, `code-does-not-fit`, `lines-length`, `guide-unknown`
 */
export async function makeOpenSheets(
  accounts: readonly Account[],
  options: OpenSheetOptions,
  resources: SheetResources,
  keeps: readonly KeptSecret[] = [],
  onPage?: (page: number, pages: number) => void,
  recovery: readonly RecoveryCodes[] = [],
): Promise<MadeSheets> {
  const warnings = accounts.flatMap((account) => warningsOf(account, options, resources));
  const keepPages = keeps.flatMap((keep, i) => layOutKeeps(keep, i, options, resources, warnings));
  const codes = recovery.length > 0 ? await recoveryOf(recovery, accounts, options, resources, warnings) : undefined;
  const own = accounts.length > 0 ? layOut(accounts, options, resources, codes?.after) : [];
  const pages = [...own, ...(codes?.apart ?? []), ...keepPages];
  const kept = pages.length > MOST_KEPT_PAGES ? pages : pages.map(withBoxes);
  let parts = await drawPdfParts(kept, resources.fonts, onPage, resources.pack);
  return {
    get pdf() {
      // The pieces are let go: nobody holds ten thousand leaves twice.
      const pdf = concatBytes(...parts);
      parts = [pdf];
      return pdf;
    },
    get parts() {
      return parts;
    },
    pages: kept,
    warnings,
  };
}

/** A page that keeps its boxes: they are set whenever they are asked for. */
function withBoxes(page: Page): Page {
  return { ...page, boxes: page.boxes };
}

/** Of more pages the boxes are set a second time to read back: 20 kilobytes a page are more than a millisecond is worth. */
const MOST_KEPT_PAGES = 200;

/** Pages that stand after an account's leaf, or after all cards. */
type PagesAfter = (content: Pick<OpenContent, "account" | "copy">) => readonly Page[];

function layOut(
  accounts: readonly Account[],
  options: OpenSheetOptions,
  resources: SheetResources,
  after: PagesAfter = () => [],
): Page[] {
  const { template } = resources;
  const paper = PAPERS[options.paper];
  const copies = copiesOf(options);
  if (template.layout === "cards") {
    const placed = accounts.flatMap((account, index) =>
      contentsOf(account, options, resources).map((content) => ({ content, index })),
    );
    return [...layOutCards(placed, template, paper, resources), ...placed.flatMap(({ content }) => after(content))];
  }
  const laidOut = keepLast<readonly Page[][]>();
  return accounts.flatMap((account, index) => {
    const place = [index];
    const leaves = laidOut(() =>
      contentsOf(account, options, resources).map((one) => layOutLeaf(one, index, template, paper, resources)),
    );
    return copies.flatMap((copy, c) => {
      const leaf = template.pages.map((_, page): Page => new LeafPage(paper, place, () => leaves()[c]?.[page]));
      const more = after({ account, copy });
      // Printed on both sides, another account's leaf would begin on the back of this one's codes.
      const isLast = index === accounts.length - 1 && c === copies.length - 1;
      const shifts = leaf.length % 2 === 0 && more.length % 2 === 1 && !isLast;
      return [...leaf, ...more, ...(shifts ? [{ ...paper, accounts: [], boxes: [] }] : [])];
    });
  });
}

/** Pages of recovery codes: those of each account, and those whose label none has. */
async function recoveryOf(
  recovery: readonly RecoveryCodes[],
  accounts: readonly Account[],
  options: OpenSheetOptions,
  resources: SheetResources,
  warnings: Warning[],
): Promise<{ readonly after: PagesAfter; readonly apart: readonly Page[] }> {
  // Few runs have any.
  const { missingInRecovery, recoveryPages } = await import("./recovery-pages.js");
  const lists = recovery.map((list, index) => ({ ...list, index }));
  for (const list of lists) warnings.push(...missingInRecovery(list, resources));
  const labels = new Set(accounts.map(formatLabel));
  return {
    after: ({ account, copy }) =>
      lists
        .filter(({ label }) => label === formatLabel(account))
        .flatMap((list) => recoveryPages(list, account, copy, options, resources)),
    apart: lists
      .filter(({ label }) => !labels.has(label))
      .flatMap((list) => copiesOf(options).flatMap((copy) => recoveryPages(list, undefined, copy, options, resources))),
  };
}

function layOutKeeps(
  keep: KeptSecret,
  index: number,
  options: OpenSheetOptions,
  resources: SheetResources,
  warnings: Warning[],
): Page[] {
  const { keepTemplate: template, fonts } = resources;
  if (template === undefined) throw new TypeError("kept secrets need their template");
  const { name, text, reason } = keep;
  const line = formatKeep(keep);
  const fields = { "check-again-by": yearOn(options.madeOn), ...options.fields };
  const missing = new Set([
    ...[name, ...Object.values(options.fields ?? {})].flatMap((words) => printable(words, "text", fonts).missing),
    ...printable(text, "mono", fonts).missing,
  ]);
  if (missing.size > 0)
    warnings.push({ code: "characters-missing", data: { name, characters: [...missing].join(" ") } });
  const symbol = symbolOf(line, codeSizeMm(template), name);
  const { madeOn, version } = options;
  const content = { name, text, reason, symbol, line, fields, madeOn, version };
  return copiesOf(options).flatMap((copy) =>
    layOutKeep({ ...content, copy }, index, template, PAPERS[options.paper], resources),
  );
}

/** The marks of the copies that were asked for; one without where it is only one. */
function copiesOf({ copies = 1 }: OpenSheetOptions): ({ readonly number: number; readonly of: number } | undefined)[] {
  if (copies === 1) return [undefined];
  return Array.from({ length: copies }, (_, i) => ({ number: i + 1, of: copies }));
}

function warningsOf(account: Account, options: OpenSheetOptions, { fonts, guides }: SheetResources): Warning[] {
  const { guide, assumed } = chooseGuide(account, guides, options.guide);
  const name = accountName(account);
  const missing = new Set(
    [account.issuer, account.account, ...Object.values(options.fields ?? {})].flatMap(
      (text) => printable(text, "text", fonts).missing,
    ),
  );
  return [
    ...(assumed ? [{ code: "guide-assumed", data: { name, guide: guide.name } } as const] : []),
    ...(missing.size > 0
      ? [{ code: "characters-missing", data: { name, characters: [...missing].join(" ") } } as const]
      : []),
  ];
}

/** What the sheets of an account say: one for each copy. */
function contentsOf(account: Account, options: OpenSheetOptions, { guides, template }: SheetResources): OpenContent[] {
  const uri = formatOtpauth(account);
  const { guide } = chooseGuide(account, guides, options.guide);
  const content = {
    account,
    uri,
    symbol: symbolOf(uri, codeSizeMm(template), accountName(account)),
    lines: encodeOpenLines(uri),
    testValue: testValue(account),
    testCommand: testCommand(account),
    guide,
    fields: { "sign-in-page": guide.signInPage, "check-again-by": yearOn(options.madeOn), ...options.fields },
    madeOn: options.madeOn,
    version: options.version,
  };
  return copiesOf(options).map((copy) => ({ ...content, copy }));
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
