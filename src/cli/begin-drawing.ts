import { prepareDrawer } from "../node/drawer.js";
import { threadsAllowed } from "../node/platform.js";

/** Begins to start what draws PDFs, while the command is loaded and the files are read. */
export function beginDrawing(): void {
  if (threadsAllowed) prepareDrawer();
}
