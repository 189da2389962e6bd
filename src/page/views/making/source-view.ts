import type { MakingApp, MakingView } from "../../making/app.js";
import { explain, explainAll } from "../../making/words.js";
import { adviceCard } from "../../parts/advice-card.js";
import { button, element, form, listed, nextId } from "../../parts/element.js";
import { tell } from "../../words.js";
import { hasCamera, photoWay, picker } from "../giving/ways-in.js";
import { passphraseForm } from "../passphrase-form.js";
import { setCard } from "../set-card.js";
import { foundList, isReady, sourceProblems } from "./found.js";

/** The ways in, and what they gave so far. */
export function sourceView(app: MakingApp): MakingView {
  const { sources, task } = app;
  // Exports of apps have names of every kind: nothing is left out.
  const files = picker(app, { multiple: true, "aria-label": explain(app, "source.files") });
  const ready = isReady(app);
  const found = foundList(app, () => app.show("source"));
  const opens = task !== "again" && sources.sets.some(({ need, opened }) => need.what === "nothing" && !opened);
  const canShare = typeof navigator.mediaDevices?.getDisplayMedia === "function";
  const next = () => app.show(task === "again" ? "look" : task === "anew" ? "kind" : "register");
  // What is known stands above the ways to more of it: on a phone it would be out of sight below them.
  return {
    content: [
      element("h1", {}, explain(app, `source.heading-${task}`)),
      ...(ready ? [] : [element("p", { class: "lead" }, explain(app, `source.lead-${task}`))]),
      ...sourceProblems(app),
      ...sources.sets.flatMap((set) => [
        setCard(app, set),
        ...(set.need.what === "passphrase" && task !== "again" ? [passphraseForm(app, set)] : []),
        ...(set.need.what === "nothing" && !set.opened && task !== "again"
          ? [button(explain(app, "source.open-set"), () => void openSet(app, set.name), { class: "main" })]
          : []),
      ]),
      ...(found ? [found] : []),
      ready
        ? button(explain(app, "go-on"), next, { class: "main" })
        : element("p", { class: "quiet" }, explain(app, `source.${found ? "not-chosen" : `not-yet-${task}`}`)),
      ...(ready ? [element("h2", {}, explain(app, "source.more"))] : []),
      element(
        "div",
        { class: "ways" },
        button(explain(app, "source.files"), () => files.click(), { class: ready || opens ? "" : "main" }),
        ...photoWay(app),
        canShare ? button(explain(app, "source.screen"), () => void shareScreen(app)) : undefined,
        hasCamera() ? button(explain(app, "source.camera"), () => app.show("camera")) : undefined,
        task === "new" ? button(explain(app, "source.key"), () => app.show("key")) : undefined,
        files,
      ),
      ...(hasCamera() ? [] : [element("p", { class: "quiet" }, tell(app, "camera.fault.none"))]),
      listed(explainAll(app, "source.hints"), { class: "quiet" }),
    ],
  };
}

/** One picture of what is shared, then it is stopped. */
async function shareScreen(app: MakingApp): Promise<void> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: false });
  } catch {
    return sayScreen(app, "refused");
  }
  let seen = 0;
  try {
    const video = element("video", { muted: true, playsinline: true });
    video.srcObject = stream;
    await video.play();
    const frame = await createImageBitmap(video);
    await app.attempt(async () => {
      const { seen: codes, ...sources } = await app.engine.addSight(frame, false);
      seen = codes;
      app.setSources(sources);
    });
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
  const { failure } = app;
  app.show("source");
  if (failure) app.say(failure);
  else if (seen === 0) sayScreen(app, "no-code");
}

function sayScreen(app: MakingApp, what: "refused" | "no-code"): void {
  const [message, hint] = [explain(app, `source.screen-${what}`), explain(app, `source.screen-${what}-hint`)];
  app.announce(message);
  app.say({ code: `screen-${what}`, message, hint });
}

async function openSet(app: MakingApp, name: string): Promise<void> {
  await app.attempt(async () => app.setSnapshot(await app.engine.open(name)));
  await app.goOn();
}

/** A source is being read. */
export function readingSourceView(app: MakingApp): MakingView {
  const state = element("p", { role: "status" }, explain(app, "reading.begins"));
  return {
    content: [element("h1", {}, explain(app, "reading.heading")), element("progress", {}), state],
    onProgress: (progress) => {
      state.textContent = explain(app, progress.doing === "opening" ? "reading.opening" : "reading.file", {
        name: "name" in progress ? progress.name : "",
      });
    },
  };
}

/** A key typed, with the names that its sheet is to bear. */
export function keyView(app: MakingApp): MakingView {
  const field = (label: string, more = {}) => {
    const id = nextId();
    const input = element("input", { id, autocomplete: "off", autocapitalize: "none", spellcheck: "false", ...more });
    return { input, parts: [element("label", { for: id }, label), input] };
  };
  const key = field(explain(app, "key.key"), { class: "typed" });
  const [issuer, account] = [field(explain(app, "key.issuer")), field(explain(app, "key.account"))];
  const answer = element("div", { role: "alert" });
  const take = async () => {
    const good = await app.attempt(async () =>
      app.setSources(await app.engine.addTyped(key.input.value, issuer.input.value, account.input.value)),
    );
    if (good) return app.show("source");
    if (app.failure) answer.replaceChildren(adviceCard(app.failure));
    key.input.focus();
  };
  const keyForm = form(
    take,
    {},
    ...key.parts,
    ...issuer.parts,
    ...account.parts,
    answer,
    element("div", { class: "row" }, element("button", { type: "submit", class: "main" }, explain(app, "key.take"))),
  );
  return {
    focus: key.input,
    content: [element("h1", {}, explain(app, "key.heading")), element("p", {}, explain(app, "key.lead")), keyForm],
  };
}
