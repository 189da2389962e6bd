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
/** What can be read. */
const READABLE = `${PICTURES},application/pdf,text/plain,text/csv,.pdf,.txt,.csv`;

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
  const photo = picker(app, {
    accept: "image/jpeg,image/png",
    capture: "environment",
    "aria-label": tell(app, "ways.photo"),
  });
  const buttons = [way(app, "files", () => files.click(), { class: "main" })];
  // On a computer this would be a second way to choose files, and no camera.
  if (matchMedia("(any-pointer: coarse)").matches) buttons.push(way(app, "photo", () => photo.click()));
  return [[files, photo], buttons];
}

function way(
  app: App,
  name: "files" | "photo" | "camera" | "typing",
  act: () => void,
  more: Readonly<Record<string, string>> = {},
): HTMLButtonElement {
  const made = button(tell(app, `ways.${name}`), act, more);
  made.prepend(icon(name));
  return made;
}

/** A field that the buttons press: its own look cannot be changed in every browser. */
export function picker(
  app: App,
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
