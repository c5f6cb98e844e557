// events.yaml in Decap, which itself knows no list at the top of a file, nor keeps remarks.
// What nobody changed stays as it was written, sign for sign; every value is a text, as the program reads it.
window.eventsFormat = (function () {
  "use strict";
  const AS_TEXT = { schema: jsyaml.FAILSAFE_SCHEMA };

  const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) || [];
  const isRemark = (line) => /^\s*(#.*)?\s*$/.test(line);
  const read = (text) => jsyaml.load(text, AS_TEXT);

  // What stands at the head of the file, each item with the remarks above it, and what is below them all.
  function apart(text) {
    const items = [];
    let above = [];
    for (const line of lines(text)) {
      if (/^ *-(\s|$)/.test(line) && (!items.length || line.search(/-/) === items[0].indent)) {
        items.push({ above: above.join(""), indent: line.search(/-/), written: [line] });
        above = [];
      } else if (isRemark(line) && !/^\s+\S/.test(line)) {
        above.push(line);
      } else if (items.length) {
        items[items.length - 1].written.push(...above, line);
        above = [];
      } else {
        above.push(line);
      }
    }
    const found = items.map((item) => ({ ...item, written: item.written.join("") }));
    if (!found.length) return { head: above.filter(isRemark).join(""), items: [], below: "" };
    // A remark and a blank line: that is about the file, and stays when the first item goes.
    const head = /^[^]*\n[ \t]*\n/.exec(found[0].above) || [""];
    found[0].above = found[0].above.slice(head[0].length);
    return { head: head[0], items: found, below: above.join("") };
  }

  // The fields of an item by name, each with its lines as written.
  function fields(item) {
    const found = new Map();
    let name = "";
    for (const line of lines(item.written.replace(/^( *)-/, "$1 "))) {
      const key = /^( *)([\w-]+) *:(\s|$)/.exec(line);
      if (key && (!found.size || key[1].length === found.get(null))) {
        name = key[2];
        if (!found.size) found.set(null, key[1].length);
        found.set(name, line);
      } else if (found.size) {
        found.set(name, found.get(name) + line);
      } else {
        return new Map();
      }
    }
    return found;
  }

  // A record without what was left empty; Decap gives numbers where it was typed as one.
  function filled(record) {
    const found = {};
    for (const [name, value] of Object.entries(record || {})) {
      if (Array.isArray(value)) {
        if (value.length) found[name] = value.map(String);
      } else if (value !== null && value !== undefined && String(value).trim() !== "") {
        found[name] = String(value);
      }
    }
    return found;
  }

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  function written(name, value, indent) {
    const flow = Array.isArray(value) ? 1 : -1;
    const text = jsyaml.dump({ [name]: value }, { ...AS_TEXT, lineWidth: -1, flowLevel: flow, noCompatMode: true });
    return text.replace(/^(?=.)/gm, " ".repeat(indent));
  }

  function item(record, old, indent) {
    const known = old ? fields(old) : new Map();
    const before = old ? filled(read(old.written.replace(/^ *-/, (dash) => dash.replace("-", " ")))) : {};
    const inside = known.get(null) === undefined ? indent + 2 : known.get(null);
    const names = [...known.keys()].filter((name) => name !== null && name in record);
    names.push(...Object.keys(record).filter((name) => !known.has(name)));
    const text = names
      .map((name) =>
        same(record[name], before[name]) && known.has(name)
          ? known.get(name).replace(/\n?$/, "\n")
          : written(name, record[name], inside)
      )
      .join("");
    return " ".repeat(indent) + "-" + text.slice(indent + 1);
  }

  let opened = { head: "", items: [], below: "" };

  function fromFile(text) {
    const plain = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
    const records = read(plain) || [];
    opened = apart(plain);
    const parts = opened.items.map((part) => (read(part.written) || [])[0]);
    if (!Array.isArray(records) || !same(records, parts)) {
      throw new Error("events.yaml: " + document.documentElement.dataset.unreadable);
    }
    return { events: records };
  }

  function toFile(data) {
    const records = (data.events || []).map(filled).filter((record) => Object.keys(record).length);
    const left = opened.items.map((part) => ({ ...part, record: filled(read(part.written)[0]) }));
    const indent = left.length ? left[0].indent : 0;
    const take = (fits) => {
      const at = left.findIndex(fits);
      return at < 0 ? null : left.splice(at, 1)[0];
    };
    let text = opened.head;
    for (const record of records) {
      const untouched = take((part) => same(part.record, record));
      const old = untouched || take((part) => part.record.id && part.record.id === record.id);
      const above = old ? old.above : text && !text.endsWith("\n\n") ? "\n" : "";
      const body = untouched ? old.written.replace(/\n?$/, "\n") : item(record, old, indent);
      text += above + body;
    }
    return text + opened.below + (records.length ? "" : "[]\n");
  }

  return { fromFile, toFile };
})();
