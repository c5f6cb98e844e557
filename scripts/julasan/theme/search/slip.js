// One slip in a word that no text holds: what was meant, as far as the grams tell. Fetched when it comes to that.
// A text is read only where its grams agree with a way to undo the slip: some 15 files of the index instead of 60 texts.
({ opened, posting, keyOf, after, isHeavy, mayBegin, wanted, chars, fold, following, leading }) => {
// Letters of a word that may be one slip; so few by themselves tell too little for guesses.
const SHORTEST = 4, MOST = 20;
const code = letter => fold("ก" + letter).codes.charCodeAt(1);
// Vowels that are written for each other: they look alike, or one letter lies behind the other's key.
const LIKE = new Map([["ิ", "ีึ"], ["ี", "ิื"], ["ึ", "ืิ"], ["ื", "ึี"], ["ุ", "ู"], ["ู", "ุ"], ["เ", "แ"], ["แ", "เ"], ["า", "ำะ"], ["ำ", "า"], ["ะ", "า"], ["ร", "ล"], ["ล", "ร"], ["ช", "ซ"], ["ซ", "ช"]].map(([typed, meant]) => [code(typed), [...meant].map(code)]));
const A = code("ะ"), AA = code("า"), AN = code("ั"), MO = code("ม"), AM = code("ำ");

// Ways to undo a slip. The grams typed that begin from `first` to `last` reach over it; those of
// the new letters that reach over `from` to `to` are to be found. `rank`: the usual slips first.
const way = (c, at, gone, letters, rank) => ({ letters: [...c.slice(0, at), ...letters, ...c.slice(at + gone)], first: at - 3, last: at + gone - 1, from: at, to: at + letters.length - 1, rank });
const undone = c => c.flatMap((letter, at) => [
  ...letter !== c[at - 1] ? [way(c, at, 1, [], letter === c[at + 1] ? 0 : 2)] : [],
  ...at + 1 < c.length && letter !== c[at + 1] ? [way(c, at, 2, [c[at + 1], letter], 1)] : [],
]);
// A letter taken for its like, ัม for ำ or the other way round, and ะ left out (เฉพาะ, กระทรวง).
const alike = c => c.flatMap((letter, at) => [
  ...(LIKE.get(letter) ?? []).map(meant => way(c, at, 1, [meant], 0)),
  ...letter === AM ? [way(c, at, 1, [AN, MO], 0)] : letter === AN && c[at + 1] === MO ? [way(c, at, 2, [AM], 0)] : [],
  ...at && (isConsonant(c[at - 1]) || c[at - 1] === AA) && !following.has(letter) ? [way(c, at, 0, [A], 1)] : [],
]);
const isConsonant = letter => !following.has(letter) && !leading.has(letter);
// A letter that is missing or wrong may be any that goes on from the three before it.
const guessed = async (c, places) => (await Promise.all(places.map(async at => {
  const letters = mayBegin(c, at - 3) && !isHeavy(c.slice(at - 3, at)) ? [...(await after(c.slice(at - 3, at))).keys()] : [];
  return letters.filter(Boolean).flatMap(letter => [...letter === c[at] ? [] : [way(c, at, 1, [letter], 4)], way(c, at, 0, [letter], 3)]);
}))).flat();
// Codes without the slip, and the documents that hold all grams of them, of those `within` if that is given:
// three times, the usual slips first.
const mended = async function* (term, within) {
  const c = [...term.codes].map(letter => letter.charCodeAt(0)), { n } = await opened();
  // By itself a letter that stands twice among so few is of a word of three.
  const isShort = !within && c.length === SHORTEST;
  if (c.length < SHORTEST || isShort && c.some((letter, i) => letter === c[i - 1])) return;
  const isWithin = d => !within || within.has(d);
  const lists = (await wanted(term.codes, term, true)).filter(list => list?.at !== undefined), which = new Uint32Array(n);
  lists.forEach(({ docs }, i) => { for (const d of docs) if (isWithin(d)) which[d] |= 1 << i; });
  // Who holds all that the slip leaves alone: null where it leaves nothing.
  const known = new Map(), holding = ({ first, last, letters }) => {
    const mask = lists.reduce((bits, { at }, i) => at < first || (at > last && mayBegin(letters, at + letters.length - c.length)) ? bits | 1 << i : bits, 0);
    if (!known.has(mask)) known.set(mask, mask ? [...which.keys()].filter(d => (which[d] & mask) === mask) : null);
    return known.get(mask);
  };
  const isAlive = ({ docs, left }) => docs ? docs.length : left.length;
  const begun = ways => ways.filter(({ letters }) => !following.has(letters[0])).map(way => {
    const left = [];
    for (let at = Math.max(0, way.from - 3); at <= way.to && at + 3 < way.letters.length; at++) if (mayBegin(way.letters, at)) left.push(at);
    return { ...way, docs: holding(way), left };
  }).filter(isAlive);
  const step = async way => {
    const at = way.left.shift();
    if (at === undefined) return;
    const { docs } = await posting(keyOf(way.letters.slice(at, at + 4))) ?? { docs: [] }, other = new Set(docs);
    way.docs = way.docs?.filter(d => other.has(d)) ?? [...docs].filter(isWithin);
  };
  // The file of three letters that were typed is here: it tells what may follow them.
  const isHere = ({ left, from, letters }) => left[0] === from - 3 && !isHeavy(letters.slice(left[0], from));
  const sifted = async ways => {
    await Promise.all(ways.filter(isHere).map(step));
    return ways.filter(isAlive).sort((a, b) => a.rank - b.rank || (b.docs ?? which).length - (a.docs ?? which).length).slice(0, MOST);
  };
  const places = [...c.keys()].filter(at => at > 2 && isAlive({ docs: holding({ first: at - 3, last: at + 1, letters: c }), left: c }));
  for (const ways of [() => alike(c), () => undone(c), () => isShort ? [] : guessed(c, places)]) {
    let alive = await sifted(begun(await ways()));
    while (alive.some(({ left }) => left.length)) {
      await Promise.all(alive.map(step));
      alive = alive.filter(isAlive);
    }
    yield alive.map(({ letters, docs }) => ({ codes: chars(letters), docs }));
  }
};

return { mended };
}
