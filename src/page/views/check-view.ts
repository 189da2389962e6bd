import type { SetView, SourceView } from "../answers.js";
import type { App, View } from "../app.js";
import { copyButton } from "../parts/copy-button.js";
import { button, element } from "../parts/element.js";
import { joined, tell, tellCount } from "../words.js";
import { byLinesCard } from "./by-lines-card.js";
import { waysIn } from "./giving/ways-in.js";
import { keeperCards } from "./keeper-cards.js";
import { problemList, worthSaying } from "./problem-list.js";
import { setCard } from "./set-card.js";
import { pagesWords, sourceName } from "./source-list.js";

/** What a check found: as much as was checked, and no more. */
export function checkView(app: App): View {
  const { sets, sources, keepers } = app.snapshot;
  const problems = worthSaying(app);
  const nothing = sets.length + keepers.length === 0 && sources.every(({ accounts }) => accounts.length === 0);
  const outcome = nothing
    ? "nothing"
    : problems.length > 0 || sets.some((set) => !isSound(set)) || keepers.some(({ stray }) => stray)
      ? "some"
      : "good";
  const parts = [
    element("h1", {}, tell(app, `check.${outcome}`)),
    ...sets.map((set) => checkedSet(app, set)),
    ...keeperCards(app),
    ...sources.filter(({ accounts }) => accounts.length > 0).map((source) => openSheet(app, source)),
    byLinesCard(app),
    problemList(app, problems),
    readable(app),
    ...limits(app).map((words) => element("p", { class: "quiet" }, words)),
    element("section", {}, element("h2", {}, tell(app, "check.another")), waysIn(app)),
    button(tell(app, "check.back"), () => app.begin(false), { class: "plain" }),
  ];
  return { content: parts.filter((part) => part !== undefined) };
}

/** How to know whose the sheets of sets are: a check cannot say it. */
function limits(app: App): string[] {
  const { sets, keepers } = app.snapshot;
  const words = sets.map(({ name, kind }) => {
    if (kind === "sealed") return tell(app, "check.limits-sealed");
    const shown = keepers.some(({ set }) => set === name);
    return tell(app, shown ? "check.limits-keeper" : "check.limits", { set: name });
  });
  return [...new Set(words)];
}

/** Whether everything of a set that was shown is as it should be. */
function isSound({ complete, shares }: SetView): boolean {
  return complete && shares.every(({ status }) => status === "in-roster");
}

function checkedSet(app: App, set: SetView): HTMLElement {
  const card = setCard(app, set);
  const { name, complete, frames, kind } = set;
  const sentences = [
    ...set.shares.map(({ x, status }) => tell(app, `check.share.${status}`, { x, set: name })),
    ...(complete ? [tell(app, kind === "sealed" ? "check.sealed" : "check.document", { set: name })] : []),
    ...(!complete ? [frames ? tell(app, "check.incomplete", { ...frames }) : tell(app, "check.no-document")] : []),
  ];
  card.append(...sentences.map((sentence) => element("p", {}, sentence)));
  for (const { x, year, receipt } of set.receipts) {
    const words = tell(app, x === 0 ? "check.receipt" : "check.receipt-share", { x, year, receipt });
    card.append(
      element("p", {}, words),
      copyButton(app, () => receipt),
    );
  }
  if (isSound(set)) card.classList.add("good");
  return card;
}

function openSheet(app: App, source: SourceView): HTMLElement {
  return element(
    "section",
    { class: "card" },
    element("h2", {}, tell(app, "check.open-heading")),
    element("p", {}, tellCount(app, "check.open", source.accounts.length, { names: joined(app, source.accounts) })),
    element("p", {}, tell(app, "check.open-try")),
  );
}

/** How well each file could be read, and what became of pages that gave nothing or not all. */
function readable(app: App): HTMLElement | undefined {
  const rows = app.snapshot.sources.flatMap((source) => {
    const percent = Math.round(source.usedCorrection * 100);
    const key = source.printAgain ? "check.print-again" : "check.readable";
    const read = source.codes > 0 ? [tellCount(app, key, source.codes, { percent })] : [];
    const words = [...read, ...pagesWords(app, source)];
    if (words.length === 0) return [];
    return [element("li", {}, element("strong", {}, sourceName(app, source)), " ", words.join(" · "))];
  });
  if (rows.length === 0) return undefined;
  return element(
    "section",
    { class: "card" },
    element("h2", {}, tell(app, "check.readable-heading")),
    element("ul", {}, ...rows),
  );
}
