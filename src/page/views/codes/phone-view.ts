import type { AccountView } from "../../answers.js";
import type { App } from "../../app.js";
import { settingWords } from "../../parts/account-words.js";
import { copyButton } from "../../parts/copy-button.js";
import { element, unfolding } from "../../parts/element.js";
import { qrPicture } from "../../parts/qr-picture.js";
import { tell } from "../../words.js";
import { counterOf } from "./counter-view.js";

/** Settings that every app takes unless told otherwise. */
const USUAL = { type: "totp", algorithm: "SHA1", digits: 6, period: 30 } as const;

/** A part that is unfolded, and drawn only then: until someone asks for it, no secret stands on the page. */
interface PhonePart {
  readonly element: HTMLDetailsElement;
  /** Draws it anew, where it is unfolded. */
  readonly draw: () => Promise<void>;
}

/** How an account gets into an authenticator app again: a link on this phone, a QR code for another one, the key. */
export function phoneView(app: App, account: AccountView): PhonePart {
  const place = element("div");
  const draw = async () => {
    if (!made.open) return place.replaceChildren();
    const counter = counterOf(app, account);
    const { uri, key, groups, qr } = await app.engine.reveal(account.id, counter);
    // Blanks between groups: a copy of the selected text can be typed anywhere.
    const parts = groups.flatMap((group) => [element("span", { class: "group" }, group), " "]);
    const words = settingWords(app, { ...account, counter });
    const usual = Object.entries(USUAL).every(([name, value]) => account[name as keyof AccountView] === value);
    place.replaceChildren(
      element("h3", {}, tell(app, "phone.here")),
      element("p", {}, element("a", { class: "button", href: uri }, tell(app, "phone.link"))),
      element("p", { class: "quiet" }, tell(app, "phone.link-how")),
      element("h3", {}, tell(app, "phone.other")),
      element("p", {}, tell(app, "phone.scan")),
      qrPicture(qr, tell(app, "phone.qr")),
      element("h3", {}, tell(app, "phone.key")),
      element("p", {}, tell(app, "phone.key-how")),
      element("p", { class: "key", translate: "no" }, ...parts),
      element(
        "div",
        { class: "row" },
        copyButton(app, () => key),
      ),
      element("p", { class: "quiet" }, words, element("br"), tell(app, usual ? "phone.usual" : "phone.unusual")),
    );
  };
  const made = unfolding(tell(app, "phone.heading"), place);
  made.addEventListener("toggle", () => void draw());
  return { element: made, draw };
}
