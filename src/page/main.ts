import { Dialogue } from "./dialogue.js";
import { readEmbedded } from "./embedded.js";
import { framedNotice } from "./framed.js";
import { listenToPage } from "./whole-page.js";

const root = document.getElementById("page");
if (!root) throw new Error("the page has no place for the dialogue");
const embedded = readEmbedded();
// No frame can make its own window the topmost one. The headers that keep a page out of frames are not everywhere.
if (self === top) {
  const dialogue = new Dialogue(embedded, root, navigator.languages);
  listenToPage(() => dialogue);
} else root.append(framedNotice(embedded));
