// The search of a Julasan site. It reads the files below search/ as scripts (a page from
// file:// may not fetch), and no query leaves the device.
// The format of the files is that of render/search/grams.py and texts.py.
window.jl_search = base => {
"use strict";
const config = JL_CONFIG;
const text = config.text;
const doc = document;

// ---- Letters: folding, as grams.py does it ----

const known = new Map([...config.letters].map((letter, place) => [letter, place + 1]));
const others = config.letters.length + 1;
for (const letter in config.same) known.set(letter, known.get(config.same[letter]));
for (const letter of config.dropped) known.set(letter, 0);
const codesOf = letters => new Set([...letters].map(letter => known.get(letter)));
const marks = codesOf(config.marks), following = codesOf(config.following), leading = codesOf(config.leading);
const never = new Set(config.never.flatMap(([first, ...others]) => others.map(other => known.get(first) << 7 | known.get(other))));
const POINT = 0x2024, ZERO = known.get("0"), E = known.get("เ"), AE = known.get("แ");
const tones = /[\u0e47-\u0e4e]/;

const codeOf = letter => {
  let code = known.get(letter);
  if (code === undefined) {
    const first = letter.toLowerCase().normalize("NFD")[0];
    const same = known.get(first);
    const digit = /\p{Nd}/u.test(first) ? digitOf(first) : -1;
    code = same !== undefined ? same : digit >= 0 ? digit + ZERO
      : /[\p{L}\p{N}]/u.test(first) ? others + first.charCodeAt(0) % (127 - others) : 0;
    known.set(letter, code);
  }
  return code;
};
// Decimal digits stand in rows of ten.
const digitOf = letter => {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCharCode(letter.charCodeAt(0) - 1 - value))) value++;
  return value;
};

// The folded text as a string of codes, and for each code where its letter stands in `text`.
// With `exact`, tone marks stay, each of the letters that sound alike, and the point of 2.5: for what must be found literally.
const point = /\d\.\d(?!\d)/;
const fold = (text, exact) => {
  const codes = [], at = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const code = unit >= 0xd800 && unit < 0xe000 ? 0 : exact && (tones.test(text[i]) || config.alike.includes(text[i])) ? unit
      : exact && unit === 46 && point.test(text.slice(i - 1, i + 3)) ? POINT : codeOf(text[i]);
    if (!code) continue;
    const last = codes[codes.length - 1];
    if (code === E && last === E) codes[codes.length - 1] = AE;
    else if (code === E && last === AE && codes.wasPair) continue;
    else if (code === last && (marks.has(code) || code > 127)) continue;
    else { codes.push(code); at.push(i); codes.wasPair = false; continue; }
    codes.wasPair = true;
  }
  return { codes: chars(codes), at, text };
};
const chars = codes => {
  let whole = "";
  for (let i = 0; i < codes.length; i += 4096) whole += String.fromCharCode.apply(null, codes.slice(i, i + 4096));
  return whole;
};
const normal = text => text.normalize("NFC").replace(/[\u200b\u2060\u00ad\ufeff\u202a-\u202e\u2066-\u2069\0]/g, "")
  .replace(/([\u0e48-\u0e4b])\u0e4d\u0e32|\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, "$1$2\u0e33").replace(/\u0e33([\u0e48-\u0e4b])/g, "$1\u0e33")
  .replace(/([\u0e48-\u0e4c])([\u0e31\u0e34-\u0e39])/g, "$2$1");

// ---- Files ----

let fresh = "";
const asked = new Map();
const load = (name, path = `search/${name}.js${fresh}`) => {
  if (!asked.has(name)) asked.set(name, new Promise((done, failed) => {
    const script = doc.createElement("script");
    script.src = base + path;
    script.onload = () => { script.remove(); done(window[`jl_${name}`]); delete window[`jl_${name}`]; };
    script.onerror = () => { script.remove(); asked.delete(name); failed(new Error(name)); };
    doc.head.append(script);
  }));
  return asked.get(name);
};
// Scripts that are not always needed; `part` gives what such a one makes of the tools below.
const script = name => load(name, config.parts[name]);
const parts = {};
const part = async name => parts[name] ??= (await script(name))(tools);

let head;
const opened = async () => {
  if (!head) {
    const data = await load("head");
    const unfolded = (list, make) => {
      let before = "";
      return list ? list.split(" ").map(word => make([...before = before.slice(0, +word[0]) + word.slice(1)].map(own))) : [];
    };
    const common = new Set(unfolded(data.common, keyOf));
    const thirds = new Set([...unfolded(data.split, codes => keyOf([0, ...codes])), ...[...common].map(key => key >> 7)]);
    const [light, heavy, many, starts] = data.files;
    const [means, quarters] = data.sizes;
    const long = d => .7 + .3 * means[sixes[quarters.charCodeAt(d / 3 | 0)] >> 4 - d % 3 * 2 & 3];
    const named = new Map(Object.entries(data.named).map(([name, d]) => [fold(name).codes, d]));
    head = { ...data, long, named, common, thirds, light, heavy, many, starts };
  }
  return head;
};
const own = letter => known.get(letter) ?? letter.charCodeAt(0) - 0xe000;
const keyOf = codes => codes[0] << 21 | codes[1] << 14 | codes[2] << 7 | codes[3];

// ---- Postings: bits, six a character ----

const sixes = new Uint8Array(128);
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].forEach((c, n) => { sixes[c.charCodeAt(0)] = n; });
class Bits {
  constructor(text) { this.text = text; this.at = 0; }
  bit() { const at = this.at++; return sixes[this.text.charCodeAt(at / 6 | 0)] >> 5 - at % 6 & 1; }
  plain(bits) { let value = 0; while (bits--) value = value * 2 + this.bit(); return value; }
  gamma() { let bits = 0; while (!this.bit()) bits++; return 2 ** bits + this.plain(bits); }
  // Below `space`.
  rice(bits, space) {
    let high = 0;
    while (high < 10 && this.bit()) high++;
    return high < 10 ? high * 2 ** bits + this.plain(bits) : this.plain(32 - Math.clz32(space));
  }
}
const riceOf = (space, count) => 31 - Math.clz32(Math.max(1, Math.floor(space * 11 / (count * 16))));
const lastRice = size => size < 2 ? 4 : size < 5 ? 3 : size < 13 ? 2 : 1;

// A file as a map: the gram's name in the file -> its documents, and their levels: 1 where it stands in the title.
const parsed = new Map();
const grams = async number => {
  if (!parsed.has(number)) {
    const { n, light, heavy, many } = head;
    const bits = new Bits(await load(`g${number}`)), found = new Map();
    // Of another state of the site, or of another format (shards.py).
    if (bits.gamma() - 2 !== n) throw new Error("stale");
    const count = bits.gamma() - 1, sizes = [];
    const grouped = number < light, files = grouped ? light : number < light + heavy ? heavy : many;
    const space = Math.floor(2 ** (grouped ? 21 : 28) / files), names = riceOf(space, Math.max(1, count));
    const read = name => sizes.push([name, bits.gamma()]);
    for (let i = 0, name = -1; i < count; i++) {
      name += bits.rice(names, space) + 1;
      if (!grouped) { read(name); continue; }
      for (let left = bits.gamma(), size = lastRice(left), last = -1; left; left--) read(name << 7 | (last += bits.rice(size, 127) + 1));
    }
    bits.at += (6 - bits.at % 6) % 6;
    // The longest gaps come first; each bit of all postings stands in a plane of its own (shards.py).
    const ordered = sizes.map(([name, size]) => ({ name, size, low: riceOf(n, size) })).sort((a, b) => b.low - a.low);
    const total = sizes.reduce((sum, [, size]) => sum + size, 0), docs = new Int32Array(total), levels = new Uint8Array(total);
    for (let i = 0; i < total; i++) levels[i] = bits.bit();
    for (let bit = 0; bit < ordered[0]?.low; bit++) {
      let at = 0;
      for (const { size, low } of ordered) {
        if (low <= bit) break;
        for (const end = at + size; at < end; at++) docs[at] |= bits.bit() << bit;
      }
    }
    let at = 0;
    for (const { name, size, low } of ordered) {
      const begin = at;
      for (let last = -1; at < begin + size; at++) {
        let high = 0;
        while (!bits.bit()) high++;
        last = docs[at] += (high << low) + 1 + last;
      }
      found.set(name, { docs: docs.subarray(begin, at), levels: levels.subarray(begin, at) });
    }
    parsed.set(number, found);
  }
  return parsed.get(number);
};

const mix = (number, bits) => {
  const half = bits >> 1;
  number ^= number >> half;
  number = Math.imul(number, 0x2c1b3c6d) & 2 ** bits - 1;
  return number ^ number >> half;
};
// A hash has its file by its share of all hashes, and in the file the rest of it for a name.
const dealt = (hash, bits, files) => {
  const file = Math.floor(hash * files / 2 ** bits);
  return [file, hash - Math.ceil(file * 2 ** bits / files)];
};
const posting = async key => {
  const { light, heavy, many, common, thirds } = head;
  const isCommon = common.has(key);
  if (isCommon || thirds.has(key >> 7)) {
    const [file, name] = dealt(mix(key, 28), 28, isCommon ? many : heavy);
    return (await grams(light + (isCommon ? heavy : 0) + file)).get(name);
  }
  const [file, name] = dealt(mix(key >> 7, 21), 21, light);
  return (await grams(file)).get(name << 7 | key & 127);
};

const union = lists => {
  const best = new Map();
  for (const list of lists) if (list) list.docs.forEach((d, i) => best.set(d, Math.max(best.get(d) ?? 0, list.levels[i])));
  return best.size ? { docs: [...best.keys()], levels: [...best.values()] } : undefined;
};
// The grams that begin with three letters: the last letter of each, its documents and levels.
const isHeavy = codes => head.thirds.has(keyOf([0, ...codes]));
const after = async codes => {
  const key3 = keyOf([0, ...codes]), found = new Map();
  if (isHeavy(codes)) for (const key of await going(codes)) found.set(key & 127, await posting(key));
  else {
    const [file, name] = dealt(mix(key3, 21), 21, head.light);
    for (const [each, list] of await grams(file)) if (each >> 7 === name) found.set(each & 127, list);
  }
  return found;
};
// All of them as one. Where the third letter is `closed` by a silent
// mark no vowel can follow it, and what often
// follows belongs to the same word, not to the next; else a vowel there makes another word more often than not.
const beginning = async (codes, closed) => {
  const found = await after(codes);
  const lists = [...found].filter(([last, list]) => list && !(closed && following.has(last))).sort((a, b) => a[1].docs.length - b[1].docs.length);
  const third = lists.reduce((sum, [, list]) => sum + list.docs.length, 0) / 3;
  let sum = 0;
  return union(lists.map(([last, { docs, levels }]) => {
    sum += docs.length;
    return { docs, levels: closed ? levels.map(() => +(sum <= third)) : following.has(last) ? levels.map(() => 0) : levels };
  }));
};
// The grams that most often go on from two letters, or from three heavy ones.
const going = async ([first, ...rest]) => {
  if (first >= head.starts) return [];
  const file = await load(`g${head.light + head.heavy + head.many + first}`);
  const size = rest.length, group = file.split("|")[size - 1].split(" ").map(each => [...each].map(own))
    .find(each => rest.every((code, i) => each[i] === code)) ?? [], keys = [];
  for (let i = size; i < group.length; i += 3 - size) keys.push(keyOf([first, ...rest, ...group.slice(i, i + 3 - size)]));
  return keys;
};

// ---- A query ----

const WEIGHT = [1, 1.5, 4], ALONE = 2;
// So many grams tell a sentence from all others; where none is it, more are asked.
const MOST = 9, MOST_DEEP = 28, ENOUGH = 4;

// Terms: what stands in quotes, and what stands between spaces. A term has its forms: as it
// was typed, then the same year in the other era, the same day as others write it. What has a
// "-" before it shall not stand there.
const parse = async query => {
  if (mayBeDay.test(query)) calendar ??= await part("dates").catch(() => undefined);
  if (mayAsk.test(query)) question ??= await part("asking").catch(() => undefined);
  return termsOf(query);
};
let calendar, question;
const mayBeDay = /[\d๐-๙]|\.\s*[คยพ]|[รนภฎหลว]าคม|[ษนยก]ายน|กุมภา/;
const mayAsk = /^(?:อยาก|ขอ(?!ง)|ข่าว|ข้อมูล|ช่วย|รบ|ต้องก|พอ|สอบ|ทราบ|รู้|ถาม|บอก|บทค|หา|มี|ใคร|ทำไม|ราย|เรื่อง|สวัส|แอด|เกี่ย)|ไ[งรหม]|ใคร|มั้ย|กี่|หรือ|หน่อย|บ้าง|คือ|ให้ที|[คนจ].?ะ(?: |$)|คร?ับ(?: |$)|[?？]/;
const termsOf = (query, asking = question) => {
  const terms = [], without = [], days = [];
  const plain = normal(query).slice(0, 300).replace(/(^|\s)([ก-ฮ]\.)\s+(?=[ก-๎])/g, "$1$2")
    // A year needs no พ.ศ. before it.
    .replace(/(^|[^ก-๎])[พค]\.?ศ\.?\s*(?=[\d๐-๙]{4})/g, "$1");
  const text = calendar ? calendar.dates(plain, day => ` \u0001${days.push(day) - 1}\u0001 `) : plain;
  for (const [typed, quoted, curly, whole] of text.matchAll(/-?"([^"]*)"|-?“([^”]*)”|([^\s"“”]+)/g)) {
    const plain = whole?.replace(/^-+/, ""), isWithout = typed[0] === "-" && typed.length > 1;
    const day = plain && days[plain.split("\u0001")[1]];
    const word = day ? day[0] : (quoted ?? curly ?? asking?.topic(plain) ?? plain).replace(/ ?\u0001(\d+)\u0001 ?/g, (_, n) => days[n].typed);
    const isOpen = plain !== undefined, place = isOpen && placed(word);
    const forms = day ? day.map(form) : place ? [form(place), { ...form(word), alone: true }] : [...years({ ...form(word), alone: office.test(word) }), ...(isOpen ? spelt(word).map(form) : [])];
    if (forms[0].codes) (isWithout ? without : terms).push({ word: day ? day.typed : word, literal: !isOpen, day: Boolean(day), deep: Boolean(day), forms, ...forms[0], alts: forms.map(each => each.codes), closed: word.endsWith("์") });
  }
  // Nothing but what shall not be there: then it is a list's dash.
  const about = asking ? terms.filter(term => !asking.isAll(term)) : terms, found = about.length ? about : terms.length ? terms : without;
  found.without = terms.length ? without : [];
  found.written = asWritten(found.without.length ? terms.map(term => term.word).join("") : query);
  return found;
};
const office = /^[ก-ฮ][ก-ฮ.]+\.$/;
// ชม. and จ.ชม, but พร only with its dot: it is a word.
const placed = word => { const [, name, dot] = /^(?:จ\.)?([ก-ฮ]{2})(\.?)$/.exec(word) ?? []; return (dot || name !== "พร") && config.places[name]; };
// What is written short, written out, and the other way round: ต.แม่พริก is ตำบลแม่พริก, อบต a word of its own.
const spelt = word => Object.entries(config.short).flatMap(([short, long]) => {
  const bare = short.replaceAll(".", "");
  for (const each of [short, bare]) if (word.toUpperCase().startsWith(each) && (each === short || bare[2] || bare[1] && word === bare)) return [long + word.slice(each.length)];
  return word.startsWith(long) && (word !== long || bare[2]) ? [short + word.slice(long.length)] : [];
});
const form = word => {
  const all = fold(word).codes;
  return { codes: all.slice([...all].findIndex(letter => !following.has(letter.charCodeAt(0)))), exact: fold(word, true).codes };
};

const hex = code => "\\x" + code.toString(16).padStart(2, "0");
const digits = new RegExp(`[${hex(ZERO)}-${hex(ZERO + 9)}]+`, "g");
const years = typed => {
  const otherEra = codes => codes.replace(digits, run => {
    if (run.length !== 4) return run;
    const year = [...run].reduce((sum, d) => sum * 10 + d.charCodeAt(0) - ZERO, 0);
    const era = year >= 1900 && year < 2100 ? year + 543 : year >= 2443 && year < 2643 ? year - 543 : year;
    return chars([...String(era)].map(d => +d + ZERO));
  });
  const other = { codes: otherEra(typed.codes), exact: otherEra(typed.exact) };
  return other.codes === typed.codes ? [typed] : [typed, other];
};

// No gram begins inside a syllable, nor as no word does (alphabet.py).
const mayBegin = (c, i) => !never.has(c[i] << 7 | c[i + 1]) && (!i || !(following.has(c[i]) || leading.has(c[i - 1])));
// The postings that stand for one way of writing a term.
// Common grams are left out where rarer ones tell enough, unless they are asked for.
const wanted = async (codes, { closed, tail, alone: only }, deep) => {
  const c = [...codes].map(letter => letter.charCodeAt(0));
  if (c.length === 1) return [];
  if (c.length < 4) {
    // Where it stands alone (an office's letters), or ends what is written, its gram ends with it.
    const alone = await posting(keyOf([...c, 0, 0].slice(0, 4)));
    const others = only ? [] : c.length === 2 ? await Promise.all((await going(c)).map(posting)) : [await beginning(c, closed)];
    return [union([alone && { ...alone, levels: alone.levels.map(() => ALONE) }, ...others])];
  }
  const rare = new Set(), common = new Set(), tails = [], places = new Map();
  for (let i = 0; i + 2 < c.length; i++) {
    if (!mayBegin(c, i)) continue;
    if (i + 3 < c.length) { const key = keyOf(c.slice(i, i + 4)); (head.common.has(key) ? common : rare).add(key); places.set(key, i); }
    else tails.push(c.slice(i));
  }
  let keys = deep ? [...places.keys()] : [...rare];
  const most = deep ? MOST_DEEP : MOST;
  if (keys.length > most) keys = keys.filter((_, i) => Math.floor(i * most / keys.length) !== Math.floor((i - 1) * most / keys.length));
  if (keys.length < ENOUGH && !deep) keys.push(...[...common].slice(0, 6));
  const lists = keys.map(async key => { return { docs: [], levels: [], ...await posting(key), at: places.get(key) }; });
  if (keys.length < 3 || tail) lists.push(...tails.filter(tail => !isHeavy(tail)).map(tail => beginning(tail, closed)));
  return Promise.all(lists);
};

// BM25's weight of each gram, times the share of the term's weight that the document holds,
// and more where the grams it holds follow each other. A slip breaks the grams that reach over it:
// a document that lacks no others holds the term nearly.
const SLIP = 5, NEARLY = .86;
const scored = async term => {
  let best;
  for (const [i, codes] of term.alts.entries()) {
    const way = { ...term, alone: term.forms?.[i]?.alone };
    let found = weighed(await wanted(codes, way));
    // What is rare may be the slip itself.
    if (term.deep || !term.loose && found.most < NEARLY) found = weighed(await wanted(codes, way, true), true);
    // No text has all of its letters.
    found.slips = found.most < .98 || found.gone > 0;
    if (best) best.slips &&= found.slips;
    if (best) found.score.forEach((value, d) => { if (value > best.score[d]) { best.score[d] = value; best.share[d] = found.share[d]; } });
    else best = found;
  }
  return best;
};
const gapOf = (lists, lacks, gone) => {
  let from = 255, to = 0;
  const reach = at => { from = Math.min(from, at); to = Math.max(to, at); };
  for (const { at } of gone) reach(at);
  for (; lacks && to < from + 3; lacks &= lacks - 1) reach(lists[31 - Math.clz32(lacks & -lacks)].at ?? 255);
  return to < from + 3 && from < 255 ? from + 1 << 8 | to + 1 : 0;
};
const weighed = (asked, deep) => {
  const lists = asked.filter(list => list?.docs.length), known = lists.length / asked.length;
  const gone = asked.filter(list => list && !list.docs.length);
  const n = head.n, score = new Float32Array(n), share = new Float32Array(n), sum = new Float32Array(n), held = new Float32Array(n);
  const last = new Uint8Array(n), run = new Uint8Array(n), longest = new Uint8Array(n), which = new Uint32Array(n);
  let whole = 0, place = 0, most = 0;
  for (const { docs, levels } of lists) {
    const weight = Math.log(1 + (n - docs.length + .5) / (docs.length + .5));
    whole += weight;
    place++;
    for (let i = 0; i < docs.length; i++) {
      const d = docs[i];
      sum[d] += weight * WEIGHT[levels[i]];
      held[d] += weight;
      which[d] |= 1 << place - 1;
      run[d] = last[d] === place - 1 ? run[d] + 1 : 1;
      last[d] = place;
      if (run[d] > longest[d]) longest[d] = run[d];
    }
  }
  // What each document lacks, where that is no more than breaks between two words would reach over:
  // the letters with which the first and the last of these grams begin, from 1.
  const gaps = new Uint16Array(n), all = 2 ** place - 1;
  for (let d = 0; whole && d < n; d++) {
    most = Math.max(most, share[d] = held[d] / whole);
    if (held[d] && place < 32) gaps[d] = gapOf(lists, ~which[d] & all, gone);
  }
  if ((deep || most < .98) && place > 3 && place < 32) {
    // For each gram those that a slip would break together with it and after it, as bits.
    const broken = lists.map(({ at: from }) => lists.reduce((bits, { at }, i) => at >= from && at < from + SLIP ? bits | 1 << i : bits, 0));
    for (let d = 0; d < n; d++) if (held[d]) {
      const lacks = ~which[d] & all;
      if (!(lacks & ~broken[31 - Math.clz32(lacks & -lacks)])) most = Math.max(most, share[d] = Math.max(share[d], NEARLY));
    }
  }
  for (let d = 0; d < n; d++) if (held[d]) score[d] = sum[d] / head.long(d) * share[d] ** 4 * (.5 + longest[d] / place);
  return { score, share, most, known, gaps, gone: gone.length };
};

// Every document that holds something of the query, the best first.
const ranked = async terms => {
  // Words with spaces between may stand together in the text: the letters across the spaces count too.
  const whole = terms.length > 1 && terms.length < 7 && { alts: [terms.map(term => term.codes).join("")], tail: terms[terms.length - 1].codes.length < 4, loose: true };
  const [together, ...parts] = await Promise.all([whole && scored(whole), ...terms.map(scored)]), found = [];
  for (let d = 0; d < head.n; d++) {
    let score = 0, share = 0, held = 0, full = true;
    for (const part of parts) { score += part.score[d]; share += part.share[d]; if (part.share[d] > .7) held++; if (part.share[d] < .98) full = false; }
    share /= parts.length;
    if (together) {
      score += together.score[d];
      share = Math.max(share, together.share[d]);
      if (together.share[d] > .98) { held = parts.length + 1; full = true; }
    }
    // Who lacks a letter of what must stand literally need not be read to see it.
    if (score && parts.every((part, i) => !terms[i].literal || part.share[d] > .98)) found.push({ d, score, share, full, sure: Math.min((together || parts[0]).share[d], !terms[1] && parts[0].gone ? .97 : 1), held: parts.length < 7 ? held : 0, gap: terms[1] ? 0 : parts[0].gaps[d] });
  }
  found.sort((a, b) => b.held - a.held || b.score - a.score || (a.d < head.dated && b.d < head.dated ? a.d - b.d : b.d - a.d));
  // How much of the query stands anywhere at all, and of that in the best document.
  return Object.assign(found, { slips: parts.map(({ slips }) => slips), known: parts.reduce((sum, { known }) => sum + known, 0) / parts.length * (found[0]?.share ?? 0) });
};

// ---- Documents ----

const back = (() => {
  const table = new Map(), kept = new Set(config.kept), free = [], left = [];
  for (let n = 1; n < 127; n++) {
    const c = String.fromCharCode(n);
    if (!kept.has(c)) { if (!"\n\r\"\\".includes(c)) free.push(c); if (n > 32) left.push(c); }
  }
  [...config.close].forEach((c, i) => table.set(free[i], c));
  [...left, ...config.wide].forEach((c, i) => table.set(String.fromCharCode(0xa1 + i), c));
  for (let n = 0xa0; n < 0x100; n++) table.set(String.fromCharCode(0xe900 + n - 0x80), String.fromCharCode(n));
  return table;
})();
const records = new Map();
const record = async d => {
  if (!records.has(d)) {
    let plain = "";
    for (const c of await load(`d${d}`)) plain += back.get(c) ?? c;
    const [url, kind, date, province, title, extra, ...lines] = plain.split("\n").map(line => line.replace(/\s+(ๆ)?/g, (_, again) => again ? "\u00a0ๆ" : " "));
    // No line begins with ๆ.
    const body = lines.join(" ");
    const days = date.split(" "), each = { title, url, kind, days, province, body, extra };
    records.set(d, folded(each));
  }
  return records.get(d);
};

const folded = each => {
  const { title, body, extra } = each;
  each.folded = [title, body, extra].map(part => fold(part));
  each.exact = [title, body, extra].map(part => fold(part, true));
  each.written = [title, body].map(asWritten);
  return each;
};

// As it is written, but for spaces, case and kind of digits: signs count, and a number ends where it ends.
const asWritten = text => plainDigits(normal(text).toLowerCase().replace(/\s+/g, ""));
const number = /\d/;
const stands = (text, words) => {
  for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + 1)) {
    if (!(number.test(words[0]) && number.test(text[from - 1])) && !(number.test(words[words.length - 1]) && number.test(text[from + words.length]))) return true;
  }
  return false;
};
const isDigit = code => code >= ZERO && code <= ZERO + 9;
// Whether a word that is found at a place is no piece there: of a number (50,000 and 2.5 are one),
// of a Latin word but its beginning, nor, where it is short, of two words.
const isLatin = word => /^[!-~]+$/.test(word);
const inWord = /[เ-ไ][ก-ฮ]|[A-Z][A-Za-z]|[a-z]{2}/, inNumber = /^\d(?:,\d{3}(?!\d)|\.\d(?!\d)|\d|$)/, gap = /\s/;
const plainDigits = text => text.replace(/[\u0e50-\u0e59]/g, digit => digit.charCodeAt(0) - 0xe50);
const isApart = ({ codes, at, text }, from, word) => {
  const to = from + word.length, begin = at[from], end = at[to - 1];
  const joins = place => isDigit(codes.charCodeAt(place - 1)) && isDigit(codes.charCodeAt(place))
    && (at[place] === at[place - 1] + 1 || at[place] === at[place - 1] + 2 && inNumber.test(plainDigits(text.slice(at[place - 1], at[place] + 4))));
  return !joins(from) && !joins(to) && !inWord.test(text.slice(begin - 1, begin + 1))
    && !(word.length < 4 && !isDigit(word.charCodeAt(0)) && gap.test(text.slice(begin, end)) && !text.slice(begin, end).includes("."));
};
const holds = (part, word) => {
  let from = part.codes.indexOf(word);
  while (from >= 0 && !isApart(part, from, word)) from = part.codes.indexOf(word, from + 1);
  return from >= 0;
};
// Two or three letters with a tone mark are not what they are without it: ป่า is not in ลำปาง.
const tight = term => term.codes.length < 4 && term.exact !== term.codes;
const numbers = codes => codes.match(digits) ?? [];
// Whether letters of an office stand there by themselves, with dots or without; พ.ศ. is not พส.
const isAlone = ({ title, body, folded }, { codes, exact }) => [title, body].some((text, part) => {
  const { codes: all, at } = folded[part];
  for (let from = all.indexOf(codes); from >= 0; from = all.indexOf(codes, from + 1)) {
    const begin = at[from], end = at[from + codes.length - 1] + 1;
    if (standsAlone(text, begin, end) && fold(text.slice(begin, end), true).codes === exact) return true;
  }
  return false;
});
const standsAlone = (text, from, to) => !besideAlone.test(text[from - 1] ?? "") && (text[to] === "." || !besideAlone.test(text[to] ?? ""));
// How a document holds the query: the terms that it lacks, whether it has all of them as they
// were typed, and points for the order: all of it together, and in the title, is best.
const consonants = /^[ก-ฮ.]+$/, isOffice = word => consonants.test(word) && word.replaceAll(".", "").length < 5, besideAlone = /[\u0e01-\u0e4e]/;
const judged = (each, terms) => {
  const whole = terms.map(term => term.exact).join(""), loose = terms.map(term => term.codes).join("");
  const parts = each.folded, [title, body, extra] = parts;
  // อบต. is not in ตอบตรง.
  const typed = terms.map(term => term.forms.some(form => form.alone ? isAlone(each, form) : each.exact.some(part => holds(part, form.exact))));
  const lacking = terms.filter((term, i) => !typed[i] && (tight(term) || !term.alts.some((codes, i) => !term.forms[i].alone && parts.some(part => holds(part, codes)))));
  const asTyped = typed.every(Boolean);
  let points = each.written.some(part => stands(part, terms.written)) ? 3 : 0;
  if (asTyped) points += 8;
  if (each.exact[0].codes.includes(whole)) points += each.exact[0].codes === whole ? 12 : each.exact[0].codes.startsWith(whole) ? 9 : 8; else if (title.codes.includes(loose)) points += 6;
  // What it is known by (its topics, its author) is nearly as good.
  else if (holds(each.exact[2], whole)) points += 4;
  if (each.exact.some(part => holds(part, whole))) points += 4;
  else if (parts.some(part => holds(part, loose))) points += 2;
  // จุลสาร พฤศจิกายน: what is one, before what tells of one.
  if (terms.length > 1 && !lacking.length && terms.some(({ codes }) => codes === fold(config.kinds[each.kind] ?? "").codes)) points += 6;
  if (terms.length > 1) for (const { alts } of terms.filter(term => !lacking.includes(term))) for (const codes of alts) {
    if (holds(title, codes)) points += 3 / terms.length;
    if (holds(body, codes) || holds(extra, codes)) points += 3 / terms.length;
  }
  else for (const [i, codes] of terms[0].alts.entries()) if (i && !terms[0].forms[i].alone && parts.some(part => holds(part, codes))) points += 2;
  if (terms.length === 1 && consonants.test(terms[0].word) && terms[0].codes.length < 5 && isAlone(each, terms[0])) points += 20;
  return { points: !asTyped && terms[0].alone && !terms[1] ? 0 : points, asTyped, lacking };
};

// Two words that were typed as one may stand apart: behind whatever holds them together.
const judgedApart = (each, terms, ends) => {
  const found = judged(each, terms);
  if (!found.asTyped && !whole(each, terms)) for (const cut of ends) {
    const both = judged(each, cut.terms ??= Object.assign(termsOf(cut.words), { joined: true }));
    if (both.asTyped) return { ...both, points: 1 + both.points / 30, terms: cut.terms };
    // Who holds one of them lacks the other.
    if (cut.end && both.lacking.length < 2) found.one ??= { lacking: both.lacking, terms: cut.terms };
  }
  return found;
};
// Where a word may end inside a term, as codes before it, and the term with a space there.
const cutsOf = ({ word, codes }) => {
  const ends = new Set(wordsOf(word)?.map(([from]) => from));
  return [...word].map((_, index) => ({ end: ends.has(index), at: fold(word.slice(0, index)).codes.length, words: `${word.slice(0, index)} ${word.slice(index)}` }))
  // A letter that stands twice there is a slip more often than the end of a word.
  .filter(({ at }, index) => at > 3 && at + 3 < codes.length && !attached.test(word[index]) && !following.has(codes.charCodeAt(at)) && !leading.has(codes.charCodeAt(at - 1)) && ![1, at - 1, at + 1].some(i => codes[i] === codes[i - 1]));
};
const inGap = ({ gap }, cuts) => cuts.filter(({ at }) => at >= (gap & 255) && at < (gap >> 8) + 3);

const whole = (each, terms) => {
  if (terms.length === 1 && terms[0].alone) return isAlone(each, terms[0]);
  const codes = terms.map(term => term.codes).join("");
  return each.folded.some(part => holds(part, codes));
};
// One query from its terms to the documents to show. `state` is read further by "more".
const BATCH = 10, FIRST = 3, NAMED = 50, DEEPEST = 60, BOTTOM = 200, GOOD = 30, ALL_AT_ONCE = 40, MOST_QUOTED = 120;
// The site may have been published anew since the browser kept the head: then all is read again, once.
const find = async (...asking) => {
  try { return await found(...asking); } catch (error) {
    if (error.message !== "stale") return fromKept(asking[0], error);
    if (fresh) throw error;
    fresh = `?${Date.now()}`;
    head = undefined;
    for (const kept of [asked, parsed, records]) kept.clear();
    return found(...asking);
  }
};
// Without a network: the pages that this phone keeps (offline/sw.js), those that hold all words.
const KEPT = 200;
const fromKept = async (query, error) => {
  const hits = [], terms = await parse(query), name = `julasan ${new URL(base).pathname} read`;
  if (!terms.length || !globalThis.caches || !await caches.has(name)) throw error;
  const cache = await caches.open(name);
  for (const { url } of (await cache.keys()).reverse().filter(({ url }) => url.endsWith("/") && !/\/(search|offline)\/$/.test(url)).slice(0, KEPT)) {
    const main = new DOMParser().parseFromString(await (await cache.match(url)).text(), "text/html").querySelector("main");
    const title = main?.querySelector("h1")?.textContent.trim();
    if (!title) continue;
    const each = folded({ title, body: normal(main.textContent.replace(/\s+/g, " ").trim()), extra: "", url: url.slice(base.length), kind: "", province: "", days: [""] });
    const hit = { ...each, ...judged(each, terms) };
    if (!hit.lacking.length && !terms.without.some(term => each.exact.some(part => holds(part, term.exact)))) hits.push(hit);
  }
  hits.sort((a, b) => b.points - a.points);
  return { terms, hits, count: () => hits.length, isWhole: () => true, list: hits, read: hits.length, near: false, kept: true };
};
const found = async (query, filter, byDate) => {
  await opened();
  // How much of it stands anywhere the grams tell: no text is fetched for what was not meant.
  const tried = async typed => { const terms = await parse(typed); return { terms, best: await ranked(terms) }; };
  const stands = ({ terms, best }) => terms.some(term => term.codes.length > 2) ? best.known : 0;
  const mine = await tried(query), other = stands(mine) < .98 && (await nearby())?.otherLayout(query), theirs = other && await tried(other);
  if (theirs && stands(theirs) > stands(mine) + .1) {
    const state = await onceAsked(other, theirs, filter, byDate);
    if (state.hits.some(hit => hit.asTyped || whole(hit, state.terms))) return Object.assign(state, { instead: other });
  }
  return (question?.answer ?? onceAsked)(query, mine, filter, byDate);
};
const onceAsked = async (query, { terms, best }, filter, byDate) => {
  const [term] = terms, isOne = terms.length === 1 && !term.literal;
  // No text has all letters of a word, nor does it look like two: then it is asked first what was meant.
  if (isOne && !term.day && term.codes.length > 3 && best.every(({ sure }) => sure < .98)) {
    const ends = cutsOf(term).filter(({ end }) => end);
    const mended = !best.some(each => each.gap && inGap(each, ends).length) && await (await nearby())?.mended(query, terms, filter, byDate);
    if (mended) return mended;
  }
  // Of several words one that no text holds, or none of those that were read: what was meant counts as a way to write it.
  const respelt = async isUnknown => terms[1] && terms.some(isUnknown) && await (await nearby())?.respelt(terms, isUnknown) && (best = await ranked(terms));
  await respelt((_, i) => best.slips[i]);
  let state = await answered(query, terms, filter, byDate, { best });
  if (await respelt(term => state.hits.every(({ lacking }) => lacking.includes(term)))) state = await answered(query, terms, filter, byDate, { best });
  if (!isOne || state.short || state.hits.some(hit => hit.asTyped || whole(hit, terms))) return state;
  return (await nearby())?.further(query, terms, filter, byDate) ?? state;
};
// What is only needed where nothing stands as it was typed. Without a network there is none of it.
const nearby = () => part("near").catch(() => undefined);
const answered = async (query, terms, filter, byDate, { best: known, nearDays } = {}) => {
  if (!terms.length || terms.every(term => term.codes.length < 2)) return { terms, hits: [], short: true };
  let best = known ?? await ranked(terms);
  // Who lacks only what reaches from one word to the next may hold them apart: next to those who lack nothing.
  const cuts = terms[1] || terms[0].literal || terms[0].day ? [] : cutsOf(terms[0]), ends = cuts.filter(({ end }) => end);
  for (const each of best) each.cuts = each.gap ? inGap(each, ends) : [];
  const rank = ({ cuts, sure }) => sure >= .98 ? 2 : cuts.length ? 1 : 0;
  if (ends.length) best.sort((a, b) => rank(b) - rank(a));
  if (!best.length) best = await (await nearby())?.loosened(terms) ?? [];
  const near = !best.length || (best[0].share < .6 && !best[0].cuts?.length);
  const allowed = filter ? await filter() : null;
  const days = terms.every(term => term.day);
  const limit = near ? 0 : days ? best[0].share * .97 : Math.min(.6, best[0].share * .8);
  // Of several words those with all come first, then those with fewer.
  let pool = best.filter((each, i) => each.share >= limit || each.cuts?.length || (terms.length > 1 && !days && each.held) || (!days && i < BATCH && best[0].share < .9));
  // A page of the site that is called just so.
  const page = terms.length < 7 && !terms.without.length ? head.named.get(fold(query).codes) ?? head.named.get(terms.map(term => term.codes).join("")) : undefined;
  if (page !== undefined) pool = [{ score: 0, share: 1, sure: 1, held: terms.length, ...best.find(({ d }) => d === page), d: page }, ...pool.filter(({ d }) => d !== page)];
  const every = pool.length;
  if (byDate) pool = pool.filter(each => each.held === best[0].held).sort((a, b) => b.d - a.d);
  // A short term, which marks alone may tell from others, is worth a longer look.
  const isShort = terms.length === 1 && terms[0].codes.length < 5, anyTight = terms.length > 1 && terms.some(tight);
  const mustHold = terms.filter(term => term.literal || days && !nearDays), { without } = terms, isStrict = mustHold.length + without.length > 0;
  // Who has all letters of a longer word that shall not be there need not be read to see it.
  for (const term of without) if (term.codes.length > 3) {
    const { share } = await scored({ ...term, loose: true });
    pool = pool.filter(({ d }) => share[d] < .98);
  }
  const list = allowed ? pool.filter(each => allowed(each.d)) : pool;
  const state = { terms, list, read: 0, hits: [], pool: isStrict ? undefined : pool, near, narrowed: byDate && terms[1] && pool.length < every };
  const mayStay = each => mustHold.every(term => (term.day ? term.forms : [term]).some(({ exact }) => each.exact.some(part => holds(part, exact))))
    && !without.some(term => term.forms.some(form => each.exact.some(part => holds(part, form.exact))));
  state.more = async size => {
    const before = state.hits.length;
    let good = 0;
    while (state.read < list.length) {
      const next = list.slice(state.read, state.read + (state.read < before + GOOD ? size : GOOD));
      const each = await Promise.all(next.map(hit => record(hit.d)));
      state.read += next.length;
      next.forEach((hit, i) => {
        if (isStrict && !mayStay(each[i])) return;
        const found = judgedApart(each[i], terms, hit.cuts?.length ? hit.cuts : hit.gap ? inGap(hit, cuts) : ends);
        if (hit.d === page) Object.assign(found, { points: found.points + NAMED, asTyped: true, lacking: [] });
        good += isShort || anyTight ? found.asTyped : found.points >= 2 && (terms[1] ? !found.lacking.length : whole(each[i], terms));
        // Who lacks a word comes after who lacks none, and who lacks a rare one after who lacks another.
        if (terms[1]) found.points += 2 * hit.score / (list[0].score || 1e9) + 4 * !found.lacking.length;
        state.hits.push({ ...hit, ...each[i], ...found });
      });
      const near = terms.length === 1 && state.hits.every(hit => hit.points < 2 && !hit.asTyped) && await nearby();
      if (near) for (const hit of state.hits.slice(-next.length)) good += (hit.points ||= near.points(hit, terms[0])) >= near.MENDED;
      const more = state.hits.length - before, further = list[state.read];
      // Who holds nothing but what was asked for is enough for the first look; the others are read as they are wanted.
      if (state.read < BATCH && size < BATCH && !state.hits.some(hit => hit.asTyped || whole(hit, terms))) { size = BATCH - state.read; continue; }
      if (isStrict ? list.length > ALL_AT_ONCE && (more >= size || state.read >= before + MOST_QUOTED)
        // Nothing stands as it was typed: what is near is looked for with all letters (near.js).
        : before || !further || (!terms[1] && !terms[0].deep && further.sure < .98) || (anyTight ? further.held < terms.length : further.sure < (good || terms.length > 1 || state.hits.some(hit => hit.points > 1) ? .98 : NEARLY - .01)) || state.read >= (good || terms[1] && best.slips?.some(Boolean) ? GOOD : terms[1] || further.sure < .98 ? DEEPEST : BOTTOM) || good > 4) break;
    }
    if (!byDate) state.hits = [...state.hits.slice(0, before), ...state.hits.slice(before).sort((a, b) => b.points - a.points)];
    return state;
  };
  if (isStrict) state.strict = { pool, mayStay, allowed };
  // So many hold all of it, as far as letters tell: these first.
  const certain = byDate || isStrict || isShort || anyTight || page !== undefined ? BATCH : list.slice(0, BATCH).findLastIndex(each => each.full) + 1;
  await state.more(certain ? Math.max(certain, FIRST) : BATCH);
  // No such day: then days near it.
  if (days && !nearDays && !state.hits.length) return answered(query, terms, filter, byDate, { nearDays: true });
  state.near = near || (state.hits.length > 0 && state.hits.every(({ asTyped, lacking }) => terms[1] ? lacking[terms.length - 1] : !asTyped));
  // So many are thought to have all of several words.
  state.complete = terms.length > 1 && terms.length < 7 && !isStrict && !days ? list.filter(({ held }) => held >= terms.length).length
    + state.hits.reduce((sum, { held, lacking }) => sum + !lacking.length - (held >= terms.length), 0) : 0;
  if (state.near && !allowed) (await nearby())?.few(state);
  state.isWhole = () => !isStrict || state.known !== undefined || state.read >= list.length;
  state.count = () => isStrict ? state.known ?? state.hits.length : state.list.length;
  return state;
};

// ---- Excerpts ----

const segmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter(config.lang, { granularity: "word" }) : null;
const attached = /[\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\ufe0f\u200d]/;

const wordsOf = text => segmenter ? [...segmenter.segment(text)].map(({ index, segment, isWordLike }) => [index, index + segment.length, isWordLike]) : null;

// Where the terms stand in a text: pairs of offsets, whole clusters. As they were typed, else
// spelt nearly so; of a term that stands nowhere, the whole words that it shares with the text.
const places = (text, folded, terms, { loose = true } = {}) => {
  const { codes, at } = folded;
  let words;
  const span = (from, size) => {
    let end = at[from + size - 1] + 1;
    while (end < text.length && attached.test(text[end])) end++;
    if (text[end] === "." && text.slice(at[from], end).includes(".")) end++;
    return [at[from], end];
  };
  const all = word => {
    const found = [];
    for (let from = codes.indexOf(word); from >= 0 && found.length < 200; from = codes.indexOf(word, from + word.length))
      if (isApart(folded, from, word)) found.push(span(from, word.length));
    return found;
  };
  const standing = term => {
    const found = term.forms.flatMap(form => all(form.codes).filter(([from, to]) => !form.alone || standsAlone(text, from, to)));
    const alone = consonants.test(term.word) && term.codes.length < 5 ? found.filter(([from, to]) => standsAlone(text, from, to)) : [];
    if (alone.length) return alone;
    const typed = found.filter(([from, to]) => term.forms.some(form => fold(text.slice(from, to), true).codes === form.exact));
    if (!found.length || term.codes.length > 3) return typed.length ? typed : found;
    // Two or three letters stand in many words: rather where they are one, else, where more may yet
    // be typed, where a word begins with them.
    if (!(words ??= wordsOf(text))) return typed;
    const are = found.filter(([from, to]) => words.some(word => word[0] === from && word[1] === to)), own = are.filter(each => typed.includes(each));
    return own.length ? own : terms.length < 2 && typed.length ? typed.filter(([from, to]) => words.some(word => word[0] === from || word[1] === to)) : number.test(term.word) ? typed : are;
  };
  // Words of which three quarters or more lie in a piece that the term and the text have in common.
  const shared = term => {
    const found = [];
    for (let i = 0; i + 4 <= term.codes.length;) {
      let size = 0;
      if (!i || !isDigit(term.codes.charCodeAt(i)) || !isDigit(term.codes.charCodeAt(i - 1))) while (i + size < term.codes.length && codes.includes(term.codes.slice(i, i + Math.max(4, size + 1)))) size = Math.max(4, size + 1);
      // No piece of a number.
      while (size && isDigit(term.codes.charCodeAt(i + size)) && isDigit(term.codes.charCodeAt(i + size - 1))) size--;
      for (const [from, to] of size > 3 && size * 2 > Math.min(term.codes.length, 10) ? all(term.codes.slice(i, i + size)) : []) {
        const inside = (words ??= wordsOf(text))?.filter(([start, end, isWord]) => isWord && 4 * (Math.min(end, to) - Math.max(start, from)) >= 3 * (end - start)) ?? [];
        if (inside.length) found.push([inside[0][0], inside[inside.length - 1][1]]);
      }
      i += size || 1;
    }
    return found;
  };
  const whole = terms.length > 1 ? all(terms.map(term => term.codes).join("")) : [];
  const found = whole.length ? whole : terms.flatMap(term => { const stands = standing(term); return stands.length || !loose || term.literal ? stands : shared(term); });
  const apart = [];
  for (const each of found.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = apart[apart.length - 1];
    if (last && terms.joined && each[0] === last[1]) last[1] = each[1];
    else if (!last || each[0] >= last[1]) apart.push([...each]);
  }
  return apart.slice(0, 60);
};

const SHOWN = 150, BEFORE = 45;
const excerpt = (text, found) => {
  // The window in which most letters are marked.
  let best = found[0], most = -1;
  for (const each of found) {
    let sum = 0;
    for (const [from, to] of found) if (from >= each[0] && to < each[0] + SHOWN - BEFORE) sum += to - from;
    if (sum > most) { most = sum; best = each; }
  }
  let from = best ? Math.max(0, best[0] - BEFORE) : 0, to = Math.min(text.length, Math.max(from + SHOWN, best ? best[1] : 0));
  if (to - from > 400) to = from + 400;
  const edge = Math.max(0, from - 40), words = segmenter ? [...segmenter.segment(text.slice(edge, to + 40))].map(word => edge + word.index) : null;
  const cut = (place, limit) => {
    if (place <= 0 || place >= text.length) return place;
    const near = (words ?? []).filter(word => word <= limit && word >= place - 25 && word <= place + 25);
    let cutAt = near.length ? near.reduce((a, b) => Math.abs(a - place) <= Math.abs(b - place) ? a : b) : place;
    while (cutAt > 0 && (attached.test(text[cutAt]) || leading.has(codeOf(text[cutAt - 1])) || /[\udc00-\udfff]/.test(text[cutAt]))) cutAt--;
    return cutAt;
  };
  from = cut(from, best ? best[0] : text.length);
  to = Math.max(cut(to, text.length), best ? Math.min(best[1], from + 400) : 0);
  return { from, to };
};

// Text with marks: text nodes only, whatever the text holds.
const marked = (node, text, found, from = 0, to = text.length) => {
  let at = from;
  for (const [start, end] of found) {
    if (end <= from || start >= to) continue;
    node.append(text.slice(at, Math.max(at, start)));
    const mark = doc.createElement("mark");
    mark.textContent = text.slice(Math.max(at, start), Math.min(to, end));
    node.append(mark);
    at = Math.min(to, end);
  }
  node.append(text.slice(at, to));
};

const make = (name, className, content) => {
  const node = doc.createElement(name);
  if (className) node.className = className;
  if (content) node.textContent = content;
  return node;
};
const fill = (key, values) => text[key].replace(/\{(\w+)(?::([^|{}]*)\|([^{}]*))?\}/g,
  (_, name, one, many) => many === undefined ? values[name] : String(values[name]) === "1" ? one : many);
const target = url => {
  const [path, anchor] = url.split("#");
  return base + path + (location.protocol === "file:" && /(^|\/)$/.test(path) ? "index.html" : "") + (anchor ? `#${anchor}` : "");
};
// Of what comes again the day that was asked for, else the next one, else the last.
const dayOf = ({ days }, terms) => {
  if (days.length < 2) return days[0];
  const asked = calendar?.asked(days, terms) ?? [], from = asked.length ? asked : days;
  const now = new Date(), today = new Date(now - now.getTimezoneOffset() * 6e4).toISOString().slice(0, 10);
  return from.find(day => day >= today) ?? from[from.length - 1];
};
const months = text.months.split(" ");
const dated = date => {
  const [year, month, day] = date.split("-").map(Number);
  return date ? `${day} ${months[month - 1]} ${config.lang === "th" ? year + 543 : year}` : "";
};

// One result: a link with its title, what it is, and the sentence that holds the hit.
const shown = (hit, { terms: asked, near, hits }) => {
  const { terms = asked, lacking: lacks } = hit.points < 1 ? { ...hit, ...hit.one } : hit;
  const link = make("a", "js-hit");
  link.href = target(hit.url);
  const title = make("span", "js-hit__title");
  title.dir = "auto";
  const cutTitle = hit.title.length > 200 ? excerpt(hit.title, []).to + 50 : hit.title.length;
  const found = part => {
    const all = places(hit[part], hit.folded[part === "body" ? 1 : 0], terms), [text, [from, to] = []] = hit.nearAt ?? [];
    if (text !== hit[part]) return all;
    // What is spelt nearly so is marked as one.
    const [within, others] = [true, false].map(is => all.filter(([begin, end]) => (begin < to && end > from) === is));
    return [...others, [Math.min(from, ...within.map(([begin]) => begin)), Math.max(to, ...within.map(([, end]) => end))]].sort((a, b) => a[0] - b[0]);
  };
  marked(title, hit.title, found("title"), 0, cutTitle);
  const about = make("span", "js-hit__about"), said = [config.kinds[hit.kind] ?? hit.kind, hit.province, dated(dayOf(hit, terms))].filter(Boolean).join(" · ");
  marked(about, said, places(said, fold(said), terms, { loose: false }));
  const body = make("span", "js-hit__text");
  body.dir = "auto";
  const standing = found("body"), { from, to } = excerpt(hit.body, standing);
  if (from > 0) body.append("…");
  marked(body, hit.body, standing, from, to);
  if (to < hit.body.length) body.append("…");
  // What neither text nor title holds may be known of it: its topic, who wrote it.
  const parts = [...hit.folded.slice(0, 2), fold(said)], unseen = terms.filter(({ alts }) => alts[0].length > 2 && !alts.some(codes => parts.some(part => holds(part, codes))));
  const known = hit.extra.split(" ").find(word => unseen.some(({ alts }) => alts.some(codes => fold(word).codes.includes(codes))));
  const nearly = hit.nearAt?.[0] === hit.extra && hit.extra.slice(...hit.nearAt[1]);
  if (known || nearly) { about.append(" · "); marked(about, known || nearly, known ? places(known, fold(known), unseen, { loose: false }) : [[0, nearly.length]]); }
  // Where the query was cut by us, a piece that no text holds is no word.
  const lacking = lacks.filter(term => !terms.joined || hits.some(other => whole(other, [term]))).map(term => term.word).filter(word => word.length < 40);
  const apart = lacking.length && terms.length > 1 ? fill("lacking", { words: lacking.join(" ") }) : hit.asTyped || near ? "" : text.similar;
  if (apart) about.append(" · ", make("span", "js-hit__apart", apart));
  link.append(title, about, body);
  return link;
};

const said = (state, query) => state.short ? (query.trim() ? text.short : "")
  : !state.hits.length ? `${state.kept ? text.kept + " · " : ""}${fill("none", { query })} ${text.none_help}`
  : [state.kept && text.kept, state.instead && fill("layout", { words: state.instead }), fill(state.near ? "near" : state.isWhole() ? "count" : "at_least", { count: state.count().toLocaleString(config.lang) }),
    state.narrowed && text.narrowed,
    state.complete > 0 && state.complete < state.count() && fill("complete", { count: state.complete.toLocaleString(config.lang) }),
    state.terms.without.length && fill("without", { words: state.terms.without.map(term => term.word).join(" ") })].filter(Boolean).join(" · ");

const failed = (status, list, error) => {
  status.textContent = text.failed;
  list.setAttribute("aria-busy", "false");
  console.warn(error);
};
// Behind "#" nothing is sent to the host; the page makes "?q=" of it for whoever shares its address.
const searchUrl = query => target("search/") + (query ? `#q=${encodeURIComponent(query)}` : "");

// ---- Where it is used: the page /search/ and the dialog over any page have scripts of their own ----

const wait = (run, ms) => { let timer; return (...given) => { clearTimeout(timer); timer = setTimeout(() => run(...given), ms); }; };
const tools = {
  config, text, BATCH, GOOD, DEEPEST, NEARLY, part, load, opened, posting, keyOf, after, isHeavy, mayBegin, wanted, chars, find, termsOf, spelt, wordsOf, isOffice, ranked, answered, onceAsked, judged, record, fold, holds, numbers, following, leading,
  attached, segmenter, isLatin, nearby, shown, said, failed, searchUrl, make, fill, wait,
};
const onPage = page => script("page").then(run => run(tools, page));
let isAttached;
const attach = async box => {
  opened().catch(() => {});
  if (isAttached) return;
  isAttached = true;
  try { (await script("dialog"))(tools, box); } catch (error) { isAttached = false; throw error; }
};

return { attach, onPage };
};
