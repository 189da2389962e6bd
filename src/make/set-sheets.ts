import { encodeBase32 } from "../account/base32.js";
import { encodeUtf8 } from "../bytes.js";
import { type Document, type Lock, sealDocument } from "../document/document.js";
import type { Contents } from "../document/plaintext.js";
import { EscrowError } from "../error.js";
import type { Language } from "../language.js";
import { encodeFrame, FRAME_BYTES, type Frame, MOST_FRAMES, makeFrames } from "../paper/frame.js";
import { formatLine } from "../paper/line.js";
import { encodeLines, encodeShareLines, MAX_LINES_PAYLOAD } from "../paper/lines.js";
import { CODES_OF_ROW, framesOfSide } from "../paper/parity-count.js";
import { encodeQr } from "../paper/qr.js";
import { formatRecord, type PaperFormat, type QrRecord, WRITTEN_FORMAT } from "../paper/record.js";
import { encodeKeeper, type KeeperRecord } from "../share/keeper-record.js";
import { yearsOfReceipts } from "../share/receipt.js";
import { makeRoster } from "../share/roster.js";
import { splitSecret } from "../share/secret-sharing.js";
import { formatSetId } from "../share/set-id.js";
import { encodeShare, type Share } from "../share/share.js";
import { checkThreshold } from "../share/threshold.js";
import type { Page } from "../sheet/box.js";
import type { Fields } from "../sheet/content.js";
import { yearOn } from "../sheet/dates.js";
import type { Fonts } from "../sheet/fonts.js";
import { PAPERS, type PaperName } from "../sheet/paper.js";
import { drawPdf } from "../sheet/pdf.js";
import type {
  RecoveryPage,
  ReplacedSet,
  SetCode,
  SetContent,
  SheetShare,
  YearReceipt,
} from "../sheet/sets/set-content.js";
import { layOutSet } from "../sheet/sets/set-layout.js";
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

/** One file of a set, laid out but not drawn. */
export interface SetSheet {
  /** `share`: 1 to n; nothing for a sealed sheet or the keeper's page. */
  readonly share?: Share;
  /** What it is: sealed, a share, or a page of the keeper. */
  readonly kind: "sealed" | "share" | "keeper";
  /** Its pages as they were laid out. */
  readonly pages: readonly Page[];
}

/** A set, laid out but not drawn: the number of pages is known before anything is written. */
export interface PlannedSet {
  /** The document that all sheets carry. */
  readonly document: Document;
  /** What opens the document; secret. */
  readonly passphrase: string;
  /** What is in the document. */
  readonly contents: Contents;
  /** The sheets to draw, the keeper's page last. */
  readonly sheets: readonly SetSheet[];
}

/** Sheets made afresh from what others say: laid out from the document and shares alone, nothing opened. */
export interface PlannedReprint {
  /** The document that is printed again. */
  readonly document: Document;
  /** The sheets to draw. */
  readonly sheets: readonly SetSheet[];
}

/** What only the words of a sheet said. */
export interface Reprinted {
  /** What the sheets are for, as it is printed anew. */
  readonly title?: string;
  /** Whose accounts they are, as it is printed anew. */
  readonly owner?: string;
  /** Names in the order of the shares; those left out are left blank. */
  readonly holders?: readonly string[];
  /** Day of reprinting, `YYYY-MM-DD`. */
  readonly made: string;
}

/** Random bytes of a set's passphrase: 160 bits, 32 characters of base32. */
const SET_SECRET_BYTES = 20;

/**
 * Seals contents under a passphrase and plans its sheet.
 * @param passphrase of a person, NFKC-normalised here
 * @throws EscrowError `document-too-large`, `does-not-fit`
 */
export async function planSealed(
  contents: Contents,
  passphrase: string,
  options: SetOptions,
  resources: SetResources,
): Promise<PlannedSet> {
  const normal = passphrase.normalize("NFKC");
  const document = await sealDocument(contents, { kind: "passphrase" }, normal, FRAME_BYTES);
  const sheets = [await sealedSheet(document, contents, options, resources)];
  return { document, passphrase: normal, contents, sheets };
}

/**
 * Splits contents among n holders, any k of whom can open them, and plans their sheets and the keeper's page.
 * A fresh secret is drawn and shared each time: a changed set is a new set.
 * @throws EscrowError `document-too-large`, `does-not-fit`, `threshold`
 */
export async function planShares(
  contents: Contents,
  { k, n }: { readonly k: number; readonly n: number },
  options: SetOptions,
  resources: SetResources,
): Promise<PlannedSet> {
  requireThreshold(k, n);
  const passphrase = encodeBase32(crypto.getRandomValues(new Uint8Array(SET_SECRET_BYTES)));
  const points = splitSecret(encodeUtf8(passphrase), k, n);
  const lock: Lock = { kind: "shares", roster: await makeRoster(points, k) };
  const document = await sealDocument(contents, lock, passphrase, FRAME_BYTES);
  const base = { ...(await contentOf(document, contents, options, resources)), threshold: { k, n } };
  const shares = points.map((point): Share => ({ setId: document.setId, k, n, point }));
  const sheets = shares.map((share): SetSheet => {
    const content = { ...base, share: sheetShare(share, options, resources) };
    return { kind: "share", share, pages: layOut(content, "share", options, resources) };
  });
  const content = {
    ...base,
    keeperCode: keeperCode(base, { setId: document.setId, k, n }, options, resources),
    receipts: shares.map((share) => receiptsFrom(share, contents.made)),
  };
  const keeper: SetSheet = { kind: "keeper", pages: layOut(content, "keeper", options, resources) };
  return { document, passphrase, contents, sheets: [...sheets, keeper] };
}

/**
 * Plans sheets afresh from a document and shares of it that were read: a share's sheet needs no other.
 * @param shares in the document's roster; for a sealed document none, and it gets its one sheet
 * @throws EscrowError `does-not-fit`
 */
export async function planReprint(
  document: Document,
  shares: readonly Share[],
  words: Reprinted,
  options: SetOptions,
  resources: SetResources,
): Promise<PlannedReprint> {
  const { lock } = document;
  const said = { ...words, holders: words.holders ?? [] };
  if (lock.kind === "passphrase") return { document, sheets: [await sealedSheet(document, said, options, resources)] };
  const content = await contentOf(document, said, options, resources);
  const { k, n } = lock.roster;
  const holders = Array.from({ length: n }, (_, i) => content.holders[i] ?? "");
  const sheets = shares.map((share): SetSheet => {
    const one = { ...content, holders, threshold: { k, n }, share: sheetShare(share, options, resources) };
    return { kind: "share", share, pages: layOut(one, "share", options, resources) };
  });
  return { document, sheets };
}

/** A share's receipts from the year in which its set was made; none where that is not known. */
function receiptsFrom(share: Share, made: string | undefined): YearReceipt[] {
  const year = Number(made?.slice(0, 4));
  return year >= 1 ? yearsOfReceipts(share, year, PRINTED_YEARS) : [];
}

/** Draws one planned sheet. */
export function drawSheet({ pages }: SetSheet, { fonts }: Pick<SetResources, "fonts">): Promise<Uint8Array> {
  return drawPdf(pages, fonts);
}

function requireThreshold(k: number, n: number): void {
  try {
    checkThreshold(k, n);
  } catch {
    throw new EscrowError("threshold", { k, n });
  }
}

/** A sealed sheet whose back has as many codes as its front; where it has two rows, one where that keeps it on one leaf. */
async function sealedSheet(
  document: Document,
  said: SaidContents,
  options: SetOptions,
  resources: SetResources,
): Promise<SetSheet> {
  const set = async (oneRow: boolean) =>
    layOut(await contentOf(document, said, options, resources, oneRow), "sealed", options, resources);
  const pages = await set(false);
  const lists = resources.templates.sealed.pages.length;
  const short = pages.length > lists ? await set(true) : pages;
  return { kind: "sealed", pages: short.length > lists ? pages : short };
}

function layOut(content: SetContent, kind: SetSheet["kind"], options: SetOptions, resources: SetResources): Page[] {
  return layOutSet(content, resources.templates[kind], PAPERS[options.paper], resources);
}

/** What sheets say of contents; of those that are not open nothing but words that were given. */
type SaidContents = Pick<Contents, "title" | "owner" | "made" | "replaces" | "holders"> &
  Partial<Pick<Contents, "accounts" | "keeps">>;

async function contentOf(
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
  const lines = codesOnly ? [] : (await encodeLines("D", document.bytes)).map(formatLine);
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

function sheetShare(share: Share, { format }: SetOptions, { templates }: SetResources): SheetShare {
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
function keeperCode(
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
