// Handing a session over: both screens look every second how it stands, and show it when it changed.
const screen = document.querySelector("[data-handover]");
const EVERY_MS = 1000, GIVE_UP_MS = 150000;
const until = Date.now() + GIVE_UP_MS;

async function look() {
  try {
    const answer = await fetch(screen.dataset.handover, { cache: "no-store" });
    const { state } = await answer.json();
    if (state !== screen.dataset.state) return location.reload();
  } catch {
    // no network for a moment
  }
  if (Date.now() < until) setTimeout(look, EVERY_MS);
}

if (screen) setTimeout(look, EVERY_MS);
document.querySelector("[data-handover-go]")?.requestSubmit();
