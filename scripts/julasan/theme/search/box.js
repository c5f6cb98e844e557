// The search box that opens over any page. It stands at once; the search itself (search.js) is
// fetched when the box is first opened, so that no page carries it that nobody searches from.
(() => {
"use strict";
const config = JL_CONFIG;
const text = config.text, doc = document, here = doc.currentScript.src;
const based = doc.documentElement.dataset.base;
const base = based ? new URL(based.replace(/\/?$/, "/"), location.href).href : here.replace(/assets\/julasan\/[^\/]*$/, "");
const page = () => doc.querySelector("[data-julasan-search-page]");

let loading;
const client = () => loading ??= new Promise((done, failed) => {
  const script = doc.createElement("script");
  script.src = base + config.client;
  script.onload = () => { script.remove(); done(window.jl_search); };
  script.onerror = () => { script.remove(); loading = undefined; failed(new Error(config.client)); };
  doc.head.append(script);
}).then(start => start(base));

const make = (name, className, content) => {
  const node = doc.createElement(name);
  if (className) node.className = className;
  if (content) node.textContent = content;
  return node;
};
let box;
const build = () => {
  const dialog = make("dialog", "js-dialog");
  dialog.setAttribute("aria-label", text.label);
  const form = make("form", "js-search__row");
  form.setAttribute("role", "search");
  // Until the search is there, or where it cannot be had, Enter asks the page.
  form.action = base + "search/" + (location.protocol === "file:" ? "index.html" : "");
  const combo = make("input");
  Object.assign(combo, { type: "search", name: "q", placeholder: text.hint, autocomplete: "off", maxLength: 200, spellcheck: false });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-label": text.label, "aria-expanded": "false", "aria-controls": "js-list",
    "aria-autocomplete": "list", autocapitalize: "off", enterkeyhint: "search" })) combo.setAttribute(name, value);
  const close = make("button", "", text.close);
  close.type = "button";
  close.onclick = () => dialog.close();
  form.append(combo, close);
  const live = make("p", "js-search__status");
  live.setAttribute("role", "status");
  const listbox = make("div");
  listbox.id = "js-list";
  listbox.setAttribute("role", "listbox");
  listbox.setAttribute("aria-label", text.results);
  dialog.append(form, live, listbox, make("p", "js-dialog__keys", text.keys));
  doc.body.append(dialog);
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  return { dialog, form, combo, live, listbox };
};
const open = () => {
  box ??= build();
  const { dialog, combo, live } = box;
  if (!dialog.open) dialog.showModal();
  combo.focus();
  combo.select();
  client().then(({ attach }) => attach(box)).catch(error => { live.textContent = text.failed; console.warn(error); });
};
// A browser without <dialog> (Safari before 15.4) follows the link to the page instead.
const opens = "showModal" in doc.createElement("dialog");
const opened = event => {
  if (!opens && !page()) return;
  event.preventDefault();
  if (page()) page().querySelector("input").focus(); else open();
};

doc.addEventListener("click", event => {
  const opener = event.target.closest?.("[data-julasan-search]");
  if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.button) opened(event);
});
doc.addEventListener("keydown", event => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable) return;
  opened(event);
});
// Any form that asks the page /search/ does so without the host reading along.
doc.addEventListener("submit", event => {
  const { target: form } = event, query = form.elements.q?.value;
  if (query === undefined || page() || event.defaultPrevented || !/\/search\/(index\.html)?$/.test(form.action)) return;
  event.preventDefault();
  location.href = form.action + (query.trim() ? `#q=${encodeURIComponent(query)}` : "");
});
const start = () => { if (page()) client().then(({ onPage }) => onPage(page())).catch(console.warn); };
if (doc.readyState === "loading") doc.addEventListener("DOMContentLoaded", start); else start();
})();
