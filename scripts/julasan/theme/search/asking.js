// What a question is about: the words with which people ask, aloud or in a chat, are left out. Fetched where there may be such words.
({ fold, termsOf, ranked, answered, onceAsked, judged, BATCH }) => {
const before = /^(?:(?:สวัสดี|แอดมิน)(?=[คจ]|$)|(?:อยาก|ขอ|ช่วย|รบกวน|ต้องการ|พอ)(?:อยาก|ขอ|ช่วย|จะ)*(?:ทราบ|รู้|ถาม|สอบถาม|บอก|เล่า|อ่าน|หา(?!ร)|ดู(?!แล)|(?:ได้)?(?:ข้อมูล|รายละเอียด)(?:ของ)?)|อยาก(?:จะ)?|สอบถาม|(?:ทราบ|รู้|ถาม|บอก)(?=เรื่อง|เกี่ยว|ว่า|หน่อย)|หา(?=ข่าว|ข้อมูล|เรื่อง|บทความ)|(?:มี)?ใคร(?:พอ|เคย|จะ|ทราบ|รู้)+|ใคร(?:เป็น|คือ)|มี(?=ข่าว|เรื่อง|ข้อมูล|บทความ)|ทำไม(?![่-๋])(?:ต้อง|ถึง|จึง)?|(?:ข่าว|ข้อมูล|รายละเอียด|บทความ)(?:เรื่อง|เกี่ยวกับ)|เรื่อง(?!ร|เ)|เกี่ยวกับ(?!เรา))(?:ครับ|คับ|ค่ะ|คะ|ไหม|มั้ย|บ้าง|หน่อย|ที(?!่|ม|วี))*(?:ว่า|ข่าว|เกี่ยวกับ)?/;
const after = /(?:(?:คือ|ต้อง|ควร|ทำ|ดู|หา|อ่าน|ไป|ได้|อยู่|มี|เป็น|จัด|เกิดขึ้น|จะ|เริ่ม|ติดต่อ|ชื่อ|ที่|(?:เรื่อง|ข่าว|ข้อมูล|รายละเอียด)(?=บ้าง|ไหม|มั้ย))*(?:อย่างไร|(?:ยัง)?ไง|อะไร|(?:ที่|ตรง|ถึง|วัน|อัน)ไหน|เมื่อไหร่|เมื่อไร|เมื่อใด|กี่(?:โมง|บาท|วัน|คน|ครั้ง|แห่ง|ที่|เดือน|ปี)|เท่าไหร่|เท่าไร|ใคร(?:รับผิดชอบ|ดูแล|จัด|ทำ)?|ไหม|มั้ย|หรือไม่|หรือเปล่า|หรือยัง)(?:ดี|ได้|บ้าง|แล้ว)*|บ้าง|คือ|(?:ให้)?(?:ฟัง|ดู|อ่าน)?หน่อย|ให้ที|ด้วย(?=ครับ|คับ|ค่ะ|คะ|นะ)|นะ|ครับ|คับ|ค่ะ|คะ|จ๊ะ|จ้ะ|[?？])+$/;
// Silk, a winner and what the law commands only end like a question.
const word = /(?:ผ้า|เส้น|หม่อน|เลี้ยง|ตัว)ไหม$|ชนะ$|บังคับ$/;
const rest = typed => {
  for (let last; last !== typed;) typed = (last = typed).replace(before, "");
  return word.test(typed) ? typed : typed.replace(after, "");
};
// The word itself where hardly anything is left.
const topic = typed => { const left = rest(typed); return fold(left).codes.length > (typed.length - left.length > 4 ? 1 : 4) ? left : typed; };
const isAll = ({ word, literal, day }) => !literal && !day && word !== "ไหม" && !rest(word);

// What stands in a text as it was typed, words of asking and all, was meant so: it comes before what only holds the topic.
const answer = async (query, asked, filter, byDate) => {
  const typed = termsOf(query, null), isSame = typed.length === asked.terms.length && typed.every(({ word }, i) => word === asked.terms[i].word);
  // Who holds all that was typed holds the topic: of a few each is read anyway, no file of the index is needed to know it.
  if (isSame || !asked.best[BATCH]?.full) {
    const state = await onceAsked(query, asked, filter, byDate);
    for (const hit of isSame ? [] : state.hits) if (judged(hit, typed).asTyped) Object.assign(hit, { terms: typed, isTyped: true });
    if (!byDate) state.hits.sort((a, b) => Boolean(b.isTyped) - Boolean(a.isTyped));
    return state;
  }
  for (const term of typed) term.loose = true;
  const best = await ranked(typed), state = best[0]?.full && await answered(query, typed, filter, byDate, { best });
  return state && state.hits.some(hit => hit.asTyped && !hit.terms) ? state : onceAsked(query, asked, filter, byDate);
};

return { topic, isAll, answer };
}
