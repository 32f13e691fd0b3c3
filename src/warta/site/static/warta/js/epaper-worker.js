// Keeps the last editions that were opened, for reading without a network; answers below its own folder and for the
// look alone, and never keeps a story's page.
//
// A page comes from the network first. What the answer says of how much it shows (`x-warta-shows`) rules: `full` is
// kept, `teaser` takes everything away. What nobody confirmed for a week is taken away as well.
const LIST = "epaper-list", LOOK = "epaper-look", ONE = "epaper-of-";
const KEPT_MAX = 3;
const BYTES_MAX = 150 * 1024 * 1024;
const FILES_MAX = 400; // an uploaded edition has 200 pages at most, each with a small picture
const CONFIRMED_MS = 7 * 24 * 3600 * 1000;
const NOTE = "/epaper/kept.json"; // the list of what is kept; no address of the site
const EDITION = /^(?:\/[a-z-]{2,8})?\/epaper\/\d{4}-\d{2}-\d{2}\/$/;
const NEWEST = /^(?:\/[a-z-]{2,8})?\/epaper\/$/;
const PICTURE = /^(?:\/[a-z-]{2,8})?\/epaper\/\d{4}-\d{2}-\d{2}\/[\w-]{1,40}\/page-\d{1,3}(?:-small)?\.webp$/;
const LOOKS = /^\/(?:static\/[\w./-]+|colors-[a-z0-9-]+\.css)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (EDITION.test(address.pathname) || NEWEST.test(address.pathname)) event.respondWith(page(event, address.pathname));
  } else if (PICTURE.test(address.pathname)) {
    event.respondWith(picture(request, address.pathname));
  } else if (LOOKS.test(address.pathname)) {
    event.respondWith(look(request, address.pathname));
  }
});

self.addEventListener("message", (event) => {
  const { what, page: path, pictures, looks } = event.data ?? {};
  if (what !== "keep" || !EDITION.test(path)) return;
  event.waitUntil(keep(path, pictures, looks).then((said) => event.ports[0]?.postMessage(said)));
});

async function page(event, path) {
  let answer;
  try {
    answer = await fetch(event.request);
  } catch {
    return (await kept(path)) ?? Response.error();
  }
  const shows = answer.headers.get("x-warta-shows");
  if (answer.ok && shows === "full") event.waitUntil(confirm());
  else if (answer.ok && shows === "teaser") await purge();
  else if (answer.status === 404 || answer.status === 410) await drop(path);
  else if (answer.status >= 500) return (await kept(path)) ?? answer;
  return answer;
}

// An edition that is kept; at the address of the newest, the newest of them in that language.
async function kept(path) {
  const note = await tidy();
  const folder = path.replace(/\d{4}-\d{2}-\d{2}\/$/, "");
  const days = note.editions.map((row) => row.page).filter((known) => known.startsWith(folder) && EDITION.test(known)).sort();
  const found = NEWEST.test(path) ? days.at(-1) : days.find((known) => known === path);
  return found && (await caches.open(ONE + found)).match(found);
}

async function picture(request, path) {
  const day = path.replace(/[\w-]+\/page-[^/]*$/, "");
  const note = await read();
  if (note.editions.some((row) => row.page === day)) {
    const found = await (await caches.open(ONE + day)).match(path);
    if (found) return found;
  }
  return fetch(request);
}

async function look(request, path) {
  const found = (await caches.has(LOOK)) && (await (await caches.open(LOOK)).match(path));
  return found || fetch(request);
}

// One after the other: two windows may want the same.
let busy = Promise.resolve();
function keep(...given) {
  busy = busy.then(() => keepNow(...given)).catch(() => "failed");
  return busy;
}

async function keepNow(path, pictures, looks) {
  const answer = await fetch(path, { credentials: "same-origin" });
  const shows = answer.headers.get("x-warta-shows");
  if (shows === "teaser") {
    await purge();
    return "none";
  }
  if (!answer.ok || shows !== "full" || answer.redirected) return "none";
  const wanted = pictures.filter((address) => PICTURE.test(address) && address.startsWith(path)).slice(0, FILES_MAX);
  const cache = await caches.open(ONE + path);
  let bytes = 0;
  for (const address of wanted) {
    let file = await cache.match(address);
    if (!file) {
      const got = await fetch(address, { credentials: "same-origin" });
      if (!got.ok || !(got.headers.get("content-type") ?? "").startsWith("image/")) return failed(path);
      await cache.put(address, got);
      file = await cache.match(address);
    }
    bytes += (await file.blob()).size;
    if (bytes > BYTES_MAX) return failed(path);
  }
  for (const known of await cache.keys()) {
    if (!wanted.includes(new URL(known.url).pathname)) await cache.delete(known);
  }
  await cache.put(path, answer);
  const shared = await caches.open(LOOK);
  for (const address of looks.filter((found) => LOOKS.test(found)).slice(0, FILES_MAX)) {
    if (!(await shared.match(address))) await shared.add(address).catch(() => {});
  }
  const note = await read();
  note.editions = [{ page: path, bytes, opened: Date.now() }, ...note.editions.filter((row) => row.page !== path)];
  note.confirmed = Date.now();
  await write(note);
  await tidy();
  return "kept";
}

async function failed(path) {
  await drop(path);
  return "failed";
}

// The list, without what is too old, too many or too large.
async function tidy() {
  const note = await read();
  if (note.editions.length && Date.now() - note.confirmed > CONFIRMED_MS) {
    await purge();
    return { confirmed: 0, editions: [] };
  }
  let bytes = 0;
  const stay = note.editions.filter((row, index) => {
    bytes += row.bytes;
    return index < KEPT_MAX && (index === 0 || bytes <= BYTES_MAX);
  });
  const names = new Set([LIST, LOOK, ...stay.map((row) => ONE + row.page)]);
  for (const name of await caches.keys()) {
    if (name.startsWith("epaper-") && !names.has(name)) await caches.delete(name);
  }
  if (stay.length !== note.editions.length) await write({ ...note, editions: stay });
  return { ...note, editions: stay };
}

async function confirm() {
  const note = await read();
  if (note.editions.length) await write({ ...note, confirmed: Date.now() });
}

async function drop(path) {
  await caches.delete(ONE + path);
  const note = await read();
  if (note.editions.some((row) => row.page === path)) {
    await write({ ...note, editions: note.editions.filter((row) => row.page !== path) });
  }
}

async function purge() {
  for (const name of await caches.keys()) if (name.startsWith("epaper-")) await caches.delete(name);
}

async function read() {
  const found = (await caches.has(LIST)) && (await (await caches.open(LIST)).match(NOTE));
  return found ? found.json() : { confirmed: 0, editions: [] };
}

async function write(note) {
  await (await caches.open(LIST)).put(NOTE, new Response(JSON.stringify(note)));
}
