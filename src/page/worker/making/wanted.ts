import { accountName } from "../../../account/account.js";
import { formatOtpauth } from "../../../account/otpauth-uri.js";
import { formatKeep } from "../../../document/plaintext.js";
import { formatRecoveryCodes, recoveryName } from "../../../document/recovery-codes.js";
import type { SourceReading } from "../../../recover/source-reading.js";
import { shown } from "../../../showable.js";
import type { ProofSheet } from "../../making/answers.js";
import type { Made, OpenSheet } from "./sheets.js";

/** A sheet that is to be proved by its paper. */
export interface Wanted extends Pick<ProofSheet, "id" | "file" | "share" | "holds" | "label"> {
  /** What an open sheet is to give; nothing for sheets of a set. */
  readonly open: OpenSheet | undefined;
}

/** Every sheet that was made, but the keeper's page, which gives nothing. */
export function wantedOf({ files, set, open }: Made): Wanted[] {
  if (!set) {
    return open.map((sheet, id) => ({ id, file: 0, share: undefined, ...named(sheet), open: sheet }));
  }
  return files.flatMap(({ view: { id, kind, share, label } }) =>
    kind === "keeper" ? [] : [{ id, file: id, share, label, holds: "set" as const, open: undefined }],
  );
}

function named(sheet: OpenSheet): Pick<Wanted, "holds" | "label"> {
  if ("account" in sheet) return { holds: "account", label: shown(accountName(sheet.account)) };
  if ("keep" in sheet) return { holds: "keep", label: shown(sheet.keep.name) };
  return { holds: "recovery", label: shown(recoveryName(sheet.recovery.label)) };
}

/** What an open sheet must give, as texts that are compared: a Key URI, the line of a kept secret, or those of its codes. */
export function textsOf(sheet: OpenSheet): string[] {
  if ("account" in sheet) return [formatOtpauth(sheet.account)];
  return "keep" in sheet ? [formatKeep(sheet.keep)] : formatRecoveryCodes(sheet.recovery);
}

/** What was read of open sheets, as the same texts. */
export function textsRead({ sheets, keeps, recovery = [] }: SourceReading): string[] {
  return [
    ...sheets.map(({ account }) => formatOtpauth(account)),
    ...keeps.map(({ keep }) => formatKeep(keep)),
    ...recovery.flatMap((one) => formatRecoveryCodes(one.recovery)),
  ];
}
