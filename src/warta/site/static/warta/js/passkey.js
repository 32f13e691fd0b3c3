// Says in words when a browser gives no passkey (allauth's own scripts tell the console alone), and why not to try.
const error = document.querySelector("[data-passkey-error]");
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  error.hidden = false;
  error.scrollIntoView({ block: "nearest" });
});
