import type { Account } from "../../account/account.js";
import { keyStrength } from "../../account/key-strength.js";
import { formatLabel } from "../../account/otpauth-uri.js";
import { type RecoveryCodes, recoveryName } from "../../document/recovery-codes.js";
import type { AccountOrigin } from "../../recover/origin.js";
import type { Guide } from "../../sheet/content.js";
import { chooseGuide } from "../../sheet/guide.js";
import { shown } from "../../showable.js";
import type { AccountView, RecoveryView } from "../answers.js";
import type { SecretIds } from "./secret-ids.js";
import { type Source, viewOrigin } from "./sources.js";

/** An account as the page shows it: without its key. */
export function viewAccount(
  id: number,
  account: Account,
  origins: readonly AccountOrigin[],
  sources: readonly Source[],
  guides: readonly Guide[],
): AccountView {
  const { type, algorithm, digits } = account;
  const { guide, assumed } = chooseGuide(account, guides, undefined);
  return {
    id,
    issuer: shown(account.issuer),
    account: shown(account.account),
    type,
    algorithm,
    digits,
    period: account.type === "hotp" ? undefined : account.period,
    counter: account.type === "hotp" ? account.counter : undefined,
    guide: guide.name,
    guideAssumed: assumed,
    origins: origins.map((origin) => viewOrigin(origin, sources)),
    keyStrength: keyStrength(account.secret),
  };
}

/**
 * Recovery codes as the page shows them: how many there are.
 * @param found accounts of which one may have the label
 */
export function viewRecovery({ label, codes }: RecoveryCodes, found: readonly Account[], ids: SecretIds): RecoveryView {
  const owner = found.find((account) => formatLabel(account) === label);
  const account = owner && ids.ofAccount(owner);
  return { id: ids.ofLabel(label), name: shown(recoveryName(label)), count: codes.length, account };
}
