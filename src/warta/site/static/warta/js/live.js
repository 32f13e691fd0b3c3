// Brings new updates of a live story, by asking for one small fragment every 15 seconds while the page is seen.
const EVERY_MS = 15_000;
const body = document.querySelector("[data-live]");
const newest = () => body.querySelector("[data-update]");

async function ask() {
  if (document.hidden) return;
  const first = newest();
  const after = first ? `?after=${first.dataset.update}` : "";
  try {
    const answer = await fetch(body.dataset.live + after, { headers: { Accept: "text/html" } });
    if (answer.status !== 200) return;
    const fresh = document.createRange().createContextualFragment(await answer.text());
    for (const update of [...fresh.querySelectorAll("[data-update]")]) {
      if (document.getElementById(update.id)) update.remove();
      else update.classList.add("is-new");
    }
    if (first) first.before(fresh);
    else body.append(fresh);
  } catch {
    // The network is away; the next try will tell.
  }
}

if (body) {
  body.setAttribute("aria-live", "polite");
  body.setAttribute("aria-relevant", "additions");
  setInterval(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
}
