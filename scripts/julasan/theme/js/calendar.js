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
      navigator.clipboard.writeText(button.dataset.jlAddress).then(() => {
        // The button says it to the eye, the status to who hears the page.
        button.firstChild.textContent = root.querySelector("[data-jl-said]").textContent = button.dataset.done;
      });
    });
  }

  const month = root.querySelector("#this-month")?.closest("[data-jl-month]");
  const now = today.slice(0, 7);
  const upcoming = [...root.querySelectorAll("[data-jl-upcoming] .jl-ev")];

  const make = (tag, className, ...children) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };
  const leading = (href, className, ...children) => {
    const made = make("a", className, ...children);
    made.setAttribute("href", href);
    return made;
  };

  const mark = () => {
    const cell = root.querySelector(`[data-jl-day="${today}"]`);
    cell?.classList.add("jl-today");
    cell?.setAttribute("aria-current", "date");
    if (!month) return;
    const empty = month.querySelector("[data-jl-empty]");
    empty.hidden = Boolean(month.querySelector(".jl-grid a"));
    const next = upcoming.find((row) => !row.hidden);
    const after = empty.querySelector("[data-jl-after]");
    after.hidden = !next;
    if (!next) return;
    const link = next.querySelector("a");
    after.children[0].replaceWith(leading(link.getAttribute("href"), "", link.textContent));
    after.children[1].textContent = next.closest(".jl-agenda__day").querySelector(".jl-leaf .jl-sr").textContent;
  };

  // The page was built on another day: the month that is the reader's is drawn, empty where nothing is known of it.
  const draw = (pages) => {
    const { months, era, digits } = root.dataset;
    const number = (value) => String(value).replace(/\d/g, (digit) => digits[digit]);
    const name = (key) => `${months.split(",")[key.slice(5) - 1]} ${number(Number(key.slice(0, 4)) + Number(era))}`;
    const first = new Date(`${now}-01T00:00Z`);
    const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
    const page = pages.get(now);
    const kind = (row, sign) => `jl-${sign} jl-${sign}--${/jl-ev--(\S+)/.exec(row.className)[1]}`;
    const cell = (day) => {
      if (day < 1 || day > length) return make("td", "jl-day jl-day--out");
      const iso = `${now}-${String(day).padStart(2, "0")}`;
      const time = make("time", "", number(day));
      time.dateTime = iso;
      const rows = upcoming.filter((row) => row.dataset.jlFirst <= iso && iso <= row.dataset.jlLast);
      const found = make("td", (day + first.getUTCDay()) % 7 === 1 ? "jl-day jl-day--free" : "jl-day");
      found.dataset.jlDay = iso;
      if (!rows.length || !page) {
        found.append(make("span", "jl-day__number", time));
        return found;
      }
      const begins = rows[0].dataset.jlFirst;
      const dots = make("span", "jl-dots", ...rows.slice(0, 3).map((row) => make("i", kind(row, "dot"))));
      dots.setAttribute("aria-hidden", "true");
      const names = rows.map((row) => {
        const link = row.querySelector("a");
        return make("li", kind(row, "lane"), leading(link.getAttribute("href"), "", ...link.cloneNode(true).childNodes));
      });
      const anchor = `#d-${begins < now ? 1 : Number(begins.slice(8))}`;
      found.append(leading(page + anchor, "jl-day__number", time, dots), make("ul", "jl-lanes", ...names));
      return found;
    };
    const weeks = [];
    for (let day = 1 - first.getUTCDay(); day <= length; day += 7) {
      weeks.push(make("tr", "", ...[0, 1, 2, 3, 4, 5, 6].map((more) => cell(day + more))));
    }
    month.dataset.jlMonth = now;
    month.querySelector("#this-month").textContent = month.querySelector("caption").textContent = name(now);
    month.querySelector("tbody").replaceChildren(...weeks);
    month.querySelector(".jl-grid__holidays")?.remove();
    const see = month.querySelector("[data-jl-see]");
    see.hidden = !page;
    if (page) see.firstChild.setAttribute("href", page);
    const turn = month.querySelector(".jl-turn");
    const to = (key, sign) => {
      if (!key) return make("span");
      const word = make("span", "jl-sr", `${turn.dataset[sign]}: `);
      const arrow = make("span", "", sign === "before" ? "← " : " →");
      arrow.setAttribute("aria-hidden", "true");
      return leading(pages.get(key), "", ...(sign === "before" ? [arrow, word, name(key)] : [word, name(key), arrow]));
    };
    const keys = [...pages.keys()].sort();
    turn.replaceChildren(to(keys.filter((key) => key < now).pop(), "before"), to(keys.find((key) => key > now), "after"));
  };

  if (month && month.dataset.jlMonth !== now) {
    const pages = new Map();
    for (const link of root.querySelectorAll("#months a")) {
      const href = link.getAttribute("href");
      pages.set(/(\d{4}-\d\d)\/(index\.html)?$/.exec(href)[1], href);
      if (href.includes(`${now}/`)) link.closest("details").open = true;
    }
    draw(pages);
    if (pages.has(now) && location.protocol !== "file:") fetchMonth(new URL(pages.get(now), location.href));
  }
  mark();

  // The month's own page has its holidays, and events that the list is too short for.
  function fetchMonth(address) {
    fetch(address)
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((text) => {
        const page = new DOMParser().parseFromString(text, "text/html");
        const fresh = page.querySelector("[data-jl-month]");
        if (!fresh) return;
        for (const link of page.querySelectorAll("[data-jl-month] a, .jl-turn a")) {
          link.setAttribute("href", new URL(link.getAttribute("href"), address).href);
        }
        for (const old of [...month.children].slice(2)) old.remove();
        month.append(...fresh.children);
        const turn = page.querySelector(".jl-turn");
        if (turn) month.append(turn);
        month.querySelector("[data-jl-see]").hidden = true;
        mark();
      })
      // Without a network what was drawn stands.
      .catch(() => {});
  }
})();
