import type { Account } from "../../account/account.js";
import { joinRecoveryCodes, type RecoveryCodes, recoveryCodesOf, recoveryName } from "../../document/recovery-codes.js";
import type { RecoveryReading } from "../../recover/source-reading.js";
import { type Session, tell } from "../session.js";
import { shown } from "../terminal/terminal.js";
import { percent, whereText } from "./report.js";

/** Whose recovery codes they are, as a terminal may show it. */
export function recoveryNameWords(label: string): string {
  return shown(recoveryName(label));
}

/** How many codes lists hold together; each once, on however many sheets it stands. */
export function recoveryCount(lists: readonly RecoveryCodes[]): number {
  return joinRecoveryCodes(lists).reduce((sum, { codes }) => sum + codes.length, 0);
}

/** How many recovery codes an account has, as JSON tells it; nothing where it has none. */
export function recoveryCountJson(lists: readonly RecoveryCodes[], account: Account): { recoveryCodes?: number } {
  const { length } = recoveryCodesOf(lists, account);
  return length === 0 ? {} : { recoveryCodes: length };
}

/** How many recovery codes an account has, in words; nothing where it has none. */
export function recoveryCountWords(session: Session, lists: readonly RecoveryCodes[], account: Account): string[] {
  const { length } = recoveryCodesOf(lists, account);
  return length === 0 ? [] : [tell(session, "recovery-codes.count", { codes: length })];
}

/** How many codes of each account sheets now hold, to be compared with the service's list. */
export function recoveryKeptLines(session: Session, lists: readonly RecoveryCodes[]): string[] {
  return lists.map(({ label, codes }) =>
    tell(session, "recovery-codes.kept", { name: recoveryNameWords(label), codes: codes.length }),
  );
}

/** Recovery pages that were read, in words: how many codes each holds, none of them. */
export function recoveryPageLines(
  session: Session,
  { recovery, source, origin, page, usedCorrection }: RecoveryReading,
): string[] {
  const where = whereText(session, source, origin === "pdf" ? { page } : {});
  return [
    tell(session, "recovery-codes.of", { name: recoveryNameWords(recovery.label) }),
    `  ${tell(session, "recovery-codes.read", { codes: recovery.codes.length })}`,
    `  ${tell(session, "verify.qr-code", { where, percent: percent(usedCorrection) })}`,
  ];
}

/** Recovery pages that were read as JSON tells them; nothing where there are none. */
export function recoveryPagesJson(readings: readonly RecoveryReading[]): object {
  if (readings.length === 0) return {};
  return {
    recoveryCodes: readings.map(({ recovery, source, origin, page, usedCorrection }) => ({
      name: recoveryName(recovery.label),
      codes: recovery.codes.length,
      source,
      origin,
      qrCodes: [{ ...(origin === "pdf" ? { page } : {}), usedCorrection }],
    })),
  };
}
