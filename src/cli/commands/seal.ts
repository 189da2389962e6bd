import { basename, dirname, join } from "node:path";
import type { Warning } from "../../error.js";
import { formatSetId } from "../../share/set-id.js";
import { askRecoveryCodes } from "../input/ask-recovery-codes.js";
import { givenPassphrase, newPassphrase, type PassphraseOptions } from "../input/passphrase.js";
import { readRecoveryFiles, withRecoveryFiles } from "../input/recovery-files.js";
import { argumentsOf, loadAccounts, mayPick, type SourceArguments, type Sources } from "../input/sources.js";
import { parseFields } from "../making/fields.js";
import { replacedSet, reportFormer, wordsFor } from "../making/former-set.js";
import { openSetTemplates } from "../making/making.js";
import {
  contentsFrom,
  type FinishedSet,
  finishSet,
  loadSetResources,
  reportMade,
  setOptions,
} from "../making/set-making.js";
import { parseReplaces, type SetCommandOptions } from "../making/set-options.js";
import {
  checkFree,
  parseTarget,
  type Target,
  type WriteOptions,
  writeFiles,
  writeFolder,
  writeOne,
} from "../output/output.js";
import { type Session, tell, tellAll } from "../session.js";
import { shown, writeJson, writeNews } from "../terminal/terminal.js";
import { dayOfMaking } from "../time.js";
import { UsageError } from "../usage-error.js";
import { accountJson } from "../words/account-words.js";
import { recoveryCountJson, recoveryKeptLines } from "../words/recovery-words.js";
import { reportKept, reportUnread, reportWarnings, unreadJson, warningJson } from "../words/report.js";
import { PAGE_FILE, type PageBeside, pageBeside } from "./recovery-page.js";

/** Options of `print --seal`. */
export interface SealOptions extends SetCommandOptions, PassphraseOptions {
  readonly template?: string;
}

/** Name of the sheet in a folder. */
const SEALED_FILE = "sealed-sheet.pdf";

/**
 * `print --seal`: one sealed sheet of all accounts in the sources, read back before it is kept, and the recovery page
 * beside it.
 * @returns exit status: 1 when something could not be read and the rest was done
 */
export async function seal(session: Session, args: SourceArguments, options: SealOptions): Promise<number> {
  const { output, force = false, json = false, showAccounts = false, strict = false } = options;
  if (output === undefined) throw new UsageError("output-needed");
  if (output === "-" && json) throw new UsageError("output-json");
  const made = dayOfMaking();
  const fields = await parseFields(options.field ?? []);
  const templates = await openSetTemplates(options.template === undefined ? [] : [options.template], ["sealed"]);
  const target = parseTarget(output);
  if (target.kind !== "stdout") checkFree(session, pathOf(target), force);
  const entry = options.ledger
    ? (await import("../making/enter-made.js")).beginEntry(session, options.ledger)
    : undefined;
  const page = await pageFor(session, target, force);
  const named = options.replaces === undefined ? undefined : await parseReplaces(session, options.replaces);

  const codes = await readRecoveryFiles(session, options, argumentsOf(args));
  const given = await givenPassphrase(session, options, argumentsOf(args));
  const loaded = await loadAccounts(
    session,
    args,
    { ...options, makesNew: true, pick: mayPick(options), passphrase: given },
    true,
  );
  const complete = withRecoveryFiles(loaded, codes);
  const sources = options.askRecoveryCodes ? await askRecoveryCodes(session, complete) : complete;
  const { accounts, keeps, former } = sources;
  const replaced = await replacedSet(session, named, former, options);
  const contents = contentsFrom(sources, wordsFor(session, options, [], former, 0), { made, replaced });
  const { knownTexts, missingCharacters, wordsOnSheets } = await import("../../make/words-of-sheets.js");
  const known = knownTexts(session.language, contents, fields);
  const { passphrase, warnings: remarks } = await newPassphrase(session, given, options, known);
  const resources = await loadSetResources(session, templates, options);
  const words = wordsOnSheets(contents, fields);
  const missing = missingCharacters(words, showAccounts ? accounts : [], resources.fonts, strict);
  const { planSealed } = await import("../../make/set-sheets.js");
  const set = await planSealed(contents, passphrase, setOptions(session, options, fields, replaced), resources);
  const finished = await finishSet(session, set, resources, options);
  const { document } = set;
  const entered = { on: made, fields, shown: showAccounts ? accounts : [], replaced };
  const ready = await entry?.set({ document, shares: [], holders: [], ...entered });
  await write(session, target, { finished, page }, { force, beside: ready?.files ?? [] });
  const ledger = ready?.tell();

  const setId = formatSetId(document.setId);
  const warnings = [...remarks, ...missing];
  reportWarnings(session, [...sources.warnings, ...warnings]);
  reportKept(session, keeps);
  const said = { output, setId, sources, finished, page, warnings };
  if (json) writeJson({ ...sealJson(session, said), ...(ledger && { ledger }) });
  reportMade(session, target.kind === "stdout" ? tell(session, "stdout") : shown(pathOf(target)), finished);
  const [print = "", ...keep] = tellAll(session, "seal.next", { set: setId });
  for (const line of [print, tell(session, `seal.page-${page?.state ?? "none"}`), ...keep]) writeNews(session, line);
  for (const line of recoveryKeptLines(session, sources.recovery)) writeNews(session, line);
  reportFormer(session, replaced, former);
  reportUnread(session, sources.unread);
  return sources.unread.length > 0 ? 1 : 0;
}

function pathOf(target: Exclude<Target, { kind: "stdout" }>): string {
  return target.kind === "folder" ? join(target.path, SEALED_FILE) : target.path;
}

/** The page for where the sheet goes: none beside standard output, nor where the sheet itself is called so. */
async function pageFor(session: Session, target: Target, force: boolean): Promise<PageBeside | undefined> {
  if (target.kind === "stdout" || basename(pathOf(target)) === PAGE_FILE) return undefined;
  return pageBeside(session, dirname(pathOf(target)), force);
}

/** Sheet, page and ledger, all of them or none. */
async function write(
  session: Session,
  target: Target,
  { finished, page }: { readonly finished: FinishedSet; readonly page: PageBeside | undefined },
  options: WriteOptions,
): Promise<void> {
  const beside = page?.state === "new" ? [{ name: PAGE_FILE, bytes: page.bytes }] : [];
  for (const { pdf } of finished.files) {
    if (target.kind === "stdout") await writeOne(session, target, pdf, options);
    else if (target.kind === "folder") {
      writeFolder(session, target.path, [{ name: SEALED_FILE, bytes: pdf }, ...beside], options);
    } else {
      const pages = beside.map(({ name, bytes }) => ({ path: join(dirname(target.path), name), bytes }));
      writeFiles(session, [{ path: target.path, bytes: pdf }, ...pages], options);
    }
  }
}

function sealJson(
  session: Session,
  one: {
    readonly output: string;
    readonly setId: string;
    readonly sources: Sources;
    readonly finished: FinishedSet;
    readonly page: PageBeside | undefined;
    readonly warnings: readonly Warning[];
  },
): object {
  const { output, setId, sources, finished, page, warnings } = one;
  return {
    output,
    setId,
    accounts: sources.accounts.map((account) => ({
      ...accountJson(account),
      ...recoveryCountJson(sources.recovery, account),
    })),
    keeps: sources.keeps.map((kept) => unreadJson(session, kept)),
    recoveryPage:
      page && page.state !== "other" ? { file: PAGE_FILE, version: session.version, sha256: page.sha256 } : null,
    pages: finished.pages,
    checked: finished.checked ?? null,
    warnings: [...sources.warnings, ...warnings].map((warning) => warningJson(session, warning)),
    unread: sources.unread.map((one) => unreadJson(session, one)),
  };
}
