// Puts into the page what is the reader's own: the name, the free stories that are left. Without it the page is whole.
const places = document.querySelectorAll("[data-me]");

async function ask() {
  try {
    const answer = await fetch("/me", { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const me = await answer.json();
    for (const place of places) {
      const value = me[place.dataset.me];
      if (value === undefined || value === null || value === "") continue;
      if (place.dataset.meText) {
        place.textContent = place.dataset.meText.replace("%s", value);
        place.hidden = false;
      } else {
        place.textContent = value;
      }
    }
  } catch {
    // The network is away; the page stays as it is.
  }
}

if (places.length) ask();
