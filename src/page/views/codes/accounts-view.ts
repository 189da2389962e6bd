import type { AccountView, KeepView, OpenedView } from "../../answers.js";
import type { App, View } from "../../app.js";
import { settingWords, twoNames } from "../../parts/account-words.js";
import { copyButton } from "../../parts/copy-button.js";
import { button, element, nextId } from "../../parts/element.js";
import { tell, tellCount } from "../../words.js";
import { byLinesCard } from "../by-lines-card.js";
import { doneCard } from "../done-card.js";
import { originCard, originWords } from "../origin-card.js";
import { problemList, worthSaying } from "../problem-list.js";
import { recoveryCard, recoveryOf } from "./recovery-view.js";

/** From so many accounts on, a search is offered. */
const LEAST_SEARCHED = 8;

/** All accounts that were found, and what else was kept. */
export function accountsView(app: App): View {
  const { accounts, keeps } = app.found;
  const rows = accounts.map((account) => ({ account, row: accountRow(app, account) }));
  const opened = app.snapshot.sets.flatMap((set) => set.opened ?? []);
  const parts = [
    element("h1", {}, headingOf(app)),
    accounts.length > 0 ? element("p", { class: "lead" }, tell(app, "accounts.lead")) : undefined,
    accounts.length >= LEAST_SEARCHED ? search(app, rows) : undefined,
    ...accountLists(app, rows),
    originCard(app),
    keeps.length > 0 ? keepList(app, keeps) : undefined,
    recoveryCard(app, recoveryOf(app, undefined), true),
    ...opened.map((one) => openedCard(app, one)),
    byLinesCard(app),
    problemList(app, worthSaying(app)),
    doneCard(app),
  ];
  return { content: parts.filter((part) => part !== undefined) };
}

function headingOf(app: App): string {
  const { accounts, keeps } = app.found;
  if (accounts.length > 0) return tellCount(app, "accounts.heading", accounts.length);
  return tell(app, keeps.length > 0 ? "keeps.heading" : "recovery.heading");
}

/** One list, or one for each place that accounts came from, with its name above. */
function accountLists(app: App, rows: readonly { account: AccountView; row: HTMLElement }[]): HTMLElement[] {
  const groups = new Map<string, { row: HTMLElement }[]>();
  for (const one of rows) {
    const words = originWords(app, one.account.origins[0]);
    groups.set(words, [...(groups.get(words) ?? []), one]);
  }
  return [...groups].flatMap(([words, own]) => [
    ...(groups.size > 1 ? [element("h2", {}, words)] : []),
    element("ul", { class: "accounts" }, ...own.map(({ row }) => row)),
  ]);
}

function accountRow(app: App, account: AccountView): HTMLElement {
  const [first, second] = twoNames(app, account);
  const open = element(
    "button",
    { type: "button", click: () => app.show({ name: "account", account }) },
    element("span", { class: "who" }, first, element("small", {}, second || settingWords(app, account))),
    element("span", { "aria-hidden": "true" }, "›"),
  );
  return element("li", {}, open);
}

function search(app: App, rows: readonly { account: AccountView; row: HTMLElement }[]): HTMLElement {
  const id = nextId();
  const count = element("p", { class: "quiet", role: "status" });
  const plain = (text: string) => text.normalize("NFKC").toLocaleLowerCase(app.language.code);
  const filter = () => {
    const wanted = plain(field.value).split(/\s+/u);
    for (const { account, row } of rows) {
      const names = plain(`${account.issuer} ${account.account}`);
      row.hidden = !wanted.every((word) => names.includes(word));
    }
    const left = rows.filter(({ row }) => !row.hidden).length;
    count.textContent = field.value === "" ? "" : tellCount(app, "accounts.matching", left);
  };
  const field = element("input", { id, type: "search", autocomplete: "off", spellcheck: "false", input: filter });
  return element("div", {}, element("label", { for: id }, tell(app, "accounts.search")), field, count);
}

/** Secrets that no code can be derived from: shown when asked for. */
function keepList(app: App, keeps: readonly KeepView[]): HTMLElement {
  const rows = keeps.map(({ id, name }) => {
    const place = element("div");
    const show = async () => {
      const text = await app.engine.revealKeep(id);
      place.replaceChildren(
        element("p", { class: "key", translate: "no" }, text),
        copyButton(app, () => text),
      );
      shower.remove();
    };
    const shower = button(tell(app, "keeps.show"), show, { "aria-label": tell(app, "keeps.show-label", { name }) });
    return element("li", {}, element("p", {}, element("strong", {}, name)), shower, place);
  });
  return element(
    "section",
    { class: "card keeps", "aria-labelledby": "keeps-heading" },
    element("h2", { id: "keeps-heading" }, tell(app, "keeps.heading")),
    element("p", {}, tell(app, "keeps.lead")),
    element("ul", {}, ...rows),
  );
}

/** What a set says of itself. */
function openedCard(app: App, { title, owner, made, notes, replaces, holders }: OpenedView): HTMLElement | undefined {
  const named = holders.filter((holder) => holder !== "");
  const lines = [
    ...(owner === undefined ? [] : [tell(app, "opened.owner", { owner })]),
    ...(title === undefined ? [] : [tell(app, "opened.title", { title })]),
    ...(made === undefined ? [] : [tell(app, "opened.made", { date: made })]),
    ...notes.map((note) => tell(app, "opened.note", { note })),
    ...(replaces === undefined ? [] : [tell(app, "opened.replaces", { set: replaces })]),
    ...(named.length === 0 ? [] : [tell(app, "opened.holders", { holders: named.join(", ") })]),
  ];
  if (lines.length === 0) return undefined;
  return element(
    "section",
    { class: "card" },
    element("h2", {}, tell(app, "opened.heading")),
    ...lines.map((line) => element("p", {}, line)),
  );
}
