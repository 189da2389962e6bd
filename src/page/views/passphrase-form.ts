import { PASSPHRASE_WORDS, wordFaults } from "../../document/passphrase-words.js";
import { EscrowError } from "../../error.js";
import type { SetView } from "../answers.js";
import type { App } from "../app.js";
import { element, form, listed, nextId } from "../parts/element.js";
import { advise, tell, tellAll } from "../words.js";
import { wordBoxes } from "./word-boxes.js";

/** Where a passphrase is asked for. */
type PassphraseTaker = Pick<App, "language" | "setSnapshot" | "goOn"> & {
  readonly engine: Pick<App["engine"], "open">;
};

/**
 * Asks for the passphrase of a sealed sheet, as often as it takes: in one line, or a box a word. One that reads as
 * generated and has a fault is not tried at once, for each try takes seconds: the fault is said, and the second time it is
 * tried as it is.
 */
export function passphraseForm(app: PassphraseTaker, set: SetView): HTMLElement {
  const [id, hintId] = [nextId(), nextId()];
  const field = element("input", {
    id,
    class: "typed",
    type: "password",
    autocomplete: "off",
    autocapitalize: "none",
    autocorrect: "off",
    spellcheck: "false",
    "aria-describedby": hintId,
    keyup: (event) => watchCapsLock(event),
  });
  const capsLock = element(
    "p",
    { class: "card care", role: "status", hidden: true },
    tell(app, "passphrase.caps-lock"),
  );
  const answer = element("div", { role: "alert" });
  const submit = element("button", { type: "submit", class: "main" }, tell(app, "passphrase.open"));
  const watchCapsLock = (event: Event) => {
    capsLock.hidden = !(event instanceof KeyboardEvent && event.getModifierState("CapsLock"));
  };
  const show = element("input", {
    type: "checkbox",
    change: () => {
      field.type = show.checked ? "text" : "password";
      field.focus();
    },
  });
  const boxes = wordBoxes(app);
  const line = element("div");
  boxes.element.hidden = true;
  const byWords = element("input", {
    type: "checkbox",
    change: () => {
      boxes.element.hidden = !byWords.checked;
      answer.replaceChildren();
      line.hidden = byWords.checked;
      if (byWords.checked) boxes.focus();
      else field.focus();
    },
  });
  const focus = () => (byWords.checked ? boxes.focus() : field.focus());
  let doubted: string | undefined;
  const attempt = async () => {
    const passphrase = byWords.checked ? boxes.text() : field.value;
    if (passphrase === "") return focus();
    const faults = passphrase === doubted ? [] : faultWords(app, passphrase, byWords.checked);
    if (faults.length > 0) {
      doubted = passphrase;
      const said = faults.map((fault) => element("p", {}, fault));
      answer.replaceChildren(
        element("div", { class: "card care" }, ...said, element("p", {}, tell(app, "passphrase.try"))),
      );
      return focus();
    }
    submit.disabled = true;
    answer.replaceChildren(element("p", {}, tell(app, "passphrase.opening")));
    try {
      app.setSnapshot(await app.engine.open(set.name, passphrase));
      field.value = "";
      await app.goOn();
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      submit.disabled = false;
      answer.replaceChildren(...refusal(app, error));
      focus();
    }
  };
  line.append(
    element("label", { for: id }, tell(app, "passphrase.label")),
    field,
    element("label", { class: "choice" }, show, tell(app, "passphrase.show")),
    capsLock,
    element("p", { id: hintId, class: "quiet" }, tell(app, "passphrase.how")),
  );
  return form(
    attempt,
    { class: "card", autocomplete: "off" },
    line,
    element("label", { class: "choice" }, byWords, tell(app, "passphrase.by-words")),
    boxes.element,
    element("div", { class: "row" }, submit),
    answer,
    element("p", { class: "quiet" }, tell(app, "set.name"), " ", element("span", { class: "set-id" }, set.name)),
  );
}

/** What is wrong with the words; of boxes, the words themselves are judged beside them. */
function faultWords(app: PassphraseTaker, passphrase: string, boxed: boolean): string[] {
  const have = passphrase.split(" ").length;
  const faults = wordFaults(passphrase) ?? { have: boxed ? have : PASSPHRASE_WORDS, unknown: [] };
  return [
    ...faults.unknown.map(({ place, nearest }) =>
      tell(app, nearest.length > 0 ? "passphrase.nearest" : "passphrase.unknown", { place, words: nearest.join(", ") }),
    ),
    ...(faults.have === PASSPHRASE_WORDS
      ? []
      : [tell(app, "passphrase.count", { have: faults.have, need: PASSPHRASE_WORDS })]),
  ];
}

function refusal(app: PassphraseTaker, error: EscrowError): Node[] {
  if (error.code === "passphrase-wrong") {
    return [
      element(
        "div",
        { class: "card care" },
        element("p", {}, tell(app, "passphrase.wrong")),
        element("p", {}, tell(app, "passphrase.check")),
        listed(tellAll(app, "passphrase.reasons")),
      ),
    ];
  }
  const { message, hint } = advise(app, error);
  return [element("div", { class: "card care" }, element("p", { class: "sentence" }, message), element("p", {}, hint))];
}
