import type { SetView } from "../answers.js";
import type { App, View } from "../app.js";
import { button, element, unfolding } from "../parts/element.js";
import { tell, tellCount } from "../words.js";
import { byLinesCard } from "./by-lines-card.js";
import { recoveryOf } from "./codes/recovery-view.js";
import { photoHints } from "./giving/start-view.js";
import { waysIn } from "./giving/ways-in.js";
import { keeperCards } from "./keeper-cards.js";
import { passphraseForm } from "./passphrase-form.js";
import { problemList, worthSaying } from "./problem-list.js";
import { setCard } from "./set-card.js";
import { sourceList, sourceName } from "./source-list.js";

/** How things stand: what is here, and the one thing to do next. */
export function gatheredView(app: App): View {
  const { snapshot, found } = app;
  const waiting = snapshot.sets.filter(({ opened }) => !opened);
  const sealed = waiting.find(({ need }) => need.what === "passphrase");
  const have = found.accounts.length + found.keeps.length + recoveryOf(app, undefined).length;
  const show = () =>
    button(tellCount(app, "gathered.show", have), () => app.show({ name: "accounts" }), {
      class: "main",
    });
  const [heading, lead] = headWords(app, waiting, have);
  const others = snapshot.sets.filter((set) => set !== sealed);
  const add = sealed
    ? unfolding(tell(app, "gathered.add-other"), waysIn(app))
    : element(
        "section",
        {},
        element("h2", {}, tell(app, have === 0 ? "gathered.add" : "gathered.add-other")),
        waysIn(app),
      );
  const parts = [
    element("h1", {}, heading),
    lead === "" ? undefined : element("p", { class: "lead" }, lead),
    have > 0 ? element("div", { class: "row" }, show()) : undefined,
    sealed ? passphraseForm(app, sealed) : undefined,
    mixedSets(app, waiting),
    ...others.map((set) => setCard(app, set)),
    ...keeperCards(app),
    add,
    byLinesCard(app),
    problemList(app, worthSaying(app)),
    have === 0 && snapshot.sets.length + snapshot.keepers.length === 0 ? photoHints(app) : undefined,
    sourceList(app),
  ];
  return { content: parts.filter((part) => part !== undefined) };
}

/** Kinds of need, the one to be met first in front. */
const ORDER: readonly SetView["need"]["what"][] = ["passphrase", "shares", "document", "other", "nothing"];

/** What is to be done next: for the set that is nearest to being opened. */
function pressing(waiting: readonly SetView[]): SetView["need"] | undefined {
  const more = ({ need }: SetView) => (need.what === "shares" ? need.more : 0);
  const nearest = waiting.toSorted(
    (a, b) => ORDER.indexOf(a.need.what) - ORDER.indexOf(b.need.what) || more(a) - more(b),
  );
  return nearest[0]?.need;
}

/** The heading, and what it means. */
function headWords(app: App, waiting: readonly SetView[], have: number): readonly [string, string] {
  const need = pressing(waiting);
  if (have > 0) {
    const lead = waiting.length > 0 ? "gathered.complete-others" : "gathered.complete-lead";
    return [tell(app, "gathered.complete"), worthSaying(app).length + waiting.length > 0 ? tell(app, lead) : ""];
  }
  if (!need && app.snapshot.keepers.length > 0) return [tell(app, "keeper.alone"), tell(app, "keeper.alone-lead")];
  if (!need || need.what === "nothing") return [tell(app, "gathered.nothing"), tell(app, "gathered.nothing-lead")];
  const heading =
    need.what === "shares" ? tellCount(app, "gathered.shares", need.more) : tell(app, `gathered.${need.what}`);
  return [heading, tell(app, `gathered.${need.what}-lead`)];
}

/** Sheets of different sets do not add up: which file belongs to which. */
function mixedSets(app: App, waiting: readonly SetView[]): HTMLElement | undefined {
  if (waiting.length < 2) return undefined;
  const names = new Set(waiting.map(({ name }) => name));
  const rows = app.snapshot.sources.flatMap((source) =>
    source.sets
      .filter(({ name }) => names.has(name))
      .map(({ name }) => element("li", {}, sourceName(app, source), ": ", element("span", { class: "set-id" }, name))),
  );
  return element(
    "section",
    { class: "card care" },
    element("h2", {}, tell(app, "gathered.mixed")),
    element("p", {}, tell(app, "gathered.mixed-lead")),
    element("ul", {}, ...rows),
  );
}
