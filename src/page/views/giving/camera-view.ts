import type { FrameAnswer, Snapshot } from "../../answers.js";
import type { App, View } from "../../app.js";
import { Chime } from "../../parts/chime.js";
import { button, element } from "../../parts/element.js";
import { tell, tellCount } from "../../words.js";
import { setCard } from "../set-card.js";
import { type CameraFault, startCamera } from "./camera.js";
import { waysIn } from "./ways-in.js";

/** Sheets held up to the camera, one after the other. */
export function cameraView(app: App): View {
  const video = element("video", { playsinline: true, muted: true, "aria-label": tell(app, "camera.picture") });
  const state = element("p", { class: "lead" }, tell(app, "camera.starting"));
  const ticks = element("p", { class: "found-codes", "aria-hidden": "true" });
  const sets = element("div");
  const sound = element("input", { type: "checkbox" });
  sound.checked = true;
  const chime = new Chime();
  const place = element(
    "div",
    {},
    video,
    ticks,
    element("label", { class: "choice" }, sound, tell(app, "camera.sound")),
  );
  const show = (words: string) => {
    if (state.textContent !== words) state.textContent = words;
  };
  let codes = 0;
  const onAnswer = ({ fresh, seen, foreign, snapshot }: FrameAnswer) => {
    if (fresh > 0) {
      codes += fresh;
      app.setSnapshot(snapshot);
      if (sound.checked) chime.ring();
      ticks.textContent = "✓ ".repeat(codes).trim();
      const words = tellCount(app, "camera.found", codes);
      show(words);
      app.announce(words);
      sets.replaceChildren(...snapshot.sets.map((set) => setCard(app, set)));
      if (!app.checking && isEnough(snapshot)) void app.goOn();
    } else if (seen > 0) show(tell(app, "camera.known"));
    else if (foreign > 0) show(tell(app, "camera.foreign"));
    else if (codes === 0) show(tell(app, "camera.aim"));
  };
  const onFault = (fault: CameraFault) => {
    const words = tell(app, `camera.fault.${fault}`);
    show(words);
    app.announce(words);
    place.replaceChildren(element("p", {}, tell(app, "camera.instead")), waysIn(app));
    done.textContent = tell(app, "camera.back");
    done.className = "plain";
  };
  const done = button(tell(app, "camera.done"), () => app.goOn(), { class: "main" });
  const camera = startCamera(video, (frame) => app.engine.addFrame(frame), onAnswer, onFault);
  return {
    content: [
      element("h1", {}, tell(app, "camera.heading")),
      state,
      place,
      sets,
      element("div", { class: "row" }, done),
    ],
    stop: () => {
      camera.stop();
      chime.end();
    },
  };
}

/** Whether nothing more needs to be held up: everything opens, or needs only its passphrase. */
function isEnough({ sets, openSheets }: Snapshot): boolean {
  const begun = sets.length + openSheets > 0;
  return begun && sets.every(({ need }) => need.what === "nothing" || need.what === "passphrase");
}
