// The client of a site without a browser: node node.mjs SITE < queries.json > answers.json
// For each query of a JSON list the addresses shown and the bytes fetched (gzip -9), nothing kept from the one before.
// In this it differs from the browser: nothing is drawn, so how many results a phone of 390x844 shows is reckoned
// with HEAD and ROW pixels (a text or so more is read: 32.6 kB a query where Chromium fetched 31.6); the script of
// the page (page.js) does not run, so no dialog, no filters and no address are tried; the segmenter is node's; files
// come at once, in whatever order they were asked for.
import fs from "node:fs";
import vm from "node:vm";
import zlib from "node:zlib";

const HEIGHT = 844, HEAD = 330, ROW = 158;
const site = process.argv[2], files = new Map();
const file = path => {
  if (!files.has(path)) {
    const text = fs.existsSync(`${site}/${path}`) ? fs.readFileSync(`${site}/${path}`, "utf8") : "";
    const run = path.endsWith(".js") ? new vm.Script(text) : undefined;
    files.set(path, { run: text && run, size: text ? zlib.gzipSync(text, { level: 9 }).length : 0 });
  }
  return files.get(path);
};
const box = fs.readFileSync(`${site}/assets/julasan/search.js`, "utf8"), client = box.match(/assets\/julasan\/find\.\w+\.js/)[0];

const asked = async query => {
  const fetched = new Set(["assets/julasan/search.js", "assets/julasan/search.css", client]);
  let tools;
  const append = node => {
    const path = node.src.replace(/\?.*/, "");
    fetched.add(path);
    setImmediate(() => {
      if (!file(path).run) return node.onerror();
      file(path).run.runInContext(page);
      if (path.includes("find-page")) page.jl_page = given => { tools = given; };
      node.onload();
    });
  };
  const page = vm.createContext({ document: { createElement: () => ({ remove() {} }), head: { append } }, console });
  page.window = page;
  file(client).run.runInContext(page);
  await page.jl_search("").onPage();
  if ((await tools.opened()).few) await tools.load("f");
  const state = await tools.find(query), { hits, list } = state;
  for (let room; (room = HEIGHT - HEAD - ROW * state.hits.length) > 0 && state.hits.length && state.read < list.length;) await state.more(Math.ceil(room / ROW));
  if (state.near || !hits.some(hit => hit.asTyped)) await tools.nearby();
  return { urls: state.hits.map(({ url }) => url), size: [...fetched].reduce((sum, path) => sum + file(path).size, 0) };
};

const answers = [];
for (const query of JSON.parse(fs.readFileSync(0, "utf8"))) answers.push(await asked(query));
process.stdout.write(JSON.stringify(answers));
