// Keeps what was read, for a phone without a network. Network first: what was kept is shown
// only where no answer comes. Files with a hash in their name never change: those first from what was kept.
const config = /*CONFIG*/0;
const base = new URL("./", location).href;
// Sites below one host share its caches: each name says whose it is.
const ours = `julasan ${new URL(base).pathname} `;
const SHELL = `${ours}shell ${config.version}`, READ = `${ours}read`;
const MOST = 400, LARGEST = 8e6, PATIENCE = 4000;
const HASHED = /\/assets\/julasan\/[^/]+\.[0-9a-f]{8}\.[a-z0-9]+$/;
const address = path => new URL(path, base).href;
const offlinePage = address(config.page);

addEventListener("install", event => event.waitUntil((async () => {
  const cache = await caches.open(SHELL);
  await cache.addAll(config.shell.map(address).map(url => new Request(url, { cache: HASHED.test(url) ? "force-cache" : "no-cache" })));
  await skipWaiting();
})()));

addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(`${ours}shell `) && name !== SHELL) await caches.delete(name);
  await clients.claim();
})()));

addEventListener("fetch", event => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(base) || request.headers.has("range")) return;
  event.respondWith(HASHED.test(request.url) ? unchanging(request) : newest(event));
});

const unchanging = async request => {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
};

// What was asked after "?" (a search) is nobody's business and makes no other file.
const plain = url => url.split(/[?#]/)[0];

const newest = async event => {
  const { request } = event, key = plain(request.url);
  const kept = await (await caches.open(READ)).match(key);
  // A page is asked for anew, whatever a browser guesses about how long it may keep one.
  const fresh = request.mode === "navigate" || key === address("search/head.js");
  const asked = (fresh ? fetch(request, { cache: "no-cache" }) : fetch(request)).then(async answer => {
    // A copy must be made before anybody reads the answer.
    if (answer.ok && answer.type === "basic" && !answer.redirected) event.waitUntil(keep(key, answer.clone()));
    return answer;
  });
  // A line that neither answers nor fails is no better than none; the answer is kept when it comes.
  const waited = kept ? new Promise(done => setTimeout(done, PATIENCE, kept.clone())) : asked;
  event.waitUntil(asked.catch(() => {}));
  try {
    const answer = await Promise.race([asked, waited]);
    return answer.status >= 500 && kept ? kept : answer;
  } catch {
    return kept ?? await caches.match(key) ?? (request.mode === "navigate" ? missing() : Response.error());
  }
};

const keep = async (key, answer) => {
  if (+answer.headers.get("content-length") > LARGEST) return;
  const cache = await caches.open(READ);
  // The search's files belong together: those of an older index go.
  if (key === address("search/head.js")) {
    const before = await cache.match(key), now = await answer.clone().text();
    if (before && await before.text() !== now)
      for (const each of await cache.keys()) if (each.url.startsWith(address("search/")) && !/\/search\/$/.test(each.url)) await cache.delete(each);
  }
  await cache.delete(key);
  await cache.put(key, answer);
  const all = await cache.keys();
  for (const each of all.slice(0, Math.max(0, all.length - MOST))) await cache.delete(each);
};

// The page that brought the worker was read before it; with what it showed. The browser has all of it, and
// asks for none of it again, though a host say nothing about how long it may be kept.
addEventListener("message", event => event.waitUntil(Promise.all(event.data.map(async url => {
  if (!url.startsWith(base) || HASHED.test(url)) return;
  const answer = await fetch(url, { cache: "force-cache" });
  if (answer.ok) await keep(plain(url), answer);
}))));

// The page of what was kept, at whatever address it is shown: its links start from the root.
const missing = async () => {
  const page = await caches.match(offlinePage);
  if (!page) return Response.error();
  const html = (await page.text()).replaceAll('="../', `="${new URL(base).pathname}`);
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
};
