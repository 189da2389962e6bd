/** Least and most value of each setting of a block, by its name; those with a third value may be left out for it. */
export type Ranges = Readonly<Record<string, readonly [least: number, most: number, leftOut?: number]>>;

/** Layouts that a template can ask for. */
export const LAYOUTS = ["leaf", "cards", "keep", "recovery", "sealed", "share", "keeper", "ledger"] as const;
/** One layout. */
export type LayoutName = (typeof LAYOUTS)[number];

const TEXT: Ranges = { pt: [10, 20] };
const ROWS: Ranges = { pt: [10, 20], rowMm: [7, 20] };

/** Blocks of an open sheet. */
const OPEN_BLOCKS: Readonly<Record<string, Ranges>> = {
  title: { titlePt: [14, 40], issuerPt: [12, 32], accountPt: [10, 28] },
  worth: TEXT,
  code: { sizeMm: [25, 120], stepsPt: [10, 24] },
  key: { pt: [14, 28] },
  settings: TEXT,
  "sign-in": { ...ROWS, againMm: [40, 60, 0] },
  refused: TEXT,
  lost: TEXT,
  kept: ROWS,
  log: { pt: [10, 20], rowMm: [6, 20], rows: [1, 12] },
  program: { sizeMm: [25, 80], mostPt: [7, 14], leastPt: [7, 14] },
};

/** What a card holds, all of it: its size leaves no room for more. */
const CARD_BLOCKS: Readonly<Record<string, Ranges>> = {
  title: { titlePt: [14, 40], issuerPt: [12, 32], accountPt: [10, 28] },
  code: { sizeMm: [25, 120], stepsPt: [10, 24] },
  key: { pt: [14, 28] },
  settings: TEXT,
  lines: { pt: [6, 14] },
};

/** Blocks of a sheet that keeps a secret as it is. */
const KEEP_BLOCKS: Readonly<Record<string, Ranges>> = {
  title: { titlePt: [14, 40], issuerPt: [12, 32] },
  worth: TEXT,
  code: { sizeMm: [25, 120], stepsPt: [10, 24] },
  secret: { pt: [12, 28] },
  kept: ROWS,
};

/** Blocks of a page of recovery codes. */
const RECOVERY_BLOCKS: Readonly<Record<string, Ranges>> = {
  title: { titlePt: [14, 40], issuerPt: [12, 32], accountPt: [10, 28] },
  worth: TEXT,
  code: { sizeMm: [25, 120], stepsPt: [10, 24] },
  "recovery-codes": { pt: [14, 28], rowMm: [8, 16] },
  kept: ROWS,
};

/** Blocks of all sheets of a set: none of a set's blocks places a secret, a standard QR or a test value. */
const COMMON_BLOCKS: Readonly<Record<string, Ranges>> = {
  heading: { titlePt: [16, 40], pt: [10, 20] },
  worth: TEXT,
  opens: TEXT,
  kept: ROWS,
  replaced: TEXT,
  log: { pt: [10, 20], rowMm: [6, 20], rows: [1, 12] },
};

/** A document's codes: as large as `sizeMm`, and where the page asks for it as small as `leastMm`, if that is given. */
const CODES: Ranges = { sizeMm: [30, 60], leastMm: [30, 60, 0] };
/** A share's code: as large as `mostMm`, where the page has room. */
const SHARE_CODE: Ranges = { sizeMm: [33, 80], leastMm: [33, 80, 0], mostMm: [33, 80, 0] };
const STEPS: Ranges = { pt: [12, 20], rowMm: [7, 20] };

const SEALED_BLOCKS: Readonly<Record<string, Ranges>> = {
  ...COMMON_BLOCKS,
  gather: STEPS,
  codes: CODES,
  "more-codes": CODES,
  "codes-again": CODES,
  // as large as the page has room for
  "document-lines": { pt: [6.5, 14], leastPt: [6.5, 14, 0] },
  card: { pt: [10, 14] },
  "card-program": { mostPt: [4.5, 12], columns: [1, 2, 1] },
};

const SHARE_BLOCKS: Readonly<Record<string, Ranges>> = {
  ...SEALED_BLOCKS,
  holders: { ...ROWS, columns: [1, 2, 1] },
  "share-left": SHARE_CODE,
  "share-right": SHARE_CODE,
  lend: TEXT,
};

/** The keeper's page carries neither share nor document. */
const KEEPER_BLOCKS: Readonly<Record<string, Ranges>> = {
  ...COMMON_BLOCKS,
  // the page's code beside the table
  log: { ...COMMON_BLOCKS.log, sizeMm: [20, 40, 0] },
  holders: ROWS,
  receipts: { pt: [10, 14], rowMm: [4, 12] },
  "recovery-page": ROWS,
};

/** A ledger's papers: they hold no secret. */
const LEDGER_BLOCKS: Readonly<Record<string, Ranges>> = {
  inventory: { pt: [9, 14], rowMm: [6, 20] },
  labels: { pt: [9, 14], labelMm: [70, 180], heightMm: [40, 120] },
  custody: { pt: [9, 14], rowMm: [7, 20], rows: [4, 22] },
  drill: TEXT,
};

/** Blocks a template of a layout may use. */
export const BLOCKS_OF: Readonly<Record<LayoutName, Readonly<Record<string, Ranges>>>> = {
  leaf: OPEN_BLOCKS,
  cards: CARD_BLOCKS,
  keep: KEEP_BLOCKS,
  recovery: RECOVERY_BLOCKS,
  sealed: SEALED_BLOCKS,
  share: SHARE_BLOCKS,
  keeper: KEEPER_BLOCKS,
  ledger: LEDGER_BLOCKS,
};

/** Blocks without which a sheet would not be one. */
export const MANDATORY_OF: Readonly<Record<LayoutName, readonly string[]>> = {
  leaf: ["title", "worth", "code", "key", "settings"],
  cards: ["title", "code", "key", "settings", "lines"],
  keep: ["title", "worth", "code", "secret"],
  recovery: ["title", "worth", "code", "recovery-codes"],
  sealed: ["heading", "worth", "gather", "codes", "document-lines", "card", "card-program"],
  share: ["heading", "worth", "gather", "share-right", "codes", "document-lines", "card", "card-program"],
  keeper: ["heading", "worth", "holders", "recovery-page", "replaced"],
  ledger: ["inventory"],
};

/** Most lists of blocks, each beginning a page; sets take as many pages as they need. */
export const MOST_PAGES_OF: Readonly<Record<LayoutName, { readonly pages: number; readonly expected: string }>> = {
  leaf: { pages: 2, expected: "one page, or two: a leaf has no more" },
  cards: { pages: 1, expected: "one list of blocks, that of a card" },
  keep: { pages: 1, expected: "one list of blocks, that of a page" },
  recovery: { pages: 1, expected: "one list of blocks, that of a page" },
  sealed: { pages: 8, expected: "up to eight lists of blocks, each beginning a page" },
  share: { pages: 8, expected: "up to eight lists of blocks, each beginning a page" },
  keeper: { pages: 1, expected: "one list of blocks, that of a page" },
  ledger: { pages: 8, expected: "up to eight lists of blocks, each beginning a page" },
};
