import { loadMakingPage } from "../../node/resources.js";
import type { Session } from "../session.js";
import { type RecoveryPageOptions, writePage } from "./recovery-page.js";

/** Name of the page in a folder: the keeper's page calls it so. */
const WORKSHOP_FILE = "paper-escrow.html";

/** `page`: writes the page with which sheets are made, checked and opened in a browser. */
export function page(session: Session, options: RecoveryPageOptions): Promise<number> {
  return writePage(session, WORKSHOP_FILE, loadMakingPage, "page.written", options);
}
