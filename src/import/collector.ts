import type { Account } from "../account/account.js";
import { parseOtpauth, settingWarnings } from "../account/otpauth-uri.js";
import { type ErrorData, EscrowError, type Warning, type WarningCode } from "../error.js";
import { type BatchPart, batchPart, missingParts } from "./migration-batch.js";
import { isMigrationUri, parseMigration } from "./migration-uri.js";
import type { ImportResult, Place, PlacedWarning, Skipped, SourceName } from "./source.js";

/** Whether a text begins as one that holds authenticator secrets, whatever may be wrong with the rest of it. */
export function isOtpText(text: string): boolean {
  return /^(?:otpauth|otpauth-migration|steam|motp):\/\//iu.test(text);
}

/** Gathers what one source gives, each thing with its place. */
export class Collector {
  private readonly accounts: Account[] = [];
  private readonly skipped: Skipped[] = [];
  private readonly warnings: PlacedWarning[] = [];
  private readonly batchParts: BatchPart[] = [];

  /** @param source its name in messages */
  constructor(private readonly source: string) {}

  /** Takes an account. */
  add(place: Place, account: Account, warnings: readonly Warning[]): void {
    this.accounts.push(account);
    this.warnings.push(...warnings.map((warning) => ({ ...warning, place })));
  }

  /** Says something about a place that gives no account and need not. */
  warn(place: Place, code: WarningCode, data: ErrorData = {}): void {
    this.warnings.push({ code, data, place });
  }

  /** Notes what should have given an account and did not. */
  skip(place: Place, { code, data }: EscrowError): void {
    this.skipped.push({ source: this.source, place, code, data });
  }

  /** Takes a Key URI or a migration URI, or notes what is wrong with it. */
  async addText(place: Place, text: string): Promise<void> {
    try {
      if (!isMigrationUri(text)) {
        const { account, warnings } = parseOtpauth(text);
        this.add(place, account, warnings);
        return;
      }
      const migration = parseMigration(text);
      const part = await batchPart(migration, this.source);
      if (part !== undefined) this.batchParts.push(part);
      migration.entries.forEach((entry, i) => {
        const within = { ...place, entry: i + 1 };
        if (entry instanceof EscrowError) this.skip(within, entry);
        else this.add(within, entry, settingWarnings(entry));
      });
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      this.skip(place, error);
    }
  }

  /**
   * @throws EscrowError the one thing that was wrong where the source holds nothing else
   */
  finish(format: SourceName): ImportResult {
    const [first, second] = this.skipped;
    if (this.accounts.length === 0 && first !== undefined && second === undefined) {
      throw new EscrowError(first.code, { ...first.data, ...first.place });
    }
    const { accounts, skipped, warnings, batchParts } = this;
    return { format, accounts, skipped, warnings, batchParts, missing: missingParts(batchParts) };
  }
}
