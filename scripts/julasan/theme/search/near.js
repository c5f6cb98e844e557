// What is tried where nothing stands as it was typed: slips, the other keyboard layout, words typed as
// one, words that look like it. Fetched when it comes to that.
({ part, fold, following, leading, attached, segmenter, wordsOf, spelt, termsOf, ranked, record, answered, judged, holds, numbers, isLatin, isOffice, BATCH, GOOD, DEEPEST, NEARLY }) => {
const MENDED = 1.8;
// 2564 is no slip of 2563.
const points = (hit, { codes, word, mends }) => {
  const { folded } = hit, meant = mends?.find(({ codes }) => folded.some(part => holds(part, codes)))?.codes;
  if (meant) {
    const part = folded.find(part => holds(part, meant)), { codes, at, text } = part, from = codes.indexOf(meant);
    let end = at[from + meant.length - 1] + 1;
    while (end < text.length && attached.test(text[end])) end++;
    // ทายา, undone of ทายาด, lies in ทายาท.
    const [, [first, last]] = spans(part, { from, to: from + meant.length });
    hit.nearAt = [text, [Math.min(at[from], first), Math.max(end, last)]];
    return MENDED;
  }
  const found = numbers(codes).every(run => folded.some(part => holds(part, run))) && nearly(codes, folded.map(part => part.codes));
  if (!found) return found === false ? 0 : piece(codes, folded.slice(0, 2), isLatin(word) ? 1 : codes.length);
  hit.nearAt = spans(folded[found.part], found);
  return found.points;
};
// The words in which a piece of a text lies, to be marked: a text and one pair of offsets.
const spans = ({ at, text }, { from, to }) => {
  const begin = at[Math.max(0, from)], end = at[Math.min(to, at.length) - 1] + 1;
  const words = (wordsOf(text) ?? []).filter(([start, stop, isWord]) => isWord && 2 * (Math.min(stop, end) - Math.max(start, begin)) > stop - start);
  return [text, words.length ? [words[0][0], words[words.length - 1][1]] : [begin, end]];
};
// The longest piece of `codes`, begun before `last`, that stands in one of `parts`, as a share of it; less than
// half is nothing.
const piece = (codes, parts, last) => {
  let size = codes.length >> 1;
  for (let i = 0; i < last && i + size < codes.length; i++) while (i + size < codes.length && parts.some(part => holds(part, codes.slice(i, i + size + 1)))) size++;
  return size > codes.length >> 1 ? size / codes.length : 0;
};
// Points where `codes` stands in one of `parts` but for a slip or two (letters too many, missing,
// wrong or in the wrong order): one half of it is whole then, and the other follows or precedes it.
const nearly = (codes, parts) => {
  const half = codes.length >> 1, ends = [codes.slice(0, half), codes.slice(half)];
  let best = 3, place;
  if (half > 2) for (const part of parts) for (const back of [0, 1]) {
    const rest = [...ends[1 - back]];
    for (let at = part.indexOf(ends[back]), tries = 0; at >= 0 && tries < 50; at = part.indexOf(ends[back], at + 1), tries++) {
      const beside = back ? part.slice(Math.max(0, at - rest.length - 2), at) : part.slice(at + half, at + half + rest.length + 2);
      const [found, size] = back ? slips(rest.reverse(), [...beside].reverse()) : slips(rest, [...beside]);
      if (found < best) { best = found; place = { part: parts.indexOf(part), from: back ? at - size : at, to: at + (back ? codes.length - half : half + size) }; }
      if (back) rest.reverse();
    }
  }
  // Few letters are soon like others: what is nearer may yet come.
  return best < (codes.length < 12 ? 2 : 3) ? { ...place, points: codes.length < 8 ? .95 : 2 - best / 4 } : 0;
};
// How many slips make `word` the beginning of `text` (Damerau's distance, with what follows free), and how long that is.
const slips = (word, text) => {
  let before = [], row = text.map((_, j) => j).concat(text.length);
  word.forEach((letter, i) => {
    const next = [i + 1];
    text.forEach((other, j) => {
      next[j + 1] = Math.min(row[j] + (letter !== other), row[j + 1] + 1, next[j] + 1);
      if (i && j && letter === text[j - 1] && word[i - 1] === other) next[j + 1] = Math.min(next[j + 1], before[j - 1] + 1);
    });
    [before, row] = [row, next];
  });
  const least = Math.min(...row);
  return [least, row.lastIndexOf(least)];
};

// What the same keys give on the other layout (Kedmanee, TIS 820-2538): l;ylfu is สวัสดี, สรืำ is line.
const QWERTY = "1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?";
const KEDMANEE = "ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ+๑๒๓๔ู฿๕๖๗๘๙๐\"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ";
const otherLayout = query => {
  const typed = query.trim(), change = (from, to) => [...typed].map(c => { const at = from.indexOf(c); return at < 0 ? c : to[at]; }).join("");
  // Thai begins with no mark, and two vowels never follow each other above a letter.
  if (/^[!-~ ]{3,}$/.test(typed)) { const thai = change(QWERTY, KEDMANEE); return /^[ก-ฮเ-ไ]/.test(thai) && /[ะ-ูเ-ไ]/.test(thai) && !/[ัิ-ู][ะ-ู]|[เ-ไ]{2}|[่-๋]{2}|(^|\s)[ะ-ู็-์]/.test(thai) && thai; }
  if (/^[\u0e01-\u0e5b"+(),./ ?-]{2,}$/.test(typed)) { const latin = change(KEDMANEE, QWERTY).toLowerCase(); return /^[a-z][a-z0-9 .-]+$/.test(latin) && latin; }
  return "";
};

// Those who hold the word without a slip that it may have, if there are any (slip.js); they are read first, and are enough.
const mended = async (query, terms, filter, byDate) => {
  const [term] = terms;
  if (term.day || term.mends) return;
  const scores = new Map((await ranked(terms)).map(({ d, score }) => [d, score]));
  for await (const mends of (await part("slip")).mended(term)) {
    if (!mends.length) continue;
    term.mends = mends;
    const best = [...new Set(mends.flatMap(({ docs }) => docs))].map(d => ({ d, score: scores.get(d) ?? 0, share: 1, sure: 1, full: true, held: 1, gap: 0 }));
    const state = await answered(query, terms, filter, byDate, { best: best.sort((a, b) => b.score - a.score || b.d - a.d).slice(0, GOOD) });
    if (state.hits.some(hit => hit.points >= MENDED)) return state;
  }
  term.mends = [];
};
// Of several terms those that are unknown are looked for as they were meant; whether any is. What stands
// beside the other terms is meant rather than what the letters alone would allow.
const respelt = async (terms, isUnknown) => {
  const mine = terms.filter((term, i) => isUnknown(term, i) && !term.literal && !term.day && !term.isRespelt && term.codes.length > 3), rest = terms.filter(term => !mine.includes(term));
  const holders = mine.length && rest.length && new Set((await ranked(rest)).filter(({ share }) => share >= .98).map(({ d }) => d));
  return (await Promise.all(mine.map(async term => {
    term.isRespelt = true;
    const meant = holders && await meantOf(term, holders, 3) || (!holders || term.codes.length > 4) && await meantOf(term, undefined, holders ? 2 : 3);
    if (!meant) return false;
    // Nobody typed it so, unless it is what was typed but for somebody's title.
    const forms = meant.slice(0, MOST_MEANT).map(({ codes, exact = "\0" }) => ({ codes, exact }));
    term.alts = forms.map(({ codes }) => codes);
    term.forms = [term.forms[0], ...forms];
    return true;
  }))).some(Boolean);
};
// Ways to write a term as it was meant, in texts of `holders` if they are given: codes and where it is no
// slip the exact ones. So many turns of slip.js; the third guesses letters.
const meantOf = async (term, holders, turns) => {
  // คุณสมชาย is somebody's name.
  const named = termsOf(term.word.replace(TITLE, "")), codes = named[0]?.codes ?? "";
  if (codes !== term.codes && codes.length > 3 && (await ranked(named))[0]?.sure >= .98) return named;
  for await (const mends of (await part("slip")).mended(term, holders)) {
    const sure = await Promise.all(mends.map(each => isThere(each)));
    if (sure.some(Boolean)) return mends.filter((_, i) => sure[i]);
    // Ten texts, which are to be shown anyway, cost less than guesses.
    const there = --turns === 1 && holders ? await asThere(term, holders) : [];
    if (there.length) return there;
    if (!turns) return;
  }
};
// Whether some text holds what its grams allow: few have them by chance.
const FEW = 3;
const isThere = async ({ codes, docs }) => docs.length > FEW || (await Promise.all(docs.map(record))).some(({ folded }) => folded.some(part => holds(part, codes)));
const MOST_MEANT = 3;
// How a term is spelt in the texts of `holders` that have most of it.
const asThere = async (term, holders) => {
  const some = (await ranked([term])).filter(({ d }) => holders.has(d)).slice(0, BATCH), spellings = new Map();
  for (const { folded } of await Promise.all(some.map(({ d }) => record(d)))) {
    const place = nearly(term.codes, folded.map(part => part.codes)), codes = place && folded[place.part].codes.slice(place.from, place.to);
    if (codes) spellings.set(codes, (spellings.get(codes) ?? 0) + 1);
  }
  return [...spellings].sort((a, b) => b[1] - a[1]).map(([codes]) => ({ codes }));
};
// Words of other languages, as people write them; and what they write them for.
const LOANS = [
  ["เฟซบุ๊ก", "เฟสบุ๊ค", "เฟสบุ๊ก", "เฟซบุ๊ค", "facebook"], ["อินเทอร์เน็ต", "อินเตอร์เน็ต", "internet"], ["ไลน์", "line"], ["ลิงก์", "ลิงค์", "link"],
  ["เว็บไซต์", "เว็บไซท์", "เวปไซต์", "website"], ["อีเมล", "อีเมล์", "email", "e-mail"], ["เวิร์กช็อป", "เวิร์คช็อป", "เวิร์คชอป", "เวิคช็อป", "workshop", "ประชุมเชิงปฏิบัติการ"],
  ["คอมพิวเตอร์", "คอมพิวเตอ", "computer"], ["แอปพลิเคชัน", "แอพพลิเคชั่น", "แอปพลิเคชั่น", "แอพพลิเคชัน", "application"], ["โครงการ", "โปรเจกต์", "โปรเจ็ค", "project"],
  ["วิดีโอ", "วีดีโอ", "video"], ["ออนไลน์", "online"], ["โควิด", "โควิท", "covid"], ["แพลตฟอร์ม", "แพลทฟอร์ม", "platform"], ["โซเชียล", "โซเชี่ยล", "social"], ["เอกเซล", "เอ็กเซล", "excel"],
  ["ข้อมูลส่วนบุคคล", "pdpa"], ["สมาร์ต", "สมาร์ท", "smart"], ["ดิจิทัล", "ดิจิตอล", "digital"], ["คลินิก", "คลีนิค", "clinic"], ["โฮมสเตย์", "โฮมสเตย", "homestay"], ["เซรามิก", "เซรามิค", "ceramic"], ["อีสปอร์ต", "e-sport", "esport"], ["มาร์เก็ตติ้ง", "marketing", "การตลาด"], ["เอไอ", "ปัญญาประดิษฐ์"],
];
const loaned = word => {
  const written = word.toLowerCase();
  for (const group of LOANS) for (const typed of group) if (written.includes(typed)) return group.filter(other => other !== typed).map(other => written.replace(typed, other));
  return [];
};
const TITLE = /^(?:คุณ|นาย|นางสาว|นาง|น\.ส\.|ดร\.|อาจารย์|ท่าน|พี่|ลุง|ป้า|ครู|หมอ|ผอ\.)(?=[ก-๎]{4})/;
// No document holds what was typed: then its common letters are worth their files.
const further = async (query, terms, filter, byDate) => {
  // จุลสารฉบับล่าสุด: of what there is, the newest.
  // พช.น่าน: an office and its place. คุณสมชาย: a name, as one is called.
  const { word } = terms[0];
  for (const rest of [word.replace(/(?:ฉบับ|ครั้ง|เล่ม|ตอน)?(?:ใหม่)?ล่าสุด$/, ""), word.replace(/^([ก-ฮ][ก-ฮ.]+\.)(?=[ก-๎]{2})/, "$1 "), word.replace(TITLE, "")]) if (rest !== word && rest) {
    const found = await answered(query, termsOf(rest), filter, byDate);
    if (found.hits.some(hit => hit.lacking.length < found.terms.length)) return found;
  }
  // อินเตอร์เน็ต is อินเทอร์เน็ต, and internet.
  for (const other of loaned(word)) {
    const terms = termsOf(other), best = await ranked(terms), found = best.some(({ sure }) => sure >= .98) && await answered(query, terms, filter, byDate, { best });
    if (found && found.hits.some(hit => hit.asTyped)) return found;
  }
  // An office of which nothing tells by its letters may be near by its name.
  const [named] = isOffice(word) ? spelt(word) : [];
  if (named) {
    const terms = termsOf(named);
    for (const list of [terms[0].forms, terms[0].alts]) list.length = 1;
    const found = await answered(query, terms, filter, byDate);
    if (found.hits.some(hit => hit.points > 0)) return found;
  }
  const meant = await mended(query, terms, filter, byDate);
  if (meant) return meant;
  terms[0].deep = true;
  const deep = await answered(query, terms, filter, byDate);
  if (terms[0].day || deep.hits.some(hit => hit.asTyped)) return deep;
  const apart = await typedAsOne(query, terms[0], filter, byDate);
  if (apart || !segmenter || deep.hits.some(hit => hit.points > 1)) return apart ?? deep;
  // Of a whole sentence its longest words.
  const words = [...segmenter.segment(terms[0].word)].map(({ segment }) => segment).filter(word => fold(word).codes.length > 2);
  const long = words.sort((a, b) => b.length - a.length).slice(0, 6);
  if (long.length < 2) return deep;
  const found = await answered(query, Object.assign(termsOf(long.join(" ")), { joined: true }), filter, byDate);
  // Almost every text has one of them.
  if (long.length > 2) only(found, ({ held }) => held >= found.list[0].held - 1);
  return found.hits.some(hit => hit.asTyped) ? found : deep.hits.some(hit => hit.points > 0) ? deep : few(found);
};
// Of what is only near a few say more than many.
const few = state => {
  // Of a Latin word and of an office the letters tell what is near; of several words, of which a text holds none, how much of them.
  const { terms } = state, { word } = terms[0], least = isLatin(word) || isOffice(word) ? 0 : 3;
  const isNear = ({ points, share, lacking }) => terms[1] ? share > .5 || !lacking[terms.length - 1] : points > (isOffice(word) ? 1 : 0);
  const hits = state.hits.filter((hit, i) => isNear(hit) || i < least).slice(0, BATCH);
  return Object.assign(state, { hits, list: hits, read: hits.length, near: true, complete: 0, pool: undefined });
};
const only = (state, stays) => {
  state.read = state.list.slice(0, state.read).filter(stays).length;
  state.list.splice(0, Infinity, ...state.list.filter(stays));
  state.hits = state.hits.filter(stays);
  state.pool = state.pool?.filter(stays);
};
// Two words that stand apart in the text, typed as one: those who hold both, wherever one ends and the other begins.
const typedAsOne = async (query, term, filter, byDate) => {
  const ends = segmenter ? [...segmenter.segment(term.word)].map(({ index }) => fold(term.word.slice(0, index)).codes.length) : [];
  const allowed = filter ? await filter() : () => true, ways = new Map();
  const near = (await ranked([term])).filter(({ d, share }) => share > NEARLY - .01 && allowed(d)).slice(0, DEEPEST);
  for (let i = 0; i < near.length && !ways.size; i += 2 * BATCH) {
    const some = near.slice(i, i + 2 * BATCH), texts = await Promise.all(some.map(({ d }) => record(d)));
    texts.forEach((each, place) => {
      const cut = cutOf(term, each.folded, ends), way = ways.get(cut) ?? Object.assign(termsOf(cut ?? ""), { joined: true, hits: [] });
      const found = cut && judged(each, way);
      if (found?.asTyped) ways.set(cut, way).get(cut).hits.push({ ...some[place], ...each, ...found, held: 2, terms: way });
    });
  }
  const [most, ...others] = [...ways.values()].sort((a, b) => b.hits.length - a.hits.length);
  if (!most) return;
  const state = await answered(query, most, filter, byDate), have = new Set(state.hits.filter(hit => hit.asTyped).map(({ d }) => d));
  const also = [most, ...others].flatMap(way => way.hits).filter(({ d }) => !have.has(d)), isNew = ({ d }) => also.every(hit => hit.d !== d);
  const [read, rest] = [state.list.slice(0, state.read), state.list.slice(state.read)].map(part => part.filter(isNew));
  state.list.splice(0, Infinity, ...also, ...read, ...rest);
  state.read = also.length + read.length;
  state.hits = [...state.hits.filter(isNew), ...also].sort((a, b) => byDate ? b.d - a.d : b.asTyped - a.asTyped || b.points - a.points);
  state.complete = state.list.filter(({ held }) => held > 1).length;
  return state;
};
// The term with a space where a text that holds all of it in two pieces would have one: rather where a word ends.
const cutOf = ({ codes, word }, parts, ends) => {
  const inSome = piece => parts.some(part => holds(part, piece)), least = 3;
  let upto = least, from = codes.length - least;
  while (upto < codes.length && inSome(codes.slice(0, upto + 1))) upto++;
  // No piece begins between a vowel and the consonant after it.
  const before = at => leading.has(codes.charCodeAt(at - 2)) ? at - 2 : at - 1;
  while (from > 0 && inSome(codes.slice(before(from)))) from = before(from);
  const mayEnd = at => at >= Math.max(from, least) && at <= Math.min(upto, codes.length - least);
  const at = ends.findLast(mayEnd) ?? Math.min(upto, codes.length - least);
  if (!mayEnd(at) || following.has(codes.charCodeAt(at))) return;
  let cut = 0;
  while (fold(word.slice(0, cut)).codes.length < at || attached.test(word[cut])) cut++;
  return `${word.slice(0, cut)} ${word.slice(cut)}`;
};

// Nothing at all: what begins like the first term.
const loosened = async terms => {
  for (const { codes } of terms) for (const size of [3, 2]) {
    if (codes.length <= size) continue;
    const found = await ranked([{ alts: [codes.slice(0, size)], loose: true }]);
    if (found.length) return found.slice(0, 40).map(each => ({ ...each, share: .1 }));
  }
  return [];
};

// Words of the nearest documents that look most like the query.
const nearest = state => {
  // What must stand literally and stands nowhere may be found without its quotes.
  if (!state.hits.length && state.terms.some(term => term.literal)) return [state.terms.map(term => term.word).join(" ")];
  if (!segmenter || !state.terms.length) return [];
  const query = state.terms.joined ? state.terms.map(({ codes }) => codes).join("")
    : (state.terms.find(term => state.hits.every(hit => hit.lacking.includes(term))) ?? state.terms[0]).codes, best = new Map();
  const pairs = codes => { const set = new Set(); for (let i = 0; i + 1 < codes.length; i++) set.add(codes.slice(i, i + 2)); return set; };
  const mine = pairs(query);
  for (const hit of state.hits.slice(0, 10)) for (const { segment, isWordLike } of segmenter.segment(`${hit.title} ${hit.body}`)) {
    if (!isWordLike || segment.length < 3 || best.has(segment)) continue;
    const theirs = pairs(fold(segment).codes);
    let both = 0;
    for (const pair of theirs) if (mine.has(pair)) both++;
    best.set(segment, 2 * both / (theirs.size + mine.size));
  }
  return [...best].filter(([, value]) => value > .34).sort((a, b) => b[1] - a[1]).slice(0, 4).map(([word]) => word);
};


return { MENDED, points, otherLayout, mended, respelt, further, few, loosened, nearest };
}
