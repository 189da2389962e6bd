import type { Document } from "../document/document.js";
import type { Contents } from "../document/plaintext.js";
import type { Language } from "../language.js";
import { encodeFrame, FRAME_BYTES, type Frame, MOST_FRAMES, makeFrames } from "../paper/frame.js";
import { formatLine } from "../paper/line.js";
import { encodeLines, encodeShareLines, MAX_LINES_PAYLOAD } from "../paper/lines.js";
import { CODES_OF_ROW, framesOfSide } from "../paper/parity-count.js";
import { encodeQr } from "../paper/qr/qr.js";
import { formatRecord, type PaperFormat, type QrRecord, WRITTEN_FORMAT } from "../paper/record.js";
import { encodeKeeper, type KeeperRecord } from "../share/keeper-record.js";
import { yearsOfReceipts } from "../share/receipt.js";
import { formatSetId } from "../share/set-id.js";
import { encodeShare, type Share } from "../share/share.js";
import { yearOn } from "../sheet/dates.js";
import type { Fields } from "../sheet/fields.js";
import type { Fonts } from "../sheet/fonts.js";
import type { PaperName } from "../sheet/paper.js";
import type {
  RecoveryPage,
  ReplacedSet,
  SetCode,
  SetContent,
  SheetShare,
  YearReceipt,
} from "../sheet/sets/set-content.js";
import type { Template } from "../sheet/template.js";

/** For how many years the keeper's page has receipts. */
const PRINTED_YEARS = 10;

/** What sheets of a set are made with, loaded once a run. */
export interface SetResources {
  /** Fonts of the sheets. */
  readonly fonts: Fonts;
  /** Language of the sheets. */
  readonly language: Language;
  /** What stands on each kind of sheet, and where. */
  readonly templates: Readonly<Record<"sealed" | "share" | "keeper", Template>>;
  /** Source text of the format card's program. */
  readonly program: string;
}

/** How sheets of a set are made. */
export interface SetOptions {
  /** Paper to print on. */
  readonly paper: PaperName;
  /** Version of the program, printed on the sheet. */
  readonly version: string;
  /** Texts for blanks of the sheets, by their names. */
  readonly fields?: Fields;
  /** The recovery page that goes with the sheets: the keeper's page names it. */
  readonly recoveryPage?: RecoveryPage;
  /** What is known of the set that the contents replace: the sheets then say how many of its sheets to destroy. */
  readonly replaced?: ReplacedSet;
  /** Names the accounts on the sheets: beside holders' names a burglar's list. */
  readonly showAccounts?: boolean;
  /** Version of the paper format that is written; another than today's only beside older sheets of the same set. */
  readonly format?: PaperFormat;
}

/** What sheets say of contents; of those that are not open nothing but words that were given. */
export type SaidContents = Pick<Contents, "title" | "owner" | "made" | "replaces" | "holders"> &
  Partial<Pick<Contents, "accounts" | "keeps">>;

/** What sheets of a document hold that every one of them has: codes, lines and words. */
export async function contentOf(
  document: Document,
  contents: SaidContents,
  options: SetOptions,
  { program, templates }: SetResources,
  oneRow = false,
): Promise<SetContent> {
  const { format = WRITTEN_FORMAT } = options;
  const template = templates[document.lock.kind === "passphrase" ? "sealed" : "share"];
  const sizeMm = leastSizeMm(template, ["codes", "more-codes", "codes-again"]);
  const codesOnly = document.bytes.length > MAX_LINES_PAYLOAD;
  const needed = Math.ceil(document.bytes.length / FRAME_BYTES);
  const sealed = document.lock.kind === "passphrase";
  const ofSide = framesOfSide(needed, codesOnly, !sealed);
  // The back of a sealed sheet carries others than its front, so that no two are alike, as long as there are so many.
  const both = ofSide + (oneRow && ofSide === 2 * CODES_OF_ROW ? CODES_OF_ROW : ofSide);
  const most = sealed && both <= MOST_FRAMES ? both : ofSide;
  const frames = makeFrames(document.bytes, document.setId, codesOnly, most);
  const codesOf = (own: readonly Frame[]) =>
    own.map((frame) => codeOf({ kind: "document", format, bytes: encodeFrame(frame) }, sizeMm, FRAME_MODULE_MM));
  const lines = codesOnly ? [] : encodeLines("D", document.bytes).map(formatLine);
  const made = contents.made ?? "";
  return {
    setId: formatSetId(document.setId),
    title: contents.title,
    owner: contents.owner,
    threshold: undefined,
    share: undefined,
    keeperCode: undefined,
    receipts: [],
    holders: contents.holders,
    codes: codesOf(frames.slice(0, ofSide)),
    moreCodes: codesOf(most > ofSide ? frames.slice(ofSide) : frames),
    codesNeeded: needed,
    lines: [...lines, ...lines.slice(0, 1)],
    accountCount: contents.accounts && contents.accounts.length + (contents.keeps?.length ?? 0),
    shown: options.showAccounts ? contents.accounts : undefined,
    replaces: contents.replaces
      ?.replaceAll("-", "")
      .match(/.{1,4}/gu)
      ?.join("-"),
    replaced: options.replaced,
    fields: { ...(made === "" ? {} : { "check-again-by": yearOn(made) }), ...options.fields },
    madeOn: made,
    version: options.version,
    format,
    recoveryPage: options.recoveryPage,
    program,
  };
}

/** The code and lines of one share. */
export function sheetShare(share: Share, { format }: SetOptions, { templates }: SetResources): SheetShare {
  const bytes = encodeShare(share);
  const lines = encodeShareLines(bytes, share.setId, share.point.x).map(formatLine);
  return {
    x: share.point.x,
    code: codeOf(
      { kind: "share", ...(format && { format }), bytes },
      leastSizeMm(templates.share, ["share-left", "share-right"]),
    ),
    lines: [...lines, ...lines.slice(0, 1)],
  };
}

/** The code of the keeper's page, where its template has a place for one. */
export function keeperCode(
  { madeOn, accountCount }: SetContent,
  set: Pick<KeeperRecord, "setId" | "k" | "n">,
  { format }: SetOptions,
  { templates }: SetResources,
): SetCode | undefined {
  const sizeMm = leastSizeMm(templates.keeper, ["log"]);
  if (!(sizeMm > 0 && sizeMm < Number.POSITIVE_INFINITY)) return undefined;
  const made = madeOn === "" ? undefined : madeOn;
  const bytes = encodeKeeper({ ...set, made, accounts: accountCount });
  return codeOf({ kind: "keeper", ...(format && { format }), bytes }, sizeMm);
}

/** The smallest side on paper in mm that a template gives codes: their error correction is chosen for that. */
function leastSizeMm({ pages }: Template, blocks: readonly string[]): number {
  const own = pages.flat().filter(({ block }) => blocks.includes(block));
  return Math.min(...own.map(({ settings }) => settings.leastMm || (settings.sizeMm ?? 0)));
}

/** Smallest module, in mm, that a higher level of error correction may cost a frame. */
const FRAME_MODULE_MM = 0.57;

function codeOf(record: QrRecord, sizeMm: number, moduleMm?: number): SetCode {
  const text = formatRecord(record);
  return { symbol: encodeQr(text, sizeMm, moduleMm), text };
}

/** A share's receipts from the year in which its set was made; none where that is not known. */
export function receiptsFrom(share: Share, made: string | undefined): YearReceipt[] {
  const year = Number(made?.slice(0, 4));
  return year >= 1 ? yearsOfReceipts(share, year, PRINTED_YEARS) : [];
}
