/** What is done on a page now. */
export interface PageTask {
  take(files: readonly File[]): Promise<void>;
  /** Takes a text that was pasted beside every field. */
  takeText?(text: string): void;
  /** Forgets everything at once. */
  clearAll(): void;
  fail(reason: unknown): void;
  /** Whether leaving would cost what someone typed or made. */
  readonly losesWork: boolean;
}

/**
 * Listens to what happens to the whole page.
 * @param task what is done now
 */
export function listenToPage(task: () => PageTask): void {
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
    if (files.length > 0) void task().take(files);
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) void task().take(files);
    else if (!(event.target instanceof HTMLElement && event.target.matches("input, textarea"))) {
      task().takeText?.(event.clipboardData?.getData("text") ?? "");
    }
  });

  // A page that is left, and one that a browser kept to come back to, know nothing any more.
  addEventListener("pagehide", () => task().clearAll());
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) task().clearAll();
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    task().fail(event.reason);
  });
  addEventListener("beforeunload", (event) => {
    if (task().losesWork) event.preventDefault();
  });
}
