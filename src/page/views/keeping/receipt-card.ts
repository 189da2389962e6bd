import type { App } from "../../app.js";
import type { LedgerAnswer } from "../../ledger-answers.js";
import { element, form, nextId } from "../../parts/element.js";
import { tell } from "../../words.js";
import { placeWords } from "./sheet-cards.js";

/** Where a receipt that a holder told is entered, and those that were right. */
export function receiptCard(app: App, { receipts, sheets }: LedgerAnswer): HTMLElement | undefined {
  const id = nextId();
  const field = element("input", {
    id,
    type: "text",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    size: 12,
  });
  const enter = () => {
    const text = field.value;
    if (text.trim() !== "") void app.changeLedger((engine) => engine.tellReceipt(text));
  };
  const told = receipts.map(({ id: of, receipt, year, key }) => {
    const sheet = sheets.find((one) => one.id === of);
    const values = { receipt, year, id: of, where: sheet ? placeWords(app, sheet) : "", next: sheet?.nextCheck ?? "" };
    return element("li", {}, tell(app, `ledger.${key}`, values));
  });
  return element(
    "section",
    { class: "card", "aria-labelledby": "receipt-heading" },
    element("h2", { id: "receipt-heading" }, tell(app, "ledger.receipts")),
    element("p", {}, tell(app, "ledger.receipts-lead")),
    form(
      enter,
      {},
      element("label", { for: id }, tell(app, "ledger.receipt-label")),
      element("div", { class: "row" }, field, element("button", { type: "submit" }, tell(app, "ledger.receipt-enter"))),
    ),
    told.length > 0 ? element("ul", {}, ...told) : undefined,
  );
}
