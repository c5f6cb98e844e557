// Begins Decap: with the format of events.yaml, in our words, and with addresses that stay.
(function () {
  "use strict";
  const page = document.documentElement;

  // Decap's own texts, with those of ours in their place.
  const merged = (theirs, ours) =>
    Object.entries(ours).reduce(
      (all, [key, text]) => ({ ...all, [key]: typeof text === "object" ? merged(all[key] || {}, text) : text }),
      theirs
    );

  // A Thai name of a file is no address, and one made of its date would move when that is corrected.
  function withAddress({ entry }) {
    const data = entry.get("data");
    const isNamedInEnglish = /^[\x20-\x7e]{1,40}$/.test(data.get("title") || "");
    if (entry.get("collection") !== "articles" || !entry.get("newRecord") || data.get("slug") || isNamedInEnglish) {
      return data;
    }
    const letters = Array.from(crypto.getRandomValues(new Uint8Array(4)), (one) => (one % 36).toString(36));
    return data.set("slug", `${String(data.get("date")).slice(0, 10)}-${letters.join("")}`);
  }

  // The format must be known before Decap reads its configuration.
  window.CMS_MANUAL_INIT = true;
  document.addEventListener("DOMContentLoaded", () => {
    const { CMS } = window;
    CMS.registerCustomFormat("events", "yaml", window.eventsFormat);
    CMS.registerLocale(page.lang, merged(CMS.getLocale(page.lang) || CMS.getLocale("en"), JSON.parse(page.dataset.words)));
    CMS.registerEventListener({ name: "preSave", handler: withAddress });
    CMS.init();
  });
})();
