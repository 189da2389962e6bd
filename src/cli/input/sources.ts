import { codesKey, isUnnamed, makeAccount } from "../../account/account.js";
import { formatLabel, formatOtpauth } from "../../account/otpauth-uri.js";
import { encodeUtf8 } from "../../bytes.js";
import type { RecoveryCodes } from "../../document/recovery-codes.js";
import { EscrowError } from "../../error.js";
import type { ImportRun, SourceOutcome } from "../../import/registry.js";
import type { SourceInput } from "../../import/source.js";
import { type AccountOrigin, type FoundAccount, originWarnings } from "../../recover/origin.js";
import type { PageState } from "../../recover/page-states.js";
import { type Problem, problemOf } from "../../recover/problem.js";
import type { FormerSet } from "../making/former-set.js";
import { type WeakKeyOptions, withoutWeakKeys } from "../making/weak-keys.js";
import { type Session, tell } from "../session.js";
import { askLine, askSecret } from "../terminal/prompt.js";
import { canAsk } from "../terminal/terminal.js";
import { UsageError } from "../usage-error.js";
import { originWords } from "../words/account-words.js";
import type { LocatedWarning } from "../words/report.js";
import { UnreadError } from "../words/unread.js";
import { type Choice, type ChoosingOptions, chooseAccounts } from "./choosing.js";
import { type GatheredFiles, gatherFiles } from "./files.js";
import { holdsSecretText } from "./secret-argument.js";
import type { OpenedSources } from "./set-sources.js";

/** How sources are taken. */
export interface SourceOptions extends ChoosingOptions, WeakKeyOptions {
  /** Files with passwords of encrypted exports. */
  readonly passwordFile?: readonly string[];
  /** Whether new sheets are made: then sheets of several origins are not mixed unless `fromAll` says so. */
  readonly makesNew?: boolean;
  readonly fromAll?: boolean;
  /** Opens sealed sheets; asked for where it was not given. */
  readonly passphrase?: string | undefined;
}

/** Where accounts come from: arguments, what someone has already typed at a hidden prompt, or what was read already. */
export type SourceArguments = readonly string[] | { readonly typed: SourceInput } | { readonly loaded: Sources };

/** Names of files among them. */
export function argumentsOf(args: SourceArguments): readonly string[] {
  return "typed" in args || "loaded" in args ? [] : args;
}

/** What sources gave: one account or kept secret at least. */
export interface Sources extends Choice {
  /** Recovery codes of the accounts that are taken, as far as the sources hold some. */
  readonly recovery: readonly RecoveryCodes[];
  /** Whether a sealed sheet is among the sources. */
  readonly sealed: boolean;
  /** Sets among the sources that were opened. */
  readonly former: readonly FormerSet[];
  /** Where each account came from. */
  readonly origins: readonly FoundAccount[];
  readonly warnings: readonly LocatedWarning[];
  /** Empty unless `keepGoing`. */
  readonly unread: readonly Problem[];
  /** Every page and picture among the sources, with what became of it. */
  readonly pages: readonly PageState[];
}

/**
 * Accounts of all sources and sheets that arguments name; with none, of what is typed at a hidden prompt.
 * @param named whether a key without a name is asked one
 * @throws UnreadError when something cannot be read, or has a weak key that nobody allows, unless `keepGoing` and
 *   something else can
 * @throws UsageError `argument-secret`, `source-needed`, `stdin-terminal`
 * @throws EscrowError `only-no-match`, `password-file`
 */
export async function loadAccounts(
  session: Session,
  args: SourceArguments,
  options: SourceOptions,
  named = false,
): Promise<Sources> {
  const { keepGoing = false, passwordFile = [] } = options;
  if ("loaded" in args) return chosenFrom(session, args.loaded, options);
  if (Array.isArray(args) && args.includes("-") && passwordFile.includes("-")) throw new UsageError("stdin-twice");
  const gathered = await gather(session, args, named);
  const { openSetSources } = await import("./set-sources.js");
  const opened = await openSetSources(session, gathered.inputs, options.passphrase);
  const { run, unread: typedUnread, warnings: typedWarnings } = await importAll(session, opened, passwordFile);
  const unread = [...gathered.unread, ...opened.unread, ...typedUnread, ...unreadOf(run)];
  const found = run.accounts.length + run.keeps.length;
  if (options.makesNew === true && options.fromAll !== true) refuseMixed(opened.sets, run);
  if (unread.length > 0 && (!keepGoing || found === 0)) throw new UnreadError(unread, !keepGoing && found > 0);
  const wanted = await chooseAccounts(session, run, options);
  const taken = await withoutWeakKeys(session, run, wanted, unread, options);
  const isRefused = ({ source, place }: LocatedWarning) =>
    taken.unread.some((one) => one.code === "secret-weak" && one.source === source && one.place === place);
  const origins = originsOf(opened.sets, run);
  const mixed = opened.sets.size > 0 ? originWarnings(origins, (origin) => originWords(session, origin)) : [];
  const warnings = [
    ...opened.warnings,
    ...mixed,
    ...typedWarnings,
    ...warningsOf(run).filter((warning) => !isRefused(warning)),
  ];
  const { former, sealed, pages } = opened;
  const recovery = recoveryOf(run, taken);
  return { ...taken, recovery, former, origins, sealed, warnings, pages };
}

/** What is wanted of sources that were read already. */
async function chosenFrom(session: Session, loaded: Sources, options: SourceOptions): Promise<Sources> {
  const taken = await chooseAccounts(session, loaded, options);
  return { ...loaded, ...taken, recovery: recoveryOf(loaded, taken) };
}

/** Lists of accounts that are taken, and those whose label no account of the sources has. */
function recoveryOf(
  { recovery = [], accounts }: Pick<ImportRun, "recovery" | "accounts">,
  taken: Choice,
): RecoveryCodes[] {
  const [all, own] = [new Set(accounts.map(formatLabel)), new Set(taken.accounts.map(formatLabel))];
  return recovery.filter(({ label }) => own.has(label) || !all.has(label));
}

/**
 * Refuses accounts of an opened set together with others: whoever handed over a sheet may have glued another one onto
 * it, and a new set would seal that for good.
 * @throws EscrowError `origins-mixed` with `origins`
 */
function refuseMixed(sets: OpenedSources["sets"], { outcomes, keeps }: ImportRun): void {
  const given = outcomes.flatMap(({ source, result }) => {
    const kept = keeps.filter((one) => one.source === source).map(({ keep }) => keep.text);
    const keys = new Set([...(result?.accounts ?? []).map(codesKey), ...kept]);
    return keys.size > 0 ? [{ source, keys }] : [];
  });
  const base = given.find(({ source }) => sets.has(source));
  const others = given.filter((one) => one !== base && [...one.keys].some((key) => !base?.keys.has(key)));
  if (base === undefined || others.length === 0) return;
  throw new EscrowError("origins-mixed", { origins: [base, ...others].map(({ source }) => source).join("; ") });
}

/** Each account with the set or the sources that hold it. */
function originsOf(sets: OpenedSources["sets"], { accounts, outcomes }: ImportRun): FoundAccount[] {
  const given = new Map<string, Set<string>>();
  for (const { source, result } of outcomes) {
    for (const account of result?.accounts ?? []) {
      const own = given.get(codesKey(account)) ?? new Set();
      given.set(codesKey(account), own.add(source));
    }
  }
  return accounts.map((account) => {
    return {
      account,
      origins: [...(given.get(codesKey(account)) ?? [])].map((source): AccountOrigin => {
        const set = sets.get(source);
        return set === undefined ? { kind: "sheet", source, pages: [] } : { kind: "set", set };
      }),
    };
  });
}

/**
 * Refuses a passphrase that opens nothing: who gave it counts on its sealing something.
 * @throws UsageError `passphrase-needless`
 */
export function refuseNeedless(passphrase: string | undefined, { sealed }: Sources): void {
  if (passphrase !== undefined && !sealed) throw new UsageError("passphrase-needless");
}

/** Whether someone may be asked which accounts: not where another program reads on, or all or some were named. */
export function mayPick({
  all = false,
  json = false,
  only,
}: {
  all?: boolean;
  json?: boolean;
  only?: string;
}): boolean {
  return !all && !json && only === undefined;
}

async function importAll(
  session: Session,
  { inputs, texts }: OpenedSources,
  passwordFile: readonly string[],
): Promise<{ run: ImportRun; unread: Problem[]; warnings: LocatedWarning[] }> {
  const [{ readSources }, { typedSheet }, { settleText }, { sourceContext }] = await Promise.all([
    import("../../import/registry.js"),
    import("./typed-sheet.js"),
    import("./settle-texts.js"),
    import("./source-context.js"),
  ]);
  const ready: (SourceInput | SourceOutcome)[] = [];
  const unread: Problem[] = [];
  const warnings: LocatedWarning[] = [];
  for (const given of inputs) {
    if (!("bytes" in given)) {
      ready.push(given);
      continue;
    }
    const input = await settleText(session, given);
    const typed = await typedSheet(input);
    unread.push(...(typed?.unread ?? []));
    warnings.push(...(typed?.warnings ?? []));
    if (typed === undefined) ready.push(input);
    else if (typed.input.bytes.length > 0) ready.push(typed.input);
  }
  const { context, end } = await sourceContext(
    session,
    ready.filter((one) => "bytes" in one),
    texts,
    passwordFile,
  );
  try {
    return { run: await readSources(ready, context), unread, warnings };
  } finally {
    end();
  }
}

async function gather(
  session: Session,
  args: Exclude<SourceArguments, { readonly loaded: Sources }>,
  named: boolean,
): Promise<GatheredFiles> {
  if ("typed" in args) return { inputs: [args.typed], unread: [] };
  if (args.length > 0) return gatherFiles(args, tell(session, "stdin"));
  if (!canAsk()) throw new UsageError("source-needed");
  return { inputs: [await askSource(session, named)], unread: [] };
}

/**
 * What someone types without its being shown, as a source.
 * @param named whether a key without a name is asked one
 */
export async function askSource(session: Session, named: boolean): Promise<SourceInput> {
  const typed = await askSecret(session);
  const text = named && !holdsSecretText(typed) ? await nameKey(session, typed) : typed;
  return { name: tell(session, "typed"), bytes: encodeUtf8(text) };
}

/** A bare key with the names that its sheet is to bear. What is no key is left for the sources to judge. */
async function nameKey(session: Session, key: string): Promise<string> {
  let secret: string;
  try {
    ({ secret } = makeAccount({ secret: key }));
  } catch {
    return key;
  }
  const issuer = (await askLine(session, "issuer")).trim();
  const account = (await askLine(session, "account")).trim();
  return isUnnamed({ issuer, account }) ? key : formatOtpauth(makeAccount({ issuer, account, secret }));
}

/** What gave no account and is not kept either. */
function unreadOf({ outcomes, missing }: ImportRun): Problem[] {
  const skipped = outcomes.flatMap(({ result }) => result?.skipped ?? []);
  const failed = outcomes.flatMap(({ source, error }) => (error === undefined ? [] : [problemOf(source, error)]));
  const parts = missing.map(({ size, parts: numbers, sources }) => ({
    source: sources.join(", "),
    place: {},
    code: "migration-parts-missing" as const,
    data: { size, parts: numbers.join(", ") },
  }));
  return [...failed, ...skipped.filter(({ keep }) => keep === undefined), ...parts];
}

function warningsOf({ outcomes, warnings }: ImportRun): LocatedWarning[] {
  const placed = outcomes.flatMap(({ source, result }) =>
    (result?.warnings ?? []).map((warning) => ({ ...warning, source })),
  );
  return [...placed, ...warnings];
}
