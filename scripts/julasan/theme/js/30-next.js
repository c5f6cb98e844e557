// Coming events, right on the day: what is over goes, what waits moves up, near days are named.
(() => {
  const list = document.querySelector("[data-jl-next]");
  if (!list) return;
  const { zone, today, tomorrow, days, now } = list.dataset;
  // sv-SE writes ISO 8601 dates; the network's own day counts, not the traveller's.
  let date;
  try {
    date = new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date());
  } catch {
    date = new Date().toISOString().slice(0, 10);
  }
  const apart = (first) => Math.round((Date.parse(first) - Date.parse(date)) / 864e5);
  const name = (first) => {
    const count = apart(first);
    if (count < 0) return now;
    if (count === 0) return today;
    if (count === 1) return tomorrow;
    return count <= 14 ? days.replace("#", count) : "";
  };
  let shown = 0;
  for (const item of list.children) {
    const { first, last } = item.dataset;
    item.hidden = last < date || shown >= Number(list.dataset.jlNext);
    if (item.hidden) continue;
    shown += 1;
    const when = item.querySelector("[data-jl-when]");
    const off = item.querySelector(".jl-next__off");
    when.textContent = off ? "" : name(first);
    when.hidden = !when.textContent;
  }
  const none = document.querySelector("[data-jl-next-none]");
  if (none) none.hidden = shown > 0;
})();
