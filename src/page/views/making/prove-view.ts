import type { ProofAnswer, ProofSheet } from "../../making/answers.js";
import type { MakingApp, MakingView } from "../../making/app.js";
import { explain, explainAll } from "../../making/words.js";
import { digits } from "../../parts/digits.js";
import { button, element, listed } from "../../parts/element.js";
import { advise } from "../../words.js";
import { hasCamera, photoWay, picker, READABLE } from "../giving/ways-in.js";

/** The paper, by photos of it: a tick for each sheet whose own paper gave the codes. */
export function proveView(app: MakingApp): MakingView {
  const { proof } = app;
  const files = picker(app, { accept: READABLE, multiple: true, "aria-label": explain(app, "prove.photos") });
  const state = element("p", { role: "status" });
  const all = proof?.proved === true;
  const end = button(explain(app, all ? "prove.done" : "prove.skip"), () => app.show("done"), {
    class: all ? "main" : "plain",
  });
  return {
    content: [
      element("h1", {}, explain(app, all ? "prove.all" : "prove.heading")),
      element("p", { class: "lead" }, explain(app, all ? "prove.all-lead" : "prove.lead")),
      state,
      ...(proof ? [proofList(app, proof)] : []),
      ...(proof?.problems ?? []).map((problem) => {
        const { message, hint } = advise(app, problem);
        const words = [message, hint].map((text) => element("p", { class: "sentence" }, text));
        return element("section", { class: "card care" }, ...words);
      }),
      ...(all ? [end] : []),
      element(
        "div",
        { class: "ways" },
        button(explain(app, "prove.photos"), () => files.click(), { class: all ? "" : "main" }),
        ...photoWay(app),
        hasCamera() ? button(explain(app, "prove.camera"), () => app.show("prove-camera")) : undefined,
        files,
      ),
      listed(explainAll(app, "prove.hints"), { class: "quiet" }),
      ...(all ? [] : [end]),
    ],
    onProgress: (progress) => {
      state.textContent = explain(app, "reading.file", { name: "name" in progress ? progress.name : "" });
    },
  };
}

/** Every sheet, with what its paper gave. */
export function proofList(app: MakingApp, { sheets }: ProofAnswer): HTMLElement {
  return element("ul", { class: "accounts" }, ...sheets.map((sheet) => proofRow(app, sheet)));
}

function proofRow(app: MakingApp, { share, label, state, codes, printAgain }: ProofSheet): HTMLElement {
  const name =
    share === undefined
      ? label || explain(app, "prove.sealed")
      : explain(app, "print.share", { x: share, holder: label });
  const shown = codes.flatMap(({ name: of, codes: [now] }) =>
    now ? [element("p", {}, of, " ", digits(now.code))] : [],
  );
  return element(
    "li",
    { class: state === "works" ? "card good" : "card" },
    element("h2", {}, state === "works" ? "✓ " : "", name),
    element("p", {}, explain(app, `prove.${state}`)),
    ...shown,
    printAgain === undefined
      ? undefined
      : element("p", {}, explain(app, "prove.print-again", { percent: Math.round(printAgain * 100) })),
  );
}
