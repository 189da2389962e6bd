import { say } from "../../../language.js";
import type { RecoveryView } from "../../answers.js";
import type { FoundView } from "../../making/answers.js";
import type { MakingApp } from "../../making/app.js";
import { explain, explainCount } from "../../making/words.js";
import { twoNames } from "../../parts/account-words.js";
import { button, element, nextId, unfolding } from "../../parts/element.js";
import { takenAccounts } from "./found.js";

/** Recovery codes of the service, pasted or chosen as a file, for one account at a time. */
export function recoveryPart(app: MakingApp): HTMLElement | undefined {
  const accounts = takenAccounts(app);
  const [first] = accounts;
  if (!first) return undefined;
  const place = element("div");
  const part = unfolding(explain(app, "kind.recovery"), place);
  const show = (account: FoundView, said: readonly string[] = []) =>
    place.replaceChildren(...formOf(app, account, accounts, show), saying(said));
  show(first);
  part.open = accounts.some(({ id }) => listOf(app, id) !== undefined);
  return part;
}

function listOf({ sources }: MakingApp, account: number): RecoveryView | undefined {
  return sources.recovery.find((list) => list.account === account);
}

function saying(sentences: readonly string[]): HTMLElement {
  const words = sentences.map((text) => element("p", { class: "sentence" }, text));
  return element(
    "div",
    { role: "alert" },
    ...(words.length > 0 ? [element("div", { class: "card care" }, ...words)] : []),
  );
}

function formOf(
  app: MakingApp,
  account: FoundView,
  accounts: readonly FoundView[],
  show: (account: FoundView, said?: readonly string[]) => void,
): Node[] {
  const take = async (file: File) => {
    let aside: readonly number[] = [];
    const good = await app.attempt(async () => {
      const answer = await app.engine.addRecovery(account.id, file);
      aside = answer.aside;
      app.setSources(answer);
    });
    const { failure, language } = app;
    if (!good && failure) show(account, [failure.message, failure.hint]);
    else if (aside.length === 0) show(account);
    else show(account, [say(language, "warnings.recovery-lines-aside", { lines: aside.join(", ") })]);
  };
  const drop = async () => {
    await app.attempt(async () => app.setSources(await app.engine.dropRecovery(account.id)));
    show(account);
  };
  const list = element("textarea", { id: nextId(), rows: 6, autocomplete: "off", spellcheck: "false" });
  const picker = element("input", {
    type: "file",
    hidden: true,
    "aria-label": explain(app, "kind.recovery-file"),
    change: () => {
      const [file] = picker.files ?? [];
      if (file) void take(file);
    },
  });
  const taken = listOf(app, account.id);
  return [
    element("p", { class: "quiet" }, explain(app, "kind.recovery-lead")),
    ...(accounts.length > 1 ? accountChoice(app, account, accounts, show) : []),
    ...(taken === undefined
      ? []
      : [
          element("p", { class: "card good" }, explainCount(app, "kind.recovery-taken", taken.count)),
          button(explain(app, "kind.recovery-drop"), () => void drop(), { class: "plain" }),
        ]),
    element("label", { for: list.id }, explain(app, "kind.recovery-list")),
    list,
    element(
      "div",
      { class: "row" },
      button(explain(app, "kind.recovery-take"), () => void take(new File([list.value], ""))),
      button(explain(app, "kind.recovery-file"), () => picker.click(), { class: "plain" }),
      picker,
    ),
  ];
}

function accountChoice(
  app: MakingApp,
  account: FoundView,
  accounts: readonly FoundView[],
  show: (account: FoundView) => void,
): Node[] {
  const options = accounts.map((one) =>
    element(
      "option",
      { value: String(one.id), selected: one === account },
      twoNames(app, one)
        .filter((name) => name !== "")
        .join(" · "),
    ),
  );
  const select = element(
    "select",
    { id: nextId(), change: () => show(accounts.find(({ id }) => String(id) === select.value) ?? account) },
    ...options,
  );
  return [element("label", { for: select.id }, explain(app, "kind.recovery-of")), select];
}
