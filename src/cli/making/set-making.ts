import type { Contents } from "../../document/plaintext.js";
import type { DrawnSheet } from "../../make/check-set.js";
import type { SelfCheck } from "../../make/read-back.js";
import type { SetOptions, SetResources } from "../../make/set-codes.js";
import type { PlannedReprint, PlannedSet } from "../../make/set-sheets.js";
import { loadFonts, loadFormatCard } from "../../node/resources.js";
import type { Fields } from "../../sheet/fields.js";
import type { Choice } from "../input/choosing.js";
import type { Sources } from "../input/sources.js";
import { choosePaper } from "../locale.js";
import { type Session, tell } from "../session.js";
import { startProgress } from "../terminal/progress.js";
import { askYes } from "../terminal/prompt.js";
import { canAsk, writeNews, writeNote } from "../terminal/terminal.js";
import { Cancelled, UsageError } from "../usage-error.js";
import type { FormerSet, SetWords } from "./former-set.js";
import type { SetCommandOptions } from "./set-options.js";

/** Most pages of a sheet that are made without asking. */
const MOST_PAGES_UNASKED = 6;

/** Finished PDFs of a set. */
export interface FinishedSet {
  readonly files: readonly DrawnSheet[];
  readonly pages: number;
  /** What was read back; nothing where that was not wanted. */
  readonly checked: SelfCheck | undefined;
}

/** What sheets of a set are made with, in the language of the session. What reads them back is begun to be started. */
export async function loadSetResources(
  { language }: Session,
  templates: SetResources["templates"],
  { selfCheck = true }: Pick<SetCommandOptions, "selfCheck">,
): Promise<SetResources> {
  if (selfCheck) (await import("../../node/reading-threads.js")).prepareThreads();
  const [fonts, program] = await Promise.all([loadFonts(), loadFormatCard()]);
  return { fonts, language, templates, program };
}

/** How a command's options say that sheets are made. */
export function setOptions(
  { version }: Session,
  options: SetCommandOptions,
  fields: Fields,
  replaced?: FormerSet,
): SetOptions {
  return {
    paper: options.paper ?? choosePaper(),
    version,
    fields,
    ...(options.showAccounts ? { showAccounts: true } : {}),
    ...(replaced?.known ? { replaced: replaced.known } : {}),
  };
}

/** What a document is to hold. */
export function contentsFrom(
  { accounts, keeps, recovery }: Choice & Pick<Sources, "recovery">,
  words: SetWords,
  { made, replaced }: { readonly made: string; readonly replaced: FormerSet | undefined },
): Contents {
  return {
    accounts,
    keeps: keeps.map(({ keep }) => keep),
    ...(recovery.length > 0 ? { recovery } : {}),
    ...words,
    made,
    ...(replaced === undefined ? {} : { replaces: replaced.name.replaceAll("-", "") }),
  };
}

/**
 * Tells how many pages there will be, asks where they are many, draws, and reads back what was drawn.
 * @throws UsageError `pages-many` where nobody can be asked
 * @throws EscrowError `self-check-failed`
 */
export async function finishSet(
  session: Session,
  set: PlannedSet | PlannedReprint,
  resources: SetResources,
  { selfCheck = true, yes = false }: Pick<SetCommandOptions, "selfCheck" | "yes">,
): Promise<FinishedSet> {
  const pages = set.sheets.reduce((sum, sheet) => sum + sheet.pages.length, 0);
  const most = Math.max(...set.sheets.map((sheet) => sheet.pages.length));
  writeNews(session, tell(session, "set.pages", { sheets: set.sheets.length, pages }));
  if (most > MOST_PAGES_UNASKED && !yes) {
    if (!canAsk()) throw new UsageError("pages-many", { pages: most });
    if (!(await askYes(session, "pages-many", { pages: most }))) throw new Cancelled();
  }
  const { drawSheet } = await import("../../make/set-sheets.js");
  const progress = startProgress(session, selfCheck ? "checking-sheets" : "making");
  const files: DrawnSheet[] = [];
  async function* draw() {
    for (const [i, sheet] of set.sheets.entries()) {
      if (!selfCheck) progress.step(i, set.sheets.length);
      const file = { sheet, pdf: await drawSheet(sheet, resources) };
      files.push(file);
      yield file;
    }
  }
  try {
    if (selfCheck) {
      const onSheet = (sheet: number, sheets: number) => progress.step(sheet - 1, sheets);
      return { files, pages, checked: await readBack(set, draw(), resources, onSheet) };
    }
    for await (const _ of draw());
    return { files, pages, checked: undefined };
  } finally {
    progress.end();
  }
}

async function readBack(
  set: PlannedSet | PlannedReprint,
  drawn: AsyncIterable<DrawnSheet>,
  { fonts }: SetResources,
  onSheet: (sheet: number, sheets: number) => void,
): Promise<SelfCheck> {
  const [{ checkSet }, { threadedPlatform }] = await Promise.all([
    import("../../make/check-set.js"),
    import("../../node/reading-threads.js"),
  ]);
  return checkSet(set, drawn, fonts, threadedPlatform, onSheet);
}

/**
 * Says what was made and what was read back of it.
 * @param opened whether the set was put together and opened from what was read
 */
export function reportMade(
  session: Session,
  where: string,
  { files, pages, checked }: FinishedSet,
  opened = true,
): void {
  writeNews(session, tell(session, "set.made", { where, files: files.length, pages }));
  if (checked === undefined) writeNote(tell(session, "print.not-checked"));
  else writeNews(session, tell(session, opened ? "set.checked" : "reprint.checked", { ...checked }));
}
