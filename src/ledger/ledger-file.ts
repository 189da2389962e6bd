import { EscrowError } from "../error.js";
import { decodeUtf8 } from "../import/formats/encodings.js";
import { isObject, type Json, type JsonObject, parseJson } from "../import/formats/json.js";
import { shown } from "../showable.js";
import { isDay, isInterval } from "./days.js";
import {
  compareEvents,
  EMPTY_LEDGER,
  EVENT_MEMBERS,
  EVENT_NAMES,
  type EventName,
  eventText,
  type Ledger,
  type LedgerEvent,
  type LedgerSheet,
  MAX_TEXT_LENGTH,
  MAX_WITNESSES,
} from "./ledger.js";
import { mergeLedgers } from "./merge.js";
import { parseSheetId } from "./sheet-id.js";

/** What a ledger's file says that it is, and the version of its form. */
const FORMAT = "paper-escrow ledger";
const VERSION = 1;
/** Largest number of an event, and of codes that are gone. */
const MAX_NUMBER = 1_000_000;

const RECEIPT = /^[A-Z2-7]{4}-[A-Z2-7]{4}$/u;
const SET_NAME = /^[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}$/u;

/** Members of each kind of event, beside those of every one. */
const CUSTODY = ["holder", "keptAt", "seal", "checkEvery"] as const;
const MEMBERS_OF: Readonly<Record<EventName, readonly (keyof LedgerEvent)[]>> = {
  made: CUSTODY,
  kept: CUSTODY,
  moved: CUSTODY,
  proved: ["margin", "ink", "how", "picture", "gone"],
  receipt: ["year"],
  opened: [],
  replaced: ["replacedBy"],
  destroyed: [],
};
/** Members without which an event says nothing. */
const NEEDED_OF: Partial<Record<EventName, readonly (keyof LedgerEvent)[]>> = {
  proved: ["margin", "how"],
  receipt: ["year"],
};

/**
 * Reads a ledger's file, strictly: what is not understood is refused, never passed over, for the file is written again.
 * @param text of the file
 * @param file its name, for errors
 * @throws EscrowError `ledger-foreign` for another kind of file, `ledger-version` with `version` for one that is not of
 *   this version, `ledger-broken` with `place`
 * @see docs/ledger.schema.json
 */
export function parseLedger(text: string, file: string): Ledger {
  const root = jsonOf(text, file);
  if (!isObject(root) || root.format !== FORMAT) throw new EscrowError("ledger-foreign", { file });
  const { version } = root;
  if (typeof version !== "number") throw new EscrowError("ledger-broken", { file, place: "version" });
  if (version !== VERSION) throw new EscrowError("ledger-version", { file, version, known: VERSION });
  const reader = new Reader(file);
  reader.members(root, "", ["format", "version", "sheets"]);
  const sheets = reader.list(root.sheets, "sheets").map((sheet, i) => readSheet(reader, sheet, `sheets[${i}]`));
  const twice = sheets.findIndex(({ id }, i) => sheets.findIndex((other) => other.id === id) < i);
  if (twice >= 0) reader.fail(`sheets[${twice}].id`);
  // Puts everything in its order, whoever wrote the file.
  return mergeLedgers({ sheets }, EMPTY_LEDGER);
}

/**
 * The same of a file's bytes.
 * @throws EscrowError as `parseLedger`; `ledger-foreign` for what is no text
 */
export function decodeLedger(bytes: Uint8Array, file: string): Ledger {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new EscrowError("ledger-foreign", { file });
  return parseLedger(text, file);
}

/** The file of a ledger: the same ledger gives the same bytes, whatever it was put together from. */
export function formatLedger(ledger: Ledger): string {
  const sheets = mergeLedgers(ledger, EMPTY_LEDGER).sheets.map(formatSheet);
  const list = sheets.length === 0 ? "[]" : `[\n${sheets.join(",\n")}\n  ]`;
  return `{\n  "format": ${JSON.stringify(FORMAT)},\n  "version": ${VERSION},\n  "sheets": ${list}\n}\n`;
}

/** A member to a line, and an event to a line: what changed is seen at a glance. */
function formatSheet({ events, ...facts }: LedgerSheet): string {
  const { id, threshold, accounts, receipts } = facts;
  const members = Object.entries({ id, threshold, accounts, receipts }).flatMap(([name, value]) =>
    value === undefined ? [] : [`      ${JSON.stringify(name)}: ${JSON.stringify(value)}`],
  );
  const lines = events.toSorted(compareEvents).map((event) => `        ${eventText(event)}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n      ]`;
  return `    {\n${[...members, `      "events": ${list}`].join(",\n")}\n    }`;
}

function jsonOf(text: string, file: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof EscrowError)) throw error;
    // A file that was cut off still says what it is.
    const ours = text.includes(FORMAT);
    throw new EscrowError(ours ? "ledger-broken" : "ledger-foreign", ours ? { file, place: "JSON" } : { file });
  }
}

/** Reads members strictly, and names the place of a fault. */
class Reader {
  constructor(private readonly file: string) {}

  fail(place: string): never {
    throw new EscrowError("ledger-broken", { file: this.file, place });
  }

  object(value: Json | undefined, place: string, known: readonly string[]): JsonObject {
    if (!isObject(value)) return this.fail(place);
    this.members(value, place, known);
    return value;
  }

  members(value: JsonObject, place: string, known: readonly string[]): void {
    const other = Object.keys(value).find((name) => !known.includes(name));
    if (other !== undefined) this.fail(place === "" ? shown(other) : `${place}.${shown(other)}`);
  }

  list(value: Json | undefined, place: string): readonly Json[] {
    return Array.isArray(value) ? value : this.fail(place);
  }

  text(value: Json | undefined, place: string): string {
    if (typeof value !== "string" || value === "" || [...value].length > MAX_TEXT_LENGTH || shown(value) !== value) {
      return this.fail(place);
    }
    return value;
  }

  matching(value: Json | undefined, place: string, fits: (text: string) => boolean): string {
    return typeof value === "string" && fits(value) ? value : this.fail(place);
  }

  oneOf<T extends string>(value: Json | undefined, place: string, known: readonly T[]): T {
    return known.find((one) => one === value) ?? this.fail(place);
  }

  number(value: Json | undefined, place: string, least: number, most: number, whole = true): number {
    const fits = typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value));
    return fits ? value : this.fail(place);
  }
}

function readSheet(reader: Reader, value: Json, place: string): LedgerSheet {
  const sheet = reader.object(value, place, ["id", "threshold", "accounts", "receipts", "events"]);
  const id = reader.matching(sheet.id, `${place}.id`, (text) => parseSheetId(text) !== undefined);
  const events = reader.list(sheet.events, `${place}.events`);
  return {
    id,
    ...(sheet.threshold === undefined
      ? {}
      : { threshold: readThreshold(reader, sheet.threshold, `${place}.threshold`) }),
    ...(sheet.accounts === undefined ? {} : { accounts: readTexts(reader, sheet.accounts, `${place}.accounts`) }),
    ...(sheet.receipts === undefined ? {} : { receipts: readReceipts(reader, sheet.receipts, `${place}.receipts`) }),
    events: events.map((event, i) => readEvent(reader, event, `${place}.events[${i}]`)),
  };
}

function readThreshold(reader: Reader, value: Json, place: string) {
  const { k, n } = reader.object(value, place, ["k", "n"]);
  const most = reader.number(n, `${place}.n`, 2, 16);
  return { k: reader.number(k, `${place}.k`, 2, most), n: most };
}

function readTexts(reader: Reader, value: Json, place: string): string[] {
  return reader.list(value, place).map((text, i) => reader.text(text, `${place}[${i}]`));
}

function readReceipts(reader: Reader, value: Json, place: string): Record<string, string> {
  if (!isObject(value)) return reader.fail(place);
  return Object.fromEntries(
    Object.entries(value).map(([year, receipt]) => {
      if (!/^[1-9]\d{3}$/u.test(year)) reader.fail(place);
      return [year, reader.matching(receipt, `${place}.${year}`, (text) => RECEIPT.test(text))];
    }),
  );
}

/** How each member of an event is read. */
const READ: Readonly<Record<(typeof EVENT_MEMBERS)[number], (reader: Reader, value: Json, place: string) => unknown>> =
  {
    n: (reader, value, place) => reader.number(value, place, 1, MAX_NUMBER),
    on: (reader, value, place) => reader.matching(value, place, isDay),
    what: (reader, value, place) => reader.oneOf(value, place, EVENT_NAMES),
    by: (reader, value, place) => {
      const names = readTexts(reader, value, place);
      return names.length >= 1 && names.length <= MAX_WITNESSES ? names : reader.fail(place);
    },
    holder: (reader, value, place) => reader.text(value, place),
    keptAt: (reader, value, place) => reader.text(value, place),
    seal: (reader, value, place) => reader.text(value, place),
    checkEvery: (reader, value, place) => reader.matching(value, place, isInterval),
    margin: (reader, value, place) => reader.number(value, place, 0, 1, false),
    ink: (reader, value, place) => reader.number(value, place, 0, 1, false),
    how: (reader, value, place) => reader.oneOf(value, place, ["codes", "lines"]),
    picture: (reader, value, place) => reader.oneOf(value, place, ["blurred", "cut"]),
    gone: (reader, value, place) => reader.number(value, place, 1, MAX_NUMBER),
    year: (reader, value, place) => reader.number(value, place, 1970, 9999),
    replacedBy: (reader, value, place) => reader.matching(value, place, (text) => SET_NAME.test(text)),
  };

function readEvent(reader: Reader, value: Json, place: string): LedgerEvent {
  const event = reader.object(value, place, EVENT_MEMBERS);
  const what = reader.oneOf(event.what, `${place}.what`, EVENT_NAMES);
  reader.members(event, place, ["n", "on", "what", "by", ...MEMBERS_OF[what]]);
  for (const name of ["n", "on", ...(NEEDED_OF[what] ?? [])])
    if (event[name] === undefined) reader.fail(`${place}.${name}`);
  const read = EVENT_MEMBERS.flatMap((name) => {
    const given = event[name];
    return given === undefined ? [] : [[name, READ[name](reader, given, `${place}.${name}`)]];
  });
  return Object.fromEntries(read) as LedgerEvent;
}
