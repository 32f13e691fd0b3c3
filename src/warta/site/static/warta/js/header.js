// Hides the line of sections while reading downwards, shows it on the way up. The page is whole without it.
const masthead = document.querySelector("[data-masthead]");
if (masthead && document.body.classList.contains("is-story")) {
  let last = scrollY;
  addEventListener("scroll", () => {
    const down = scrollY > last && scrollY > masthead.offsetHeight;
    masthead.classList.toggle("is-hidden", down && !masthead.contains(document.activeElement));
    last = scrollY;
  }, { passive: true });
}
const current = document.querySelector(".sections [aria-current]");
if (current) {
  const line = current.closest(".scroller");
  line.scrollLeft = current.offsetLeft - line.offsetLeft - 24;
}
// What the first view does without: the italic.
const late = () => document.querySelectorAll("link[data-late]").forEach((sheet) => { sheet.media = "all"; });
if (document.readyState === "complete") late();
else addEventListener("load", late, { once: true });
