import { join } from "node:path";
import { isUnnamed } from "../../account/account.js";
import { formatLabel } from "../../account/otpauth-uri.js";
import { recoveryCodesApart, recoveryCodesOf } from "../../document/recovery-codes.js";
import type { Warning } from "../../error.js";
import { saveMemory } from "../../node/engine.js";
import { givenPassphrase } from "../input/passphrase.js";
import {
  argumentsOf,
  loadAccounts,
  mayPick,
  refuseNeedless,
  type SourceArguments,
  type Sources,
} from "../input/sources.js";
import { choosePaper } from "../locale.js";
import { parseFields } from "../making/fields.js";
import { type FinishedPdf, loadResources, makePdfs, openTemplate } from "../making/making.js";
import { checkFree, parseTarget, type Target, type WriteOptions, writeFolder, writeOne } from "../output/output.js";
import { type Session, tell, tellAll } from "../session.js";
import { shown, writeJson, writeNews, writeNote } from "../terminal/terminal.js";
import { dayOfMaking } from "../time.js";
import { UsageError } from "../usage-error.js";
import { accountJson } from "../words/account-words.js";
import { reportKept, reportUnread, reportWarnings, unreadJson, warningJson } from "../words/report.js";
import type { SealOptions } from "./seal.js";

/** Options of `print`. */
interface PrintOptions extends SealOptions {
  readonly seal?: boolean;
  readonly copies?: number;
  readonly guide?: string;
}

/** From so many on, little memory costs no time, and a thread that packs their pages saves some. */
const MANY_ACCOUNTS = 200;

/** Options that only open sheets take, and those that only sealed ones do. */
const OPEN_ONLY = ["copies", "guide"] as const;
const SEALED_ONLY = ["allowWeak", "title", "owner", "note", "replaces", "yes", "showAccounts"] as const;

/**
 * `print`: open recovery sheets of all accounts in the sources, or with `--seal` a sealed one, read back before they
 * are kept.
 * @returns exit status: 1 when something could not be read and the rest was done
 */
export async function print(session: Session, args: SourceArguments, options: PrintOptions): Promise<number> {
  checkKind(options);
  if (options.seal) {
    const { seal } = await import("./seal.js");
    return seal(session, args, options);
  }
  const { output, force = false, json = false } = options;
  if (output === undefined) throw new UsageError("output-needed");
  if (output === "-" && json) throw new UsageError("output-json");
  saveMemory(true);
  const madeOn = dayOfMaking();
  const fields = await parseFields(options.field ?? []);
  const entry = options.ledger
    ? (await import("../making/enter-made.js")).beginEntry(session, options.ledger)
    : undefined;
  const template = await openTemplate(options.template ?? "open");
  const target = parseTarget(output);
  if (target.kind === "file") checkFree(session, target.path, force);
  const selfCheck = options.selfCheck ?? true;
  if (selfCheck) (await import("../../node/reading-threads.js")).prepareThreads();

  const codes = await givenRecoveryCodes(session, options, argumentsOf(args));
  const passphrase = await givenPassphrase(session, options, argumentsOf(args));
  const loaded = await loadAccounts(
    session,
    args,
    { ...options, makesNew: true, pick: mayPick(options), passphrase },
    true,
  );
  refuseNeedless(passphrase, loaded);
  // Reading back takes longer than drawing, needs room for pictures and all threads.
  const drawsMany = loaded.accounts.length > MANY_ACCOUNTS && !selfCheck;
  saveMemory(drawsMany);
  // A file of one leaf would wait for the thread.
  const pack = drawsMany && target.kind !== "folder" ? (await import("../../node/packer.js")).startPacker() : undefined;
  const sources = await codes(loaded);
  const { accounts, keeps, recovery } = sources;
  const apart = recovery.length > 0 ? recoveryCodesApart(recovery, accounts) : [];
  const names = target.kind === "folder" ? fileNames(accounts.length, keeps.length, apart.length) : [];
  if (target.kind === "folder") for (const name of names) checkFree(session, join(target.path, name), force);
  const single = [
    ...accounts.map((account) => ({
      accounts: [account],
      keeps: [],
      recovery: recovery.filter(({ label }) => label === formatLabel(account)),
    })),
    ...keeps.map((keep) => ({ accounts: [], keeps: [keep], recovery: [] })),
    ...apart.map((list) => ({ accounts: [], keeps: [], recovery: [list] })),
  ];
  const groups = target.kind === "folder" ? single : [{ accounts, keeps, recovery }];
  const { pdfs, warnings } = await makePdfs(
    session,
    groups,
    {
      paper: options.paper ?? choosePaper(),
      madeOn,
      copies: options.copies ?? 1,
      fields,
      guide: options.guide,
      strict: options.strict ?? false,
      selfCheck,
    },
    { ...(await loadResources(session, template, recovery.length > 0)), ...(pack && { pack }) },
  );
  const made = { on: madeOn, fields, shown: options.showAccounts ? accounts : [] };
  const ready = await entry?.open(accounts, made);
  await write(session, target, names, pdfs, { force, beside: ready?.files ?? [] });
  const ledger = ready?.tell();

  const told = [...warnings, ...(accounts.some(isUnnamed) ? [{ code: "name-missing" as const, data: {} }] : [])];
  reportWarnings(session, [...sources.warnings, ...told]);
  reportKept(session, keeps);
  if (json) writeJson({ ...printJson(session, sources, told, pdfs, { output, names }), ...(ledger && { ledger }) });
  await report(session, target, sources, pdfs);
  reportUnread(session, sources.unread);
  return sources.unread.length > 0 ? 1 : 0;
}

/** What adds the recovery codes of files to sources, which are read at once; in the dialogue, those that someone pastes. */
async function givenRecoveryCodes(
  session: Session,
  options: PrintOptions,
  args: readonly string[],
): Promise<(sources: Sources) => Promise<Sources>> {
  if (options.askRecoveryCodes)
    return async (sources) => {
      const { askRecoveryCodes } = await import("../input/ask-recovery-codes.js");
      return askRecoveryCodes(session, sources);
    };
  if (options.recoveryCodes === undefined) return async (sources) => sources;
  const { readRecoveryFiles, withRecoveryFiles } = await import("../input/recovery-files.js");
  const given = await readRecoveryFiles(session, options, args);
  return async (sources) => withRecoveryFiles(sources, given);
}

/** An option that the kind of sheet does not take is refused, not passed over: somebody counts on it. */
function checkKind(options: PrintOptions): void {
  const refused = options.seal ? OPEN_ONLY : options.ledger ? SEALED_ONLY.slice(0, -1) : SEALED_ONLY;
  const given = refused.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  const option = `--${given.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UsageError(options.seal ? "usage-open-only" : "usage-sealed-only", { option });
}

async function write(
  session: Session,
  target: Target,
  names: readonly string[],
  pdfs: readonly FinishedPdf[],
  options: WriteOptions,
): Promise<void> {
  if (target.kind === "folder") {
    const files = pdfs.map(({ pdf }, i) => ({ name: names[i] ?? "", bytes: pdf }));
    writeFolder(session, target.path, files, options);
  } else for (const { pdf } of pdfs) await writeOne(session, target, pdf, options);
}

/** `sheet-001.pdf`, `keep-001.pdf`, `recovery-001.pdf`: no name of an account stands in the name of a file. */
function fileNames(accounts: number, keeps: number, lists: number): string[] {
  const named = (kind: string, count: number) =>
    Array.from({ length: count }, (_, i) => {
      const digits = Math.max(3, String(count).length);
      return `${kind}-${String(i + 1).padStart(digits, "0")}.pdf`;
    });
  return [...named("sheet", accounts), ...named("keep", keeps), ...named("recovery", lists)];
}

function printJson(
  session: Session,
  { accounts, keeps, recovery, warnings: sourceWarnings, unread }: Sources,
  warnings: readonly Warning[],
  pdfs: readonly FinishedPdf[],
  { output, names }: { output: string; names: readonly string[] },
): object {
  return {
    output,
    accounts: accounts.map((account, i) => {
      const file = names[i];
      const recoveryCodes = recovery.length > 0 ? recoveryCodesOf(recovery, account).length : 0;
      return {
        ...accountJson(account),
        ...(recoveryCodes > 0 ? { recoveryCodes } : {}),
        ...(file === undefined ? {} : { file }),
      };
    }),
    keeps: keeps.map((kept, i) => {
      const file = names[accounts.length + i];
      return { ...unreadJson(session, kept), ...(file === undefined ? {} : { file }) };
    }),
    pages: pdfs.reduce((sum, { pages }) => sum + pages, 0),
    checked: total(pdfs) ?? null,
    warnings: [...sourceWarnings, ...warnings].map((warning) => warningJson(session, warning)),
    unread: unread.map((one) => unreadJson(session, one)),
  };
}

function total(pdfs: readonly FinishedPdf[]): FinishedPdf["checked"] {
  return pdfs
    .map(({ checked }) => checked)
    .reduce((sum, checked) =>
      sum === undefined || checked === undefined
        ? undefined
        : {
            codes: sum.codes + checked.codes,
            lines: sum.lines + checked.lines,
            glyphs: sum.glyphs + checked.glyphs,
          },
    );
}

async function report(
  session: Session,
  target: Target,
  { accounts, keeps, recovery }: Sources,
  pdfs: readonly FinishedPdf[],
): Promise<void> {
  const pages = pdfs.reduce((sum, { pages: count }) => sum + count, 0);
  const where = target.kind === "stdout" ? tell(session, "stdout") : shown(target.path);
  writeNews(session, tell(session, "print.made", { accounts: accounts.length, pages, where }));
  if (keeps.length > 0) writeNews(session, tell(session, "print.kept", { keeps: keeps.length }));
  if (recovery.length > 0) {
    const { recoveryKeptLines } = await import("../words/recovery-words.js");
    for (const line of recoveryKeptLines(session, recovery)) writeNews(session, line);
  }
  const checked = total(pdfs);
  if (checked === undefined) writeNote(tell(session, "print.not-checked"));
  else writeNews(session, tell(session, "print.checked", { ...checked }));
  const next = target.kind === "stdout" ? "print.next-stdout" : "print.next";
  for (const line of tellAll(session, next)) writeNews(session, line);
}
