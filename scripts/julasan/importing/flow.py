"""Running lines -> paragraphs and lists: bullets of every make, lines broken at a margin, a blog's chrome."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest

from julasan.frozen import dataclass
from julasan.importing.draft import LONGEST_TITLE, PRIVATE, Refused, not_in_future, one_line
from julasan.importing.markup import escape
from julasan.importing.parts import Heading, Items, Line, Paragraph, Part
from julasan.read.dates import Slip, read_date
from julasan.thai import GLYPHS, clusters, normalise

RIGHT_ALIGNED = 40
"""Columns of white space that push a line to the right: a signature, a date."""
MARGIN = 120
"""No typewriter's or mail program's line is longer."""
LEAST_MARGIN = 30
"""Shorter lines are broken on purpose: a poem, an address."""
HEADING = 100
LONGEST_DATE = 80
MOST_LINES, MOST_LETTERS = 10_000, 350_000
"""A text of over a megabyte is no article (read/text.py)."""

_BULLET = re.compile(
    rf"(?:(?:[{PRIVATE}•●○◦▪▫■□◆◇❖➢➤►▶✓✔☑·‣⁃◾◼]|(?:\\\*){{3}}|(?:\\\*){{1,2}}(?=\s)|[-–—](?=[\s\u0e01-\u0e44]))\s*)+"
)
_NUMBER = re.compile(r"(?:(?P<plain>[0-9๐-๙]{1,2})[.)]|\((?P<bracketed>[0-9๐-๙]{1,2})\))\s+(?=\S)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffd]")
_PRIVATE = re.compile(f"[{PRIVATE}]+")
_THAI_END = re.compile(r"[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]\Z")
_THAI_START = re.compile(r"[\u0e01-\u0e44]")
_BOLD = re.compile(r"\*\*([^*]+)\*\*:?")
_NO_HEADING = re.compile(r"^เมื่อ(?:วัน|เดือน|ปี|เช้า|บ่าย|เย็น)|(?:[.:…,;]|ดังนี้|ได้แก่|คือ|เช่น)\Z")
"""What begins or leads into a sentence."""

_COMMENTS = re.compile(
    r"(?:ไม่มี|มี|[0-9๐-๙]+)\s*ความ(?:คิด)?เห็น\s*:?|ความคิดเห็น\s*:?"
    r"|(?:no|[0-9]+) (?:comments?|responses?)\s*:?",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"(?:แสดงความคิดเห็น|โพสต์ความคิดเห็น|เพิ่มความคิดเห็น|ช่วยแลกเปลี่ยนด้วย\.*|post a comment"
    r"|ส่งอีเมลข้อมูลนี้|ส่งข้อมูลนี้ทางอีเมล"
    r"|บล็อกข้อมูลนี้|blogthis!?|แชร์ไปยัง\s*\S+|แชร์ไปที่\s*\S+|share to \S+|email this|pin it|ถูกใจ|แชร์|share|tweet"
    r"|บทความใหม่กว่า|บทความที่ใหม่กว่า|บทความที่เก่ากว่า|บทความเก่ากว่า|โพสต์ใหม่กว่า|โพสต์เก่ากว่า|newer post|older post"
    r"|หน้าแรก|home|อ่านเพิ่มเติม|read more|(?:สมัครสมาชิก|subscribe to)\s*:.*\(atom\)"
    r"|(?:ขับเคลื่อนโดย|powered by) blogger\.?"
    r"|ป้ายกำกับ\s*:?|labels?\s*:?|พิมพ์หน้านี้|print this page|ขึ้นด้านบน|back to top)",
    re.IGNORECASE,
)
_BYLINES = (
    re.compile(
        r"(?:เขียนโดย|ผู้เขียน|เรื่องโดย|เรียบเรียงโดย|โดย|written by|posted by|by)\s*[:：]?\s+?"
        r"(?P<name>[^\d:]{3,60}?)(?:\s+(?:ที่|at)\s+[\d๐-๙].*)?", re.IGNORECASE,
    ),
    re.compile(r"(?P<name>[^/\d]{3,60}?)\s*/\s*(?:ผู้)?เขียน.*"),
)  # fmt: skip
_SLANTED = re.compile(r"(?i)(?:เขียนโดย|ผู้เขียน|เรื่องโดย|เรียบเรียงโดย|โดย|by)\s*[:：]?\s+(?P<name>[^:\n]{3,60})")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a text: its title, date and author where found, and the lines that are left."""

    title: str
    date: date | None
    authors: tuple[str, ...]
    parts: list[Part]


def day_of(text: str) -> date | None:
    """The day that a line names and nothing else: วันศุกร์ที่ 24 กันยายน พ.ศ. 2553 is 2010-09-24."""
    if len(text) > LONGEST_DATE:
        return None
    found = read_date(one_line(text).strip("· •|🌐👥🔒"))
    if isinstance(found, Slip):
        meant = found.values.get("meant")
        found = date.fromisoformat(meant) if meant else None  # type: ignore[assignment]
    return not_in_future(found) if isinstance(found, date) else None


def without_chrome(parts: Iterable[Part]) -> list[Part]:
    """The parts without a blog's buttons, and nothing behind "no comments"."""
    kept: list[Part] = []
    for part in parts:
        short = isinstance(part, (Line, Heading, Paragraph)) and len(part.text) < LONGEST_TITLE
        text = _plain(part.text) if short else ""  # type: ignore[union-attr]
        if _COMMENTS.fullmatch(text):
            break
        if not _CHROME.fullmatch(text):
            kept.append(part)
    return kept


def head(parts: Sequence[Part], title: str = "") -> Head:
    """Take date, title and byline off the text; with a `title` known only its repetition goes."""
    left, day, subject = _without_memo(parts)
    if title or not subject:
        left, day, subject = _without_heading(left, day, title)
    return Head(one_line(subject), day, tuple(_authors(left)), left)


def _without_heading(
    parts: Sequence[Part], day: date | None, title: str
) -> tuple[list[Part], date | None, str]:
    """The parts without the date, where none is known, and the title above the text; what these are."""
    repeated, gone = title, set()
    filled = [number for number, part in enumerate(parts) if _shown(part)]
    for at, below in zip_longest(filled[:_HEAD], filled[1 : _HEAD + 1]):
        text = _shown(parts[at])
        if day is None and (named := day_of(_plain(text))):
            day = named
        elif not title and _may_be_title(parts, at):
            title = _plain(text)
        elif repeated and one_line(_plain(text)) == one_line(repeated):
            repeated = ""
        elif title and isinstance(parts[at], (Line, Paragraph)) and _named(text):
            # A byline stays, and the date may stand below it.
            continue
        else:
            # The name of a page or an office may stand between.
            if day is None and below and (day := day_of(_plain(_shown(parts[below])))):
                gone.add(below)
            break
        gone.add(at)
    return [part for number, part in enumerate(parts) if number not in gone], day, title


_HEAD = 5
"""Lines above a text: title, byline, date."""
_MEMO = re.compile(r"บันทึกข้อความ|\(?สำเนา\)?|ที่\s+[^\s]+/[^\s]+.*")
_FORM = re.compile(r"ส่วนราชการ\s.*|ที่\s+(?:[ก-ฮ.]{1,6}\s+)?[^\s]*/\S+(?:\s[0-9๐-๙]+)?(?:\s+วันที่\s.*)?")
"""Lines of a memo's form that are nothing to a reader: the office and the paper's number."""
_SUBJECT = re.compile(r"เรื่อง\s*[:：]?\s+(\S.*)")
_MEMO_DAY = re.compile(r"(?:^|\s)วันที่\s+\S.*")
_MEMO_LINES = 12


def _without_memo(parts: Sequence[Part]) -> tuple[list[Part], date | None, str]:
    """An official memo or letter (ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ): its subject is the title."""
    left = list(parts)
    shown = [number for number, part in enumerate(left) if _shown(part)][:_MEMO_LINES]
    if not shown or not _MEMO.fullmatch(_plain(_shown(left[shown[0]]))):
        return left, None, ""
    words = {number: _plain(_shown(left[number])) for number in shown}
    subject = next((number for number in shown if _SUBJECT.fullmatch(words[number])), None)
    if subject is None:
        return left, None, ""
    day, gone = None, {shown[0]} if "/" not in words[shown[0]] else set()
    for number in shown:
        match = _MEMO_DAY.search(words[number])
        if day is None and match:
            day = day_of(match.group().strip())
            if day and not match.start():
                gone.add(number)
        if _FORM.fullmatch(words[number]):
            gone.add(number)
    title = _SUBJECT.sub(r"\1", words[subject])
    return [part for number, part in enumerate(left) if number not in gone | {subject}], day, title


def _may_be_title(parts: Sequence[Part], at: int) -> bool:
    """Whether a line heads the text: it stands alone, or is short above lines that were broken on purpose."""
    part = parts[at]
    if not isinstance(part, (Line, Heading)) or len(part.text) > LONGEST_TITLE or "![" in part.text:
        return False
    if _alone(parts, at):
        return True
    lines: list[Line] = []
    for each in parts[at:]:
        if not isinstance(each, Line) or not each.text:
            break
        lines.append(each)
    short = len(part.text) <= HEADING and not _BULLET.match(part.text) and not _NUMBER.match(part.text)
    return short and not _at_margin(lines) and not _NO_HEADING.search(part.text)


_CAPTION = re.compile(
    r"(?:ภาพ|รูป|ภาพประกอบ|รูปภาพ)(?:ที่)?\s*[0-9๐-๙]{1,3}\s*[.:：]?\s*\S.*|คำบรรยายภาพ\s*[:：]?\s*\S.*"
)
_PICTURE = re.compile(r"!\[(?:[^\[\]\\]|\\.)*\]\([^()\s]+(?=\)$)")


def with_captions(parts: Sequence[Part]) -> list[Part]:
    """``ภาพที่ 1 ...`` below a picture is its caption: a picture's title, which pages show under it."""
    left: list[Part] = []
    above: int | None = None
    for part in parts:
        text = _shown(part)
        if above is not None and isinstance(part, (Line, Paragraph)) and _CAPTION.fullmatch(_plain(text)):
            picture = _PICTURE.match(_shown(left[above]))
            assert picture
            caption = one_line(_plain(text)).replace('"', "”")
            left[above] = Line(f'{picture.group()} "{caption}")')
            above = None
            continue
        left.append(part)
        if text:
            above = len(left) - 1 if isinstance(part, (Line, Paragraph)) and _PICTURE.match(text) else None
    return left


def _shown(part: Part) -> str:
    return part.text.strip() if isinstance(part, (Line, Heading, Paragraph)) else type(part).__name__


def _alone(parts: Sequence[Part], position: int) -> bool:
    """Whether no running line follows at once."""
    after = parts[position + 1] if position + 1 < len(parts) else Line()
    return not isinstance(parts[position], Line) or not isinstance(after, Line) or not after.text


def _plain(text: str) -> str:
    """The words of a line of Markdown."""
    text = re.sub(r"\\([\\`*_\[\]#+>.)-])", "\\1", re.sub(r"(?<!\\)\*", "", text))
    return (
        text.replace("&amp;", "&").replace("&lt;", "<").replace("&#91;", "[").replace("&#123;", "{").strip()
    )


def _authors(parts: Sequence[Part]) -> Iterator[str]:
    """The author that a byline near the start or end names."""
    lines = [part.text for part in parts if isinstance(part, (Line, Paragraph)) and part.text]
    for line in [text for text in [*lines[:4], *lines[-6:]] if len(text) < LONGEST_TITLE]:
        if found := _named(line):
            yield found
            return


_PLACE = re.compile(r"\s+(?:จังหวัด|จ\.|อำเภอ|อ\.|ตำบล|ต\.)\s*\S.*$")


def _named(line: str) -> str:
    """Whom a byline names, the place behind the name left out; nothing where the line is none."""
    # A line in italics is a byline whatever it holds; elsewhere a number is no name's.
    for byline in (*_BYLINES, *((_SLANTED,) if re.fullmatch(r"\*[^*]+\*", line) else ())):
        match = byline.fullmatch(_plain(line))
        if match and not re.search(r"\s(?:ได้|และ|ใน|ของ|ที่)\s", match["name"]):
            return one_line(_PLACE.sub("", match["name"]))
    return ""


def flow(parts: Iterable[Part], *, guess: bool = True) -> list[Part]:
    """Lines become paragraphs and lists; with `guess` a line alone above a list, or bold, is a heading."""
    atoms: list[Part | _Atom] = []
    group: list[Line] = []
    for part in [*parts, Line()]:
        if isinstance(part, Line) and part.text.strip():
            group.append(part)
            continue
        atoms += _group(group)
        group = []
        if not isinstance(part, Line):
            atoms.append(part)
    found = list(_folded(atoms))
    return _with_headings(found) if guess and not any(isinstance(part, Heading) for part in found) else found


@dataclasses.dataclass(slots=True)
class _Atom:
    """A paragraph or an item in the making; `number` is None for a paragraph, 0 for a bullet."""

    text: str
    number: int | None
    indent: int
    shown: str = ""
    """The item's number as written, for one that turns out to be no list."""
    single: bool = True


def _group(lines: Sequence[Line]) -> list[_Atom]:
    """Lines without a blank one between: items with the lines that go on with them, and stretches of text."""
    atoms: list[_Atom] = []
    stretch: list[Line] = []
    for line in lines:
        bullet, number = _BULLET.match(line.text), _NUMBER.match(line.text)
        if bullet and bullet.end() < len(line.text):
            atoms += _stretch(stretch)
            atoms.append(_Atom(line.text[bullet.end() :], 0, line.indent))
            stretch = []
        elif number:
            atoms += _stretch(stretch)
            value = int(number["plain"] or number["bracketed"])
            atoms.append(_Atom(line.text[number.end() :], value, line.indent, number.group()))
            stretch = []
        elif not stretch and atoms and atoms[-1].number is not None and line.indent > atoms[-1].indent:
            atoms[-1].text = joined(atoms[-1].text, line.text)
        elif stretch and _begins(stretch[-1], line):
            atoms += _stretch(stretch)
            stretch = [line]
        else:
            stretch.append(line)
    return atoms + _stretch(stretch)


def _begins(before: Line, line: Line) -> bool:
    """Whether a line begins a paragraph by where it stands."""
    return line.indent > before.indent + 1 or max(line.indent, before.indent) >= RIGHT_ALIGNED


def _stretch(lines: Sequence[Line]) -> list[_Atom]:
    """Lines of text: one paragraph where a margin broke them, else one each."""
    if not _at_margin(lines):
        return [_Atom(line.text, None, line.indent, single=len(lines) == 1) for line in lines]
    text = lines[0].text
    for line in lines[1:]:
        text = joined(text, line.text)
    return [_Atom(text, None, lines[0].indent, single=False)]


def _at_margin(lines: Sequence[Line]) -> bool:
    if len(lines) < 2:
        return False
    widths = [len(clusters(line.text)) for line in lines]
    longest = max(widths)
    return LEAST_MARGIN <= longest <= MARGIN and min(widths[:-1]) >= 0.6 * longest


def joined(text: str, more: str) -> str:
    """Two halves of a broken line: Thai runs on without a space, other scripts and ๆ ฯ want one."""
    text, more = text.rstrip(), more.lstrip()
    between = "" if _THAI_END.search(text) and _THAI_START.match(more) else " "
    return f"{text}{between}{more}"


def _folded(atoms: Sequence[Part | _Atom]) -> Iterator[Part]:
    """Items that follow each other become lists."""
    position = 0
    while position < len(atoms):
        atom = atoms[position]
        if not isinstance(atom, _Atom):
            position += 1
            yield atom
            continue
        end = position + 1
        if atom.number is not None:
            while end < len(atoms) and _follows(
                atoms[end], atom.number + end - position if atom.number else 0
            ):
                end += 1
        run = [item for item in atoms[position:end] if isinstance(item, _Atom)]
        position = end
        if atom.number == 0 or (atom.number == 1 and len(run) > 1):
            items = tuple((Paragraph(_clean(item.text)),) for item in run)
            yield Items(items, ordered=atom.number == 1)
        else:
            for item in run:
                text = _clean(item.shown + item.text)
                if text:
                    yield Line(text) if item.single and item.indent < RIGHT_ALIGNED else Paragraph(text)


def _follows(atom: Part | _Atom, number: int) -> bool:
    return isinstance(atom, _Atom) and atom.number == number


def _clean(text: str) -> str:
    """One line without symbols of private fonts."""
    return " ".join(_PRIVATE.sub(" ", text).split())


def _with_headings(parts: Sequence[Part]) -> list[Part]:
    """A line alone that a list follows, or that is all bold, heads what follows."""
    found: list[Part] = []
    for number, part in enumerate(parts):
        after = parts[number + 1] if number + 1 < len(parts) else None
        heading = _heading(part.text, after) if isinstance(part, Line) else ""
        found.append(Heading(2, heading) if heading else part)
    return [Paragraph(part.text) if isinstance(part, Line) else part for part in found]


def _heading(text: str, after: Part | None) -> str:
    bold = _BOLD.fullmatch(text)
    words = bold[1].strip() if bold else text
    if after is None or len(words) > HEADING or "](" in words or "**" in words or _NO_HEADING.search(words):
        return ""
    return words if bold or (isinstance(after, Items) and not after.ordered) else ""


def lines_of(text: str) -> list[Part]:
    """Plain text as lines, NBSP and tabs counted as the white space that they are.

    Raises:
        Refused: It is longer than any article.
    """
    if len(text) > MOST_LETTERS or text.count("\n") > MOST_LINES:
        raise Refused("long", lines=f"{MOST_LINES:,}", letters=f"{MOST_LETTERS:,}")
    lines: list[Part] = []
    for raw in _CONTROL.sub("", normalise(text.translate(GLYPHS))).expandtabs(4).split("\n"):
        words = raw.strip()
        lines.append(Line(escape(words), len(raw) - len(raw.lstrip())))
    return lines
