/**
 * Everything that can be wrong with what a user gave us. The sentence and the hint for each
 * code stand in `templates/lang/*.json` under `errors`; a message never holds a secret.
 */
export const ERROR_CODES = [
  // account
  "uri-scheme",
  "uri-type",
  "uri-secret-missing",
  "uri-parameter",
  "secret-character",
  "secret-too-short",
  "secret-too-long",
  "secret-weak",
  "codes-not-derivable",
  "text-too-long",
  "uri-algorithm",
  "uri-parameter-repeated",
  "uri-two-step",
  "uri-quoted-printable",
  "secret-hexadecimal",
  // paper
  "line-check",
  "lines-heading-missing",
  "lines-missing",
  "lines-id-mismatch",
  "lines-length",
  // sheet
  "template-fault",
  "does-not-fit",
  "code-does-not-fit",
  "guide-unknown",
  // typed
  "line-group",
  "line-length",
  "typed-line-unknown",
  "typed-key-missing",
  "typed-setting",
  "typed-key-readings",
  "typed-key-doubtful",
  "typed-keys-two",
  // verify
  "sheet-unknown",
  "sheet-no-code",
  "page-unread",
  "page-codes-unread",
  "page-cards-unread",
  "cards-page-absent",
  "share-code-missing",
  "source-unproven",
  "sheet-is-export",
  "sheet-codes-differ",
  "sheet-key-differs",
  "sheet-lines-differ",
  "sheet-set-differs",
  "foot-set-differs",
  "test-value-wrong",
  "sheet-not-expected",
  "expected-missing",
  "expected-other-name",
  "expected-other-codes",
  "code-matches-none",
  "recovery-codes-missing",
  "recovery-codes-other",
  "self-check-failed",
  // read
  "picture-unreadable",
  "picture-too-large",
  "picture-heic",
  "picture-decoder",
  "picture-rest",
  "svg-too-large",
  "pdf-unreadable",
  "pdf-encrypted",
  "pdf-too-large",
  "pdf-page-slow",
  "pdf-slow",
  "pages-quick",
  // import
  "source-empty",
  "source-unknown",
  "source-too-large",
  "source-too-many",
  "source-too-long",
  "source-encoding",
  "source-prefix",
  "source-line",
  "keys-ambiguous",
  "picture-format",
  "picture-no-code",
  "page-pictures-apart",
  "page-canvas",
  "code-not-otp",
  "code-perhaps-key",
  "code-phonefactor",
  "code-lastpass-transfer",
  "migration-data-missing",
  "migration-data",
  "migration-empty",
  "migration-setting",
  "migration-parts-missing",
  "source-no-accounts",
  "source-encrypted",
  "extension-encrypted",
  "entry-in-keepassotp",
  "source-pgp",
  "source-age",
  "source-damaged",
  "source-version",
  "entry-setting",
  "secret-kept",
  "recovery-codes-many",
  "recovery-code-long",
  "recovery-codes-none",
  "recovery-codes-key",
  "source-recovery-codes",
  "source-no-password",
  "entry-locked",
  "password-needed",
  "password-file",
  "password-wrong",
  "derivation-too-costly",
  "derivation-unknown",
  "json-broken",
  "json-depth",
  "json-repeated",
  "csv-broken",
  "csv-row",
  "xml-broken",
  "xml-too-large",
  "zip-broken",
  "zip-too-large",
  "zip-method",
  "archive-unknown",
  "document-not-read",
  // cli
  "usage-command",
  "usage-command-near",
  "usage-option",
  "usage-option-near",
  "usage-option-value",
  "usage-argument-missing",
  "usage-too-many",
  "usage-other",
  "usage-choice",
  "usage-choice-near",
  "usage-number",
  "argument-secret",
  "source-needed",
  "stdin-terminal",
  "stdin-twice",
  "field-form",
  "field-unknown",
  "field-unknown-near",
  "time",
  "source-date-epoch",
  "code-form",
  "template-name",
  "template-name-near",
  "output-needed",
  "output-json",
  "output-terminal",
  "output-exists",
  "output-is-folder",
  "output-special",
  "output-link",
  "output-folder-missing",
  "output-unwritable",
  "output-left",
  "file-missing",
  "file-unreadable",
  "file-too-large",
  "pipe-silent",
  "folder-empty",
  "pattern-no-match",
  "only-no-match",
  "recovery-codes-no-match",
  "recovery-codes-several",
  "recovery-codes-expect",
  "characters-unprintable",
  "template-unknown",
  "template-unknown-near",
  "template-layout",
  "usage-open-only",
  "usage-sealed-only",
  "output-folder-needed",
  "output-not-folder",
  "shares-form",
  "holders-count",
  "pages-many",
  "replaces-form",
  "replaces-sheet",
  "passphrase-terminal",
  "passphrase-empty",
  "passphrase-form",
  "passphrase-weak",
  "passphrase-needless",
  "reprint-nothing",
  "by-hand-terminal",
  "not-permitted",
  "internal",
  // document, share, frame
  "record-version",
  "record-broken",
  "document-version",
  "document-lock",
  "document-too-large",
  "age-header",
  "age-work-factor",
  "passphrase-wrong",
  "passphrase-words",
  "passphrase-count",
  "document-inflates",
  "document-text",
  "contents-line",
  "contents-empty",
  "share-length",
  "share-threshold",
  "share-index",
  "share-reserved",
  "frame-length",
  "frame-check",
  "frame-reserved",
  "frame-numbers",
  "keeper-length",
  "keeper-check",
  "keeper-reserved",
  "keeper-threshold",
  "keeper-differs",
  "keeper-alone",
  "threshold",
  "frames-missing",
  "frames-conflict",
  "frames-of-another-document",
  "share-not-in-roster",
  "share-conflict",
  "share-misread",
  "shares-missing",
  "passphrase-needed",
  "origins-mixed",
  "memory-short",
  // ledger
  "ledger-broken",
  "ledger-foreign",
  "ledger-version",
  "ledger-needed",
  "ledger-missing",
  "ledger-set-needed",
  "ledger-sheet-unknown",
  "ledger-sheets-several",
  "ledger-nothing",
  "ledger-text",
  "interval-form",
  "day-form",
  "receipt-form",
  "receipt-unknown",
  "receipt-other-year",
  // page
  "picture-blocked",
  "browser-old",
  "check-only",
  "forgotten",
] as const;

/** One of the closed list of error codes. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Facts that fill the placeholders of an error's sentence: never a secret. A list holds names of sources. */
export type ErrorData = Readonly<Record<string, string | number | readonly string[]>>;

/** What an error's `message` says. */
export type ErrorSentence = (code: ErrorCode, data: ErrorData) => string;

let sentenceOf: ErrorSentence = (code) => code;

/**
 * Gives errors made from now on a `message` in words. The package's own entry does so in English; until then, as in the
 * command line, which has words of its own, a message is the code.
 */
export function setErrorSentences(sentence: ErrorSentence): void {
  sentenceOf = sentence;
}

/**
 * The one error class for bad input. A caller's mistake is a `TypeError` or `RangeError` instead.
 */
export class EscrowError extends Error {
  /** Always `EscrowError`. */
  override readonly name = "EscrowError";

  /**
   * @param code what is wrong, from the closed list
   * @param data facts for the sentence, such as a file's name or a line's number
   */
  constructor(
    readonly code: ErrorCode,
    readonly data: ErrorData = {},
  ) {
    super(sentenceOf(code, data));
  }
}

/** What a reading gives; nothing where it fails for bad input. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof EscrowError) return undefined;
    throw error;
  }
}

/**
 * What can be worth saying about input that was taken nevertheless. The sentence for each code
 * stands in `templates/lang/*.json` under `warnings`.
 */
export const WARNING_CODES = [
  // account
  "label-empty",
  "counter-missing",
  "digits-unusual",
  "secret-not-canonical",
  "steam-assumed",
  "parameter-ignored",
  "parameter-unknown",
  "parameter-repeated",
  "secret-short",
  "secret-weak",
  // import
  "code-not-otp",
  "account-twice",
  "account-renamed",
  "export-incomplete",
  "rows-uneven",
  "archive-members",
  "totp-one-each",
  "entries-deleted",
  "lines-aside",
  "text-aside",
  "line-labels-read",
  "line-marks-dropped",
  "line-rows-split",
  "line-groups-mended",
  "key-beside-lines",
  "pictures-aside",
  "steam-revocation",
  "recovery-lines-aside",
  // sheet
  "guide-assumed",
  "characters-missing",
  // verify
  "print-again",
  "print-faint",
  "picture-blurred",
  "picture-cut",
  "front-code-gone",
  "share-code-gone",
  "document-codes-gone",
  "share-page-missing",
  "page-not-read",
  "read-by-lines",
  // sheets without words that people need
  "name-missing",
  "title-missing",
  // sets
  "keeper-of-another-set",
  "origins-sets",
  "origin-open",
  "origin-name-twice",
  "passphrase-not-ascii",
  "passphrase-weak",
] as const;

/** One of the closed list of warning codes. */
export type WarningCode = (typeof WARNING_CODES)[number];

/** What an `EscrowError` says, without its words: on its way between threads, or where nothing failed. */
export interface Fault {
  /** What is wrong, from the closed list. */
  readonly code: ErrorCode;
  /** Facts for its sentence. */
  readonly data: ErrorData;
}

/** Something to say about what was taken nevertheless: data for a sentence, never a secret. */
export interface Warning {
  /** What it is about, from the closed list. */
  readonly code: WarningCode;
  /** Facts for its sentence. */
  readonly data: ErrorData;
}
