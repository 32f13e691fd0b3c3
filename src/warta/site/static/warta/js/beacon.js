// Tells that a page is read, not by whom: docs/audience.md
if (navigator.doNotTrack != 1 && !navigator.globalPrivacyControl) {
  const page = document, find = (name) => page.querySelector(name);
  const story = find("[data-story]"), body = find("[data-block=body]"), waiting = [];
  let depth = 0, engaged = 0, opened, used = Date.now();

  const tell = (more, s = story?.dataset.story) => s && waiting.push({ k: "read", s: +s, ...more });

  const send = () => {
    if (engaged) tell({ e: engaged });
    engaged = 0;
    while (waiting[0]) navigator.sendBeacon("/b", JSON.stringify(waiting.splice(0, 20)));
  };

  const source = (from = page.referrer, all = location.search + from) =>
    /utm_.*(mail|newsletter)/.test(all) ? "newsletter"
    : /utm_.*social|[/.](facebook|instagram|threads|twitter|x|t|linkedin|tiktok|youtube|whatsapp)\.\w+\//.test(all) ? "social"
    : !from ? "direct"
    : from.startsWith(location.origin) ? ""
    : /[/.](google|bing|duckduckgo|yahoo|yandex|ecosia|baidu)\./.test(from) ? "search" : "site";

  const look = () => {
    if (page.hidden) return;
    if (!opened) tell({ n: 1, r: source(), o: find("[data-outcome]")?.dataset.outcome || "teaser" });
    else if (Date.now() - used < 3e4) engaged++;
    if (body) {
      const { top, height } = body.getBoundingClientRect();
      while (depth < 100 && innerHeight - top >= height * (depth + 25) / 100) tell({ d: depth += 25 });
    }
    if (!opened || engaged > 14) send();
    opened = 1;
  };

  for (const kind of ["scroll", "pointermove", "keydown"]) addEventListener(kind, () => used = Date.now());
  addEventListener("click", ({ target }) => {
    const link = target.closest("a[href^='/'],a[href^='?']"), place = target.closest("[data-block],[data-place]")?.dataset;
    const to = /-(\d+)\/$/.exec(link?.pathname);
    if (/^.(subscribe|sign-up)/.test(link?.search)) tell({ o: "offer" });
    if (to) tell({ r: "block:" + (place?.block || place?.place || "page") }, to[1]);
  });
  page.addEventListener("visibilitychange", () => page.hidden && send());
  look();
  setInterval(look, 1000);
}
