import type { MakingApp, MakingStep, MakingView } from "../../making/app.js";
import { cameraSourceView, proveCameraView } from "./camera-views.js";
import { doneView, forgottenMakingView } from "./end-views.js";
import { homeView } from "./home-view.js";
import { kindView } from "./kind-view.js";
import { lookView } from "./look-view.js";
import { passphraseView } from "./passphrase-view.js";
import { passwordView } from "./password-view.js";
import { printView } from "./print-view.js";
import { proveView } from "./prove-view.js";
import { registerView } from "./register-view.js";
import { keyView, readingSourceView, sourceView } from "./source-view.js";

/** The view of a step of making. */
export function makingViewOf(app: MakingApp, step: MakingStep): MakingView {
  const views: Readonly<Record<MakingStep, (app: MakingApp) => MakingView>> = {
    home: homeView,
    source: sourceView,
    reading: readingSourceView,
    key: keyView,
    password: passwordView,
    camera: cameraSourceView,
    register: registerView,
    kind: kindView,
    passphrase: passphraseView,
    look: lookView,
    print: printView,
    prove: proveView,
    "prove-camera": proveCameraView,
    done: doneView,
    forgotten: forgottenMakingView,
  };
  return views[step](app);
}
