"""Queries as members type them, made with a seed from lines of the corpus."""

from __future__ import annotations

import random
import re
from typing import Any, TypedDict

from julasan import thai


class Query(TypedDict):
    """`line` counts from 1; `also` are other lines that hold the words."""

    q: str
    line: int
    also: list[int]
    kind: str


_SPACE = re.compile(r"\s+")
_THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
_BEFORE = ("อยากทราบว่า", "ขอถามเรื่อง", "ใครรู้บ้างว่า", "")
_AFTER = ("อย่างไรบ้างครับ", "คืออะไร", "ดูได้ที่ไหนคะ", "เมื่อไหร่", "")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_PLAIN_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def letters(text: str) -> str:
    """`text` as one compares it: no spaces, one case, one kind of digits."""
    return _SPACE.sub("", thai.normalise(text).replace("เเ", "แ")).lower().translate(_PLAIN_DIGITS)


def make(articles: list[dict[str, Any]], each: int, seed: int) -> list[Query]:
    """`each` queries of every kind; words that more than three articles hold are left out: which is meant?"""
    chance = random.Random(seed)
    texts = [_SPACE.sub("", thai.normalise(f"{one['title']} {one['body']}")) for one in articles]
    found: list[Query] = []
    for kind in ("own-title", "own-body"):
        found += _many(lambda kind=kind: _phrase(articles, texts, chance, kind), each)
    base = list(found)
    found += _many(lambda: _apart(articles, texts, chance), each)
    for kind in ("own-tone-missing", "own-sara-am", "own-double-e", "own-prefix"):
        slipped = [{**one, "q": _slip(one["q"], kind, chance), "kind": kind} for one in base]
        found += [one for one, old in zip(slipped, base, strict=True) if one["q"] != old["q"]][:each]  # type: ignore[misc]
    for kind in ("own-typo", "own-sound", "own-wrong-tone", "own-keyboard"):
        slipped = [{**one, "q": _mistyped(one["q"], kind, chance), "kind": kind} for one in base]
        found += [one for one, old in zip(slipped, base, strict=True) if one["q"] != old["q"]][:each]  # type: ignore[misc]
    found += _many(lambda: _apart(articles, texts, chance, glue=""), each)
    found += _many(lambda: _year(articles, texts, chance), each)
    found += _many(_abbreviations(articles, chance), each)
    found += _many(lambda: _mixed(articles, texts, chance), each)
    found += _many(lambda: _question(articles, texts, chance), each)
    return found


def _many(one: Any, count: int) -> list[Query]:
    made: list[Query] = []
    for _ in range(count * 400):
        if len(made) == count:
            break
        query = one()
        if query:
            made.append(query)
    return made


def _holders(texts: list[str], phrase: str) -> list[int]:
    return [number for number, text in enumerate(texts, 1) if phrase in text]


def _query(texts: list[str], q: str, line: int, kind: str, phrase: str) -> Query | None:
    held = _holders(texts, phrase)
    if line not in held or len(held) > 3:
        return None
    return {"q": q, "line": line, "also": [each for each in held if each != line], "kind": kind}


def _phrase(
    articles: list[dict[str, Any]], texts: list[str], chance: random.Random, kind: str
) -> Query | None:
    line = chance.randrange(len(articles)) + 1
    source = articles[line - 1]["title" if kind == "own-title" else "body"]
    runs = [run for run in _THAI.findall(thai.normalise(source)) if len(run) > 12]
    if not runs:
        return None
    words = thai.words(chance.choice(runs))
    size = chance.choice((2, 3))
    if len(words) <= size:
        return None
    at = chance.randrange(len(words) - size)
    q = "".join(words[at : at + size])
    return _query(texts, q, line, kind, q) if 6 <= len(q) <= 30 else None


def _apart(
    articles: list[dict[str, Any]], texts: list[str], chance: random.Random, glue: str = " "
) -> Query | None:
    """Two words of one article that stand apart, in any order; with `glue` "" as if they did not."""
    line = chance.randrange(len(articles)) + 1
    words = [word for word in thai.words(thai.normalise(articles[line - 1]["body"])) if len(word) > 5]
    words = [word for word in words if _THAI.fullmatch(word)]
    if len(words) < 2:
        return None
    one, other = chance.sample(words, 2)
    held = [number for number, text in enumerate(texts, 1) if one in text and other in text]
    if one == other or len(held) > 3:
        return None
    kind = "own-apart" if glue else "own-joined"
    return {"q": f"{one}{glue}{other}", "line": line, "also": [n for n in held if n != line], "kind": kind}


def _year(articles: list[dict[str, Any]], texts: list[str], chance: random.Random) -> Query | None:
    """A word and a year of its article, in the other era or in Thai digits."""
    line = chance.randrange(len(articles)) + 1
    text = thai.normalise(articles[line - 1]["body"])
    years = re.findall(r"(?<!\d)25[4-7]\d(?!\d)", text)
    words = [word for word in thai.words(text) if len(word) > 6 and _THAI.fullmatch(word)]
    if not years or not words:
        return None
    year, word = chance.choice(years), chance.choice(words)
    eras = (year, str(int(year) - 543))
    held = [n for n, each in enumerate(texts, 1) if word in each and any(era in each for era in eras)]
    if len(held) > 3:
        return None
    typed = chance.choice((year.translate(_THAI_DIGITS), eras[1]))
    return {"q": f"{word} {typed}", "line": line, "also": [n for n in held if n != line], "kind": "own-year"}


_ABBREVIATION = re.compile("(?<![\u0e01-\u0e4e.])[ก-ฮ](?:\\.?[ก-ฮ]){1,3}\\.?(?![\u0e01-\u0e4e])")
_WHOLE = frozenset(
    (
        "กก",
        "คน",
        "ผล",
        "รถ",
        "นม",
        "ลม",
        "ฝน",
        "ถนน",
        "งวด",
        "ขอพร",
        "ธน",
        "สม",
        "ผม",
        "กลม",
        "วน",
        "ลด",
        "บน",
    )
)


def _abbreviations(articles: list[dict[str, Any]], chance: random.Random) -> Any:
    """Offices as their letters, without dots: พช, อบต, กฟผ; those that stand apart in the text are meant."""
    held: dict[str, set[int]] = {}
    dotted = set()
    for number, one in enumerate(articles, 1):
        for written in _ABBREVIATION.findall(thai.normalise(f"{one['title']} {one['body']}")):
            typed = written.replace(".", "")
            held.setdefault(typed, set()).add(number)
            if written != typed:
                dotted.add(typed)
    # What is never written with a dot is a word: กรอบ, หนอง.
    usual = [(typed, sorted(held[typed])) for typed in sorted(dotted - _WHOLE) if 2 <= len(held[typed]) <= 40]

    def one() -> Query:
        typed, lines = chance.choice(usual)
        return {"q": typed, "line": lines[0], "also": lines[1:], "kind": "own-abbr"}

    return one


def _mixed(articles: list[dict[str, Any]], texts: list[str], chance: random.Random) -> Query | None:
    """A Latin word or a number with what stands beside it, in other case or Thai digits."""
    line = chance.randrange(len(articles)) + 1
    text = thai.normalise(articles[line - 1]["body"])
    places = list(re.finditer(r"[A-Za-z][A-Za-z0-9-]{2,}|\d{2,}", text))
    if not places:
        return None
    place = chance.choice(places)
    before = re.search(r"[\u0e01-\u0e4e]+ ?$", text[max(0, place.start() - 30) : place.start()])
    if not before or before.start() == 0:
        return None
    word = "".join(thai.words(before[0])[-chance.choice((2, 3)) :]) + place[0]
    if not _THAI.search(word) or not thai.words(before[0]):
        return None
    q = word.swapcase() if place[0][0].isalpha() else word.translate(_THAI_DIGITS)
    kind = "own-case" if place[0][0].isalpha() else "own-digits"
    return _query(texts, q, line, kind, _SPACE.sub("", word))


def _question(articles: list[dict[str, Any]], texts: list[str], chance: random.Random) -> Query | None:
    """A sentence of the body with the words of someone who asks around it."""
    line = chance.randrange(len(articles)) + 1
    runs = [run for run in _THAI.findall(thai.normalise(articles[line - 1]["body"])) if 20 < len(run) < 70]
    if not runs:
        return None
    run = chance.choice(runs)
    return _query(texts, chance.choice(_BEFORE) + run + chance.choice(_AFTER), line, "own-question", run)


def _slip(q: str, kind: str, chance: random.Random) -> str:
    if kind == "own-tone-missing":
        tones = [at for at, letter in enumerate(q) if letter in "่้๊๋"]
        return q[: (at := chance.choice(tones))] + q[at + 1 :] if tones else q
    if kind == "own-sara-am":
        return q.replace("ำ", "ํา", 1)
    if kind == "own-double-e":
        return q.replace("แ", "เเ", 1)
    return q[: -chance.choice((1, 2))] if len(q) > 8 else q


_TONES = "่้๊๋"
_SOUNDS = ("สศษ", "นณ", "ทธฑฒ", "พภ", "ฎฏ", "ถฐ", "ลฬ", "ใไ")
_QWERTY = "1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"
_KEDMANEE = 'ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'


def _mistyped(q: str, kind: str, chance: random.Random) -> str:
    if kind == "own-keyboard":
        return q.translate(str.maketrans(_KEDMANEE, _QWERTY))
    if kind == "own-wrong-tone":
        tones = [at for at, letter in enumerate(q) if letter in _TONES]
        return q[: (at := chance.choice(tones))] + chance.choice(_TONES) + q[at + 1 :] if tones else q
    if kind == "own-sound":
        alike = [(at, group) for at, letter in enumerate(q) for group in _SOUNDS if letter in group]
        if not alike:
            return q
        at, group = chance.choice(alike)
        return q[:at] + chance.choice(group.replace(q[at], "")) + q[at + 1 :]
    at = chance.randrange(1, len(q) - 2)
    one, other = q[at : at + 2]
    return (
        q[:at]
        + chance.choice((other + one, one, one + one + other, chance.choice("กดเาสวนร") + other))
        + q[at + 2 :]
    )
