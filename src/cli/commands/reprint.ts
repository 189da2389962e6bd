import { join } from "node:path";
import { EscrowError } from "../../error.js";
import type { PlannedReprint } from "../../make/set-sheets.js";
import { sheetFileName } from "../../make/sheet-file-name.js";
import { type PaperFormat, WRITTEN_FORMAT } from "../../paper/record.js";
import { type FoundSet, goodShares } from "../../recover/found-set.js";
import type { Problem } from "../../recover/problem.js";
import { formatSetId } from "../../share/set-id.js";
import { gatherFiles } from "../input/files.js";
import { readSheetFiles } from "../input/read-files.js";
import { parseFields } from "../making/fields.js";
import { openSetTemplates } from "../making/making.js";
import { type FinishedSet, finishSet, loadSetResources, reportMade, setOptions } from "../making/set-making.js";
import type { SetCommandOptions } from "../making/set-options.js";
import { checkFree, parseTarget, type Target, type WriteOptions, writeFolder, writeOne } from "../output/output.js";
import { type Session, tell, tellAll } from "../session.js";
import { shown, writeJson, writeNote } from "../terminal/terminal.js";
import { dayOfMaking } from "../time.js";
import { UsageError } from "../usage-error.js";
import { reportUnread, reportWarnings, unreadJson, warningJson } from "../words/report.js";
import { UnreadError } from "../words/unread.js";

/** Options of `reprint`. */
interface ReprintOptions extends SetCommandOptions {
  readonly holder?: readonly string[];
  readonly template?: readonly string[];
  readonly format?: Lowercase<PaperFormat>;
}

/**
 * `reprint`: codes and lines of sealed and share sheets again, from what was read of them; nothing is opened.
 * @returns exit status: 1 when something could not be read and the rest was done
 */
export async function reprint(session: Session, args: readonly string[], options: ReprintOptions): Promise<number> {
  const { output, force = false, json = false, strict = false } = options;
  if (output === undefined) throw new UsageError("output-needed");
  if (output === "-" && json) throw new UsageError("output-json");
  const made = dayOfMaking();
  const fields = await parseFields(options.field ?? []);
  const templates = await openSetTemplates(options.template ?? [], ["sealed", "share"]);
  const target = parseTarget(output);
  if (target.kind === "file") checkFree(session, target.path, force);
  const entry = options.ledger
    ? (await import("../making/enter-made.js")).beginEntry(session, options.ledger)
    : undefined;

  const { set, problems } = await readSet(session, args);
  const { document } = set;
  if (!document) throw new UnreadError(problems, false);
  const shares = goodShares(set).map(({ share }) => share);
  const holders = holdersOf(options, set);
  const resources = await loadSetResources(session, templates, options);
  const [title, owner] = [options.title?.trim() ?? "", options.owner?.trim() ?? ""];
  const words = [title, owner, ...holders, ...Object.values(fields)];
  const { missingCharacters } = await import("../../make/words-of-sheets.js");
  const warnings = missingCharacters(words, [], resources.fonts, strict);
  const { planReprint } = await import("../../make/set-sheets.js");
  const said = { ...(title === "" ? {} : { title }), ...(owner === "" ? {} : { owner }), holders, made };
  // Beside sheets of the older format one more of the same: whoever holds the others may have the older page for them.
  const asked = options.format?.toUpperCase() as PaperFormat | undefined;
  const format = asked ?? set.format ?? WRITTEN_FORMAT;
  const planned = { ...setOptions(session, options, fields), format };
  const plan = await planReprint(document, shares, said, planned, resources);
  checkTarget(session, target, plan, force);
  const finished = await finishSet(session, plan, resources, options);
  const ready = await entry?.set({ document, shares, holders, on: made, fields, shown: [] });
  await write(session, target, finished, { force, beside: ready?.files ?? [] });
  const ledger = ready?.tell();

  reportWarnings(session, warnings);
  if (json) {
    writeJson({
      output,
      setId: formatSetId(document.setId),
      format,
      files: plan.sheets.map((sheet) => ({
        ...(target.kind === "folder" ? { file: sheetFileName(sheet) } : {}),
        kind: sheet.kind,
        ...(sheet.share ? { share: sheet.share.point.x } : {}),
        pages: sheet.pages.length,
      })),
      pages: finished.pages,
      checked: finished.checked ?? null,
      warnings: warnings.map((warning) => warningJson(session, warning)),
      unread: problems.map((one) => unreadJson(session, one)),
      ...(ledger && { ledger }),
    });
  }
  reportMade(session, target.kind === "stdout" ? tell(session, "stdout") : shown(target.path), finished, false);
  for (const line of tellAll(session, "reprint.next", { set: set.name })) writeNote(line);
  reportUnread(session, problems);
  return problems.length > 0 ? 1 : 0;
}

/** The one set whose sheets are reprinted, and what could not be read. */
async function readSet(session: Session, args: readonly string[]): Promise<{ set: FoundSet; problems: Problem[] }> {
  const { inputs, unread } = await gatherFiles(args, tell(session, "stdin"));
  const reading = await readSheetFiles(session, inputs);
  const problems: Problem[] = [...unread, ...reading.problems];
  const [set, ...others] = reading.sets;
  if (!set && problems.length > 0) throw new UnreadError(problems, false);
  if (!set || others.length > 0) throw new EscrowError("reprint-nothing", { sets: reading.sets.length });
  if (!set.document) {
    const data = { ...(set.frames ?? { have: 0, need: 1 }) };
    const missing: Problem = {
      source: tell(session, "set.name", { set: set.name }),
      place: {},
      code: "frames-missing",
      data,
    };
    throw new UnreadError([...problems, missing], false);
  }
  const isShares = set.document.lock.kind === "shares";
  if (isShares && goodShares(set).length === 0) throw new UnreadError(withNothing(problems), false);
  return { set, problems };
}

function withNothing(problems: readonly Problem[]): readonly Problem[] {
  return problems.length > 0 ? problems : [{ source: "", place: {}, code: "reprint-nothing", data: { sets: 0 } }];
}

/** Names in the order of the shares, one for each: a single name is the holder's of a single share. */
function holdersOf({ holder = [] }: ReprintOptions, set: FoundSet): string[] {
  const n = set.n ?? 0;
  const names = holder.map((name) => name.trim());
  const [only, ...others] = goodShares(set);
  const single = names.length === 1 && only && others.length === 0;
  if (!single && names.length > 0 && names.length !== n) {
    throw new UsageError("holders-count", { holders: names.length, n });
  }
  if (!single) return names;
  return Array.from({ length: n }, (_, i) => (i + 1 === only.share.point.x ? (names[0] ?? "") : ""));
}

function checkTarget(session: Session, target: Target, { sheets }: PlannedReprint, force: boolean): void {
  if (target.kind === "folder")
    for (const sheet of sheets) checkFree(session, join(target.path, sheetFileName(sheet)), force);
  else if (sheets.length > 1) throw new UsageError("output-folder-needed");
}

async function write(session: Session, target: Target, { files }: FinishedSet, options: WriteOptions): Promise<void> {
  if (target.kind === "folder") {
    writeFolder(
      session,
      target.path,
      files.map(({ sheet, pdf }) => ({ name: sheetFileName(sheet), bytes: pdf })),
      options,
    );
  } else for (const { pdf } of files) await writeOne(session, target, pdf, options);
}
