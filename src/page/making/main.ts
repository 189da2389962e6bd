import { Dialogue } from "../dialogue.js";
import { framedNotice } from "../framed.js";
import { listenToPage, type PageTask } from "../whole-page.js";
import type { OtherTask } from "./app.js";
import { type MakingEmbedded, readMakingEmbedded } from "./embedded.js";
import { copyPlace } from "./kept.js";
import { Making } from "./making.js";
import { ownHash } from "./own-hash.js";

const root = document.getElementById("page");
if (!root) throw new Error("the page has no place for the dialogue");
// Before anything changes the page.
const own = document.documentElement.cloneNode(true) as HTMLElement;
void readMakingEmbedded().then((embedded) => {
  if (self === top) run(root, embedded);
  else root.append(framedNotice(embedded));
});

/** Shows the one dialogue or the other. */
function run(place: HTMLElement, embedded: MakingEmbedded): void {
  const making = new Making(embedded, place, navigator.languages, (to) => leave(to));
  let recovery: Dialogue | undefined;
  void copyPlace().then((copy) => making.setCopy(copy));
  void ownHash(own, embedded.self).then((sha256) => making.setHash(sha256));
  const leave = (to: OtherTask) => {
    making.clear();
    place.replaceChildren();
    history.pushState({ recovery: true }, "");
    recovery = new Dialogue(embedded, place, navigator.languages, () => history.back());
    if (to === "check") recovery.begin(true);
    else if (to === "ledger") recovery.beginLedger();
  };
  const comeBack = () => {
    recovery?.end();
    recovery = undefined;
    making.showIn(place);
  };
  addEventListener("popstate", ({ state }) => {
    if (recovery) comeBack();
    else making.returnTo(state);
  });
  listenToPage((): PageTask => recovery ?? making);
}
