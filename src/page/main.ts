import { Dialogue } from "./dialogue.js";
import { readEmbedded } from "./embedded.js";
import { framedNotice } from "./framed.js";

const root = document.getElementById("page");
if (!root) throw new Error("the page has no place for the dialogue");
const embedded = readEmbedded();
// No frame can make its own window the topmost one. The headers that keep a page out of frames are not everywhere.
if (self === top) run(new Dialogue(embedded, root, navigator.languages));
else root.append(framedNotice(embedded));

/** Listens to what happens to the whole page. */
function run(dialogue: Dialogue): void {
  // Files that are dropped anywhere are read: beside a field, a browser would open them and leave the page.
  addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) document.body.classList.remove("dropping");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) void dialogue.take(files);
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) void dialogue.take(files);
  });

  // A page that is left, and one that a browser kept to come back to, know nothing any more.
  addEventListener("pagehide", () => dialogue.begin(false));
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) dialogue.begin(false);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    dialogue.fail(event.reason);
  });
  addEventListener("beforeunload", (event) => {
    if (dialogue.hasTyped) event.preventDefault();
  });
}
