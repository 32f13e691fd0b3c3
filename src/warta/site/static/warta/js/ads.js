// Asks once for the whole page what stands in its slots, and reports what was shown, seen and clicked, by receipts that
// say nothing of the reader. Third parties' frames come only after consent, which a cookie of one letter remembers.
const CONSENT = "warta_consent";
const places = new Map([...document.querySelectorAll("[data-slot]")].map((place) => [place.dataset.slot, place]));
const question = document.querySelector("[data-consent]");
const isPrivate = navigator.doNotTrack === "1" || navigator.globalPrivacyControl === true;

// Reports, a few at once.
const told = new Set();
let waiting = [];
function send() {
  if (waiting.length) navigator.sendBeacon("/b", JSON.stringify(waiting.splice(0, 20)));
  if (waiting.length) send();
}
function report(receipt, word) {
  if (isPrivate || !receipt || told.has(word + receipt)) return;
  told.add(word + receipt);
  waiting.push({ k: "ad", t: receipt, w: word });
  if (word === "clicked") send();
  else if (waiting.length === 1) setTimeout(send, 200);
}
addEventListener("pagehide", send);

// Viewable: half of it on the screen for one second.
const timers = new Map();
const receipts = new WeakMap();
const watcher = new IntersectionObserver((entries) => {
  for (const { target, intersectionRatio } of entries) {
    clearTimeout(timers.get(target));
    if (intersectionRatio < 0.5 || document.hidden) continue;
    timers.set(target, setTimeout(() => {
      if (document.hidden) return;
      report(receipts.get(target), "viewable");
      watcher.unobserve(target);
    }, 1000));
  }
}, { threshold: [0, 0.5] });
document.addEventListener("visibilitychange", () => {
  for (const [box, timer] of timers) {
    clearTimeout(timer);
    watcher.unobserve(box);
    if (!document.hidden && !told.has(`viewable${receipts.get(box)}`)) watcher.observe(box);
  }
});

function show(place, { html, receipt }) {
  const box = place.querySelector(".ad-box");
  place.classList.remove("is-empty");
  box.innerHTML = html;
  receipts.set(box, receipt);
  const shown = () => {
    report(receipt, "shown");
    watcher.observe(box);
  };
  const waits = box.querySelector("iframe, img");
  if (!waits || (waits.complete && waits.naturalWidth)) shown();
  else waits.addEventListener("load", shown, { once: true });
  for (const kind of ["click", "auxclick"]) {
    box.addEventListener(kind, (event) => { if (event.button < 2 && event.target.closest("a")) report(receipt, "clicked"); });
  }
}
addEventListener("message", ({ data, source }) => {
  if (data !== "warta-ad-clicked") return;
  for (const frame of document.querySelectorAll(".ad-box > iframe")) {
    if (frame.contentWindow === source) report(receipts.get(frame.parentElement), "clicked");
  }
});

// What stays empty gives its space back where nobody sees it move; else it stays blank.
function leave(name, place) {
  if (place.getBoundingClientRect().top < innerHeight) return place.classList.add("is-empty");
  place.remove();
  return places.delete(name);
}
async function fill(names) {
  let answers = {};
  try {
    const page = places.get(names[0]).dataset.page;
    const answer = await fetch(`/ads?page=${page}&slots=${names.join(",")}`, { headers: { Accept: "application/json" } });
    if (answer.status === 200) answers = await answer.json();
  } catch {
    // The network is away; the page is whole without it.
  }
  for (const name of names) {
    const place = places.get(name);
    if (answers[name]) show(place, answers[name]);
    else leave(name, place);
  }
}

function consent() {
  return /(?:^|; )warta_consent=([01])/.exec(document.cookie)?.[1];
}
function ask(isAsked) {
  question.hidden = false;
  if (isAsked) question.querySelector("button").focus();
}
if (question) {
  const opener = document.querySelector("[data-consent-open]");
  const mayAsk = "ask" in question.dataset;
  if (mayAsk && !consent() && !isPrivate) ask(false);
  if (opener) opener.hidden = !(mayAsk || consent());
  opener?.addEventListener("click", () => ask(true));
  question.addEventListener("click", ({ target }) => {
    const answer = target.dataset.consentAnswer;
    if (!answer) return;
    const before = consent();
    const safe = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${CONSENT}=${answer}; Path=/; Max-Age=15552000; SameSite=Lax${safe}`;
    question.hidden = true;
    if (opener) opener.hidden = false;
    const empty = [...places].filter(([, place]) => place.classList.contains("is-empty")).map(([name]) => name);
    if (answer === "0" && before === "1") location.reload();
    else if (answer === "1" && empty.length) fill(empty);
  });
}
if (places.size) fill([...places.keys()]);
