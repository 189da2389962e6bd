import { say } from "../../../language.js";
import type { FoundView } from "../../making/answers.js";
import type { MakingApp } from "../../making/app.js";
import { isDoubtful, isTaken } from "../../making/draft.js";
import { explain, explainCount } from "../../making/words.js";
import { settingWords, twoNames } from "../../parts/account-words.js";
import { element } from "../../parts/element.js";
import { advise } from "../../words.js";

/** Accounts that sheets are made of. */
export function takenAccounts({ sources, draft }: MakingApp): FoundView[] {
  return sources.accounts.filter((one) => isTaken(draft, one, sources));
}

/** Whether there is something to go on with. */
export function isReady(app: MakingApp): boolean {
  const { sources, draft, task } = app;
  if (task === "again") {
    const [set, ...others] = sources.sets;
    return set !== undefined && others.length === 0 && set.complete && (set.kind === "sealed" || set.have > 0);
  }
  return takenAccounts(app).length + sources.keeps.filter(({ id }) => !draft.withoutKeeps.has(id)).length > 0;
}

/** What was found, each to be left out or taken. */
export function foundList(app: MakingApp, onChange: () => void): HTMLElement | undefined {
  const { sources, draft } = app;
  if (sources.accounts.length + sources.keeps.length === 0) return undefined;
  const choice = (words: readonly (Node | string)[], checked: boolean, act: (wanted: boolean) => void) => {
    const box = element("input", {
      type: "checkbox",
      checked,
      change: () => {
        act(box.checked);
        app.changed();
        onChange();
      },
    });
    return element("li", {}, element("label", { class: "choice" }, box, element("span", {}, ...words)));
  };
  const toggle = (set: Set<number>, id: number, member: boolean) => (member ? set.add(id) : set.delete(id));
  const accounts = sources.accounts.map((account) => {
    const [first, second] = twoNames(app, account);
    const doubtful = isDoubtful(account, sources);
    const words = [
      element("strong", {}, first),
      second === "" ? "" : ` · ${second}`,
      element("br"),
      element("span", { class: "quiet" }, settingWords(app, account), account.from === "" ? "" : ` · ${account.from}`),
      doubtful ? element("p", {}, explain(app, account.refused ? "source.refused" : "source.mixed")) : "",
    ];
    return choice(words, isTaken(draft, account, sources), (wanted) =>
      doubtful ? toggle(draft.nevertheless, account.id, wanted) : toggle(draft.without, account.id, !wanted),
    );
  });
  const keeps = sources.keeps.map(({ id, name, code, data }) =>
    choice(
      [element("strong", {}, name), " ", explain(app, "source.kept", { reason: advise(app, { code, data }).message })],
      !draft.withoutKeeps.has(id),
      (wanted) => toggle(draft.withoutKeeps, id, !wanted),
    ),
  );
  const recovery = sources.recovery.map(({ id, name, count }) =>
    choice([explainCount(app, "source.recovery", count, { name })], !draft.withoutRecovery.has(id), (wanted) =>
      toggle(draft.withoutRecovery, id, !wanted),
    ),
  );
  return element(
    "section",
    { class: "card good", "aria-labelledby": "found-heading" },
    element("h2", { id: "found-heading" }, explain(app, "source.found")),
    element("ul", { class: "accounts" }, ...accounts, ...keeps, ...recovery),
  );
}

/** What could not be read, and what is to be looked at. */
export function sourceProblems({ sources, language }: MakingApp): HTMLElement[] {
  const words = [
    ...sources.problems.map(({ source, code, data }) => {
      const { message, hint } = advise({ language }, { code, data });
      return [source, message, hint];
    }),
    ...sources.warnings.map(({ source, code, data }) => [source, say(language, `warnings.${code}`, data)]),
  ];
  return words.map(([source, ...sentences]) =>
    element(
      "section",
      { class: "card care" },
      source === undefined || source === "" ? undefined : element("h3", {}, source),
      ...sentences.map((text) => element("p", { class: "sentence" }, text)),
    ),
  );
}
