import { say } from "../../language.js";
import type { Setting } from "../block-setting.js";
import { LEDGER_BLOCKS } from "../blocks/ledger-blocks.js";
import type { Page } from "../box.js";
import { flowPages } from "../flow.js";
import type { Paper } from "../paper.js";
import type { Template } from "../template.js";
import type { LedgerContent } from "./ledger-content.js";

/**
 * Sets the papers of a ledger: what its template has of inventory, envelope labels, custody log and drill.
 * @throws EscrowError `does-not-fit` when a piece is higher than a page
 */
export function layOutLedger(
  content: LedgerContent,
  template: Template,
  paper: Paper,
  look: Pick<Setting, "fonts" | "language">,
): Page[] {
  return flowPages(
    template,
    paper,
    look,
    ({ block, settings }, setting) => LEDGER_BLOCKS[block]?.(content, settings, setting) ?? [],
    say(look.language, "ledger.foot", { date: content.on, version: content.version }),
  );
}
