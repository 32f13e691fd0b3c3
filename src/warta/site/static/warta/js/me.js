// Puts into the page what is the reader's own: the name, the free stories that are left, notices. Without it the page
// is whole.
const places = document.querySelectorAll("[data-me]");

function tell(notices) {
  const list = document.createElement("ul");
  list.className = "reader-notices wrap";
  list.setAttribute("role", "status");
  for (const text of notices) list.appendChild(document.createElement("li")).textContent = text;
  document.querySelector("[data-masthead]").after(list);
}

async function ask() {
  try {
    const answer = await fetch("/me", { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const me = await answer.json();
    for (const place of places) {
      const value = me[place.dataset.me];
      if (value === undefined || value === null || value === "") continue;
      if (place.dataset.meText) {
        place.textContent = place.dataset.meText.replace("{n}", value);
        place.hidden = false;
      } else {
        place.textContent = value;
      }
    }
    if (me.notices.length) tell(me.notices);
  } catch {
    // The network is away; the page stays as it is.
  }
}

if (places.length) ask();
