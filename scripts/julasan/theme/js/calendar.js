// The calendar on the reader's own day: what is over, what is next, which cell is today.
(() => {
  const root = document.querySelector("[data-jl-calendar]");
  if (!root) return;
  const today = isoDay(root.dataset.zone);

  function isoDay(timeZone) {
    // "en-CA" writes a date as ISO 8601 does.
    const form = { year: "numeric", month: "2-digit", day: "2-digit" };
    try {
      return new Intl.DateTimeFormat("en-CA", { ...form, timeZone }).format(new Date());
    } catch {
      return new Intl.DateTimeFormat("en-CA", form).format(new Date());
    }
  }

  // The list of what is to come: the past goes, and each day and month of which nothing is left.
  for (const list of root.querySelectorAll("[data-jl-upcoming]")) {
    const rows = [...list.querySelectorAll("[data-jl-last]")].filter((row) => !row.querySelector("[data-jl-last]"));
    for (const row of rows) row.hidden = row.dataset.jlLast < today;
    const groups = [...list.querySelectorAll("[data-jl-last], [data-jl-group]")].filter((group) => !rows.includes(group));
    for (const group of groups) group.hidden = !rows.some((row) => !row.hidden && group.contains(row));
    for (const none of list.querySelectorAll("[data-jl-none]")) none.hidden = rows.some((row) => !row.hidden);
  }
  for (const list of root.querySelectorAll("[data-jl-events], [data-jl-dates]")) {
    for (const row of list.querySelectorAll("[data-jl-last]")) row.classList.toggle("jl-past", row.dataset.jlLast < today);
  }

  // An event: over, or when next.
  if (root.dataset.jlEvent) {
    const over = root.dataset.jlEvent < today;
    for (const part of root.querySelectorAll("[data-jl-if-past]")) part.hidden = !over;
    for (const part of root.querySelectorAll("[data-jl-if-coming]")) part.hidden = over;
    const next = [...root.querySelectorAll("[data-jl-dates] > li")].find((row) => row.dataset.jlLast >= today);
    if (next) {
      next.classList.add("jl-dates__next");
      next.querySelector("[data-jl-mark]").hidden = false;
      root.querySelector("[data-jl-next-time]")?.replaceChildren(next.querySelector("time").cloneNode(true));
    }
  }

  for (const button of root.querySelectorAll("[data-jl-address]")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(button.dataset.jlAddress).then(() => (button.firstChild.textContent = button.dataset.done));
    });
  }

  const mark = () => {
    const cell = root.querySelector(`[data-jl-day="${today}"]`);
    cell?.classList.add("jl-today");
    cell?.setAttribute("aria-current", "date");
  };
  mark();

  // The landing page was built on another day: it takes the month that is today's, where there is one.
  const month = root.querySelector("#this-month")?.closest("[data-jl-month]");
  const now = today.slice(0, 7);
  if (!month || month.dataset.jlMonth === now || location.protocol === "file:") return;
  const address = new URL(`${now}/`, location.href.replace(/[^/]*([?#].*)?$/, ""));
  fetch(address)
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
    .then((text) => {
      const page = new DOMParser().parseFromString(text, "text/html");
      const fresh = page.querySelector("[data-jl-month]");
      if (!fresh) return;
      for (const link of page.querySelectorAll("[data-jl-month] a, .jl-turn a")) {
        link.setAttribute("href", new URL(link.getAttribute("href"), address).href);
      }
      month.querySelector("#this-month").textContent = fresh.getAttribute("aria-label");
      for (const old of [...month.children].slice(1)) old.remove();
      month.append(...fresh.children);
      const turn = page.querySelector(".jl-turn");
      if (turn) month.append(turn);
      month.dataset.jlMonth = now;
      mark();
    })
    // Without the newer month the built one still stands.
    .catch(() => {});
})();
