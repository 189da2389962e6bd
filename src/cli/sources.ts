import { type Account, accountName, makeAccount } from "../account/account.js";
import { formatOtpauth } from "../account/otpauth-uri.js";
import { encodeUtf8 } from "../bytes.js";
import type { Keep } from "../document/plaintext.js";
import { EscrowError, type Warning } from "../error.js";
import type { ImportRun } from "../import/registry.js";
import type { SourceInput } from "../import/source.js";
import { type GatheredFiles, gatherFiles } from "./files.js";
import { patternExpression } from "./pattern.js";
import { problemPlace } from "./problem.js";
import { startProgress } from "./progress.js";
import { askSecret, askText } from "./prompt.js";
import { type LocatedWarning, type Unread, UnreadError } from "./report.js";
import { holdsSecretText } from "./secret-argument.js";
import { type Session, tell } from "./session.js";
import type { OpenedSources } from "./set-sources.js";
import { canAsk, shown } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** How sources are taken. */
export interface SourceOptions {
  /** Only accounts whose `issuer:account` has this in it, or is like this pattern; in any case of letters. */
  readonly only?: string;
  /** Do the rest when something cannot be read. */
  readonly keepGoing?: boolean;
  /** Opens sealed sheets; asked for where it was not given. */
  readonly passphrase?: string | undefined;
}

/** Where accounts come from: arguments, or what someone has already typed at a hidden prompt. */
export type SourceArguments = readonly string[] | { readonly typed: SourceInput };

/** Names of files among them. */
export function argumentsOf(args: SourceArguments): readonly string[] {
  return "typed" in args ? [] : args;
}

/** What sources gave. */
export interface Sources {
  /** One at least. */
  readonly accounts: readonly Account[];
  /** Secrets of sealed and share sheets that no code can be derived from. */
  readonly keeps: readonly Keep[];
  /** Whether a sealed sheet is among the sources. */
  readonly sealed: boolean;
  readonly warnings: readonly LocatedWarning[];
  /** Empty unless `keepGoing`. */
  readonly unread: readonly Unread[];
}

/**
 * Accounts of all sources and sheets that arguments name; with none, of what is typed at a hidden prompt.
 * @param named whether a key without a name is asked one
 * @throws UnreadError when something cannot be read, unless `keepGoing` and something else can
 * @throws UsageError `argument-secret`, `source-needed`, `stdin-terminal`
 * @throws EscrowError `only-no-match`, `keeps-alone`
 */
export async function loadAccounts(
  session: Session,
  args: SourceArguments,
  { only, keepGoing = false, passphrase }: SourceOptions,
  named = false,
): Promise<Sources> {
  const gathered = await gather(session, args, named);
  const { openSetSources } = await import("./set-sources.js");
  const opened = await openSetSources(session, gathered.inputs, passphrase);
  const { run, unread: typedUnread } = await importAll(session, opened);
  const unread = [...gathered.unread, ...opened.unread, ...typedUnread, ...unreadOf(run)];
  const { accounts } = run;
  if (unread.length > 0 && (!keepGoing || accounts.length === 0)) {
    throw new UnreadError(unread, !keepGoing && accounts.length > 0);
  }
  if (accounts.length === 0) throw new EscrowError("keeps-alone");
  const { sealed } = opened;
  // What was chosen by name is accounts.
  const [chosen, keeps] = only === undefined ? [accounts, opened.keeps] : [choose(accounts, only), []];
  return { accounts: chosen, keeps, sealed, warnings: [...opened.warnings, ...warningsOf(run)], unread };
}

/**
 * Refuses a passphrase that opens nothing: who gave it counts on its sealing something.
 * @throws UsageError `passphrase-needless`
 */
export function refuseNeedless(passphrase: string | undefined, { sealed }: Sources): void {
  if (passphrase !== undefined && !sealed) throw new UsageError("passphrase-needless");
}

/** Says that secrets without codes are left out, where only codes are made. */
export function keepsWarning({ keeps }: Sources): Warning[] {
  return keeps.length === 0 ? [] : [{ code: "keeps-left-out", data: { count: keeps.length } }];
}

async function importAll(
  session: Session,
  { inputs, texts }: OpenedSources,
): Promise<{ run: ImportRun; unread: Unread[] }> {
  const [{ readSources }, { importContext }, { nodePlatform }, { typedSheet }] = await Promise.all([
    import("../import/registry.js"),
    import("../import/qr-context.js"),
    import("../node-platform.js"),
    import("./typed-sheet.js"),
  ]);
  const ready: SourceInput[] = [];
  const unread: Unread[] = [];
  for (const input of inputs) {
    const typed = await typedSheet(input);
    unread.push(...(typed?.unread ?? []));
    if (typed === undefined) ready.push(input);
    else if (typed.input.bytes.length > 0) ready.push(typed.input);
  }
  const progress = startProgress(session, "sources");
  const { readCodes } = importContext(nodePlatform);
  const context = {
    readCodes: async (bytes: Uint8Array) => {
      progress.step(
        ready.findIndex((input) => input.bytes === bytes),
        ready.length,
      );
      return texts.get(bytes) ?? readCodes(bytes);
    },
  };
  const run = await readSources(ready, context);
  progress.end();
  return { run, unread };
}

async function gather(session: Session, args: SourceArguments, named: boolean): Promise<GatheredFiles> {
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
  const issuer = await askText(session, "issuer", { optional: true });
  const account = await askText(session, "account", { optional: true });
  return issuer === "" && account === "" ? key : formatOtpauth(makeAccount({ issuer, account, secret }));
}

function unreadOf({ outcomes, missing }: ImportRun): Unread[] {
  const failed = outcomes.flatMap(({ source, error, result }) =>
    error === undefined
      ? result.skipped
      : [{ source, place: problemPlace(error.data), code: error.code, data: error.data }],
  );
  const parts = missing.map(({ size, parts: numbers, sources }) => ({
    source: sources.join(", "),
    place: {},
    code: "migration-parts-missing" as const,
    data: { size, parts: numbers.join(", ") },
  }));
  return [...failed, ...parts];
}

function warningsOf({ outcomes, warnings }: ImportRun): LocatedWarning[] {
  const placed = outcomes.flatMap(({ source, result }) =>
    (result?.warnings ?? []).map((warning) => ({ ...warning, source })),
  );
  return [...placed, ...warnings];
}

function choose(accounts: readonly Account[], only: string): readonly Account[] {
  const wanted = only.toLowerCase();
  const expression = /[*?]/u.test(only) ? patternExpression(only, true) : undefined;
  const chosen = accounts.filter((account) => {
    const name = `${account.issuer}:${account.account}`;
    return expression?.test(name) ?? name.toLowerCase().includes(wanted);
  });
  if (chosen.length > 0) return chosen;
  const names = accounts.map((account) => shown(accountName(account)));
  throw new EscrowError("only-no-match", { pattern: only, names: names.join(", ") });
}
