import { EscrowError } from "../error.js";
import type { App } from "./app.js";
import { element, nextId } from "./element.js";
import type { SetView } from "./views.js";
import { advise, tell, tellAll } from "./words.js";

/** Asks for the passphrase of a sealed sheet, as often as it takes. */
export function passphraseForm(app: App, set: SetView): HTMLElement {
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
  const attempt = async () => {
    if (field.value === "") return field.focus();
    submit.disabled = true;
    answer.replaceChildren(element("p", {}, tell(app, "passphrase.opening")));
    try {
      app.setSnapshot(await app.engine.open(set.name, field.value));
      field.value = "";
      await app.goOn();
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      submit.disabled = false;
      answer.replaceChildren(...refusal(app, error));
      field.focus();
    }
  };
  return element(
    "form",
    {
      class: "card",
      autocomplete: "off",
      submit: (event) => {
        event.preventDefault();
        void attempt();
      },
    },
    element("label", { for: id }, tell(app, "passphrase.label")),
    field,
    element("label", { class: "choice" }, show, tell(app, "passphrase.show")),
    capsLock,
    element("p", { id: hintId, class: "quiet" }, tell(app, "passphrase.how")),
    element("div", { class: "row" }, submit),
    answer,
    element("p", { class: "quiet" }, tell(app, "set.name"), " ", element("span", { class: "set-id" }, set.name)),
  );
}

function refusal(app: App, error: EscrowError): Node[] {
  if (error.code === "passphrase-wrong") {
    const reasons = tellAll(app, "passphrase.reasons").map((reason) => element("li", {}, reason));
    return [
      element(
        "div",
        { class: "card care" },
        element("p", {}, tell(app, "passphrase.wrong")),
        element("p", {}, tell(app, "passphrase.check")),
        element("ul", {}, ...reasons),
      ),
    ];
  }
  const { message, hint } = advise(app, error);
  return [element("div", { class: "card care" }, element("p", { class: "sentence" }, message), element("p", {}, hint))];
}
