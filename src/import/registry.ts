import type { Account } from "../account/account.js";
import { settingWarnings } from "../account/otpauth-uri.js";
import type { Keep } from "../document/plaintext.js";
import type { RecoveryCodes } from "../document/recovery-codes.js";
import { EscrowError, type Warning } from "../error.js";
import { aegis } from "./apps/aegis.js";
import { andOtp, andOtpEncrypted } from "./apps/andotp.js";
import { authenticatorExtension } from "./apps/authenticator-extension.js";
import { authy } from "./apps/authy.js";
import { awsCli } from "./apps/aws-cli.js";
import { bitwarden } from "./apps/bitwarden.js";
import { cxf } from "./apps/cxf.js";
import { duo } from "./apps/duo.js";
import { enteAuth } from "./apps/ente-auth.js";
import { freeOtp } from "./apps/freeotp.js";
import { freeOtp2 } from "./apps/freeotp-2.js";
import { freeOtpPlus } from "./apps/freeotp-plus.js";
import { googleAuthenticator } from "./apps/google-authenticator.js";
import { lastpassAuthenticator } from "./apps/lastpass-authenticator.js";
import { type MissingParts, missingParts } from "./apps/migration-batch.js";
import { onePassword } from "./apps/one-password.js";
import { onePasswordInterchange } from "./apps/one-password-1pif.js";
import { passOtp } from "./apps/pass-otp.js";
import { protonAuthenticator } from "./apps/proton-authenticator.js";
import { protonPass } from "./apps/proton-pass.js";
import { raivo } from "./apps/raivo.js";
import { steam } from "./apps/steam.js";
import { stratum } from "./apps/stratum.js";
import { totpAuthenticator } from "./apps/totp-authenticator.js";
import { twoFas } from "./apps/two-fas.js";
import { Budget } from "./budget.js";
import { Collector } from "./collector.js";
import { type Content, inspectContent } from "./content.js";
import { dropDuplicates, type Kept, keepsOf, recoveryOf } from "./joined-results.js";
import { kdbx } from "./keepass/kdbx.js";
import { keepassXml } from "./keepass/keepass-xml.js";
import { base32Key } from "./lists/base32-key.js";
import { keyList } from "./lists/key-list.js";
import { keyUris } from "./lists/key-uris.js";
import { archiveKind, documentFormat } from "./other-file.js";
import { drawnText } from "./pages/drawn-text.js";
import { htmlPage } from "./pages/html-page.js";
import { savedPage } from "./pages/saved-page.js";
import { pdf, picture } from "./picture.js";
import { readContext } from "./read-context.js";
import type { ImportContext, ImportResult, Source, SourceInput, SourceName } from "./source.js";
import { bitwardenCsv } from "./tables/bitwarden-csv.js";
import { csvTable } from "./tables/csv-table.js";
import { enpassCsv } from "./tables/enpass-csv.js";
import { keepassCsv } from "./tables/keepass-csv.js";
import { keepassxcCsv } from "./tables/keepassxc-csv.js";
import { keeperCsv } from "./tables/keeper-csv.js";
import { onePasswordCsv } from "./tables/password-manager-csv.js";
import { protonPassCsv } from "./tables/proton-pass-csv.js";
import { roboformCsv } from "./tables/roboform-csv.js";
import { zippedTable } from "./tables/zipped-table.js";
import { zohoCsv } from "./tables/zoho-csv.js";
import { jsonTree } from "./trees/json-source.js";

/** Tables, also those in an archive. */
const TABLES: readonly Source[] = [
  bitwardenCsv,
  onePasswordCsv,
  protonPassCsv,
  keepassxcCsv,
  keepassCsv,
  zohoCsv,
  roboformCsv,
  enpassCsv,
  keeperCsv,
  csvTable,
];

/** Exports of apps in JSON, also those in an archive. */
const EXPORTS: readonly Source[] = [
  cxf,
  bitwarden,
  lastpassAuthenticator,
  protonPass,
  onePassword,
  raivo,
  duo,
  steam,
  aegis,
  twoFas,
  enteAuth,
  protonAuthenticator,
  freeOtpPlus,
  andOtp,
  authenticatorExtension,
  awsCli,
  onePasswordInterchange,
  jsonTree,
];

/**
 * Every kind of source that can be read. The first that knows a content reads it: what has a signature of its own comes
 * first, then JSON, tables and XML by their members, then lists of texts; what has no mark at all (random bytes, one
 * key) comes last.
 */
export const SOURCES: readonly Source[] = [
  // Signatures
  picture,
  pdf,
  freeOtp2,
  stratum,
  kdbx,
  // JSON, also in ZIP archives
  ...EXPORTS,
  // Tables, also in ZIP archives
  ...TABLES,
  zippedTable([...TABLES, ...EXPORTS], [googleAuthenticator, passOtp, keyUris]),
  // XML
  keepassXml,
  authy,
  freeOtp,
  htmlPage,
  savedPage,
  // Lists of texts
  googleAuthenticator,
  passOtp,
  keyUris,
  drawnText,
  // No mark of their own
  keyList,
  totpAuthenticator,
  base32Key,
  andOtpEncrypted,
];

/** What one of several sources gave: a result, or why it could not be read at all. */
export type SourceOutcome =
  | {
      /** Name of the source. */
      readonly source: string;
      /** What it gave. */
      readonly result: ImportResult;
      /** Nothing, where there is a result. */
      readonly error?: never;
    }
  | {
      /** Name of the source. */
      readonly source: string;
      /** Why it could not be read. */
      readonly error: EscrowError;
      /** Nothing, where there is an error. */
      readonly result?: never;
    };

/** What several sources gave together. */
export interface ImportRun {
  /** One for each source, in their order. */
  readonly outcomes: readonly SourceOutcome[];
  /** Of all sources in their order; those of equal secret and settings only from the first that has them. */
  readonly accounts: readonly Account[];
  /** Secrets that no code can be derived from, of all sources; the same text once. */
  readonly keeps: readonly Kept[];
  /** Recovery codes of all sources, under the labels of `accounts`; left out where there are none. */
  readonly recovery?: readonly RecoveryCodes[];
  /**
   * For each account left out so `account-twice` with `name`, `source` and `first`, or where its name differs
   * `account-renamed` with `other` too; those of each source stand with it.
   */
  readonly warnings: readonly Warning[];
  /** Parts of Google Authenticator's exports that no source held. */
  readonly missing: readonly MissingParts[];
  /** Whether nothing was lost: no source failed, nothing skipped that is not kept, no part missing. */
  readonly complete: boolean;
}

/**
 * What kind a source is, told by its content.
 * @returns `undefined` for an unknown one
 * @throws EscrowError `source-empty`, `source-too-large`, `source-encoding`, `source-age`
 */
export function identifySource(input: SourceInput): SourceName | undefined {
  return findSource(inspectContent(input))?.name;
}

/**
 * Reads one source.
 * @returns at least one account, or at least two things skipped
 * @throws EscrowError when nothing of it can be read: `source-empty`, `source-unknown`, or what is wrong with it
 */
export async function readSource(input: SourceInput, context: ImportContext): Promise<ImportResult> {
  const budget = new Budget(context.watch);
  const content = inspectContent(input);
  const source = findSource(content);
  if (source === undefined || source === base32Key) await refuseRecoveryCodes(content);
  if (source === undefined) throw documentFault(content) ?? content.fault ?? unknownSource(content);
  const collector = new Collector(input.name, budget);
  const question = { source: input.name, format: source.name };
  await source.read(content, collector, readContext(context, question, budget, input.bytes));
  return collector.finish(source.name);
}

/**
 * Reads several sources one after the other, and puts together what belongs together. Throws for none of them.
 * @param inputs sources, or what was read of them elsewhere, such as accounts of sheets
 * @param onRead called after each source with how many are done, for a progress display
 */
export async function readSources(
  inputs: readonly (SourceInput | SourceOutcome)[],
  context: ImportContext,
  onRead: (done: number) => void = () => {},
): Promise<ImportRun> {
  const outcomes: SourceOutcome[] = [];
  for (const input of inputs) onRead(outcomes.push("bytes" in input ? await readOutcome(input, context) : input));
  const results = outcomes.flatMap(({ source, result }) => (result === undefined ? [] : [{ source, result }]));
  const missing = missingParts(results.flatMap(({ result }) => result.batchParts));
  const complete =
    missing.length === 0 &&
    results.length === outcomes.length &&
    results.every(({ result }) => result.skipped.every(({ keep }) => keep !== undefined));
  const distinct = dropDuplicates(results);
  const recovery = recoveryOf(results, distinct.accounts);
  const found = { ...distinct, keeps: keepsOf(results), ...(recovery.length > 0 ? { recovery } : {}) };
  return { outcomes, ...found, missing, complete };
}

/** Accounts, kept secrets and recovery codes that sheets gave, as a source has them. */
export function accountsOutcome(
  source: string,
  accounts: readonly Account[],
  keeps: readonly Keep[] = [],
  recovery: readonly RecoveryCodes[] = [],
): SourceOutcome {
  const collector = new Collector(source);
  for (const [i, account] of accounts.entries()) {
    collector.add(accounts.length > 1 ? { entry: i + 1 } : {}, account, settingWarnings(account));
  }
  for (const keep of keeps) collector.skip({}, new EscrowError("secret-kept"), keep);
  collector.addRecovery(recovery);
  return { source, result: collector.finish(keyUris.name) };
}

async function readOutcome(input: SourceInput, context: ImportContext): Promise<SourceOutcome> {
  try {
    return { source: input.name, result: await readSource(input, context) };
  } catch (error) {
    if (error instanceof EscrowError) return { source: input.name, error };
    throw error;
  }
}

/**
 * Codes that a service gave for when the phone is lost look like keys where nothing else is in a file.
 * @throws EscrowError `source-recovery-codes`
 */
async function refuseRecoveryCodes({ text }: Content): Promise<void> {
  if (text === undefined) return;
  const { isRecoveryList } = await import("./recovery-list.js");
  if (isRecoveryList(text)) throw new EscrowError("source-recovery-codes");
}

function documentFault({ bytes, zip = [] }: Content): EscrowError | undefined {
  const names = zip.map(({ name }) => name);
  const format = documentFormat(bytes, names);
  return format === undefined ? undefined : new EscrowError("document-not-read", { format });
}

function unknownSource({ bytes }: Content): EscrowError {
  const kind = archiveKind(bytes);
  return kind === undefined ? new EscrowError("source-unknown") : new EscrowError("archive-unknown", { kind });
}

function findSource(content: Content): Source | undefined {
  return SOURCES.find(({ detect }) => detect(content));
}
