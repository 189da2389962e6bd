import type { App, Step, View } from "../app.js";
import { checkView } from "./check-view.js";
import { accountView } from "./codes/account-view.js";
import { accountsView } from "./codes/accounts-view.js";
import { keyView } from "./codes/key-view.js";
import { forgottenView } from "./forgotten-view.js";
import { gatheredView } from "./gathered-view.js";
import { cameraView } from "./giving/camera-view.js";
import { readingView } from "./giving/reading-view.js";
import { startView } from "./giving/start-view.js";
import { typingView } from "./giving/typing-view.js";
import { ledgerView } from "./keeping/ledger-view.js";

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
    case "ledger":
      return ledgerView(app);
    case "forgotten":
      return forgottenView(app);
  }
}
