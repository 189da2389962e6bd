import { join } from "node:path";
import type { Warning } from "../../error.js";
import { sheetFileName } from "../../make/sheet-file-name.js";
import { loadMakingPage, loadRecoveryPage } from "../../node/resources.js";
import { RECEIPT_YEARS, yearsOfReceipts } from "../../share/receipt.js";
import type { Threshold } from "../../share/roster.js";
import { formatSetId } from "../../share/set-id.js";
import type { RecoveryPage } from "../../sheet/sets/set-content.js";
import { askRecoveryCodes } from "../input/ask-recovery-codes.js";
import { givenPassphrase } from "../input/passphrase.js";
import { readRecoveryFiles, withRecoveryFiles } from "../input/recovery-files.js";
import {
  argumentsOf,
  loadAccounts,
  mayPick,
  refuseNeedless,
  type SourceArguments,
  type Sources,
} from "../input/sources.js";
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
import { parseReplaces, parseThreshold, type SetCommandOptions } from "../making/set-options.js";
import { checkFree, parseFolder, writeFolder } from "../output/output.js";
import { type Session, tell, tellAll } from "../session.js";
import { shown, writeJson, writeNews } from "../terminal/terminal.js";
import { dayOfMaking } from "../time.js";
import { UsageError } from "../usage-error.js";
import { accountJson } from "../words/account-words.js";
import { recoveryCountJson, recoveryKeptLines } from "../words/recovery-words.js";
import { reportKept, reportUnread, reportWarnings, unreadJson, warningJson } from "../words/report.js";
import { PAGE_FILE } from "./recovery-page.js";

/** Options of `split`. */
interface SplitOptions extends SetCommandOptions {
  readonly shares?: string;
  readonly threshold?: string;
  readonly passphraseFile?: string;
  readonly template?: readonly string[];
  readonly holder?: readonly string[];
}

/** What a set that was split is reported by. */
interface Split {
  readonly output: string;
  readonly setId: string;
  readonly threshold: Threshold;
  /** Day of making, `YYYY-MM-DD`. */
  readonly made: string;
  readonly sources: Sources;
  readonly finished: FinishedSet;
  readonly recoveryPage: RecoveryPage;
  readonly warnings: readonly Warning[];
}

/**
 * `split`: a share sheet for each holder and the keeper's page, read back before they are kept.
 * @returns exit status: 1 when something could not be read and the rest was done
 */
export async function split(session: Session, args: SourceArguments, options: SplitOptions): Promise<number> {
  const { output, force = false, json = false, showAccounts = false, strict = false } = options;
  if (output === undefined) throw new UsageError("output-folder-needed");
  // They are large, and are unpacked while all else is read.
  const loading = Promise.all([loadRecoveryPage(), loadMakingPage()]);
  loading.catch(() => {});
  const threshold = parseThreshold(options.shares, options.threshold);
  const { n } = threshold;
  const given = (options.holder ?? []).map((name) => name.trim());
  if (given.length > 0 && given.length !== n) throw new UsageError("holders-count", { holders: given.length, n });
  const made = dayOfMaking();
  const fields = await parseFields(options.field ?? []);
  const templates = await openSetTemplates(options.template ?? [], ["share", "keeper"]);
  const folder = parseFolder(output);
  const names = [...Array.from({ length: n }, (_, i) => `share-${i + 1}-of-${n}.pdf`), "keeper.pdf", PAGE_FILE];
  for (const name of names) checkFree(session, join(folder, name), force);
  const entry = options.ledger
    ? (await import("../making/enter-made.js")).beginEntry(session, options.ledger)
    : undefined;
  const named = options.replaces === undefined ? undefined : await parseReplaces(session, options.replaces);

  const codes = await readRecoveryFiles(session, options, argumentsOf(args));
  const passphrase = await givenPassphrase(session, options, argumentsOf(args));
  const loaded = await loadAccounts(
    session,
    args,
    { ...options, makesNew: true, pick: mayPick(options), passphrase },
    true,
  );
  const complete = withRecoveryFiles(loaded, codes);
  const sources = options.askRecoveryCodes ? await askRecoveryCodes(session, complete) : complete;
  refuseNeedless(passphrase, sources);
  const { accounts, keeps, former } = sources;
  const replaced = await replacedSet(session, named, former, options);
  const contents = contentsFrom(sources, wordsFor(session, options, given, former, n), { made, replaced });
  const resources = await loadSetResources(session, templates, options);
  const { missingCharacters, wordsOnSheets } = await import("../../make/words-of-sheets.js");
  const words = wordsOnSheets(contents, fields, replaced?.known?.holders);
  const warnings = [
    ...missingCharacters(words, showAccounts ? accounts : [], resources.fonts, strict),
    ...((contents.title ?? contents.owner) === undefined ? [{ code: "title-missing" as const, data: {} }] : []),
  ];
  const [[page, workshop], { planShares }] = await Promise.all([loading, import("../../make/set-sheets.js")]);
  const recoveryPage = { version: session.version, sha256: page.sha256, workshopSha256: workshop.sha256 };
  const said = { ...setOptions(session, options, fields, replaced), recoveryPage };
  const set = await planShares(contents, threshold, said, resources);
  const finished = await finishSet(session, set, resources, options);
  const ready = await entry?.set({
    document: set.document,
    shares: set.sheets.flatMap(({ share }) => share ?? []),
    holders: contents.holders,
    on: made,
    fields,
    shown: showAccounts ? accounts : [],
    replaced,
  });
  writeFolder(
    session,
    folder,
    [
      ...finished.files.map(({ sheet, pdf }) => ({ name: sheetFileName(sheet), bytes: pdf })),
      { name: PAGE_FILE, bytes: page.bytes },
    ],
    { force, beside: ready?.files ?? [] },
  );
  const ledger = ready?.tell();

  const setId = formatSetId(set.document.setId);
  reportWarnings(session, [...sources.warnings, ...warnings]);
  reportKept(session, keeps);
  const told = { output, setId, threshold, made, sources, finished, recoveryPage, warnings };
  if (json) writeJson({ ...splitJson(session, told), ...(ledger && { ledger }) });
  reportMade(session, shown(folder), finished);
  writeNews(
    session,
    tell(session, "split.set", { set: setId, ...threshold, accounts: accounts.length + keeps.length }),
  );
  for (const line of tellAll(session, "split.next", { ...threshold })) writeNews(session, line);
  for (const line of recoveryKeptLines(session, sources.recovery)) writeNews(session, line);
  reportFormer(session, replaced, former);
  reportUnread(session, sources.unread);
  return sources.unread.length > 0 ? 1 : 0;
}

function splitJson(session: Session, split: Split): object {
  const { output, setId, threshold, made, sources, finished, recoveryPage, warnings } = split;
  const firstYear = Number(made.slice(0, 4));
  return {
    output,
    setId,
    ...threshold,
    accounts: sources.accounts.map((account) => ({
      ...accountJson(account),
      ...recoveryCountJson(sources.recovery, account),
    })),
    keeps: sources.keeps.map((kept) => unreadJson(session, kept)),
    files: finished.files.map(({ sheet }) => ({
      file: sheetFileName(sheet),
      kind: sheet.kind,
      ...(sheet.share ? { share: sheet.share.point.x } : {}),
      pages: sheet.pages.length,
    })),
    receipts: finished.files.flatMap(({ sheet: { share } }) =>
      share ? [{ share: share.point.x, years: yearsOfReceipts(share, firstYear, RECEIPT_YEARS) }] : [],
    ),
    recoveryPage: { file: PAGE_FILE, ...recoveryPage },
    pages: finished.pages,
    checked: finished.checked ?? null,
    warnings: [...sources.warnings, ...warnings].map((warning) => warningJson(session, warning)),
    unread: sources.unread.map((one) => unreadJson(session, one)),
  };
}
