// Days in a query, however they are written. Fetched when one may stand there (`mayBeDay` in search.js).
({ fold, holds }) => {
const months = JL_CONFIG;
// Days: 26 พ.ย., 26พย69, 26 พฤศจิกายน 2569, 26/11/2569, 2026-11-26, and months with or without a year.
const monthForms = [months.map(([name]) => name), months.map(([, short]) => short.replace(/\.(?!$)/g, "\\.\\s*").replace(/\.$/, "\\.?")), months.map(([, short]) => short.replace(/\./g, ""))];
const ofMonth = new RegExp(`(\\d{1,2})?(\\s*)(?:${monthForms.map(all => "(" + all.join("|") + ")").join("|")})(?:\\s*(?:[พค]\\.?ศ\\.?)?\\s*(\\d{4}|\\d{2})(?!\\d))?`, "g");
const ofNumbers = /(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)|(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/g;
const dates = (text, put) => {
  const thai = /[\u0e01-\u0e4e]/, plain = text.replace(/[\u0e50-\u0e59]/g, digit => digit.charCodeAt(0) - 0xe50);
  return plain.replace(ofMonth, (typed, day, space, long, dotted, bare, year, at) => {
    const before = plain[at - 1] ?? " ", after = plain.slice(at + typed.length);
    const place = long ? monthForms[0].indexOf(long) : monthForms[2].indexOf((dotted ?? bare).replace(/[.\s]/g, ""));
    // ส.ค.ส. and ก.พ.ร. are no months, nor is พย in พยาบาล.
    const goesOn = !long && (typed.endsWith(".") ? /^[ก-ฮ]\./ : /^[ก-๎]/).test(after);
    if (goesOn || before === "." || +day > 31 || (day ? /\d/.test(before) : !year && !dotted || bare && thai.test(before))) return typed;
    return (day ? "" : space) + put(dayForms(typed.trim(), day, place, year));
  }).replace(ofNumbers, (typed, day, _, month, year, year2, month2, day2, at) => {
    if (/[\d/.-]/.test(plain[at - 1] ?? "") || !((month ?? month2) > 0 && (month ?? month2) < 13) || +(day ?? day2) > 31) return typed;
    return put(dayForms(typed, day ?? day2, (month ?? month2) - 1, year ?? year2));
    // จุลสารเดือนธันวาคม is of two words: what stands before a day is none.
  }).replace(/(?:วันที่|ของเดือน|เดือน)\s*(?=\u0001)/g, " ");
};
// How a day is written: with the month's whole name first, as we write it, then short, then as it
// was typed. A month alone is first what was typed: ก.พ. is an office too.
const dayForms = (typed, day, place, year) => {
  const [name, short] = months[place].map(month => `${day ? +day : ""} ${month}`), last = new Date().getFullYear() + 5;
  const eras = !year ? [] : (year.length > 2 ? [+year > 2400 ? +year : +year + 543] : [2500 + +year, 2543 + +year]).filter(era => era - 543 > 1950 && era - 543 <= last);
  const forms = eras.length ? eras.flatMap(era => [`${name} ${era}`, `${short} ${era % 100}`, `${short} ${era}`]) : day ? [name, short] : [typed, name];
  return Object.assign([...new Set([...forms, typed])], { typed });
};
// Which of some days were asked for.
const asked = (days, terms) => days.filter(day => {
  const [year, month, date] = day.split("-").map(Number), whole = fold(`${date} ${months[month - 1][0]} ${year + 543}`);
  return terms.some(term => term.day && term.alts.some(codes => holds(whole, codes)));
});

return { dates, asked };
}
