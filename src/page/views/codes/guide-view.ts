import { say } from "../../../language.js";
import type { Guide } from "../../answers.js";
import type { App } from "../../app.js";
import { element, listed, nextId, unfolding } from "../../parts/element.js";
import { tell } from "../../words.js";

/** What a service asks for, and what helps when it refuses. */
interface GuideParts {
  /** What signing in takes, to stand beside the code. */
  readonly asked: HTMLElement;
  /** What to do when the code is refused. */
  readonly refused: HTMLElement;
  /** What to do when all else fails, and what to do once in. */
  readonly lost: HTMLElement;
}

/** What a guide says of the time, which codes of a counter do not know. */
const OF_TIME = ["common.clock", "common.next"];

/**
 * What a guide says.
 * @param counted whether codes are counted, not timed
 * @param onChoose called with the guide that someone chose instead
 */
export function guideParts(app: App, guide: Guide, counted: boolean, onChoose: (guide: Guide) => void): GuideParts {
  const asked = element(
    "section",
    { class: "card", "aria-labelledby": "asked-heading" },
    element("h2", { id: "asked-heading" }, tell(app, "guide.asked", { service: title(app, guide) })),
    ...sentences(app, guide.asked).map((sentence) => element("p", {}, sentence)),
    guide.signInPage === "" ? undefined : signInPage(app, guide.signInPage),
    chooser(app, guide, onChoose),
  );
  const lost = unfolding(
    tell(app, "guide.lost"),
    list(app, guide.lost),
    element("h3", {}, tell(app, "guide.have-ready")),
    list(app, guide.haveReady),
    element("h3", {}, tell(app, "guide.second-device")),
    list(app, guide.secondDevice),
  );
  return {
    asked,
    refused: list(
      app,
      guide.refused.filter((key) => !counted || !OF_TIME.includes(key)),
    ),
    lost,
  };
}

function title({ language }: App, { name }: Guide): string {
  return say(language, `guides.${name}.title`);
}

function sentences({ language }: App, keys: readonly string[]): string[] {
  return keys.map((key) => say(language, `guides.${key}`));
}

function list(app: App, keys: readonly string[]): HTMLElement {
  return listed(sentences(app, keys));
}

function signInPage(app: App, address: string): HTMLElement {
  const link = element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address);
  return element("p", {}, tell(app, "guide.sign-in-page"), " ", link);
}

/** Which service it is cannot always be told from an account's names. */
function chooser(app: App, guide: Guide, onChoose: (guide: Guide) => void): HTMLElement {
  const id = nextId();
  const select = element(
    "select",
    {
      id,
      change: () => {
        const chosen = app.guides.find(({ name }) => name === select.value);
        if (chosen) onChoose(chosen);
      },
    },
    ...app.guides.map((one) =>
      element("option", { value: one.name, selected: one.name === guide.name }, title(app, one)),
    ),
  );
  return element("div", {}, element("label", { for: id, class: "quiet" }, tell(app, "guide.choose")), select);
}
