/** Where this copy of the page runs from. */
export type CopyPlace = "file" | "address" | "kept";

/** The service worker that `npm run build` puts beside the page for web servers. */
const WORKER = "sw.js";

/**
 * Says where this copy runs from. One that came with a manifest asks the browser to keep it first: from then on its
 * address opens without the internet, too.
 */
export async function copyPlace(): Promise<CopyPlace> {
  if (!/^https?:$/u.test(location.protocol)) return "file";
  // Absent on pages that did not come safely, whatever the type says.
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  if (!workers || !document.querySelector("link[rel=manifest]")) return "address";
  try {
    await workers.register(WORKER, { updateViaCache: "none" });
    await workers.ready;
    return "kept";
  } catch {
    // Refused by the browser, or what came is not what belongs to this page: it works as it is.
    return "address";
  }
}
