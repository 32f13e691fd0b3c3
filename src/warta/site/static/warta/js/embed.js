// Loads an embed when a reader asks for it, and not before.
for (const start of document.querySelectorAll("[data-embed]")) {
  start.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = start.dataset.embed;
    frame.title = start.dataset.title;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.className = start.dataset.ratio === "5 / 2" ? "is-audio" : "";
    start.replaceWith(frame);
    frame.focus();
  });
}
