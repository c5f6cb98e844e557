// The page /search/: the form, filters with counts, the address. search.js gives it its tools.
({ config, text, BATCH, load, opened, find, record, nearby, shown, said, failed, searchUrl, make, fill, wait }, page) => {
const FILTERS = ["kind", "topic", "province", "year"];
const facetData = async () => {
  const head = await opened();
  if (!head.facets) {
    const data = await load("f");
    const one = name => { const [names, codes] = data[name]; return d => names[codes.charCodeAt(d) - 0x30]; };
    const topics = one("topic");
    const year = d => { let value = ""; for (const [name, first] of data.year) if (d >= first) value = String(name); return value; };
    head.facets = { kind: d => [one("kind")(d)], province: d => [one("province")(d)], topic: d => topics(d).split("\n"), year: d => [year(d)] };
  }
  return head.facets;
};

const form = page.querySelector("form"), input = form.elements.q, status = page.querySelector(".js-search__status");
const list = page.querySelector(".js-search__results"), ways = page.querySelector(".js-search__ways"), details = page.querySelector("details");
const more = make("button", "js-search__more", text.more), words = make("p", "js-search__nearest");
more.type = "button";
more.hidden = true;
list.after(words, more);
details.hidden = false;
let state, mine = 0;
const read = () => {
  if (location.hash.startsWith("#q=")) history.replaceState(null, "", `${location.pathname}?${location.hash.slice(1)}`);
  const asked = new URLSearchParams(location.search);
  input.value = asked.get("q") ?? "";
  for (const name of [...FILTERS, "sort"]) {
    const select = form.elements[name], value = asked.get(name) ?? "";
    if (value && ![...select.options].some(option => option.value === value)) select.add(new Option(value, value));
    select.value = value;
  }
  if (FILTERS.some(name => asked.get(name)) || asked.get("sort")) details.open = true;
};
const address = () => {
  const asked = new URLSearchParams();
  for (const name of ["q", ...FILTERS, "sort"]) if (form.elements[name].value) asked.set(name, form.elements[name].value);
  return location.pathname + (asked.size ?? [...asked].length ? `?${asked}` : "");
};
const filter = () => {
  const set = FILTERS.filter(name => form.elements[name].value);
  return set.length ? async () => {
    const data = await facetData();
    return d => set.every(name => data[name](d).includes(form.elements[name].value));
  } : null;
};
// What must stand literally is only known when it was read: then the filters may count it.
const MOST_SIFTED = 400;
const sift = async asked => {
  const { pool, mayStay, allowed } = asked.strict ?? {};
  asked.strict = undefined;
  if (!pool) return;
  const read = pool.length > MOST_SIFTED ? [] : await Promise.all(pool.map(({ d }) => record(d)));
  asked.pool = read.length ? pool.filter((_, i) => mayStay(read[i])) : undefined;
  asked.known = asked.pool?.filter(({ d }) => !allowed || allowed(d)).length;
};
// How many of the results each choice would leave.
const counts = async () => {
  const asked = state;
  if (!asked?.list || (!details.open && !(await opened()).few)) return;
  const data = await facetData();
  if (details.open || asked.isWhole()) await sift(asked);
  if (asked !== state) return;
  say();
  // What is only near has no counts, nor what would have to be read first: then a choice is only named.
  const { pool } = asked;
  for (const name of FILTERS) {
    const select = form.elements[name], value = select.value, sums = new Map();
    const rest = FILTERS.filter(other => other !== name && form.elements[other].value);
    for (const { d } of pool ?? asked.list) if (rest.every(other => data[other](d).includes(form.elements[other].value)))
      for (const each of data[name](d)) if (each) sums.set(each, (sums.get(each) ?? 0) + 1);
    if (value && !sums.has(value)) sums.set(value, 0);
    const named = [...sums].sort((a, b) => name === "year" ? b[0] - a[0] : b[1] - a[1] || a[0].localeCompare(b[0], config.lang));
    const called = each => name === "kind" ? config.kinds[each] ?? each : name === "year" ? fill("be_year", { year: +each + 543 }) : each;
    select.replaceChildren(new Option(text.any, ""), ...named.map(([each, count]) => new Option(called(each) + (pool ? ` (${count})` : ""), each)));
    select.value = value;
    select.disabled = !named.length;
  }
};
const show = from => {
  for (const hit of state.hits.slice(from)) { const item = make("li"); item.append(shown(hit, state)); list.append(item); }
  more.hidden = state.short || state.read >= state.list.length || !state.hits.length;
};
// What is said twice is read aloud twice.
const say = () => { const words = said(state, input.value); if (status.textContent !== words) status.textContent = words; };
const run = async push => {
  const turn = ++mine, query = input.value;
  if (push) history[push](null, "", address());
  if (!query.trim()) { list.replaceChildren(); words.replaceChildren(); more.hidden = true; status.textContent = ""; ways.hidden = false; list.setAttribute("aria-busy", "false"); return; }
  status.textContent ||= text.loading;
  list.setAttribute("aria-busy", "true");
  let next;
  try { next = await find(query, filter(), form.elements.sort.value === "date"); } catch (error) { if (turn === mine) failed(status, list, error); return; }
  if (turn !== mine) return;
  state = next;
  list.replaceChildren();
  words.replaceChildren();
  show(0);
  if (!state.kept && (state.near || !state.hits.some(hit => hit.asTyped))) {
    const offered = (await nearby())?.nearest(state) ?? [];
    if (turn !== mine) return;
    if (offered.length) words.append(state.hits.length || !state.terms.some(term => term.literal) ? text.nearest : text.unquoted, ...offered.flatMap(word => { const link = make("a", "", word); link.href = searchUrl(word); link.onclick = event => instead(event, word); return [" ", link]; }));
  }
  ways.hidden = state.hits.length > 0 && !state.near;
  say();
  await filled().catch(console.warn);
  if (!push) await returned().catch(console.warn);
  if (turn !== mine) return;
  await counts().catch(() => {});
  if (turn === mine) list.setAttribute("aria-busy", "false");
};
const instead = (event, word) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  input.value = word;
  run("pushState");
};
// So many more; one call at a time.
let reading;
const further = size => reading ??= (async asked => {
  const from = asked.hits.length;
  while (asked.hits.length === from && asked.read < asked.list.length) await asked.more(size);
  if (asked !== state) return;
  show(from);
  say();
})(state).finally(() => { reading = undefined; });
// What is seen of the page is filled, whatever its height.
const filled = async () => {
  const asked = state, room = () => innerHeight - more.getBoundingClientRect().top;
  while (asked === state && !more.hidden && room() > 0) await further(Math.ceil(room() / (list.offsetHeight / list.children.length)) || BATCH);
};
// Who comes back from a result finds as many as there were, and the place in them.
const returned = async () => {
  const asked = state, { shown, y } = history.state ?? {};
  while (asked === state && !more.hidden && list.children.length < shown) await further(shown - list.children.length);
  if (asked === state && shown) scrollTo(0, y);
};
list.addEventListener("click", () => history.replaceState({ shown: list.children.length, y: scrollY }, ""));
more.onclick = async () => {
  const from = list.children.length;
  await further(BATCH);
  (list.children[from] ?? list.lastElementChild).querySelector("a").focus();
};
// Whoever reads on past the first few gets as many as there usually are, without asking.
const readOn = () => { if (!more.hidden && list.children.length < BATCH && more.getBoundingClientRect().top < innerHeight + 200) further(BATCH).catch(console.warn); };
addEventListener("scroll", readOn, { passive: true });
addEventListener("resize", wait(() => filled().catch(console.warn), 150));
form.addEventListener("submit", event => { event.preventDefault(); run("pushState"); });
input.addEventListener("input", wait(() => run("replaceState"), 150));
form.addEventListener("change", event => { if (event.target !== input) run("pushState"); });
details.addEventListener("toggle", () => counts().catch(() => {}));
addEventListener("popstate", () => { read(); run(); });
read();
if (input.value) run(); else opened().catch(() => {});
}
