import { accountView } from "./account-view.js";
import { accountsView } from "./accounts-view.js";
import type { App, Step, View } from "./app.js";
import { cameraView } from "./camera-view.js";
import { checkView } from "./check-view.js";
import { forgottenView } from "./forgotten-view.js";
import { gatheredView } from "./gathered-view.js";
import { keyView } from "./key-view.js";
import { readingView } from "./reading-view.js";
import { startView } from "./start-view.js";
import { typingView } from "./typing-view.js";

/** The view of a step. */
export function viewOf(app: App, step: Step): View {
  switch (step.name) {
    case "start":
      return startView(app);
    case "reading":
      return readingView(app);
    case "gathered":
      return app.checking ? checkView(app) : gatheredView(app);
    case "camera":
      return cameraView(app);
    case "typing":
      return typingView(app);
    case "key":
      return keyView(app);
    case "accounts":
      return accountsView(app);
    case "account":
      return accountView(app, step.account);
    case "forgotten":
      return forgottenView(app);
  }
}
