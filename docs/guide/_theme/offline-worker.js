// A copy of the guide on this device, for clinics with bad Wi-Fi. The newest always comes first: the copy
// answers only where there is no connection, or a very slow one, and then the page says so.
// SITE, above, is written by the build: a digest of the copy, the files that it has now, those that join it
// when somebody uses them, where the sheets are, which of them are kept from the start, and the page that says
// that something is not on this device.

const HERE = new URL("./", location);
const SHEETS = new URL(SITE.sheets, HERE);
const FILES = new Set([...SITE.now, ...SITE.later]);
const EXACT = new Map([...FILES].map((name) => [name.split("?")[0], name])); // some ask without the digest
const AWAY = new URL(SITE.away, HERE);
const PREFIX = `guide ${HERE} `;
const PAGES_KEPT = PREFIX + SITE.build;
const SHEETS_KEPT = `sheets ${SHEETS}`;
const SHEET = /\.(pdf|webp|json)$/; // with its picture, and the lists of sheets
const MOST_SHEETS = 120;
const PATIENCE = 5000; // milliseconds

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", answer);

async function install() {
  if (SITE.now.length) await fill();
  await skipWaiting();
}

async function fill() {
  const asked = (name) => new Request(new URL(name, HERE), { cache: "no-cache" });
  const cache = await caches.open(PAGES_KEPT);
  await cache.addAll(SITE.now.map(asked));
  if (!SITE.help.length) return;
  const sheets = await caches.open(SHEETS_KEPT);
  await Promise.allSettled(SITE.help.map((name) => sheets.add(asked(name)))); // the guide is of use without
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== PAGES_KEPT) await caches.delete(name);
  }
  await clients.claim();
}

// Asks that are not ours go to the network as if this program were not there.
function answer(event) {
  const { method, headers, url } = event.request;
  if (method !== "GET" || headers.has("range")) return;
  const [address, question] = url.split("#")[0].split("?");
  if (address.startsWith(SHEETS) && SHEET.test(address)) {
    event.respondWith(newest(event, SHEETS_KEPT, address));
  } else if (address.startsWith(HERE)) {
    const name = address.slice(HERE.href.length) || "index.html";
    const exact = `${name}?${question}`;
    if (FILES.has(exact)) event.respondWith(lasting(event, exact));
    // The key is without the question: what a patient searched for is not kept.
    else if (EXACT.has(name)) event.respondWith(newest(event, PAGES_KEPT, new URL(EXACT.get(name), HERE)));
    else if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(() => away(event)));
  }
}

// What is not on this device: a page says so, and has a link to try again.
async function away({ request }) {
  const { pathname, search } = new URL(request.url);
  return (await caches.match(AWAY)) ? Response.redirect(`${AWAY}#${pathname}${search}`) : Response.error();
}

// A file with a digest in its address never changes.
async function lasting(event, name) {
  const key = new URL(name, HERE);
  const copy = await (await caches.open(PAGES_KEPT)).match(key);
  return copy ?? whole(await newest(event, PAGES_KEPT, key));
}

// All of a small file at once: Firefox tells of an error, where there is none, if a page is left after the
// answer has begun and before its end is here.
async function whole(response) {
  if (!response.ok) return response;
  return new Response(await response.blob(), { headers: plain(response.headers) });
}

// What is read already is neither packed nor as long as it was.
function plain(headers) {
  const own = new Headers(headers);
  own.delete("content-encoding");
  own.delete("content-length");
  return own;
}

async function newest(event, store, key) {
  const asked = fetch(event.request).then((response) => {
    event.waitUntil(keep(store, key, response.clone()));
    return response;
  });
  event.waitUntil(asked.catch(() => {})); // a late answer is still kept for the next time
  const late = new Promise((_, giveUp) => setTimeout(giveUp, PATIENCE));
  try {
    return await Promise.race([asked, late]);
  } catch {
    const copy = await (await caches.open(store)).match(key);
    if (!copy) return event.request.mode === "navigate" ? asked.catch(() => away(event)) : asked;
    return event.request.mode === "navigate" && store === PAGES_KEPT ? marked(copy) : copy;
  }
}

async function keep(store, key, response) {
  if (store === PAGES_KEPT && !(await caches.has(store))) return; // a newer worker has taken over
  const cache = await caches.open(store);
  if (response.ok && response.type === "basic" && !response.redirected) {
    await cache.put(key, response);
  } else if (response.status === 404 || response.status === 410) {
    await cache.delete(key); // what was taken back does not return
  }
  if (store === SHEETS_KEPT) {
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, -MOST_SHEETS).map((old) => cache.delete(old)));
  }
}

// The page shows a note, which is hidden in the page as it is hosted, and the day of the copy.
async function marked(copy) {
  const headers = plain(copy.headers);
  const kept = new Date(headers.get("date") ?? NaN);
  const day = Number.isNaN(kept.valueOf()) ? "" : kept.toISOString();
  const page = (await copy.text())
    .replace('<p class="kept" hidden>', '<p class="kept">')
    .replace('<data value="">', `<data value="${day}">`);
  return new Response(page, { headers });
}
