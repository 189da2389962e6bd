import type { MakingApp, MakingView } from "../../making/app.js";
import { explain, explainAll } from "../../making/words.js";
import { adviceCard } from "../../parts/advice-card.js";
import { button, element, form, nextId } from "../../parts/element.js";

/** A passphrase of words, shown once and asked back; or one that somebody chooses. */
export function passphraseView(app: MakingApp): MakingView {
  const place = element("div");
  const show = (...parts: readonly Node[]) => {
    place.replaceChildren(...parts);
    // One thing to do next: the ways to begin anew stand below it.
    draw.className = "plain";
    draw.textContent = explain(app, "passphrase.redraw");
    place.after(ways);
    place.querySelector<HTMLElement>("input, .words")?.focus();
  };
  const ready = () => {
    app.draft.passphraseReady = true;
    app.changed();
    app.show("look");
  };
  const drawn = async () => {
    const { passphrase, ask } = await app.engine.drawPassphrase();
    app.draft.passphraseReady = false;
    const words = passphrase.split(" ").map((word) => element("li", {}, word));
    show(
      ...explainAll(app, "passphrase.before").map((sentence) => element("p", {}, sentence)),
      element("ol", { class: "words", tabindex: "-1", translate: "no" }, ...words),
      button(explain(app, "passphrase.written"), () => show(askBack(app, ask, ready)), { class: "main" }),
    );
  };
  const draw = button(explain(app, "passphrase.draw"), () => void drawn(), {
    class: app.draft.passphraseReady ? "" : "main",
  });
  const choose = button(explain(app, "passphrase.choose"), () => show(chosen(app, ready)), { class: "plain" });
  const ways = element("div", { class: "row" }, draw, choose);
  return {
    content: [
      element("h1", {}, explain(app, "passphrase.heading")),
      element("p", { class: "lead" }, explain(app, "passphrase.lead")),
      ...(app.draft.passphraseReady
        ? [button(explain(app, "passphrase.keep"), () => app.show("look"), { class: "main" })]
        : []),
      ways,
      place,
    ],
  };
}

/** Two of the words are asked back: who wrote nothing down finds out now. */
function askBack(app: MakingApp, ask: readonly number[], ready: () => void): HTMLElement {
  const fields = ask.map((place) => {
    const id = nextId();
    const field = element("input", {
      id,
      class: "typed",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
    });
    return { place, field, label: element("label", { for: id }, explain(app, "passphrase.word", { place })) };
  });
  const answer = element("div", { role: "alert" });
  const check = async () => {
    const right = await app.engine.confirmWords(fields.map(({ place, field }) => ({ place, word: field.value })));
    const at = right.indexOf(false);
    if (at < 0) return ready();
    const wrong = fields[at];
    answer.replaceChildren(
      element("p", { class: "card care" }, explain(app, "passphrase.other", { place: wrong?.place ?? 0 })),
    );
    wrong?.field.focus();
  };
  return form(
    check,
    { class: "card" },
    element("p", {}, explain(app, "passphrase.ask")),
    ...fields.flatMap(({ label, field }) => [label, field]),
    answer,
    element("div", { class: "row" }, element("button", { type: "submit", class: "main" }, explain(app, "go-on"))),
  );
}

/** A passphrase of one's own, typed twice and judged. */
function chosen(app: MakingApp, ready: () => void): HTMLElement {
  const fields = ["own", "own-again"].map((key) => {
    const id = nextId();
    const field = element("input", { id, class: "typed", type: "password", autocomplete: "off" });
    return { field, label: element("label", { for: id }, explain(app, `passphrase.${key}`)) };
  });
  const [first, second] = fields.map(({ field }) => field);
  const answer = element("div", { role: "alert" });
  const check = async () => {
    const passphrase = first?.value ?? "";
    if (passphrase !== second?.value) {
      answer.replaceChildren(element("p", { class: "card care" }, explain(app, "passphrase.differs")));
      return second?.focus();
    }
    const good = await app.attempt(async () => {
      await app.engine.choosePassphrase(passphrase, app.order());
    });
    if (good) return ready();
    if (app.failure) answer.replaceChildren(adviceCard(app.failure));
    first?.focus();
  };
  return form(
    check,
    { class: "card" },
    ...fields.flatMap(({ label, field }) => [label, field]),
    answer,
    element("div", { class: "row" }, element("button", { type: "submit", class: "main" }, explain(app, "go-on"))),
  );
}
