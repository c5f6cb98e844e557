// The dialog over any page (box.js builds it): answers while one types, the keyboard.
({ BATCH, find, shown, said, failed, searchUrl, make, wait, text }, { dialog, form, combo, live, listbox }) => {
let chosen = -1, turn = 0;
const options = () => [...listbox.querySelectorAll("[role=option]")];
const choose = place => {
  const all = options();
  chosen = all.length && place !== null ? (place + all.length) % all.length : -1;
  all.forEach((each, i) => each.setAttribute("aria-selected", i === chosen));
  if (chosen >= 0) { combo.setAttribute("aria-activedescendant", all[chosen].id); all[chosen].scrollIntoView({ block: "nearest" }); }
  else combo.removeAttribute("aria-activedescendant");
};
const go = () => { const option = options()[chosen]; location.href = option ? option.href : searchUrl(combo.value); };
const mark = (option, place) => { option.id = `js-o${place}`; option.setAttribute("role", "option"); option.tabIndex = -1; };
// The link to all of them stays last, what is chosen stays chosen.
const show = (hits, state) => {
  const before = options(), kept = before[chosen], last = before.pop();
  for (const hit of hits) listbox.insertBefore(shown(hit, state), last);
  [...listbox.children].forEach(mark);
  choose(kept ? options().indexOf(kept) : null);
};
// The dialog grows as far as the screen that the keyboard leaves: what is seen is filled.
const room = () => (visualViewport?.height ?? innerHeight) * .88 - listbox.getBoundingClientRect().bottom;
const answer = async () => {
  const query = combo.value, mine = ++turn;
  let state;
  listbox.setAttribute("aria-busy", "true");
  try { state = await find(query); } catch (error) { if (mine === turn) failed(live, listbox, error); return; }
  if (mine !== turn) return;
  listbox.replaceChildren();
  if (query.trim() && !state.short) { const all = make("a", "js-hit", state.hits.length ? text.all : text.browse); all.href = searchUrl(query); mark(all, 0); listbox.append(all); }
  chosen = -1;
  show(state.hits.slice(0, BATCH), state);
  combo.setAttribute("aria-expanded", String(options().length > 0));
  live.textContent = said(state, query);
  for (let from = state.hits.length; from && from < BATCH && state.read < state.list.length && room() > 0; from = state.hits.length) {
    await state.more(Math.ceil(room() / (listbox.offsetHeight / options().length))).catch(console.warn);
    if (mine !== turn) return;
    show(state.hits.slice(from, BATCH), state);
    if (state.hits.length === from) break;
  }
  listbox.setAttribute("aria-busy", "false");
};
combo.addEventListener("input", wait(answer, 120));
combo.addEventListener("keydown", event => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
  else if (event.key === "Enter") go();
  else if (event.key === "Escape") dialog.close();
  else return;
  event.preventDefault();
});
form.addEventListener("submit", event => { event.preventDefault(); go(); });
if (combo.value) answer();
}
