import type { ProofAnswer } from "../../making/answers.js";
import type { MakingApp, MakingView } from "../../making/app.js";
import { explain } from "../../making/words.js";
import { button, element } from "../../parts/element.js";
import { tell } from "../../words.js";
import { type CameraFault, startCamera } from "../giving/camera.js";
import { proofList } from "./prove-view.js";

/** A code held up to the camera. */
export function cameraSourceView(app: MakingApp): MakingView {
  const look = async (frame: ImageBitmap) => {
    const { seen, ...sources } = await app.engine.addSight(frame, true);
    if (seen > 0) app.setSources(sources);
    return seen;
  };
  return cameraView(
    app,
    "camera",
    look,
    (seen) => seen > 0 && app.show("source"),
    () => app.show("source"),
  );
}

/** The paper held up to the camera. */
export function proveCameraView(app: MakingApp): MakingView {
  const place = element("div");
  const look = (frame: ImageBitmap) => app.engine.proveFrame(frame, app.now());
  const view = cameraView(
    app,
    "prove-camera",
    look,
    (proof) => {
      if (proof.fresh > 0 || statesOf(proof) !== statesOf(app.proof)) {
        app.setProof(proof);
        place.replaceChildren(proofList(app, proof));
        if (proof.proved) app.show("prove");
      }
    },
    () => app.show("prove"),
  );
  return { ...view, content: [...view.content, place] };
}

/** A sheet may be told apart from its bare code only as it is held further away: no code is fresh then. */
function statesOf(proof: ProofAnswer | undefined): string | undefined {
  return proof?.sheets.map(({ state }) => state).join();
}

function cameraView<T>(
  app: MakingApp,
  key: "camera" | "prove-camera",
  look: (frame: ImageBitmap) => Promise<T>,
  onAnswer: (answer: T) => void,
  onDone: () => void,
): MakingView {
  const video = element("video", { playsinline: true, muted: true, "aria-label": tell(app, "camera.picture") });
  const state = element("p", { class: "lead", role: "status" }, explain(app, `${key}.lead`));
  const onFault = (fault: CameraFault) => {
    state.textContent = tell(app, `camera.fault.${fault}`);
    video.remove();
  };
  const camera = startCamera(video, look, onAnswer, onFault);
  return {
    content: [
      element("h1", {}, explain(app, `${key}.heading`)),
      state,
      video,
      button(explain(app, "camera.done"), onDone),
    ],
    stop: () => camera.stop(),
  };
}
