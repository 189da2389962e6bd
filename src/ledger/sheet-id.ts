import type { Account } from "../account/account.js";
import { encodeBase32 } from "../account/base32.js";
import { formatOtpauth } from "../account/otpauth-uri.js";
import { openLinesId } from "../paper/open-lines.js";
import { formatSetId } from "../share/set-id.js";

/** Kinds of sheets that a ledger keeps account of. The keeper's page is none: the ledger says what it says. */
export const SHEET_KINDS = ["open", "sealed", "share"] as const;
/** One of them. */
export type SheetKind = (typeof SHEET_KINDS)[number];

/** What a sheet's id says. */
export interface SheetName {
  /** What kind of sheet it is. */
  readonly kind: SheetKind;
  /** All 16 characters of the set id, in groups of four; nothing of an open sheet. */
  readonly set?: string;
  /** Number of the share, 1 to 16. */
  readonly x?: number;
}

/** Bytes of an open sheet's id: two groups, as the first line on the sheet begins. */
const OPEN_ID_BYTES = 5;
/** Fewest characters, apart from hyphens, by which a person may name a sheet. */
const LEAST_CHARACTERS = 4;
const MOST_SHARES = 16;

const OPEN_ID = /^T0-[A-Z2-7]{4}-[A-Z2-7]{4}$/u;
const SET_SHEET_ID = /^([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})(?:\/([1-9]\d?))?$/u;

/** The id of a share's sheet, `K7QF-2M3X-ABCD-EFGH/3`. */
export function shareSheetId(setName: string, x: number): string {
  return `${setName}/${x}`;
}

/** The id of a sealed sheet: that of its set. */
export function sealedSheetId(setId: Uint8Array): string {
  return formatSetId(setId);
}

/** The id of an open sheet, `T0-3F7K-2M4Q`: the label and the first two groups of its first line. */
export async function openSheetId(account: Account): Promise<string> {
  const id = await openLinesId(formatOtpauth(account));
  return `T0-${encodeBase32(id.slice(0, OPEN_ID_BYTES)).replace(/^.{4}/u, "$&-")}`;
}

/** What an id says; nothing for a text that is none. */
export function parseSheetId(id: string): SheetName | undefined {
  if (OPEN_ID.test(id)) return { kind: "open" };
  const [, set, x] = SET_SHEET_ID.exec(id) ?? [];
  if (set === undefined) return undefined;
  if (x === undefined) return { kind: "sealed", set };
  return Number(x) <= MOST_SHARES ? { kind: "share", set, x: Number(x) } : undefined;
}

/**
 * The sheets that a person means: an id in any case, with or without hyphens, or its beginning of four characters and
 * more; the number of a share behind `/`, `:` or `#`. Without one, all shares of the set.
 */
export function sheetsMeant<T extends { readonly id: string }>(given: string, sheets: readonly T[]): T[] {
  const [, name = "", x] = /^([^/:#]*)(?:[/:#]\s*(\d{1,2}))?$/u.exec(given.trim()) ?? [];
  const bare = plain(name);
  if (bare.length < LEAST_CHARACTERS) return [];
  return sheets.filter(({ id }) => {
    const [start = "", number] = id.split("/");
    return plain(start).startsWith(bare) && (x === undefined || number === String(Number(x)));
  });
}

function plain(text: string): string {
  return text.replace(/[\s-]/gu, "").toUpperCase();
}

/** Sheets in the order in which people look for them: by set, and by number. */
export function compareIds(a: string, b: string): number {
  const [startA = "", xA = "0"] = a.split("/");
  const [startB = "", xB = "0"] = b.split("/");
  if (startA !== startB) return startA < startB ? -1 : 1;
  return Number(xA) - Number(xB);
}
