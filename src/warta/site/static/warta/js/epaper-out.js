// Whoever signs out leaves no edition on the device; the answer says so to the browser too (Clear-Site-Data), but not
// every browser understands that.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", () => globalThis.epaper.forget());
}
