// Keeping pages offline is switched off: clear away what an earlier worker kept, and leave.
addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil((async () => {
  const ours = `julasan ${new URL("./", location).pathname} `;
  for (const name of await caches.keys()) if (name.startsWith(ours)) await caches.delete(name);
  await registration.unregister();
})()));
