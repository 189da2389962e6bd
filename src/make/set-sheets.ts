import { encodeBase32 } from "../account/base32.js";
import { encodeUtf8 } from "../bytes.js";
import { type Document, type Lock, sealDocument } from "../document/document.js";
import type { Contents } from "../document/plaintext.js";
import { EscrowError } from "../error.js";
import { FRAME_BYTES } from "../paper/frame.js";
import { makeRoster, type Threshold } from "../share/roster.js";
import { splitSecret } from "../share/secret-sharing.js";
import type { Share } from "../share/share.js";
import { checkThreshold } from "../share/threshold.js";
import type { Page } from "../sheet/box.js";
import { PAPERS } from "../sheet/paper.js";
import { drawPdf } from "../sheet/pdf.js";
import type { SetContent } from "../sheet/sets/set-content.js";
import { layOutSet } from "../sheet/sets/set-layout.js";
import {
  contentOf,
  keeperCode,
  receiptsFrom,
  type SaidContents,
  type SetOptions,
  type SetResources,
  sheetShare,
} from "./set-codes.js";

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

/** Sheets made again from what others say: laid out from the document and shares alone, nothing opened. */
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
  { k, n }: Threshold,
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
 * Plans sheets again from a document and shares of it that were read: a share's sheet needs no other.
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
