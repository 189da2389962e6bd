import { encodeUtf8 } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import { type SheetStanding, standingsOf } from "../../ledger/due.js";
import { enterProofs, type Outcome, proofRows } from "../../ledger/enter-proofs.js";
import { EMPTY_LEDGER, type Ledger } from "../../ledger/ledger.js";
import { decodeLedger, formatLedger } from "../../ledger/ledger-file.js";
import { mergeLedgers } from "../../ledger/merge.js";
import type { SheetProof } from "../../ledger/proofs.js";
import { findReceipt, parseReceipt } from "../../ledger/receipts.js";
import { marginKey, receiptKey, standingKey, taskKey } from "../../ledger/standing-words.js";
import { enterReceipt, settleReceipt } from "../../ledger/told-receipts.js";
import type { Reading } from "../../recover/reading.js";
import { shown } from "../../showable.js";
import type { LedgerAnswer, LedgerSheetView } from "../ledger-answers.js";

/** A ledger as it is now, with what was read for it. */
interface Entered {
  readonly ledger: Ledger;
  readonly read: readonly SheetProof[];
}

/**
 * A ledger that was loaded, what was told since, and what pictures prove. What it is now follows from these three each
 * time: a picture that is set aside takes what it proved with it, and two of one sheet are one proof.
 */
export class LedgerBook {
  /** As the files had it. */
  private loaded: Ledger | undefined;
  private file = "";
  private on = "";
  private copies = 0;
  private addUnknown = false;
  private receipts: readonly string[] = [];
  /** The text of the file that there is, by what was loaded or given back last. */
  private saved: string | undefined;

  /**
   * Takes a ledger's file; another one is another copy of it, and both become one.
   * @param on today, `YYYY-MM-DD`: the day of all that is entered
   * @throws EscrowError `ledger-foreign`, `ledger-version`, `ledger-broken`: what was loaded before stays
   */
  load(bytes: Uint8Array, name: string, on: string): void {
    const ledger = decodeLedger(bytes, shown(name));
    if (this.loaded === undefined) {
      this.start(name, on);
      this.saved = formatLedger(ledger);
    }
    this.loaded = mergeLedgers(this.loaded ?? EMPTY_LEDGER, ledger);
    this.copies += 1;
  }

  /** Begins a new one: every sheet that is shown is entered. */
  begin(name: string, on: string): void {
    this.start(name, on);
    this.loaded = EMPTY_LEDGER;
    this.addUnknown = true;
  }

  /** From now on sheets that it does not know are entered, too. */
  takeUnknown(): void {
    this.addUnknown = true;
  }

  /**
   * Takes a receipt that a holder told.
   * @throws EscrowError `receipt-form`, `receipt-unknown`, `receipt-other-year`
   */
  async tell(text: string, reading: Reading): Promise<void> {
    const receipt = parseReceipt(text);
    if (receipt === undefined) throw new EscrowError("receipt-form");
    settleReceipt((await this.now(reading)).ledger, receipt, this.on);
    this.receipts = [...new Set([...this.receipts, receipt])];
  }

  /** How all stands now. */
  async answer(reading: Reading): Promise<LedgerAnswer> {
    const { ledger, read } = await this.now(reading);
    const standings = standingsOf(ledger, this.on);
    const rows = proofRows(read, standings);
    return {
      file: shown(this.file),
      on: this.on,
      copies: this.copies,
      sheets: standings.map((one) => viewSheet(one, this.on)),
      shown: rows.flatMap(({ id, outcome, unproved = false }) => (isShown(outcome) ? [{ id, outcome, unproved }] : [])),
      files: read.filter(({ isPaper }) => !isPaper).length,
      receipts: this.receipts.flatMap((receipt) => {
        const known = findReceipt(ledger, receipt);
        const standing = standings.find(({ sheet }) => sheet.id === known?.sheet.id);
        return known && standing ? [{ id: known.sheet.id, receipt, year: known.year, key: receiptKey(standing) }] : [];
      }),
      unsaved: formatLedger(ledger) !== this.saved,
    };
  }

  /** The file to be given back. */
  async bytes(reading: Reading): Promise<Uint8Array<ArrayBuffer>> {
    this.saved = formatLedger((await this.now(reading)).ledger);
    return new Uint8Array(encodeUtf8(this.saved));
  }

  private start(name: string, on: string): void {
    this.file = name;
    this.on = on;
  }

  private async now(reading: Reading): Promise<Entered> {
    const { loaded, on, addUnknown } = this;
    if (loaded === undefined) throw new RangeError("no ledger was loaded");
    const { ledger, read } = await enterProofs(loaded, reading, { on, addUnknown });
    const told = this.receipts.reduce((all, receipt) => {
      const known = findReceipt(all, receipt);
      // Of a sheet that only a picture has told of, which was set aside since, the receipt goes with it.
      return known ? enterReceipt(all, known, on) : all;
    }, ledger);
    return { ledger: told, read };
  }
}

function isShown(outcome: Outcome): outcome is Exclude<Outcome, "missing"> {
  return outcome !== "missing";
}

function viewSheet(one: SheetStanding, on: string): LedgerSheetView {
  const { sheet, holder, keptAt, proved, nextCheck, task } = one;
  return {
    id: sheet.id,
    holder,
    keptAt,
    accounts: sheet.accounts ?? [],
    proved: proved?.on,
    margin: marginKey(one),
    standing: standingKey(one, on),
    nextCheck,
    task: task && taskKey(one, on),
  };
}
