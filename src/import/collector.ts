import { type Account, codesKey, MAX_NAME_LENGTH, makeAccount } from "../account/account.js";
import { keyWarnings } from "../account/key-strength.js";
import { formatLabel, type ParsedOtpauth, parseOtpauth, settingWarnings } from "../account/otpauth-uri.js";
import { decodePercent } from "../account/uri-query.js";
import { plainUri } from "../account/written-uri.js";
import type { Keep } from "../document/plaintext.js";
import { joinRecoveryCodes, type RecoveryCodes } from "../document/recovery-codes.js";
import { type ErrorData, EscrowError, type Warning, type WarningCode } from "../error.js";
import { isKeyUri } from "../showable.js";
import { type BatchPart, batchPart, missingParts } from "./apps/migration-batch.js";
import { isMigrationUri, parseMigration } from "./apps/migration-uri.js";
import type { Budget } from "./budget.js";
import { keptText, readEntry, type StoredEntry } from "./entry.js";
import type { ImportResult, Place, PlacedWarning, Skipped, SourceName } from "./source.js";

/** Longest text that is kept, far beyond what a sheet can hold: a longer one is named among what could not be read. */
const MAX_KEPT_LENGTH = 8_192;

/**
 * Most accounts, and things that gave none, of one source: twice the largest set of sheets that was measured. 20,000 take
 * 4 seconds, 200,000 took 34.
 */
const MAX_FOUND = 20_000;

/** Names that stand beside a secret where it has none of its own. */
export interface FallbackNames {
  /** Service, where the entry names none. */
  readonly issuer?: string | undefined;
  /** Account, where the entry names none. */
  readonly account?: string | undefined;
}

/** Whether a text begins as one that holds authenticator secrets, whatever may be wrong with the rest of it. */
export function isOtpText(text: string): boolean {
  return isKeyUri(text.replace(/^apple-/iu, ""));
}

/**
 * Reads what a password manager stores in one field: a Key URI, `steam://` or a bare key. Names that it lacks come from
 * the entry around it.
 * @throws EscrowError as `parseOtpauth` and `makeAccount` do
 */
export function readStoredText(text: string, names: FallbackNames): ParsedOtpauth {
  if (!isOtpText(text.trim())) {
    const account = makeAccount({ ...dropUndefined(names), secret: text });
    return { account, warnings: settingWarnings(account) };
  }
  const { account, warnings } = parseOtpauth(plainUri(text));
  const bare = /^\s*steam:/iu.test(text);
  const named = {
    ...account,
    issuer: bare && names.issuer ? names.issuer : account.issuer || (names.issuer ?? ""),
    account: account.account || (names.account ?? ""),
  };
  const complete = named.issuer !== "" || named.account !== "";
  return { account: makeAccount(named), warnings: warnings.filter(({ code }) => code !== "label-empty" || !complete) };
}

/** Gathers what one source gives, each thing with its place. */
export class Collector {
  private readonly accounts: Account[] = [];
  private readonly skipped: Skipped[] = [];
  private readonly warnings: PlacedWarning[] = [];
  private readonly batchParts: BatchPart[] = [];
  private readonly recovery: RecoveryCodes[] = [];

  /**
   * @param source its name in messages
   * @param budget asked with everything that is found
   */
  constructor(
    private readonly source: string,
    private readonly budget?: Budget,
  ) {}

  /**
   * Takes an account, its key judged.
   * @throws EscrowError `source-too-many`, `source-too-long`
   */
  add(place: Place, account: Account, warnings: readonly Warning[]): void {
    this.requireRoom();
    this.accounts.push(account);
    this.warnings.push(...warnings.map((warning) => ({ ...warning, place })));
    const name = nameOf(account);
    this.warnings.push(
      ...keyWarnings(account).map((warning) => ({ ...warning, place, ...(name === "" ? {} : { name }) })),
    );
  }

  /** How many accounts were taken so far. */
  mark(): number {
    return this.accounts.length;
  }

  /** Drops accounts taken since a mark that derive the codes of one before it. */
  dropRepeated(mark: number): void {
    const known = new Set(this.accounts.slice(0, mark).map(codesKey));
    if (known.size === 0) return;
    const fresh = this.accounts.splice(mark).filter((account) => !known.has(codesKey(account)));
    this.accounts.push(...fresh);
  }

  /** Takes recovery codes that a sheet holds. */
  addRecovery(lists: readonly RecoveryCodes[]): void {
    this.recovery.push(...lists);
  }

  /** Says something about a place, or with an empty one about the whole source. */
  warn(place: Place, code: WarningCode, data: ErrorData = {}): void {
    this.warnings.push({ code, data, place });
  }

  /**
   * Notes what should have given an account and did not.
   * @param keep its name, and what can still be put on paper
   * @throws EscrowError `source-too-many`, `source-too-long`
   */
  skip(
    place: Place,
    fault: EscrowError,
    keep: { readonly name: string; readonly text?: string } | undefined = undefined,
  ): void {
    this.requireRoom();
    const { name: given = "", text = "" } = keep ?? {};
    const name = given.length > MAX_NAME_LENGTH ? `${given.slice(0, MAX_NAME_LENGTH).toWellFormed()}…` : given;
    const isLong = text.length > MAX_KEPT_LENGTH;
    const { code, data } = isLong ? new EscrowError("text-too-long", { limit: MAX_KEPT_LENGTH }) : fault;
    const kept: Keep | undefined = text === "" || isLong ? undefined : { name, text };
    this.skipped.push({
      source: this.source,
      place,
      code,
      data,
      ...(name === "" ? {} : { name }),
      ...(kept === undefined ? {} : { keep: kept }),
    });
  }

  /** Takes an entry as an app stores it. One that gives no codes is skipped, and its secret kept. */
  addEntry(place: Place, entry: StoredEntry): void {
    try {
      const { account, warnings } = readEntry(entry);
      this.add(place, account, warnings);
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      const text = keptText(entry);
      this.skip(place, error, { name: nameOf(entry), ...(text === undefined ? {} : { text }) });
    }
  }

  /**
   * Takes what a password manager stores in one field. What gives no codes is skipped, and kept.
   * @see readStoredText
   */
  addStoredText(place: Place, text: string, names: FallbackNames): void {
    try {
      const { account, warnings } = readStoredText(text, names);
      this.add(place, account, warnings);
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      this.skip(place, error, { name: nameOf(names), text: text.trim() });
    }
  }

  /** Takes a Key URI or a migration URI, or notes what is wrong with it. */
  async addText(place: Place, text: string): Promise<void> {
    try {
      const uri = plainUri(text);
      if (!isMigrationUri(uri)) {
        const { account, warnings } = parseOtpauth(uri);
        this.add(place, account, warnings);
        return;
      }
      const migration = parseMigration(uri);
      const part = await batchPart(migration, this.source);
      if (part !== undefined) this.batchParts.push(part);
      migration.entries.forEach((entry, i) => {
        const within = { ...place, entry: i + 1 };
        if (entry instanceof EscrowError) this.skip(within, entry);
        else this.add(within, entry, settingWarnings(entry));
      });
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      // A text that is right, of a kind without codes; one with a mistake is to be corrected instead.
      const keep = error.code === "codes-not-derivable" ? { name: labelOf(text), text: text.trim() } : undefined;
      this.skip(place, error, keep);
    }
  }

  private requireRoom(): void {
    const { accounts, skipped } = this;
    if (accounts.length + skipped.length >= MAX_FOUND) throw new EscrowError("source-too-many", { most: MAX_FOUND });
    this.budget?.require();
  }

  /** Without comments of people that happen to begin as a line of recovery codes does: a label of several words is encoded. */
  private ownRecovery(): RecoveryCodes[] {
    const labels = new Set(this.recovery.length > 0 ? this.accounts.map(formatLabel) : []);
    return joinRecoveryCodes(this.recovery).filter(({ label }) => labels.has(label) || label.includes("%"));
  }

  /**
   * @throws EscrowError the one thing that was wrong where the source holds nothing else; `source-no-accounts` where it
   *   holds nothing at all
   */
  finish(format: SourceName): ImportResult {
    const [first, second] = this.skipped;
    if (this.accounts.length === 0 && first === undefined) {
      throw new EscrowError(this.recovery.length > 0 ? "source-recovery-codes" : "source-no-accounts");
    }
    if (this.accounts.length === 0 && first !== undefined && second === undefined && first.keep === undefined) {
      throw new EscrowError(first.code, { ...first.data, ...first.place });
    }
    const { accounts, skipped, warnings, batchParts } = this;
    const recovery = this.ownRecovery();
    const found = { accounts, skipped, warnings, ...(recovery.length > 0 ? { recovery } : {}) };
    return { format, ...found, batchParts, missing: missingParts(batchParts) };
  }
}

/** The label of a text of a kind without codes: `otpauth://KIND/LABEL?…`, `motp://LABEL?…`. */
function labelOf(text: string): string {
  const [, label = ""] = /^\s*(?:otpauth:\/\/[^/?]*\/|motp:\/\/)([^?]*)/iu.exec(text) ?? [];
  const [issuer = "", ...account] = decodePercent(label).trim().split(":");
  return account.length === 0 ? issuer : `${issuer.trimEnd()}: ${account.join(":").trimStart()}`;
}

/** Both names as messages have them; `""` where there is none. */
export function nameOf({ issuer = "", account = "" }: FallbackNames): string {
  return [issuer, account].filter((part) => part !== "").join(": ");
}

function dropUndefined({ issuer, account }: FallbackNames): { issuer?: string; account?: string } {
  return { ...(issuer === undefined ? {} : { issuer }), ...(account === undefined ? {} : { account }) };
}
