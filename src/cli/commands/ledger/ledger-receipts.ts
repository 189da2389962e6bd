import { EscrowError } from "../../../error.js";
import { standingsOf } from "../../../ledger/due.js";
import type { Ledger } from "../../../ledger/ledger.js";
import { type KnownReceipt, parseReceipt } from "../../../ledger/receipts.js";
import { receiptKey } from "../../../ledger/standing-words.js";
import { enterReceipt, settleReceipt } from "../../../ledger/told-receipts.js";
import type { Problem } from "../../../recover/problem.js";
import { type OpenedLedger, saveLedger } from "../../output/ledger-store.js";
import { type Session, tell } from "../../session.js";
import { writeJson, writeNews } from "../../terminal/terminal.js";
import { UsageError } from "../../usage-error.js";
import { placeWords } from "../../words/ledger-words.js";
import { reportUnread, unreadJson } from "../../words/report.js";

/**
 * Enters receipts that holders told: of which sheet and year each is. A wrong one says so, and the others are entered.
 * @returns exit status: 1 when one of them was wrong
 */
export function enterReceipts(
  session: Session,
  opened: OpenedLedger,
  given: readonly string[],
  on: string,
  json: boolean,
): number {
  const receipts = given.map((text) => {
    const receipt = parseReceipt(text);
    if (receipt === undefined) throw new UsageError("receipt-form");
    return receipt;
  });
  const wrong: Problem[] = [];
  const right: (KnownReceipt & { readonly receipt: string })[] = [];
  for (const receipt of receipts) {
    try {
      right.push({ receipt, ...settleReceipt(opened.ledger, receipt, on) });
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      wrong.push({ source: "", code: error.code, data: error.data });
    }
  }
  const entered = right.reduce<Ledger>((ledger, known) => enterReceipt(ledger, known, on), opened.ledger);
  const standings = standingsOf(right.length > 0 ? saveLedger(session, opened, entered) : opened.ledger, on);
  const told = right.flatMap(({ sheet, ...rest }) => {
    const standing = standings.find((one) => one.sheet.id === sheet.id);
    return standing ? [{ ...rest, standing }] : [];
  });
  if (json) {
    writeJson({
      file: opened.file,
      on,
      entered: told.map(({ receipt, year, standing }) => ({
        receipt,
        id: standing.sheet.id,
        year,
        standing: standing.standing,
        nextCheck: standing.nextCheck ?? null,
      })),
      wrong: wrong.map((one) => unreadJson(session, one)),
    });
  }
  for (const { receipt, year, standing } of told) {
    const { sheet, nextCheck = "" } = standing;
    const words = { receipt, year, id: sheet.id, where: placeWords(session, standing), next: nextCheck };
    writeNews(session, tell(session, `ledger.${receiptKey(standing)}`, words));
  }
  reportUnread(session, wrong);
  return wrong.length > 0 ? 1 : 0;
}
