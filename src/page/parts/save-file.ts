import { element } from "./element.js";

/** Milliseconds after which a browser has taken what it was given to save. */
const TAKEN_MS = 60_000;

/** Gives a file to be saved: where to, the browser asks or decides. */
export function saveFile(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), TAKEN_MS);
}
