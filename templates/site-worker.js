// Keeps the page and what belongs to it, so that its address opens without the internet. It keeps nothing else, asks
// for nothing else, and keeps no byte whose SHA-256 is not the one below.

/** SHA-256 of each file. */
const FILES = /* files */ {};

/** What the names of this address's caches begin with: one host may have the page at several. */
const OURS = `paper-escrow ${registration.scope} `;
/** The one cache of these very bytes. */
const CACHE = `${OURS}${FILES["index.html"]}`;

/** Fetches a file and keeps it, if it is the one that belongs here. */
async function keep(cache, name) {
  const response = await fetch(new URL(name, registration.scope), { cache: "no-cache", credentials: "omit" });
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sum = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!response.ok || sum !== FILES[name]) throw new Error(`${name} is another one`);
  const headers = new Headers(response.headers);
  // They spoke of the bytes as they came.
  for (const header of ["content-encoding", "content-length"]) headers.delete(header);
  await cache.put(name, new Response(bytes, { headers }));
}

addEventListener("install", (event) => {
  const run = async () => {
    const cache = await caches.open(CACHE);
    try {
      await Promise.all(Object.keys(FILES).map((name) => keep(cache, name)));
    } catch (error) {
      await caches.delete(CACHE);
      throw error;
    }
    await skipWaiting();
  };
  event.waitUntil(run());
});

addEventListener("activate", (event) => {
  const run = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
    }
    await clients.claim();
  };
  event.waitUntil(run());
});

addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const scope = new URL(registration.scope);
  if (event.request.method !== "GET" || origin !== scope.origin || !pathname.startsWith(scope.pathname)) return;
  const name = pathname.slice(scope.pathname.length) || "index.html";
  if (!Object.hasOwn(FILES, name)) return;
  const answer = async () => (await (await caches.open(CACHE)).match(name)) ?? fetch(event.request);
  event.respondWith(answer());
});
