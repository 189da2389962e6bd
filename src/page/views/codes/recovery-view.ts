import type { RecoveryView } from "../../answers.js";
import type { App } from "../../app.js";
import { copyButton } from "../../parts/copy-button.js";
import { button, element, nextId } from "../../parts/element.js";
import { tell, tellCount } from "../../words.js";

/** Recovery codes that belong to an account, or to none that was found. */
export function recoveryOf(app: App, account: number | undefined): RecoveryView[] {
  return app.found.recovery.filter((one) => one.account === account);
}

/**
 * Recovery codes: shown when asked for, each to be copied.
 * @param named whether the account's name stands above each list
 */
export function recoveryCard(app: App, lists: readonly RecoveryView[], named: boolean): HTMLElement | undefined {
  if (lists.length === 0) return undefined;
  const heading = nextId();
  return element(
    "section",
    { class: "card keeps", "aria-labelledby": heading },
    element("h2", { id: heading }, tell(app, "recovery.heading")),
    element("p", {}, tell(app, "recovery.lead")),
    ...lists.map((list) => listPart(app, list, named)),
  );
}

function listPart(app: App, { id, name, count }: RecoveryView, named: boolean): HTMLElement {
  const place = element("div");
  const show = async () => {
    const codes = await app.engine.revealRecovery(id);
    const rows = codes.map((code) =>
      element(
        "li",
        {},
        element(
          "div",
          { class: "row" },
          element("p", { class: "key", translate: "no" }, code),
          copyButton(app, () => code),
        ),
      ),
    );
    place.replaceChildren(element("ol", {}, ...rows));
    shower.remove();
  };
  const words = tellCount(app, "recovery.show", count);
  const shower = button(words, show, { "aria-label": tell(app, "recovery.show-label", { show: words, name }) });
  return element("div", {}, ...(named ? [element("p", {}, element("strong", {}, name))] : []), shower, place);
}
