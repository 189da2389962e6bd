import type { App, View } from "./app.js";
import { button, element, unfolding } from "./element.js";
import { passphraseForm } from "./passphrase-form.js";
import { problemList, worthSaying } from "./problem-list.js";
import { setCard } from "./set-card.js";
import { sourceList } from "./source-list.js";
import { photoHints } from "./start-view.js";
import type { SetView } from "./views.js";
import { waysIn } from "./ways-in.js";
import { tell, tellCount } from "./words.js";

/** How things stand: what is here, and the one thing to do next. */
export function gatheredView(app: App): View {
  const { snapshot, found } = app;
  const waiting = snapshot.sets.filter(({ opened }) => !opened);
  const sealed = waiting.find(({ need }) => need.what === "passphrase");
  const have = found.accounts.length + found.keeps.length;
  const show = () =>
    button(tellCount(app, "gathered.show", have), () => app.show({ name: "accounts" }), {
      class: waiting.length === 0 ? "main" : "",
    });
  const others = snapshot.sets.filter((set) => set !== sealed);
  const add = sealed
    ? unfolding(tell(app, "gathered.add-other"), waysIn(app))
    : element(
        "section",
        {},
        element("h2", {}, tell(app, waiting.length > 0 || have === 0 ? "gathered.add" : "gathered.add-other")),
        waysIn(app),
      );
  const parts = [
    element("h1", {}, heading(app, waiting, have)),
    element("p", { class: "lead" }, lead(app, waiting, have)),
    have > 0 ? element("div", { class: "row" }, show()) : undefined,
    sealed ? passphraseForm(app, sealed) : undefined,
    ...others.map((set) => setCard(app, set)),
    add,
    problemList(app, worthSaying(app)),
    have === 0 && snapshot.sets.length === 0 ? photoHints(app) : undefined,
    sourceList(app),
  ];
  return { content: parts.filter((part) => part !== undefined) };
}

/** What a set needs, the most pressing first: a name of its sentences. */
function pressing(waiting: readonly SetView[]): SetView | undefined {
  const order = ["passphrase", "shares", "document", "other", "nothing"];
  return waiting.toSorted((a, b) => order.indexOf(a.need.what) - order.indexOf(b.need.what))[0];
}

function heading(app: App, waiting: readonly SetView[], have: number): string {
  const { need } = pressing(waiting) ?? {};
  if (need?.what === "shares") return tellCount(app, "gathered.shares", need.more);
  if (need && need.what !== "nothing") return tell(app, `gathered.${need.what}`);
  return tell(app, have > 0 ? "gathered.complete" : "gathered.nothing");
}

function lead(app: App, waiting: readonly SetView[], have: number): string {
  const { need } = pressing(waiting) ?? {};
  if (need && need.what !== "nothing") return tell(app, `gathered.${need.what}-lead`);
  return tell(app, have > 0 ? "gathered.complete-lead" : "gathered.nothing-lead");
}
