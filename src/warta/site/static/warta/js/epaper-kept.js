// What is kept of editions on this device: `keep` has the edition kept by the worker, for whoever has the right;
// `forget` takes everything away, for who has not.
globalThis.epaper = { ...globalThis.epaper, keep, forget, forgetIfClosed };

async function keep(root, said) {
  if (!("serviceWorker" in navigator) || navigator.connection?.saveData) return;
  const base = root.dataset.worker.replace(/worker\.js$/, "");
  try {
    await navigator.serviceWorker.register(root.dataset.worker, { scope: base, updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    const pictures = [...root.querySelectorAll(".epaper-paper img")].map((picture) => picture.getAttribute("src"));
    const small = [...root.querySelectorAll("[data-thumbs] img")].map((picture) => picture.getAttribute("src"));
    const looks = performance.getEntriesByType("resource").map((entry) => new URL(entry.name))
      .filter((address) => address.origin === location.origin && /^\/(static\/|colors-[a-z0-9-]+\.css$)/.test(address.pathname))
      .map((address) => address.pathname);
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => {
      if (data === "kept" && !said.textContent) said.textContent = said.dataset.kept;
    };
    active.postMessage({ what: "keep", page: root.dataset.epaper, pictures: [...pictures, ...small], looks: [...new Set(looks)] }, [channel.port2]);
  } catch {
    // No room, no network, or a browser that forbids it: the edition is read as it is.
  }
}

// A page that shows less may be an outage's: the answer's own word counts (`x-warta-shows`), as it does for the worker.
async function forgetIfClosed() {
  try {
    if (!(await caches.keys()).some((name) => name.startsWith("epaper-"))) return;
    const answer = await fetch(location.pathname, { method: "HEAD" });
    if (answer.headers.get("x-warta-shows") === "teaser") await forget();
  } catch {
    // Without a network there is nothing to be told.
  }
}

async function forget() {
  try {
    for (const name of await caches.keys()) if (name.startsWith("epaper-")) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations()) {
      if (new URL(worker.scope).pathname.endsWith("/epaper/")) await worker.unregister();
    }
  } catch {
    // A browser without either has kept nothing.
  }
}
