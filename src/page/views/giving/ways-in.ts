import type { App } from "../../app.js";
import { button, element } from "../../parts/element.js";
import { icon } from "../../parts/icon.js";
import { tell } from "../../words.js";

/**
 * Kinds of picture, each by its name and HEIC left out: only so does a phone or a Mac give its own photos as JPEG. A
 * browser that decodes HEIC reads those that are dropped on the page.
 */
const PICTURES =
  "image/jpeg,image/png,image/webp,image/gif,image/avif,image/tiff,image/bmp,image/x-icon,image/svg+xml,.jpg,.jpeg,.png,.webp,.gif,.avif,.tif,.tiff,.bmp,.ico,.svg";
/** What sheets can be read from. */
export const READABLE = `${PICTURES},application/pdf,text/plain,text/csv,.pdf,.txt,.csv`;

/** The ways in which sheets reach the page. */
export function waysIn(app: App): HTMLElement {
  const [fields, buttons] = pictureWays(app);
  return element(
    "div",
    { class: "ways" },
    ...buttons,
    way(app, "camera", () => app.show({ name: "camera" })),
    way(app, "typing", () => app.show({ name: "typing" })),
    ...fields,
  );
}

/** Those that give a file: where a moving picture or typed lines would not do. */
export function picturesIn(app: App): HTMLElement {
  const [fields, buttons] = pictureWays(app);
  return element("div", { class: "ways" }, ...buttons, ...fields);
}

function pictureWays(app: App): [HTMLElement[], HTMLElement[]] {
  const files = picker(app, { accept: READABLE, multiple: true, "aria-label": tell(app, "ways.files") });
  const buttons = [way(app, "files", () => files.click(), { class: "main" })];
  const fields = [files];
  for (const part of photoWay(app)) {
    if (part instanceof HTMLInputElement) fields.push(part);
    else buttons.push(part);
  }
  return [fields, buttons];
}

function way(
  app: App,
  name: "files" | "camera" | "typing",
  act: () => void,
  more: Readonly<Record<string, string>> = {},
): HTMLButtonElement {
  const made = button(tell(app, `ways.${name}`), act, more);
  made.prepend(icon(name));
  return made;
}

/**
 * A photo taken on the spot, by the device's own camera app; nothing on a computer: there it would be a second way to
 * choose files, and no camera.
 */
export function photoWay(app: Pick<App, "language" | "take">): (HTMLButtonElement | HTMLInputElement)[] {
  if (!matchMedia("(any-pointer: coarse)").matches) return [];
  const label = tell(app, "ways.photo");
  const photo = picker(app, { accept: "image/jpeg,image/png", capture: "environment", "aria-label": label });
  const made = button(label, () => photo.click());
  made.prepend(icon("photo"));
  return [made, photo];
}

/** Whether a page can look through the camera here: pages of an app's own addresses cannot. */
export function hasCamera(): boolean {
  // Absent on pages that did not come safely, whatever the type says.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  return typeof devices?.getUserMedia === "function";
}

/** A field that the buttons press: its own look cannot be changed in every browser. */
export function picker(
  app: Pick<App, "take">,
  options: Readonly<Record<string, string | boolean>>,
  act = (files: readonly File[]) => app.take(files),
): HTMLInputElement {
  const field = element("input", {
    type: "file",
    hidden: true,
    ...options,
    change: () => {
      const chosen = [...(field.files ?? [])];
      field.value = "";
      if (chosen.length > 0) void act(chosen);
    },
  });
  return field;
}
