/* An edition's page that waits for new pages: shows them when they are there, unless somebody is typing. */
const waits = document.querySelector("[data-waits]");
const EVERY_MS = 2000;

async function ask() {
  try {
    const answer = await fetch(waits.dataset.waits, { credentials: "same-origin", cache: "no-store" });
    const told = await answer.json();
    if (told.being_made) return setTimeout(ask, EVERY_MS);
  } catch {
    return setTimeout(ask, EVERY_MS * 3);
  }
  const busy = document.activeElement?.matches("input, select, textarea") || document.querySelector("details[open]");
  if (!busy) return location.reload();
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = waits.dataset.ready;
  waits.replaceChildren(link);
}

if (waits) setTimeout(ask, EVERY_MS);
