import { readFile } from "node:fs/promises";
import type { Account } from "../../account/account.js";
import type { RecoveryCodes } from "../../document/recovery-codes.js";
import { EscrowError, type Warning } from "../../error.js";
import type { Kept } from "../../import/joined-results.js";
import type { SheetResources } from "../../make/open-options.js";
import type { KeptSecret, MadeSheets } from "../../make/open-sheets.js";
import type { SelfCheck } from "../../make/read-back.js";
import {
  type AnyTemplateName,
  loadFonts,
  loadGuides,
  loadSetTemplates,
  loadTemplate,
  SET_TEMPLATE_NAMES,
  type SetTemplateName,
  TEMPLATE_NAMES,
} from "../../node/resources.js";
import type { Fields } from "../../sheet/fields.js";
import type { PaperName } from "../../sheet/paper.js";
import type { Template } from "../../sheet/template.js";
import { looksLikeFileName } from "../input/secret-argument.js";
import type { Session } from "../session.js";
import { startProgress } from "../terminal/progress.js";
import { UsageError } from "../usage-error.js";
import { keepReason } from "../words/report.js";
import { wordsOfChoice } from "../wrong-choice.js";

/** How sheets are made, as the command line says it. */
interface MakingOptions {
  readonly paper: PaperName;
  /** `YYYY-MM-DD` */
  readonly madeOn: string;
  readonly copies: number;
  readonly fields: Fields;
  readonly guide: string | undefined;
  /** Refuses characters that no font has, instead of printing their numbers. */
  readonly strict: boolean;
  readonly selfCheck: boolean;
}

/** What one PDF holds. */
interface SheetGroup {
  readonly accounts: readonly Account[];
  readonly keeps: readonly Kept[];
  readonly recovery: readonly RecoveryCodes[];
}

/** A finished PDF. */
export interface FinishedPdf {
  /** In pieces. */
  readonly pdf: readonly Uint8Array[];
  readonly pages: number;
  /** What was read back; nothing where that was not wanted. */
  readonly checked: SelfCheck | undefined;
}

/**
 * A template by its name, else from a file.
 * @param usable names of the templates that are like those wanted
 * @throws EscrowError `template-unknown`, `template-fault`, `template-layout` where it is for other sheets
 */
export async function openTemplate(
  name: string,
  usable: readonly AnyTemplateName[] = TEMPLATE_NAMES,
): Promise<Template> {
  const [{ parseTemplate }, ...models] = await Promise.all([
    import("../../sheet/template.js"),
    ...usable.map((model) => loadTemplate(model)),
  ]);
  const known = [...TEMPLATE_NAMES, ...SET_TEMPLATE_NAMES].find((one) => one === name);
  const opened = known ? await loadTemplate(known) : parseTemplate(await templateText(name, usable), name);
  const { layout } = opened;
  if (models.some((model) => model.layout === layout)) return opened;
  throw new EscrowError("template-layout", { template: name, layout, known: usable.join(", ") });
}

/**
 * The templates of a set's sheets, with those that were named in their place.
 * @param usable which of them a command makes
 * @throws EscrowError as `openTemplate`
 */
export async function openSetTemplates(
  given: readonly string[],
  usable: readonly SetTemplateName[],
): Promise<Record<SetTemplateName, Template>> {
  const [usual, ...opened] = await Promise.all([
    loadSetTemplates(),
    ...given.map((name) => openTemplate(name, usable)),
  ]);
  return { ...usual, ...Object.fromEntries(opened.map((template) => [template.layout, template])) };
}

/** What sheets are made with, in the language of the session. @param withRecovery whether there are recovery codes */
export async function loadResources(
  { language }: Session,
  template: Template,
  withRecovery = false,
): Promise<SheetResources> {
  const [fonts, guides, keepTemplate] = await Promise.all([loadFonts(), loadGuides(), loadTemplate("keep")]);
  const recoveryTemplate = withRecovery ? await loadTemplate("recovery") : undefined;
  return { fonts, language, template, guides, keepTemplate, ...(recoveryTemplate ? { recoveryTemplate } : {}) };
}

/**
 * Makes PDFs and reads each back.
 * @param groups accounts and kept secrets of each PDF
 * @throws EscrowError `characters-unprintable` where strict, `self-check-failed`, and what making throws
 */
export async function makePdfs(
  session: Session,
  groups: readonly SheetGroup[],
  options: MakingOptions,
  resources: SheetResources,
): Promise<{ pdfs: FinishedPdf[]; warnings: Warning[] }> {
  const { makeOpenSheets } = await import("../../make/open-sheets.js");
  const settings = {
    paper: options.paper,
    madeOn: options.madeOn,
    version: session.version,
    copies: options.copies,
    fields: options.fields,
    ...(options.guide === undefined ? {} : { guide: options.guide }),
  };
  const progress = startProgress(session, options.selfCheck ? "checking" : "drawing");
  const pdfs: FinishedPdf[] = [];
  const warnings: Warning[] = [];
  try {
    for (const [i, group] of groups.entries()) {
      const keeps = await withReasons(session, group.keeps);
      const onPage = (page: number, pages: number) => progress.step(i * pages + page - 1, groups.length * pages);
      // Drawing takes a small part of the time that reading back takes.
      const onDrawn = options.selfCheck ? undefined : onPage;
      const made = await makeOpenSheets(group.accounts, settings, resources, keeps, onDrawn, group.recovery);
      if (options.strict) refuseMissing(made.warnings);
      warnings.push(...made.warnings);
      const checked = options.selfCheck ? await readBack(made, group, resources, onPage) : undefined;
      pdfs.push({ pdf: made.parts, pages: made.pages.length, checked });
    }
  } finally {
    progress.end();
  }
  return { pdfs, warnings };
}

/** Kept secrets, each with why it gives no codes. */
async function withReasons(session: Session, kept: readonly Kept[]): Promise<KeptSecret[]> {
  if (kept.length === 0) return [];
  const { keptReason } = await import("../../make/words-of-sheets.js");
  return kept.map((one) => ({ ...one.keep, reason: keptReason(session.language, one, keepReason(session, one)) }));
}

async function readBack(
  made: MadeSheets,
  { accounts, keeps, recovery }: SheetGroup,
  { fonts }: SheetResources,
  onPage: (page: number, pages: number) => void,
): Promise<SelfCheck> {
  const [{ checkSheets }, { threadedPlatform }] = await Promise.all([
    import("../../make/check-open.js"),
    import("../../node/reading-threads.js"),
  ]);
  const kept = keeps.map(({ keep }) => keep);
  return checkSheets(made, accounts, fonts, threadedPlatform, onPage, kept, recovery);
}

function refuseMissing(warnings: readonly Warning[]): void {
  const missing = warnings.find(({ code }) => code === "characters-missing");
  if (missing) throw new EscrowError("characters-unprintable", missing.data);
}

async function templateText(path: string, usable: readonly AnyTemplateName[]): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    if (!looksLikeFileName(path)) throw new UsageError("argument-secret");
    throw new EscrowError(...wordsOfChoice("template-unknown", { template: path }, path, usable));
  }
}
