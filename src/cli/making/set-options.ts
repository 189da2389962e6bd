import { decodeBase32, isCanonicalBase32 } from "../../account/base32.js";
import { EscrowError } from "../../error.js";
import type { SourceInput } from "../../import/source.js";
import type { Threshold } from "../../share/roster.js";
import { formatSetId } from "../../share/set-id.js";
import type { PaperName } from "../../sheet/paper.js";
import { readBytes } from "../input/files.js";
import { readSheetFiles } from "../input/read-files.js";
import type { Session } from "../session.js";
import { UsageError } from "../usage-error.js";
import { type FormerSet, formerSet } from "./former-set.js";

/** Options that all commands which make a set's sheets have in common. */
export interface SetCommandOptions {
  readonly output?: string;
  readonly paper?: PaperName;
  readonly title?: string;
  readonly owner?: string;
  readonly note?: readonly string[];
  readonly field?: readonly string[];
  readonly showAccounts?: boolean;
  readonly replaces?: string;
  readonly only?: string;
  readonly all?: boolean;
  readonly passwordFile?: readonly string[];
  readonly recoveryCodes?: readonly string[];
  /** Whether someone at a terminal is asked for them: in the dialogue. */
  readonly askRecoveryCodes?: boolean;
  /** Whether the new set is made because an old one is to go: in the dialogue. */
  readonly anew?: boolean;
  readonly selfCheck?: boolean;
  readonly strict?: boolean;
  readonly keepGoing?: boolean;
  readonly fromAll?: boolean;
  readonly allowWeakKey?: boolean;
  readonly force?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  /** File of the ledger that what is made is entered in. */
  readonly ledger?: string;
}

const SET_ID = /^[A-Z2-7]{4}(?:-?[A-Z2-7]{4}){3}$/u;
const WHOLE = /^\d{1,3}$/u;

/**
 * `--shares 3-of-5`, or `--threshold 3 --shares 5`.
 * @throws UsageError `shares-form`
 * @throws EscrowError `threshold` when it cannot be split so
 */
export function parseThreshold(shares: string | undefined, threshold: string | undefined): Threshold {
  const [, most, of] = /^(\d{1,3})(?:-of-|\/)(\d{1,3})$/iu.exec(shares ?? "") ?? [];
  const whole = most !== undefined && of !== undefined && threshold === undefined;
  const apart = WHOLE.test(shares ?? "") && WHOLE.test(threshold ?? "");
  if (!whole && !apart) throw new UsageError("shares-form");
  const k = Number(whole ? most : threshold);
  const n = Number(whole ? of : shares);
  if (k < 2 || k > n || n > 16) throw new UsageError("threshold", { k, n });
  return { k, n };
}

/**
 * The set that another one replaces: its number, or a sheet of it.
 * @param given 16 base32 characters, with hyphens or without, or a file
 * @returns the set, with what the file says of it
 * @throws UsageError `replaces-form`
 * @throws EscrowError `replaces-sheet` when the file holds no sheet of one set
 */
export async function parseReplaces(session: Session, given: string): Promise<FormerSet> {
  const id = given.trim().toUpperCase();
  if (SET_ID.test(id)) return { name: setName(id) };
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(given);
  } catch (error) {
    if (error instanceof EscrowError && error.code === "file-missing") throw new UsageError("replaces-form");
    throw error;
  }
  return setOf(session, { name: given, bytes });
}

async function setOf(session: Session, input: SourceInput): Promise<FormerSet> {
  const { sets } = await readSheetFiles(session, [input]);
  const [only, ...others] = sets;
  if (!only || others.length > 0) throw new EscrowError("replaces-sheet", { file: input.name });
  return formerSet(only);
}

function setName(given: string): string {
  const id = given.replaceAll("-", "");
  if (!isCanonicalBase32(id) || decodeBase32(id).length !== 10) throw new UsageError("replaces-form");
  return formatSetId(decodeBase32(id));
}
