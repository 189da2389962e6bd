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
  const files = picker(app, { accept: READABLE, multiple: true, "aria-label": tell(app, "ways.files") });
  const photo = picker(app, {
    accept: "image/jpeg,image/png",
    capture: "environment",
    "aria-label": tell(app, "ways.photo"),
  });
  const way = (name: "files" | "photo" | "camera" | "typing", act: () => void, more = {}) => {
    const made = button(tell(app, `ways.${name}`), act, more);
    made.prepend(icon(name));
    return made;
  };
  return element(
    "div",
    { class: "ways" },
    way("files", () => files.click(), { class: "main" }),
    // On a computer this would be a second way to choose files, and no camera.
    matchMedia("(any-pointer: coarse)").matches ? way("photo", () => photo.click()) : undefined,
    way("camera", () => app.show({ name: "camera" })),
    way("typing", () => app.show({ name: "typing" })),
    files,
    photo,
  );
}

/** A field that the buttons press: its own look cannot be changed in every browser. */
function picker(app: App, options: Readonly<Record<string, string | boolean>>): HTMLInputElement {
  const field = element("input", {
    type: "file",
    hidden: true,
    ...options,
    change: () => {
      const chosen = [...(field.files ?? [])];
      field.value = "";
      if (chosen.length > 0) void app.take(chosen);
    },
  });
  return field;
}
