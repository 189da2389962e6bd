/**
 * paper-escrow as a library: accounts in, recovery sheets out, and back. It runs in a browser; what it needs from
 * the platform (decoded pictures, WebAssembly, fonts) is passed in. `paper-escrow/node` gives these for Node.
 */
import "./sentences/error-sentences.js";

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
export { formatOtpauth, type ParsedOtpauth, parseOtpauth } from "./account/otpauth-uri.js";
export type { Document, Lock } from "./document/document.js";
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
  type ErrorSentence,
  EscrowError,
  type Fault,
  setErrorSentences,
  WARNING_CODES,
  type Warning,
  type WarningCode,
} from "./error.js";
export type { BatchPart, MissingParts } from "./import/apps/migration-batch.js";
export type { Collector, FallbackNames } from "./import/collector.js";
export type { Content } from "./import/content.js";
export type { StoredEntry } from "./import/entry.js";
export type { CsvRow, CsvTable } from "./import/formats/csv.js";
export type { Derivation } from "./import/formats/derivation.js";
export type { Json, JsonObject } from "./import/formats/json.js";
export type { ZipEntry } from "./import/formats/zip.js";
export { type Kept, keptOf } from "./import/joined-results.js";
export { importContext } from "./import/qr-context.js";
export {
  type ImportRun,
  readSource,
  readSources,
  SOURCES,
  type SourceOutcome,
} from "./import/registry.js";
export type {
  ImportContext,
  ImportResult,
  Place,
  PlacedWarning,
  ReadContext,
  Skipped,
  Source,
  SourceInput,
  SourceName,
  SourceQuestion,
} from "./import/source.js";
export type { Line as SourceLine } from "./import/text.js";
export { has, type Language, type Sentences, say, sayAll, type Values } from "./language.js";
export { formatCalendar } from "./ledger/calendar.js";
export { addDays, addInterval, isDay, isInterval } from "./ledger/days.js";
export { type SheetStanding, standingsOf, type Task } from "./ledger/due.js";
export { enter, enterAll, type SheetFacts } from "./ledger/enter.js";
export {
  EMPTY_LEDGER,
  EVENT_NAMES,
  type EventName,
  type Ledger,
  type LedgerEvent,
  type LedgerSheet,
  type NewEvent,
} from "./ledger/ledger.js";
export { formatLedger, parseLedger } from "./ledger/ledger-file.js";
export { mergeLedgers } from "./ledger/merge.js";
export { type LedgerPapers, type LedgerResources, makeLedgerPapers } from "./ledger/papers.js";
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
  SHEET_KINDS,
  type SheetKind,
  type SheetName,
  sealedSheetId,
  shareSheetId,
} from "./ledger/sheet-id.js";
export { type Measure, type SheetState, type Standing, stateOf } from "./ledger/sheet-state.js";
export { checkSheets } from "./make/check-open.js";
export { checkSet, type DrawnSheet } from "./make/check-set.js";
export type { OpenSheetOptions, SheetResources } from "./make/open-options.js";
export { type KeptSecret, type MadeSheets, makeOpenSheets } from "./make/open-sheets.js";
export type { SelfCheck } from "./make/read-back.js";
export type { SetOptions, SetResources } from "./make/set-codes.js";
export {
  drawSheet,
  type PlannedReprint,
  type PlannedSet,
  planReprint,
  planSealed,
  planShares,
  type Reprinted,
  type SetSheet,
} from "./make/set-sheets.js";
export { type Correction, LINE_KINDS, type Line, type LineKind, type LineReading } from "./paper/line.js";
export type { QrSymbol } from "./paper/qr/qr-symbol.js";
export type { QrRecord } from "./paper/record.js";
export type { CodeQuality } from "./read/codes/code-quality.js";
export type { ReadCodesOptions } from "./read/codes/codes.js";
export type { FoundCode, Pass } from "./read/codes/found-code.js";
export type { Remain, Remains } from "./read/codes/rescue/qr-remains.js";
export type { Corners, CorrectionLevel } from "./read/codes/sighting.js";
export type { FileKind } from "./read/file-kind.js";
export type { FoundLine } from "./read/glyphs/found-lines.js";
export type { DrawAnswer, Drawer, DrawFault, DrawQuestion } from "./read/pages/drawer.js";
export type { PageLook } from "./read/pages/page-look.js";
export type { PageSight, SightOptions } from "./read/pages/page-sight.js";
export type { PdfPage, RasteriseOptions } from "./read/pages/pdf.js";
export type { PictureFault } from "./read/pages/picture-fault.js";
export type { Point as PixelPoint, Raster } from "./read/pixels/raster.js";
export type { DecodeOptions, Helpers, PictureHeader, Platform } from "./read/platform.js";
export { readSheet } from "./recover/file-reading.js";
export {
  type FoundKeeper,
  type FoundLines,
  type FoundRecord,
  type FoundSet,
  type FoundShare,
  goodShares,
  type ShareStatus,
} from "./recover/found-set.js";
export type { PrintedRows } from "./recover/lines/drawn-text.js";
export type { FootReading, FootWords } from "./recover/lines/foot-words.js";
export type { LineProgress } from "./recover/lines/page-lines.js";
export {
  checkLine,
  type LabelledCorrection,
  type LineCheck,
  type PlacedCorrection,
  readTypedLines,
  type SettledLines,
  type TypedSheets,
} from "./recover/lines/typed-lines.js";
export type {
  CodeReading,
  FoundText,
  SheetOrigin,
  SheetReading,
  SourceNote,
  TypedReading,
} from "./recover/open-codes.js";
export type { PageState, PageStateName } from "./recover/page-states.js";
export { type Located, PLACE_NAMES, type Problem } from "./recover/problem.js";
export { gatherReading, PRINT_AGAIN_ABOVE, type Reading } from "./recover/reading.js";
export {
  type GivenSource,
  type OnSight,
  ReadingSession,
  type SessionOptions,
  type SessionState,
} from "./recover/reading-session.js";
export { type FoundSets, findSets, lackOf, openSet, openSetAsTyped } from "./recover/sets.js";
export { type ReadSheetsOptions, readSheets } from "./recover/sheet-reading.js";
export type {
  FileOrigin,
  KeepReading,
  PageFacts,
  RecordReading,
  RecoveryReading,
  SourceReading,
} from "./recover/source-reading.js";
export { type Expectation, type OpenedSet, type Verification, verifySheets } from "./recover/verify.js";
export type { Point } from "./share/polynomial.js";
export { sealedReceipt, shareReceipt } from "./share/receipt.js";
export type { Roster, Threshold } from "./share/roster.js";
export { formatSetId } from "./share/set-id.js";
export type { Share } from "./share/share.js";
export type { Box, CodeBox, Face, Page, RuleBox, TextBox } from "./sheet/box.js";
export type { Guide } from "./sheet/content.js";
export { FIELD_NAMES, type FieldName, type Fields } from "./sheet/fields.js";
export { type FontFiles, type Fonts, type ParsedFont, parseFonts } from "./sheet/fonts.js";
export { PAPERS, type Paper, type PaperName } from "./sheet/paper.js";
export type { RecoveryPage, ReplacedSet } from "./sheet/sets/set-content.js";
export { type BlockSpec, parseTemplate, type Template } from "./sheet/template.js";
export type { AnyTemplateName } from "./sheet/template-names.js";
