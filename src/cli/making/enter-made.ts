import { type Account, accountName } from "../../account/account.js";
import { keyStrength } from "../../account/key-strength.js";
import type { Document } from "../../document/document.js";
import { holderWords } from "../../document/holder.js";
import { addInterval } from "../../ledger/days.js";
import { isActive, standingsOf } from "../../ledger/due.js";
import { enterAll, type SheetFacts } from "../../ledger/enter.js";
import { type Ledger, MAX_TEXT_LENGTH, type NewEvent } from "../../ledger/ledger.js";
import { sealedReceipts, shareReceipts } from "../../ledger/receipts.js";
import { openSheetId, parseSheetId, sealedSheetId, shareSheetId } from "../../ledger/sheet-id.js";
import { formatSetId } from "../../share/set-id.js";
import type { Share } from "../../share/share.js";
import type { Fields } from "../../sheet/fields.js";
import { redacted } from "../../showable.js";
import type { NewFile } from "../output/folder-change.js";
import { changeLedger, type OpenedLedger, openLedger } from "../output/ledger-store.js";
import { type Session, tell } from "../session.js";
import { shown, writeNews } from "../terminal/terminal.js";
import { placeWords } from "../words/ledger-words.js";
import type { FormerSet } from "./former-set.js";

/** What a command that made sheets tells the ledger. */
export interface MadeSheets {
  /** Day of making, `YYYY-MM-DD`. */
  readonly on: string;
  readonly fields: Fields;
  /** Names of accounts to be entered; none unless that was asked for. */
  readonly shown: readonly Account[];
}

/** A set whose sheets were made. */
interface MadeSet extends MadeSheets {
  readonly document: Document;
  /** Its shares that were printed; none of a sealed sheet. */
  readonly shares: readonly Share[];
  /** Holders in the order of the shares. */
  readonly holders: readonly string[];
  /** The set that it replaces. */
  readonly replaced?: FormerSet | undefined;
}

/** What was entered, as JSON tells it. */
export interface Entered {
  readonly file: string;
  readonly sheets: readonly string[];
  /** Ids of sheets that are to be collected and destroyed. */
  readonly collect: readonly string[];
}

/** An entry that is ready: it is written with the sheets, or neither is. */
interface ReadyEntry {
  /** The ledger's file; none where nothing in it changes. */
  readonly files: readonly NewFile[];
  /** Says what is in the ledger now, and what is to be destroyed: once it is written. */
  readonly tell: () => Entered;
}

/** A ledger that is open for what is going to be made. */
interface LedgerEntry {
  /** Enters open sheets of these accounts. */
  readonly open: (accounts: readonly Account[], made: MadeSheets) => Promise<ReadyEntry>;
  /** Enters the sheets of a set, and marks those of the set that it replaces. */
  readonly set: (made: MadeSet) => Promise<ReadyEntry>;
}

/**
 * Opens a ledger, or a new one, before anything is made.
 * @throws UsageError, EscrowError as `openLedger`
 */
export function beginEntry(session: Session, file: string): LedgerEntry {
  const opened = openLedger(file, true);
  return {
    open: (accounts, made) => enterOpenSheets(session, opened, accounts, made),
    set: (made) => enterSet(session, opened, made),
  };
}

type Entry = { readonly facts: SheetFacts; readonly events: readonly NewEvent[] };

/** One with a key that can be guessed has no entry: by its id the guess could be tried. */
async function enterOpenSheets(
  session: Session,
  opened: OpenedLedger,
  accounts: readonly Account[],
  made: MadeSheets,
): Promise<ReadyEntry> {
  const entries = new Map<string, Entry>();
  for (const account of accounts) {
    if (keyStrength(account.secret) === "weak") continue;
    const id = await openSheetId(account);
    const names = made.shown.includes(account) ? { accounts: [textOf(accountName(account))] } : {};
    entries.set(id, { facts: { id, ...names }, events: [madeEvent(made)] });
  }
  const weak = accounts.filter(({ secret }) => keyStrength(secret) === "weak").length;
  const ready = enter(session, opened, [...entries.values()], made.on);
  return {
    files: ready.files,
    tell: () => {
      if (weak > 0) writeNews(session, tell(session, "ledger.not-weak", { count: weak }));
      return ready.tell();
    },
  };
}

async function enterSet(session: Session, opened: OpenedLedger, made: MadeSet): Promise<ReadyEntry> {
  const { document, shares, holders, on } = made;
  const { lock, setId } = document;
  const year = Number(on.slice(0, 4));
  const accounts = made.shown.map((account) => textOf(accountName(account)));
  const names = accounts.length > 0 ? { accounts } : {};
  const sealed = async (): Promise<Entry> => ({
    facts: { id: sealedSheetId(setId), ...names, receipts: await sealedReceipts(document, year) },
    events: [madeEvent(made, { every })],
  });
  const set = formatSetId(setId);
  const every = made.replaced && intervalOf(opened.ledger, made.replaced, on);
  const own =
    lock.kind === "passphrase"
      ? [await sealed()]
      : shares.map((share): Entry => {
          const id = shareSheetId(set, share.point.x);
          const threshold = { k: lock.roster.k, n: lock.roster.n };
          const facts = { id, threshold, ...names, receipts: shareReceipts(share, year) };
          return { facts, events: [madeEvent(made, { holder: holders[share.point.x - 1], every })] };
        });
  const old = made.replaced ? replacedEntries(opened.ledger, made.replaced, set, on) : [];
  const ready = enter(session, opened, [...own, ...old], on);
  return {
    files: ready.files,
    tell: () => {
      const entered = ready.tell();
      if (every !== undefined) writeNews(session, `  ${tell(session, "ledger.as-often", { every })}`);
      return entered;
    },
  };
}

/** How often the sheets of a replaced set are checked, where somebody said that: the shortest, as a rule may ask for it. */
function intervalOf(ledger: Ledger, { name }: FormerSet, on: string): string | undefined {
  const own = ledger.sheets.filter(({ id }) => parseSheetId(id)?.set === name);
  const said = standingsOf({ sheets: own }, on).filter(({ sheet }) =>
    sheet.events.some(({ checkEvery }) => checkEvery !== undefined),
  );
  const next = (every: string) => addInterval(on, every);
  const [shortest] = said.map(({ checkEvery }) => checkEvery).sort((a, b) => (next(a) < next(b) ? -1 : 1));
  return shortest;
}

/** Old sheets, each to be collected: those that the ledger knows, and where it knows none those that there must be. */
function replacedEntries(ledger: Ledger, { name, known }: FormerSet, replacedBy: string, on: string): Entry[] {
  const events: NewEvent[] = [{ on, what: "replaced", replacedBy }];
  const mine = ledger.sheets.filter(({ id }) => parseSheetId(id)?.set === name).map(({ id }): SheetFacts => ({ id }));
  const n = known?.threshold?.n ?? 0;
  const all = Array.from({ length: n }, (_, i) => shareSheetId(name, i + 1));
  const missing = all.filter((id) => !mine.some((facts) => facts.id === id));
  const holderOf = (id: string) => textOf(holderWords(known?.holders[(parseSheetId(id)?.x ?? 0) - 1] ?? ""));
  return [
    ...mine.map((facts) => ({ facts, events })),
    ...missing.map((id): Entry => {
      const holder = holderOf(id);
      const kept: NewEvent[] = holder === "" ? [] : [{ on, what: "kept", holder }];
      return {
        facts: { id, ...(known?.threshold ? { threshold: known.threshold } : {}) },
        events: [...kept, ...events],
      };
    }),
    ...(known && !known.threshold && mine.length === 0 ? [{ facts: { id: name }, events }] : []),
  ];
}

function madeEvent(
  { on, fields }: MadeSheets,
  { holder = "", every }: { readonly holder?: string | undefined; readonly every?: string | undefined } = {},
): NewEvent {
  const [name, keptAt] = [textOf(holderWords(holder)), textOf(fields["this-sheet-kept-at"] ?? "")];
  return {
    on,
    what: "made",
    ...(name === "" ? {} : { holder: name }),
    ...(keptAt === "" ? {} : { keptAt }),
    ...(every === undefined ? {} : { checkEvery: every }),
  };
}

function enter(session: Session, opened: OpenedLedger, entries: readonly Entry[], on: string): ReadyEntry {
  const { ledger, files } = changeLedger(opened, enterAll(opened.ledger, entries));
  const isMade = ({ events }: Entry) => events.some(({ what }) => what === "made");
  const made = entries.filter(isMade).map(({ facts }) => facts.id);
  const old = new Set(entries.filter((entry) => !isMade(entry)).map(({ facts }) => facts.id));
  const collect = standingsOf(ledger, on).filter(
    (one) => old.has(one.sheet.id) && !isActive(one) && one.task === "collect",
  );
  const tellEntered = () => {
    writeNews(session, tell(session, "ledger.entered", { file: shown(opened.file), sheets: made.length }));
    for (const one of collect) {
      writeNews(session, `  ${tell(session, "ledger.collect", { id: one.sheet.id, where: placeWords(session, one) })}`);
    }
    return { file: opened.file, sheets: made, collect: collect.map(({ sheet }) => sheet.id) };
  };
  return { files, tell: tellEntered };
}

/** A text as a ledger holds it: short, on one line, and no key. */
export function textOf(text: string): string {
  return [...redacted(shown(text)).trim()].slice(0, MAX_TEXT_LENGTH).join("");
}
