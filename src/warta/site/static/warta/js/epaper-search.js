// Search in the edition: over the texts that stand in the page, nothing is asked for. Hits are listed, and marked in
// the texts, on the pages and in the overview.
const HITS_MAX = 60;
const MARKS_MAX = 200; // in one text
const AROUND = 60; // characters of a line on each side

// Without case and accents, as long as the text itself: each place in one is the same place in the other.
const plain = (text) => [...text].map((letter) => {
  const bare = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.length === letter.length ? bare : letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter;
}).join("");

globalThis.epaper = { ...globalThis.epaper, search };

function search({ root, sheets, thumbs, texts, read, go }) {
  const form = root.querySelector("[data-search]"), field = form.querySelector("input");
  const found = root.querySelector("[data-found]"), list = root.querySelector("[data-hits]");
  const count = root.querySelector("[data-count]");
  let known = null, timer = 0;

  const all = () => (known ??= texts.map((text) => {
    const whole = text.textContent.replace(/\s+/g, " ").trim();
    return { text, whole, plain: plain(whole), on: text.dataset.on.split(" ").filter(Boolean) };
  }));
  const unmark = () => {
    for (const mark of root.querySelectorAll("mark")) mark.replaceWith(document.createTextNode(mark.textContent));
    for (const text of texts) text.normalize();
    for (const hit of root.querySelectorAll(".is-hit")) hit.classList.remove("is-hit");
  };
  const mark = (element, words) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    let left = MARKS_MAX;
    for (const node of nodes) {
      const bare = plain(node.data);
      const places = words.flatMap((word) => {
        const at = [];
        for (let place = bare.indexOf(word); place >= 0 && at.length < left; place = bare.indexOf(word, place + word.length)) at.push([place, word.length]);
        return at;
      }).sort((one, two) => two[0] - one[0]);
      let end = Infinity;
      for (const [place, length] of places) {
        if (place + length > end || left-- <= 0) continue;
        const hit = node.splitText(place);
        hit.splitText(length);
        const around = document.createElement("mark");
        hit.replaceWith(around);
        around.append(hit);
        end = place;
      }
    }
  };
  const line = (row, words) => {
    const at = Math.max(row.plain.indexOf(words[0]), 0);
    const begin = Math.max(at - AROUND, 0), end = Math.min(at + words[0].length + AROUND, row.whole.length);
    return `${begin ? "… " : ""}${row.whole.slice(begin, end)}${end < row.whole.length ? " …" : ""}`;
  };
  const show = (row, words) => {
    const item = document.createElement("li"), link = item.appendChild(document.createElement("a"));
    const title = link.appendChild(document.createElement("b")), small = link.appendChild(document.createElement("small"));
    const isText = row.text.localName === "article";
    link.href = isText ? `#${row.text.id}` : `#page-${row.on[0]}`;
    const on = row.on.length ? list.dataset.pageWord.replace("{n}", row.on.join(", ")) : "";
    title.textContent = isText ? row.text.querySelector("h3").textContent : on;
    small.textContent = `${isText && on ? `${on} · ` : ""}${line(row, words)}`;
    mark(small, words);
    return item;
  };
  const run = () => {
    unmark();
    const words = plain(field.value.trim()).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    found.hidden = !words.length;
    if (!words.length) return;
    const hits = all().filter((row) => words.every((word) => row.plain.includes(word)));
    count.textContent = !hits.length ? count.dataset.none : hits.length === 1 ? count.dataset.one : count.dataset.some.replace("{n}", hits.length);
    list.append(...hits.slice(0, HITS_MAX).map((row) => show(row, words)));
    for (const row of hits) {
      mark(row.text, words);
      for (const link of root.querySelectorAll(`.epaper-stage a[href="#${row.text.id}"]`)) link.classList.add("is-hit");
      for (const number of row.on) thumbs.children[number - 1]?.firstElementChild.classList.add("is-hit");
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(run, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    run();
  });
}
