// A phone keeps what was read (sw.js), and the page offline/ lists it.
(() => {
  const manifest = document.querySelector("link[rel=manifest]");
  if (!manifest || !("serviceWorker" in navigator) || !location.protocol.startsWith("http")) return;
  const worker = new URL("sw.js", manifest.href);
  addEventListener("load", async () => {
    const first = !navigator.serviceWorker.controller;
    await navigator.serviceWorker.register(worker);
    const { active } = await navigator.serviceWorker.ready;
    const shown = performance.getEntriesByType("resource").map(({ name }) => name);
    if (first) active.postMessage([location.href, ...shown]);
  });

  const list = document.querySelector("[data-jl-kept]");
  if (!list) return;
  const base = new URL("./", worker);
  const again = document.querySelector("[data-jl-again]");
  again?.addEventListener("click", () => location.reload());
  (async () => {
    const cache = await caches.open(`julasan ${base.pathname} read`);
    for (const { url } of (await cache.keys()).reverse()) {
      if (!url.endsWith("/") || /\/(search|offline)\/$/.test(url) || list.children.length >= 100) continue;
      const html = await (await cache.match(url)).text();
      const page = new DOMParser().parseFromString(html, "text/html");
      const link = document.createElement("a");
      link.href = url;
      link.textContent = page.querySelector("main h1")?.textContent.trim() || page.title;
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    document.querySelector("[data-jl-kept-none]").hidden = list.children.length > 0;
  })().catch(() => {});
})();
