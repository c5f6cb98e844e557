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
const answer = async () => {
  const query = combo.value, mine = ++turn;
  let state;
  listbox.setAttribute("aria-busy", "true");
  try { state = await find(query); } catch (error) { if (mine === turn) failed(live, listbox, error); return; }
  if (mine !== turn) return;
  const all = state.hits.slice(0, BATCH).map(hit => shown(hit, state));
  if (query.trim() && !state.short) { const more = make("a", "js-hit", all.length ? text.all : text.browse); more.href = searchUrl(query); all.push(more); }
  all.forEach((each, i) => { each.id = `js-o${i}`; each.setAttribute("role", "option"); each.tabIndex = -1; });
  listbox.replaceChildren(...all);
  combo.setAttribute("aria-expanded", String(all.length > 0));
  choose(null);
  live.textContent = said(state, query);
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
