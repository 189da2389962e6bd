import type { App } from "../../app.js";
import type { KeyedWords, LedgerAnswer, LedgerSheetView } from "../../ledger-answers.js";
import { button, element, unfolding } from "../../parts/element.js";
import { joined, tell, tellCount } from "../../words.js";

/** What is to be done, a sheet a line. */
export function tasksCard(app: App, { sheets }: LedgerAnswer): HTMLElement | undefined {
  const rows = sheets.flatMap((sheet) => {
    if (!sheet.task) return [];
    const { day, ...words } = sheet.task;
    return [element("li", {}, sheetName(sheet), ` ${placeWords(app, sheet)} · ${day}`, element("br"), say(app, words))];
  });
  if (rows.length === 0) return undefined;
  return element(
    "section",
    { class: "card", "aria-labelledby": "tasks-heading" },
    element("h2", { id: "tasks-heading" }, tell(app, "ledger.tasks")),
    element("ul", {}, ...rows),
  );
}

/** What the pictures that were shown prove, and what not. */
export function shownCard(app: App, { shown, sheets, files }: LedgerAnswer): HTMLElement | undefined {
  if (shown.length + files === 0) return undefined;
  const rows = shown.map(({ id, outcome, unproved }) => {
    const sheet = sheets.find((one) => one.id === id);
    const words = unproved
      ? [tell(app, "ledger.unproved")]
      : sheet
        ? [tell(app, `ledger.outcome.${outcome}`), say(app, sheet.margin), say(app, sheet.standing)]
        : [tell(app, `ledger.outcome.${outcome}`)];
    return element("li", {}, element("span", { class: "set-id" }, id), ` ${words.join(" · ")}`);
  });
  const unknown = shown.filter(({ outcome }) => outcome === "unknown").length;
  const good = unknown + files === 0 && shown.every(({ outcome }) => outcome === "proved");
  return element(
    "section",
    { class: good ? "card good" : "card", "aria-labelledby": "shown-heading" },
    element("h2", { id: "shown-heading" }, tell(app, "ledger.shown")),
    rows.length > 0 ? element("ul", {}, ...rows) : undefined,
    files > 0 ? element("p", {}, tellCount(app, "ledger.files", files)) : undefined,
    unknown > 0 ? takeUnknown(app, unknown) : undefined,
  );
}

function takeUnknown(app: App, unknown: number): HTMLElement {
  return element(
    "p",
    {},
    tell(app, "ledger.unknown-how"),
    " ",
    button(tellCount(app, "ledger.take-unknown", unknown), () => app.changeLedger((engine) => engine.takeUnknown())),
  );
}

/** Every sheet: who has it, where, and how it stands. */
export function sheetsCard(app: App, { sheets }: LedgerAnswer): HTMLElement | undefined {
  if (sheets.length === 0) return undefined;
  const rows = sheets.map((sheet) => {
    const { proved, nextCheck, accounts, margin, standing } = sheet;
    const words = [
      placeWords(app, sheet),
      ...(accounts.length > 0 ? [joined(app, accounts)] : []),
      say(app, standing),
      ...(proved === undefined ? [] : [tell(app, "ledger.proved-on", { on: proved, margin: say(app, margin) })]),
      ...(nextCheck === undefined ? [] : [tell(app, "ledger.next", { on: nextCheck })]),
    ];
    return element("li", {}, sheetName(sheet), element("br"), words.join(" · "));
  });
  return unfolding(tellCount(app, "ledger.sheets", sheets.length), element("ul", {}, ...rows));
}

/** Who has a sheet, and where. */
export function placeWords(app: App, { holder, keptAt }: Pick<LedgerSheetView, "holder" | "keptAt">): string {
  const words = [holder, keptAt].filter((text) => text !== undefined);
  return words.length > 0 ? words.join(tell(app, "ledger.comma")) : tell(app, "ledger.nobody");
}

function sheetName({ id }: LedgerSheetView): HTMLElement {
  return element("span", { class: "set-id" }, id);
}

function say(app: App, { key, values }: KeyedWords): string {
  return tell(app, `ledger.${key}`, values);
}
