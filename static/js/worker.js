// Runs beside the pages (see `reflections/views/pocket.py`, which says what `shell` holds). Keeps the
// jots page for times without a signal, and nothing else: no page that knows a person is ever kept.

const { shell } = self;
const STORE = `shell-${shell.version}`;
const PATIENCE = 6000; // milliseconds until a weak signal counts as none
const AWAY = [502, 503, 504];

async function fill() {
  const store = await caches.open(STORE);
  // Files that the browser has already are asked about, not fetched once more.
  await store.addAll([
    new Request(shell.page, { credentials: "omit", cache: "reload" }),
    ...shell.files.map((url) => new Request(url, { cache: "no-cache" })),
  ]);
  await self.skipWaiting();
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith("shell-") && name !== STORE) await caches.delete(name);
  }
  await self.clients.claim();
}

async function jots(request) {
  const shown = await caches.match(shell.page);
  if (!shown) return fetch(request);
  const tired = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  const answer = await Promise.race([fetch(request).catch(() => undefined), tired]);
  return answer && !AWAY.includes(answer.status) ? answer : shown;
}

// With no signal at all every page leads to where one can still write.
async function other(request) {
  return fetch(request).catch(async () => (await caches.match(shell.page)) ?? Response.error());
}

async function file(request) {
  const store = await caches.open(STORE);
  return (await store.match(request, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === shell.jots) event.respondWith(jots(request));
  else if (request.mode === "navigate") event.respondWith(other(request));
  else if (shell.files.includes(url.pathname)) event.respondWith(file(request));
});
