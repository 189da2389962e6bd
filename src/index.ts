/**
 * paper-escrow as a library: accounts in, recovery sheets out, and back. It runs in a browser; what it needs from
 * the platform (decoded pictures, WebAssembly, fonts) is passed in. `paper-escrow/node` gives these for Node.
 */
export {
  type Account,
  type AccountInput,
  type AccountType,
  type Algorithm,
  accountName,
  type CounterAccount,
  deriveSameCodes,
  makeAccount,
  type TimeAccount,
} from "./account/account.js";
export { type CountedCode, codeAt, codeOf, codesFrom, type TimedCode, testValue } from "./account/codes.js";
export { formatOtpauth, parseOtpauth } from "./account/otpauth-uri.js";
export { type Contents, formatKeep, type Keep, parseKeepLine } from "./document/plaintext.js";
export {
  formatRecoveryCodes,
  MAX_RECOVERY_CODE_LENGTH,
  MAX_RECOVERY_CODES,
  makeRecoveryCodes,
  parseRecoveryLine,
  parseRecoveryText,
  type RecoveryCodes,
  recoveryCodesOf,
} from "./document/recovery-codes.js";
export {
  ERROR_CODES,
  type ErrorCode,
  type ErrorData,
  EscrowError,
  WARNING_CODES,
  type Warning,
  type WarningCode,
} from "./error.js";
export { importContext } from "./import/qr-context.js";
export { type ImportRun, type Kept, keptOf, readSource, readSources, SOURCES } from "./import/registry.js";
export type {
  ImportContext,
  ImportResult,
  Skipped,
  SourceInput,
  SourceName,
  SourceQuestion,
} from "./import/source.js";
export { has, type Language, say, sayAll } from "./language.js";
export { formatCalendar } from "./ledger/calendar.js";
export { addDays, addInterval, isDay, isInterval } from "./ledger/days.js";
export { type SheetStanding, standingsOf, type Task } from "./ledger/due.js";
export { enter, enterAll, type SheetFacts } from "./ledger/enter.js";
export {
  EMPTY_LEDGER,
  type EventName,
  type Ledger,
  type LedgerEvent,
  type LedgerSheet,
  type NewEvent,
} from "./ledger/ledger.js";
export { formatLedger, parseLedger } from "./ledger/ledger-file.js";
export { mergeLedgers } from "./ledger/merge.js";
export { type ProofWords, proofsOf, type SheetProof } from "./ledger/proofs.js";
export {
  findReceipt,
  isReceiptOfNow,
  type KnownReceipt,
  parseReceipt,
  sealedReceipts,
  shareReceipts,
} from "./ledger/receipts.js";
export {
  openSheetId,
  parseSheetId,
  type SheetKind,
  type SheetName,
  sealedSheetId,
  shareSheetId,
} from "./ledger/sheet-id.js";
export { type Measure, type SheetState, type Standing, stateOf } from "./ledger/sheet-state.js";
export { checkSheets } from "./make/check-open.js";
export { checkSet, type DrawnSheet } from "./make/check-set.js";
export {
  type KeptSecret,
  type MadeSheets,
  makeOpenSheets,
  type OpenSheetOptions,
  type SheetResources,
} from "./make/open-sheets.js";
export type { SelfCheck } from "./make/read-back.js";
export {
  drawSheet,
  type PlannedReprint,
  type PlannedSet,
  planReprint,
  planSealed,
  planShares,
  type SetOptions,
  type SetResources,
  type SetSheet,
} from "./make/set-sheets.js";
export type { Remains } from "./read/codes/rescue/qr-remains.js";
export type { Raster } from "./read/pixels/raster.js";
export type { Platform } from "./read/platform.js";
export {
  type KeepReading,
  type RecordReading,
  type RecoveryReading,
  readSheet,
  type SourceReading,
} from "./recover/file-reading.js";
export { type FoundKeeper, type FoundSet, type FoundShare, goodShares, type ShareStatus } from "./recover/found-set.js";
export type { CodeReading, SheetReading } from "./recover/open-codes.js";
export type { Located, Problem } from "./recover/problem.js";
export { gatherReading, PRINT_AGAIN_ABOVE, type Reading } from "./recover/reading.js";
export { type GivenSource, ReadingSession, type SessionOptions, type SessionState } from "./recover/reading-session.js";
export { findSets, lackOf, openSet, openSetAsTyped } from "./recover/sets.js";
export { type ReadSheetsOptions, readSheets } from "./recover/sheet-reading.js";
export { checkLine, type LineCheck, readTypedLines, type TypedSheets } from "./recover/typed-lines.js";
export { type Expectation, type OpenedSet, type Verification, verifySheets } from "./recover/verify.js";
export { sealedReceipt, shareReceipt } from "./share/receipt.js";
export { formatSetId } from "./share/set-id.js";
export { FIELD_NAMES, type FieldName, type Fields, type Guide } from "./sheet/content.js";
export { type FontFiles, type Fonts, parseFonts } from "./sheet/fonts.js";
export { PAPERS, type PaperName } from "./sheet/paper.js";
export type { RecoveryPage } from "./sheet/set-content.js";
export { parseTemplate, type Template } from "./sheet/template.js";
