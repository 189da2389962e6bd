import { readFileSync, realpathSync, statSync } from "node:fs";
import { encodeUtf8, equalBytes } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import { EMPTY_LEDGER, type Ledger } from "../../ledger/ledger.js";
import { decodeLedger, formatLedger } from "../../ledger/ledger-file.js";
import { mergeLedgers } from "../../ledger/merge.js";
import type { Session } from "../session.js";
import { UsageError } from "../usage-error.js";
import { codeOf } from "./disk.js";
import type { NewFile } from "./folder-change.js";
import { parseTarget, writeFiles } from "./output.js";

/** A ledger as it was read from its file. */
export interface OpenedLedger {
  /** As the person named it. */
  readonly file: string;
  readonly ledger: Ledger;
  /** What the file held; nothing where there was none. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * Reads a ledger from its file.
 * @param mayBeNew whether there need not be one yet
 * @throws UsageError `ledger-needed`, `argument-secret`
 * @throws EscrowError `ledger-missing`, `file-unreadable`, `ledger-foreign`, `ledger-version`, `ledger-broken`, and for a
 *   place where no file can be written `output-is-folder`, `output-folder-missing`
 */
export function openLedger(file: string | undefined, mayBeNew = false): OpenedLedger {
  if (file === undefined || file === "" || file === "-") throw new UsageError("ledger-needed");
  if (parseTarget(file).kind !== "file") throw new EscrowError("output-is-folder", { file });
  const bytes = bytesOf(file);
  if (bytes === undefined && !mayBeNew) throw new EscrowError("ledger-missing", { file });
  return { file, bytes, ledger: bytes === undefined ? EMPTY_LEDGER : decodeLedger(bytes, file) };
}

/** A ledger that is about to be written. */
interface LedgerChange {
  /** What its file will hold. */
  readonly ledger: Ledger;
  /** The file; none where it holds that already. */
  readonly files: readonly NewFile[];
}

/**
 * Writes a ledger to its file, whole or not at all.
 * @returns what the file holds now
 * @throws EscrowError as `changeLedger`, and as `writeFiles`
 */
export function saveLedger(session: Session, opened: OpenedLedger, changed: Ledger): Ledger {
  const { ledger, files } = changeLedger(opened, changed);
  if (files.length > 0) writeFiles(session, files);
  return ledger;
}

/**
 * What is to be written for a ledger. What somebody else wrote there since it was read is kept, too.
 * @throws EscrowError as `openLedger` for what stands there by now
 */
export function changeLedger({ file, bytes }: OpenedLedger, ledger: Ledger): LedgerChange {
  const now = bytesOf(file);
  const changed = now !== undefined && (bytes === undefined || !equalBytes(now, bytes));
  const whole = changed ? mergeLedgers(decodeLedger(now, file), ledger) : ledger;
  const written = encodeUtf8(formatLedger(whole));
  if (now !== undefined && equalBytes(now, written)) return { ledger: whole, files: [] };
  // Behind a link stands the file that is meant, such as one in a folder that is kept in step with another machine.
  const path = now === undefined ? file : realpathSync(file);
  const mode = now === undefined ? {} : { mode: statSync(path).mode & 0o777 };
  return { ledger: whole, files: [{ path, bytes: written, force: true, ...mode }] };
}

function bytesOf(file: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    const reason = codeOf(error);
    if (reason === "ENOENT") return undefined;
    throw reason === undefined ? error : new EscrowError("file-unreadable", { reason });
  }
}
