import type { Account } from "../../../account/account.js";
import { accountName } from "../../../account/account.js";
import { formatLabel } from "../../../account/otpauth-uri.js";
import { holderWords } from "../../../document/holder.js";
import type { Contents, Keep } from "../../../document/plaintext.js";
import type { RecoveryCodes } from "../../../document/recovery-codes.js";
import type { Warning } from "../../../error.js";
import type { Kept } from "../../../import/joined-results.js";
import { sayError } from "../../../language.js";
import { checkSheets } from "../../../make/check-open.js";
import { checkSet } from "../../../make/check-set.js";
import { makeOpenSheets } from "../../../make/open-sheets.js";
import type { SelfCheck } from "../../../make/read-back.js";
import type { SetOptions } from "../../../make/set-codes.js";
import {
  drawSheet,
  type PlannedReprint,
  type PlannedSet,
  planReprint,
  planSealed,
  planShares,
  type SetSheet,
} from "../../../make/set-sheets.js";
import { sheetFileName } from "../../../make/sheet-file-name.js";
import { keptReason, missingCharacters, wordsOnSheets } from "../../../make/words-of-sheets.js";
import type { Platform } from "../../../read/platform.js";
import { type FoundSet, goodShares } from "../../../recover/found-set.js";
import type { Page } from "../../../sheet/box.js";
import type { Fields } from "../../../sheet/fields.js";
import type { Fonts } from "../../../sheet/fonts.js";
import type { ReplacedSet } from "../../../sheet/sets/set-content.js";
import { shown } from "../../../showable.js";
import type { MadeFile, MakingProgress, Order } from "../../making/answers.js";
import type { MakingResources } from "./resources.js";

/** What sheets are made of. */
export interface Ingredients {
  readonly accounts: readonly Account[];
  readonly keeps: readonly Kept[];
  /** Recovery codes, a list for each label. */
  readonly recovery: readonly RecoveryCodes[];
  /** The set that is replaced, as far as it is known. */
  readonly replaced: { readonly name: string; readonly known: ReplacedSet | undefined } | undefined;
}

/** What one open sheet is to give. */
export type OpenSheet = { readonly account: Account } | { readonly keep: Keep } | { readonly recovery: RecoveryCodes };

/** Sheets that were made and read back. */
export interface Made {
  readonly files: readonly { readonly view: MadeFile; readonly pdf: Uint8Array }[];
  /** Nothing for open sheets. */
  readonly set: PlannedSet | PlannedReprint | undefined;
  /** What open sheets hold, one after the other. */
  readonly open: readonly OpenSheet[];
  /** Their pages, as they were laid out. */
  readonly pages: readonly Page[];
  readonly warnings: readonly Warning[];
  readonly checked: SelfCheck;
}

/** What making works with. */
interface MakingParts {
  readonly resources: MakingResources;
  readonly platform: Platform;
  readonly tell: (progress: MakingProgress) => void;
}

/** Blanks that were filled in. */
function fieldsOf({ fields }: Order): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
}

/**
 * Open sheets of all accounts, kept secrets and recovery codes, in one PDF.
 * @throws EscrowError as `makeOpenSheets` and `checkSheets`
 */
export async function makeOpen(
  order: Order,
  { accounts, keeps, recovery }: Ingredients,
  parts: MakingParts,
): Promise<Made> {
  const { resources, platform, tell } = parts;
  const made = await resources.open(order.language);
  const options = {
    paper: order.paper,
    madeOn: order.madeOn,
    version: resources.version,
    copies: 1,
    fields: fieldsOf(order),
  };
  const kept = keeps.map((one) => ({
    ...one.keep,
    reason: keptReason(made.language, one, sayError(made.language, one.code, "message", one.data)),
  }));
  const sheets = await makeOpenSheets(
    accounts,
    options,
    made,
    kept,
    (page, pages) => tell({ doing: "drawing", at: page - 1, of: pages }),
    recovery,
  );
  const checked = await checkSheets(
    sheets,
    accounts,
    made.fonts,
    platform,
    (page, pages) => tell({ doing: "checking", at: page - 1, of: pages }),
    keeps.map(({ keep }) => keep),
    recovery,
  );
  const [only, ...others] = accounts;
  const single =
    others.length + keeps.length === 0 && recovery.every(({ label }) => only && label === formatLabel(only));
  const view: MadeFile = {
    id: 0,
    name: single ? "sheet-001.pdf" : "sheets.pdf",
    kind: "open",
    share: undefined,
    label: single && only ? shown(accountName(only)) : "",
    pages: sheets.pages.length,
  };
  const { warnings } = sheets;
  const open = [
    ...accounts.map((account) => ({ account })),
    ...keeps.map(({ keep }) => ({ keep })),
    ...recovery.map((list) => ({ recovery: list })),
  ];
  return { files: [{ view, pdf: sheets.pdf }], set: undefined, open, pages: sheets.pages, warnings, checked };
}

/** What the document of a set is to hold. */
export function contentsOf(order: Order, { accounts, keeps, recovery, replaced }: Ingredients): Contents {
  const [title, owner] = [order.title.trim(), order.owner.trim()];
  return {
    accounts,
    keeps: keeps.map(({ keep }) => keep),
    ...(recovery.length > 0 ? { recovery } : {}),
    ...(title === "" ? {} : { title }),
    ...(owner === "" ? {} : { owner }),
    notes: order.notes.filter((note) => note.trim() !== ""),
    holders: order.kind === "shares" ? order.holders.map((name) => name.trim()) : [],
    made: order.madeOn,
    ...(replaced ? { replaces: replaced.name.replaceAll("-", "") } : {}),
  };
}

/**
 * A sealed sheet, or a sheet for each holder and the keeper's page.
 * @param passphrase of a sealed sheet
 * @throws EscrowError as planning and `checkSet`
 */
export async function makeSet(
  order: Order,
  ingredients: Ingredients,
  passphrase: string,
  recoverSha256: string,
  parts: MakingParts,
): Promise<Made> {
  const { resources } = parts;
  const contents = contentsOf(order, ingredients);
  const made = await resources.set(order.language);
  const { replaced, accounts } = ingredients;
  const fields = fieldsOf(order);
  const options: SetOptions = {
    paper: order.paper,
    version: resources.version,
    fields,
    ...(order.names ? { showAccounts: true } : {}),
    ...(replaced?.known ? { replaced: replaced.known } : {}),
  };
  const { version } = resources;
  const workshop = order.workshopSha256 === "" ? {} : { workshopSha256: order.workshopSha256 };
  const set =
    order.kind === "sealed"
      ? await planSealed(contents, passphrase, options, made)
      : await planShares(
          contents,
          { k: order.k, n: order.holders.length },
          { ...options, recoveryPage: { version, sha256: recoverSha256, ...workshop } },
          made,
        );
  const words = wordsOnSheets(contents, fields, replaced?.known?.holders);
  const warnings = missingCharacters(words, order.names ? accounts : [], made.fonts, false);
  return finish(set, contents.holders, warnings, made.fonts, parts);
}

/**
 * Sheets of a set again, from what was read of them; nothing is opened.
 * @throws EscrowError as `planReprint` and `checkSet`
 */
export async function makeAgain(order: Order, found: FoundSet, parts: MakingParts): Promise<Made> {
  const { document } = found;
  if (!document) throw new RangeError("a set without its document");
  const { resources } = parts;
  const made = await resources.set(order.language);
  const [title, owner] = [order.title.trim(), order.owner.trim()];
  const holders = order.holders.map((name) => name.trim());
  const said = {
    ...(title === "" ? {} : { title }),
    ...(owner === "" ? {} : { owner }),
    holders,
    made: order.madeOn,
  };
  const fields = fieldsOf(order);
  const options = { paper: order.paper, version: resources.version, fields };
  const shares = goodShares(found).map(({ share }) => share);
  const set = await planReprint(document, shares, said, options, made);
  const words = [title, owner, ...holders, ...Object.values(fields)];
  return finish(set, holders, missingCharacters(words, [], made.fonts, false), made.fonts, parts);
}

/** Draws what was planned, and reads it back. */
async function finish(
  set: PlannedSet | PlannedReprint,
  holders: readonly string[],
  warnings: readonly Warning[],
  fonts: Fonts,
  { platform, tell }: MakingParts,
): Promise<Made> {
  const drawn: { sheet: SetSheet; pdf: Uint8Array }[] = [];
  for (const [i, sheet] of set.sheets.entries()) {
    tell({ doing: "drawing", at: i, of: set.sheets.length });
    drawn.push({ sheet, pdf: await drawSheet(sheet, { fonts }) });
  }
  const checked = await checkSet(set, drawn, fonts, platform, (sheet, sheets) =>
    tell({ doing: "checking", at: sheet - 1, of: sheets }),
  );
  const files = drawn.map(({ sheet, pdf }, id) => ({ view: viewOf(sheet, id, holders), pdf }));
  return { files, set, open: [], pages: [], warnings, checked };
}

function viewOf(sheet: SetSheet, id: number, holders: readonly string[]): MadeFile {
  const share = sheet.share?.point.x;
  return {
    id,
    name: sheetFileName(sheet),
    kind: sheet.kind === "share" ? "shares" : sheet.kind,
    share,
    label: share === undefined ? "" : shown(holderWords(holders[share - 1] ?? "")),
    pages: sheet.pages.length,
  };
}
