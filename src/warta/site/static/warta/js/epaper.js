// The e-paper: leafing, zooming, texts in a dialog, search in the edition. Without it the page is a list of all pages
// and texts; everything stands in it already, nothing is asked for.
const { forgetIfClosed, keep, search, zoomer } = globalThis.epaper; // modules by their collected names cannot import each other

const root = document.querySelector("[data-epaper]");
const find = (name, from = root) => from.querySelector(`[data-${name}]`);
const all = (name, from = root) => [...from.querySelectorAll(`[data-${name}]`)];

if (!root?.dataset.worker) forgetIfClosed();
else if (find("page")) start();

function start() {
  const stage = find("stage"), tools = find("tools"), thumbs = find("thumbs"), said = find("said");
  const dialog = find("dialog"), slot = find("put");
  const sheets = all("page"), texts = all("text").filter((text) => text.localName === "article");
  const wide = matchMedia("(min-width: 1100px)");
  const button = (name) => tools.querySelector(`[data-do="${name}"]`);
  let page = 1, opener = null, shown = null, place = null;

  // Pages

  const spread = (number) => {
    if (!wide.matches || number === 1) return [number];
    const left = number - (number % 2);
    return left < sheets.length ? [left, left + 1] : [left];
  };
  const go = (number, options = {}) => {
    page = Math.min(Math.max(number, 1), sheets.length);
    const open = spread(page);
    root.classList.toggle("is-two", open.length > 1);
    for (const sheet of sheets) sheet.classList.toggle("is-open", open.includes(Number(sheet.dataset.page)));
    zoom.reset();
    const words = find("words").dataset[open.length > 1 ? "two" : "one"];
    find("long").textContent = words.replace("{n}", open.join("–")).replace("{all}", sheets.length);
    find("short").textContent = `${open.join("–")} / ${sheets.length}`;
    sheets.forEach((sheet) => sheet.classList.toggle("is-right", open.length > 1 && Number(sheet.dataset.page) === open[1]));
    button("before").disabled = open[0] === 1;
    button("after").disabled = open.at(-1) === sheets.length;
    thumbs.querySelectorAll("a").forEach((link, index) => {
      link.toggleAttribute("aria-current", open.includes(index + 1));
      if (open.includes(index + 1)) link.setAttribute("aria-current", "page");
    });
    ahead(open);
    if (!options.quiet) history.replaceState(history.state, "", `#page-${page}`);
    if (!options.still && stage.getBoundingClientRect().top < 0) stage.scrollIntoView({ block: "start" });
  };
  const forth = () => go(spread(page).at(-1) + 1);
  const back = () => go(spread(page)[0] - 1);
  const fetched = new Set();
  const ahead = (open) => {
    for (const number of [open.at(-1) + 1, open.at(-1) + 2, open[0] - 1]) {
      const picture = sheets[number - 1]?.querySelector("img");
      if (!picture || fetched.has(number)) continue;
      fetched.add(number);
      new Image().src = picture.src;
    }
  };
  const zoom = zoomer({
    stage, root, forth, back,
    fit() {
      const paper = sheets[page - 1].querySelector("img");
      const number = spread(page).length;
      const across = Math.floor((stage.clientWidth - 2) / number);
      if (!wide.matches) return across;
      const high = Math.max(document.documentElement.clientHeight - 150, 420);
      return Math.min(across, Math.round((high * paper.width) / paper.height));
    },
  });

  // Texts

  const read = (name, from) => {
    const text = document.getElementById(name);
    if (!text || !texts.includes(text)) return;
    putBack();
    if (!dialog.open) opener = from;
    place = document.createComment("");
    text.replaceWith(place);
    slot.append(text);
    shown = text;
    dialog.setAttribute("aria-labelledby", text.getAttribute("aria-labelledby"));
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    text.focus({ preventScroll: true });
    const index = texts.indexOf(text);
    dialog.querySelector('[data-do="text-before"]').disabled = index === 0;
    dialog.querySelector('[data-do="text-after"]').disabled = index === texts.length - 1;
    history.replaceState(history.state, "", `#${name}`);
  };
  const putBack = () => {
    if (place) place.replaceWith(shown);
    place = shown = null;
  };
  const beside = (step) => {
    const next = texts[texts.indexOf(shown) + step];
    if (!next) return;
    const on = Number(next.dataset.on.split(" ")[0]);
    if (on && !spread(page).includes(on)) go(on, { quiet: true, still: true });
    read(next.id, opener);
  };
  dialog.addEventListener("close", () => {
    putBack();
    history.replaceState(history.state, "", `#page-${page}`);
    const again = opener?.isConnected && opener.getClientRects().length && opener.tabIndex >= 0 ? opener : null;
    (again ?? linkTo(opener) ?? button("after")).focus({ preventScroll: true });
  });
  // What is tapped on a picture cannot be focused; its line below the page can.
  const linkTo = (from) => {
    const href = from?.getAttribute("href");
    return href ? sheets[page - 1].querySelector(`.epaper-here a[href="${CSS.escape(href) === href ? href : href.replace(/"/g, "")}"]`) : null;
  };
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  // What is pressed

  const acts = {
    before: back,
    after: forth,
    larger: () => zoom.by(1.4),
    smaller: () => zoom.by(1 / 1.4),
    close: () => dialog.close(),
    "text-before": () => beside(-1),
    "text-after": () => beside(1),
    thumbs(pressed) {
      thumbs.hidden = !thumbs.hidden;
      pressed.setAttribute("aria-expanded", String(!thumbs.hidden));
      thumbs.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    },
    texts(pressed) {
      const reads = root.classList.toggle("is-reading");
      pressed.setAttribute("aria-pressed", String(reads));
      if (!reads) go(page, { quiet: true });
    },
    screen() {
      if (document.fullscreenElement) document.exitFullscreen();
      else root.requestFullscreen();
    },
  };
  root.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-do]");
    if (pressed) return acts[pressed.dataset.do](pressed);
    const link = event.target.closest('a[href^="#"]');
    if (!link || zoom.hasMoved() || event.metaKey || event.ctrlKey) return undefined;
    const name = link.getAttribute("href").slice(1);
    if (/^page-\d+$/.test(name)) {
      event.preventDefault();
      if (root.classList.contains("is-reading")) acts.texts(button("texts"));
      return go(Number(name.slice(5)));
    }
    if (texts.some((text) => text.id === name)) {
      event.preventDefault();
      read(name, link);
    }
    return undefined;
  });
  const keys = {
    ArrowLeft: back, ArrowRight: forth, PageUp: back, PageDown: forth, Home: () => go(1), End: () => go(sheets.length),
    "+": acts.larger, "=": acts.larger, "-": acts.smaller, 0: () => zoom.reset(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [role=region]")) return;
    if (dialog.open) {
      if (event.key === "ArrowLeft") beside(-1);
      if (event.key === "ArrowRight") beside(1);
      return;
    }
    const act = root.classList.contains("is-reading") ? null : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("fullscreenchange", () => {
    button("screen").setAttribute("aria-pressed", String(document.fullscreenElement === root));
    go(page, { quiet: true });
  });
  wide.addEventListener("change", () => go(page, { quiet: true, still: true }));
  addEventListener("resize", () => zoom.fit());
  addEventListener("hashchange", () => arrive());

  // A picture of a build that was replaced while somebody read it.
  let isLost = false;
  root.addEventListener("error", (event) => {
    const sheet = event.target.closest?.(".epaper-sheet");
    if (event.target.closest?.(".photo")) event.target.closest(".photo").hidden = true;
    if (!sheet || isLost || !navigator.onLine) return;
    isLost = true;
    said.textContent = `${said.dataset.lost} `;
    const again = document.createElement("button");
    Object.assign(again, { type: "button", className: "button is-plain", textContent: said.dataset.again });
    again.addEventListener("click", () => location.reload());
    said.append(again);
  }, true);

  const arrive = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const text = texts.find((found) => found.id === name);
    const number = text ? Number(text.dataset.on.split(" ")[0]) : Number(/^page-(\d+)$/.exec(name)?.[1] ?? 1);
    go(number || 1, { quiet: true, still: true });
    if (text) read(name, null);
  };
  root.classList.add("is-leafing");
  tools.hidden = false;
  button("texts").hidden = !texts.length;
  button("screen").hidden = !document.fullscreenEnabled;
  search({ root, sheets, thumbs, texts: all("text"), read, go });
  arrive();
  addEventListener("load", () => keep(root, said), { once: true });
  if (document.readyState === "complete") keep(root, said);
}
