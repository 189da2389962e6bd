import type { App, View } from "../../app.js";
import type { LedgerAnswer } from "../../ledger-answers.js";
import { adviceCard } from "../../parts/advice-card.js";
import { button, element } from "../../parts/element.js";
import { saveFile } from "../../parts/save-file.js";
import { today } from "../../parts/today.js";
import { advise, tell, tellCount } from "../../words.js";
import { photoHints } from "../giving/start-view.js";
import { picker, picturesIn } from "../giving/ways-in.js";
import { problemList, worthSaying } from "../problem-list.js";
import { sourceList } from "../source-list.js";
import { receiptCard } from "./receipt-card.js";
import { sheetsCard, shownCard, tasksCard } from "./sheet-cards.js";

/** Name of a ledger that is begun here. */
const NEW_FILE = "sheets.json";

/** What a ledger says, what is shown and told to it, and the file to be saved again. */
export function ledgerView(app: App): View {
  const { ledger } = app;
  const parts = ledger ? loaded(app, ledger) : [...choosing(app)];
  return { content: parts.filter((part) => part !== undefined) };
}

function choosing(app: App): (Node | undefined)[] {
  return [
    element("h1", {}, tell(app, "ledger.heading")),
    refusal(app),
    element("p", { class: "lead" }, tell(app, "ledger.lead")),
    element(
      "div",
      { class: "row" },
      ledgerPicker(app, "ledger.choose", "main"),
      button(tell(app, "ledger.begin"), () =>
        app.changeLedger((engine) => engine.beginLedger(NEW_FILE, today(app.now()))),
      ),
    ),
    element("p", { class: "quiet" }, tell(app, "ledger.begin-lead")),
    leave(app),
  ];
}

function loaded(app: App, ledger: LedgerAnswer): (Node | undefined)[] {
  const todo = ledger.sheets.filter(({ task }) => task).length;
  return [
    element("h1", {}, todo > 0 ? tellCount(app, "ledger.due", todo) : tell(app, "ledger.nothing-due")),
    refusal(app),
    element("p", { class: "lead" }, tell(app, "ledger.as-of", { file: ledger.file, on: dayWords(app, ledger.on) })),
    ledger.copies > 1 ? element("p", {}, tell(app, "ledger.copies", { copies: ledger.copies })) : undefined,
    saving(app, ledger),
    tasksCard(app, ledger),
    element(
      "section",
      {},
      element("h2", {}, tell(app, "ledger.show")),
      element("p", {}, tell(app, "ledger.show-lead")),
      picturesIn(app),
    ),
    shownCard(app, ledger),
    receiptCard(app, ledger),
    problemList(app, worthSaying(app)),
    sheetsCard(app, ledger),
    photoHints(app),
    sourceList(app),
    element("div", { class: "row" }, ledgerPicker(app, "ledger.add-copy", "plain"), leave(app)),
  ];
}

/** The file, given back: the one that was loaded stays as it is until it is replaced by hand. */
function saving(app: App, { file, unsaved, copies }: LedgerAnswer): HTMLElement | undefined {
  if (!unsaved) return undefined;
  const save = () =>
    app.changeLedger(async (engine) => {
      saveFile(file, "application/json", await engine.ledgerFile());
      app.announce(tell(app, "ledger.saved", { file }));
      return engine.ledger();
    });
  return element(
    "section",
    { class: "card care" },
    element("p", {}, tell(app, copies === 0 ? "ledger.unsaved-new" : "ledger.unsaved", { file })),
    button(tell(app, "ledger.save", { file }), save, { class: "main" }),
  );
}

function refusal(app: App): HTMLElement | undefined {
  return app.refused && adviceCard(advise(app, app.refused), { role: "alert" });
}

function ledgerPicker(app: App, key: "ledger.choose" | "ledger.add-copy", look: string): HTMLElement {
  const field = picker(app, { accept: ".json,application/json", "aria-label": tell(app, key) }, async ([file]) => {
    if (file) await app.changeLedger((engine) => engine.loadLedger(file, today(app.now())));
  });
  return element(
    "span",
    {},
    button(tell(app, key), () => field.click(), { class: look }),
    field,
  );
}

function leave(app: App): HTMLElement {
  return button(tell(app, "check.back"), () => app.begin(false), { class: "plain" });
}

/** A day in full, so that a wrong clock is seen. */
function dayWords({ locale }: App, day: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(Date.parse(`${day}T00:00Z`));
}
