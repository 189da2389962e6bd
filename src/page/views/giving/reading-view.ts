import type { Progress } from "../../answers.js";
import type { App, View } from "../../app.js";
import { element } from "../../parts/element.js";
import { tell, tellCount } from "../../words.js";

/** What is being read now. */
export function readingView(app: App): View {
  const state = element("p", { role: "status" }, tell(app, "reading.begins"));
  const bar = element("progress", { max: app.reading.length, value: 0, "aria-label": tell(app, "reading.progress") });
  let linesSinceMs: number | undefined;
  const patience = element("p", { class: "quiet" }, tell(app, "reading.patience"));
  return {
    content: [element("h1", {}, tellCount(app, "reading.heading", app.reading.length)), bar, state, patience],
    onProgress: (progress) => {
      const [words, done] = progressWords(app, progress);
      state.textContent = words;
      if (progress.doing === "lines") {
        linesSinceMs ??= performance.now();
        state.textContent += leftWords(app, progress, performance.now() - linesSinceMs);
        bar.removeAttribute("value");
      } else if (done !== undefined) bar.value = done;
      patience.textContent = tell(app, progress.doing === "lines" ? "reading.lines-patience" : "reading.patience");
    },
  };
}

/** How long the lines of all files may still take, once that of some is known. */
function leftWords(app: App, { done, total }: Extract<Progress, { doing: "lines" }>, elapsedMs: number): string {
  if (done === 0) return "";
  const seconds = Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  if (seconds < 90) return tell(app, "reading.left-seconds", { seconds });
  return tell(app, "reading.left-minutes", { minutes: Math.round(seconds / 60) });
}

/** What is being done, and how many files are behind it. */
function progressWords(app: App, progress: Progress): [string, number | undefined] {
  if (progress.doing === "loading") return [tell(app, "reading.loading"), undefined];
  if (progress.doing === "opening") return [tell(app, "passphrase.opening"), undefined];
  const at = Math.max(0, app.reading.indexOf(progress.name));
  if (progress.doing === "fetching") return [tell(app, "reading.file", { name: progress.name }), at];
  const { name, page, pages } = progress;
  if (progress.doing === "lines") {
    return [tell(app, pages > 1 ? "reading.lines-page" : "reading.lines", { name, page, pages }), undefined];
  }
  const words = pages > 1 ? tell(app, "reading.page", { name, page, pages }) : tell(app, "reading.file", { name });
  return [words, at + (page - 1) / pages];
}
