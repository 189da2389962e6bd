import type { Account } from "../../account/account.js";
import { formatOtpauth } from "../../account/otpauth-uri.js";
import type { Session } from "../session.js";
import { nameWords } from "../words/account-words.js";
import { askYes } from "./prompt.js";
import { canAsk, writeLine } from "./terminal.js";

/** Shows the standard code of each account, to scan from the screen: one at a time where someone can say when. */
export async function showQrCodes(session: Session, accounts: readonly Account[]): Promise<void> {
  const { default: QRCode } = await import("qrcode");
  for (const [i, account] of accounts.entries()) {
    if (i > 0 && canAsk() && !(await askYes(session, "next-code"))) return;
    writeLine();
    writeLine(nameWords(session, account));
    writeLine(
      await QRCode.toString(formatOtpauth(account), { type: "terminal", small: true, errorCorrectionLevel: "L" }),
    );
  }
}
