"""The gram index: the same input gives the same bytes, and what it holds is what the texts hold."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from julasan import thai
from julasan.locales import LANGUAGES, locale
from julasan.model import Asset, Settings, StandingPage
from julasan.problem import Source
from julasan.read import read
from julasan.render.memory import ForNow
from julasan.render.search import (
    Document,
    alphabet,
    client_assets,
    documents,
    grams,
    index,
    letters,
    outputs,
    page_html,
    shards,
    texts,
)
from julasan.render.search.held import Held
from julasan.render.search.romanised import romanised

DATA = Path(__file__).parent / "search"
SITES = Path(__file__).parent / "sites"
SIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def small_site() -> list[Document]:
    """The documents of tests/search/articles.json."""
    return [
        Document(
            url=f"k/{number}/",
            title=each["title"],
            text=each["text"],
            kind=each["kind"],
            province=each["province"],
            topics=tuple(each["topics"]),
            date=date.fromisoformat(each["date"]) if each["date"] else None,
            extra=each.get("extra", ""),
        )
        for number, each in enumerate(json.loads((DATA / "articles.json").read_text("utf-8")), 1)
    ]


def test_the_same_documents_give_the_same_bytes(rewrite: bool) -> None:
    digests = {
        asset.path: hashlib.sha256(asset.content).hexdigest()[:16]
        for asset in index(reversed_copy(small_site()))
    }
    golden = DATA / "golden.json"
    if rewrite:
        golden.write_text(json.dumps(digests, indent=1) + "\n", "utf-8")
    assert digests == json.loads(golden.read_text("utf-8"))


class Kept(ForNow):
    """A memory of grams that counts what is put into it; what is not wanted it forgets."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], bytes] = {}
        self.counted = "", b""
        self.texts: list[str] = []

    def grams(self, wanted: Mapping[str, str]) -> list[tuple[str, bytes]]:
        self.held = {about: held for about, held in self.held.items() if wanted.get(about[0]) == about[1]}
        return [(name, held) for (name, _), held in self.held.items()]

    def grams_of(self, name: str, key: str) -> bytes | None:
        return self.held.get((name, key))

    def put_grams(self, name: str, key: str, grams: bytes) -> None:
        self.held[name, key] = grams
        self.texts.append(name)

    def forget_grams(self, name: str, key: str) -> None:
        del self.held[name, key]

    def counts(self, key: str) -> bytes | None:
        return self.counted[1] if self.counted[0] == key else None

    def put_counts(self, key: str, counts: Callable[[], bytes]) -> None:
        self.counted = key, counts()


class Folder:
    """A published folder: of each outputs' name their key and files."""

    def __init__(self) -> None:
        self.groups: dict[str, tuple[str, dict[str, bytes]]] = {}
        self.lost = False

    def key_of(self, name: str) -> str:
        return self.groups.get(name, ("",))[0]

    def content(self, path: str) -> bytes:
        if self.lost:
            raise LookupError(path)
        return {path: content for _, files in self.groups.values() for path, content in files.items()}[path]

    def take(self, now: list[Document], memory: Kept) -> set[str]:
        """Build over what lies there; the files that were made."""
        groups, made = {}, set()
        for output in outputs(now, memory, self):
            if self.key_of(output.name) == output.key:
                groups[output.name] = self.groups[output.name]
                continue
            files = {}
            for each in output.make():
                if isinstance(each, Asset):
                    made.add(each.path)
                    files[each.path] = each.content
                else:
                    files[each.path] = self.groups[output.name][1][each.path]
            groups[output.name] = output.key, files
        self.groups = groups
        files = {path: content for _, files in groups.values() for path, content in files.items()}
        assert files == {each.path: each.content for each in index(now)}
        return made


def many() -> list[Document]:
    texts = some_texts(100)
    return [
        Document(url=f"k/{n}/", title=title, text=text, kind="news", date=date(2026, 1, 1 + n % 28))
        for n, (title, text, _) in enumerate(texts)
    ]


def test_only_what_changed_is_read_again_and_the_bytes_are_those_of_a_first_build() -> None:
    memory, folder, now = Kept(), Folder(), many()
    everything = folder.take(now, memory)
    assert folder.take(now, memory) == set()
    now[22] = dataclasses.replace(now[22], text=now[22].text + "กองทุน")
    memory.texts.clear()
    made = folder.take(now, memory)
    assert memory.texts == ["search/d48"]
    assert "search/head.js" in made
    assert len([path for path in made if path.startswith("search/d")]) == 1
    assert len(made) < len(everything)
    folder.take(now[:10] + now[11:], memory)
    assert {name for name, _ in memory.held} == {"search/d0", "search/d48", "search/d96"}
    assert len(memory.held) == 3
    folder.take([*now, dataclasses.replace(now[3], url="k/new/", date=date(2025, 1, 1))], memory)
    folder.take(now, memory)
    memory.held.clear()
    now[50] = dataclasses.replace(now[50], title="ชื่อใหม่")
    folder.take(now, memory)
    now[50] = dataclasses.replace(now[50], title="ชื่อ")
    folder.lost = True
    assert {path for path in everything if "/g" in path} <= folder.take(now, memory)


def reversed_copy(given: list[Document]) -> list[Document]:
    """The order in which documents come does not matter."""
    return list(reversed(given))


class Bits:
    """A reader of the index's bits, written from the format and not from the writer."""

    def __init__(self, text: bytes) -> None:
        self.bits = iter("".join(f"{SIXES.index(letter):06b}" for letter in text.decode("ascii")))
        self.read = 0

    def bit(self) -> str:
        self.read += 1
        return next(self.bits)

    def align(self) -> None:
        self.plain(-self.read % 6)

    def plain(self, count: int) -> int:
        return int("0" + "".join(self.bit() for _ in range(count)), 2)

    def gamma(self) -> int:
        noughts = 0
        while self.bit() == "0":
            noughts += 1
        return 2**noughts + self.plain(noughts)

    def rice(self, parameter: int, space: int) -> int:
        ones = 0
        while ones < 10 and self.bit() == "1":
            ones += 1
        return self.plain(space.bit_length()) if ones == 10 else ones << parameter | self.plain(parameter)


def rice(space: int, count: int) -> int:
    return max(1, space * 11 // (count * 16)).bit_length() - 1


def decoded(
    text: bytes, documents: int, files: int, light: bool
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    bits = Bits(text)
    assert bits.gamma() - shards.FORMAT == documents
    count = bits.gamma() - 1
    name, space, named = -1, 2 ** (21 if light else 28) // files, []
    for _ in range(count):
        name += bits.rice(rice(space, count), space) + 1
        letters, last = bits.gamma() if light else 1, -1
        parameter = 4 if letters < 2 else 3 if letters < 5 else 2 if letters < 13 else 1
        for _ in range(letters):
            last += bits.rice(parameter, 127) + 1 if light else 0
            named.append((name << 7 | last if light else name, bits.gamma()))
    bits.align()
    # Planes: whether in the title, low bits of gaps, high parts; the longest gaps first.
    named.sort(key=lambda each: -rice(documents, each[1]))
    owners = [name for name, size in named for _ in range(size)]
    low = [rice(documents, size) for _, size in named for _ in range(size)]
    titled = [int(bits.bit()) for _ in owners]
    gaps = [0] * len(owners)
    for bit in range(max(low, default=0)):
        gaps = [
            gap | int(bits.bit()) << bit if own > bit else gap for gap, own in zip(gaps, low, strict=True)
        ]
    found: dict[int, list[tuple[int, int]]] = {name: [] for name, _ in named}
    for name, gap, own, is_titled in zip(owners, gaps, low, titled, strict=True):
        noughts = 0
        while bits.bit() == "0":
            noughts += 1
        before = found[name][-1][0] if found[name] else -1
        found[name].append((before + 1 + (noughts << own | gap), is_titled))
    yield from found.items()


def folded_plainly(text: str) -> str:
    """A text's folded letters, one after another."""
    folded = "".join(letters.letter(code) for letter in text if (code := letters.code(letter)))
    return re.sub(f"([{alphabet.MARKS}])\\1+", r"\1", re.sub(r"เเ+", "แ", folded))


@given(st.text("กเแัิ่ ๒é漢\U0001f33eA.\0", max_size=20))
def test_all_at_once_a_text_is_folded_as_letter_by_letter(text: str) -> None:
    codes = grams.folded(texts.encoded([("", "", "", text)], grams.known()))
    end = [alphabet.END] * 3
    own = codes.tolist()[6:-3]
    assert codes.tolist() == [*end, *end, *own, *end]
    assert "".join(map(letters.letter, own)) == folded_plainly(text)


def expected(documents: list[tuple[str, ...]]) -> dict[str, list[tuple[int, int]]]:
    """Every gram's documents, and 1 where it stands in the title, the plain way."""
    found: dict[str, dict[int, int]] = {}
    for number, parts in enumerate(documents):
        held: dict[str, int] = {}
        for place, part in enumerate(parts):
            folded = folded_plainly(part) + letters.letter(alphabet.END) * 3
            for at in range(len(folded) - 3):
                if folded[at] in alphabet.FOLLOWING or (at and folded[at - 1] in alphabet.LEADING):
                    continue
                if any(row[0] == folded[at] and folded[at + 1] in row[1:] for row in alphabet.NEVER):
                    continue
                held.setdefault(folded[at : at + 4], int(place < 2))
        for gram, is_titled in held.items():
            found.setdefault(gram, {})[number] = is_titled
    return {gram: sorted(of_each.items()) for gram, of_each in found.items()}


def some_texts(count: int) -> list[tuple[str, ...]]:
    chance = random.Random(4)
    words = "กองทุน หมู่บ้าน เเละ แม่น้ำ ป่า ชุมชน 2553 LINE ที่ทำงาน สิทธิ์ ปลูก ผัก น่านน ดิิน งานไร่ผลไม้".split()  # noqa: SIM905
    return [
        (" ".join(chance.choices(words, k=3)), "".join(chance.choices(words, k=chance.randrange(1, 60))), "")
        for _ in range(count)
    ]


def test_hardly_a_word_begins_as_the_index_says_that_none_does() -> None:
    thai_marks = dict.fromkeys(map(ord, alphabet.DROPPED))
    rows = {letters.code(row[0]): {letters.code(letter) for letter in row[1:]} for row in alphabet.NEVER}
    begin = set()
    for word in thai.dictionary():
        first, second, third, *_ = [*map(letters.code, word.translate(thai_marks)), 0, 0, 0]
        # Two letters, and letters with dots, have a gram of their own where they stand alone.
        if third and "." not in word and second in rows.get(first, ()):
            begin.add(word)
    assert begin == {"มมังการ", "มมาก", "มไหศวรรย์", "รทนะ", "รเถสภะ"}


@pytest.mark.parametrize("count", [1, 7, 900])
def test_every_gram_is_found_again_with_its_documents(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "FEWEST", 300)
    monkeypatch.setattr(shards, "file_size", lambda _: 64)
    documents = some_texts(count)
    _, held_grams = grams.read([("", *parts) for parts in documents])
    built, _ = shards.build([(0, held_grams)], count)
    texts = list(built.files)
    light, heavy, many, _ = built.families
    held = {}
    for number in range(light + heavy + many):
        files = light if number < light else heavy if number < light + heavy else many
        for name, postings in decoded(texts[number], count, files, number < light):
            held[number, name] = postings

    def dealt(number: int, bits: int, files: int) -> tuple[int, int]:
        mixed = int(grams.mix(np.array([number], np.uint32), bits)[0])
        file = mixed * files >> bits
        return file, mixed - -(-(file << bits) // files)

    thirds = {gram >> 7 for gram in built.common} | set(built.split)
    if count > 300:
        assert built.common
        assert built.split
    wanted = expected(documents)
    assert len(held) == len(wanted)
    for gram, postings in wanted.items():
        key = 0
        for letter in gram:
            key = key << 7 | (alphabet.ALPHABET.find(letter) + 1 or ord(letter) - 0xE000)
        if key in built.common:
            file, name = dealt(key, 28, many)
            place = (light + heavy + file, name)
        elif key >> 7 in thirds:
            file, name = dealt(key, 28, heavy)
            place = (light + file, name)
        else:
            file, name = dealt(key >> 7, 21, light)
            place = (file, name << 7 | key & 127)
        assert held[place] == postings, gram


def test_what_stands_alone_as_a_few_consonants_has_a_gram_that_ends_with_it() -> None:
    for text, short in (
        ("ถาม กฟผ. ดู", "กฟผ"),
        ("(อ.บ.ต.)", "อบต"),
        ("พช", "พช"),
        ("ที่ ทส.รับ", "ทส"),
        ("ก.พ. 2553", "กพ"),
        ("พ.ศ. 2553", ""),
        ("นักกฟผได้ สปสช ก. คนไทย ต.แม่ทะ", ""),
    ):
        at, found = grams.alone(texts.encoded([("", "", "", text)], grams.known()).known)
        letters_ = "".join(texts.letters()[number & 0xFF] for number in found.ravel().tolist()).rstrip("\0")
        assert letters_ == short, text
        assert len(at) == bool(short)
        if short:
            key = 0
            for letter in short.ljust(4, "\0"):
                key = key << 7 | (letters.code(letter) if letter != "\0" else 0)
            place = int(grams.mix(np.array([key >> 7], np.uint32), 21)[0]) << 7 | key & 127
            words = f"{text} ใช่"
            _, held = grams.read([("", words, "", ""), ("", "", "", "กขค"), ("", "", "", words)])
            assert [place in held.of(number) >> grams.TITLE for number in range(3)] == [True, False, True]


def test_mixing_is_one_to_one() -> None:
    numbers = np.arange(1 << 21, dtype=np.uint32)
    assert len(np.unique(grams.mix(numbers, 21))) == len(numbers)
    assert (grams.unmix(grams.mix(numbers, 21), 21) == numbers).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ตั๋ว", "ตัว"),
        ("เเม่", "แม่"),
        ("๒๕๕๓", "2553"),
        ("LINE", "line"),
        ("ใจ", "ไจ"),
        ("é", "E"),
        ("สิทธิ์", "สิทธิ"),
    ],
)
def test_usual_slips_fold_to_the_same(one: str, other: str) -> None:
    own, its = (grams.folded(texts.encoded([("", "", "", text)], grams.known())) for text in (one, other))
    assert own.tolist() == its.tolist()


def test_things_are_found_by_what_people_know_of_them() -> None:
    """By the names of people and not their ids, by each day in both eras, by the number of an issue."""
    found: dict[str, Document] = {}
    for name in ("calendar", "small"):
        site, _ = read(SITES / name, now=date(2026, 11, 22))
        found |= {each.url: each for each in documents(site, locale("th"), str, str)}
    extra = " ".join(each.unseen for each in found.values())
    assert "สมาชิกตัวอย่าง แม่ข่าย" in extra
    assert "hub-1" not in extra
    members = [each for each in found.values() if each.kind == "member"]
    assert all(f"สมาชิก{each.province}" in each.unseen for each in members)  # their hub is one too
    issue = next(each for each in found.values() if each.kind == "issue")
    assert issue.unseen == "จุลสาร ฉบับที่ 2 พฤศจิกายน 2569 2026"
    assert {"topic", "province"} <= {each.kind for each in found.values()}
    again = next(each for each in found.values() if each.days)
    assert again.days[0] == again.date
    assert thai.long_date(again.days[-1]) in again.unseen
    assert thai.long_date(again.days[0]) not in again.text
    event = next(each for each in found.values() if each.kind == "event" and each.date)
    assert thai.long_date(event.date) in event.unseen
    assert str(event.date.year) in event.unseen


def test_the_pages_that_the_program_makes_are_found_by_their_names_in_either_language() -> None:
    site, _ = read(SITES / "calendar", now=date(2026, 11, 22))
    found = {each.url: each for each in documents(site, locale("th"), str, str) if each.kind == "page"}
    titles = {"calendar/": "ปฏิทินเครือข่าย", "feeds/": "ฟีดข่าว", "proposals/": "ข้อเสนอถึงหน่วยงาน"}
    assert {url: found[url].title for url in titles} == titles
    assert {"knowledge/", "members/", "bulletin/"} <= found.keys()
    assert "calendar" in found["calendar/"].extra
    assert locale("en").text("proposals.title") in found["proposals/"].extra
    assert all("{" not in each.text for each in found.values())


def test_a_page_is_asked_for_by_what_the_menu_calls_it_and_months_and_kinds_of_events_are_found() -> None:
    site, _ = read(SITES / "calendar", now=date(2026, 11, 22))
    nav = (("หน้าแรก", "index.md", 1), ("เพื่อน", "members/index.md", 2), ("ที่อื่น", "https://example.org/", 3))
    site = dataclasses.replace(site, settings=dataclasses.replace(site.settings, nav=nav))
    found = {each.url: each for each in documents(site, locale("th"), str, str)}
    assert found["members/"].names[:2] == (locale("th").text("members.title"), "เพื่อน")
    assert "เพื่อน" not in found["calendar/"].names
    held = {time.first.replace(day=1) for event in site.events for time in event.occurrences}
    assert held
    for first in held:
        month = found[f"calendar/{first:%Y-%m}/"]
        assert month.title == f"ปฏิทิน {thai.month_year(first)}"
        assert "{" not in month.text
    kinds = {event.page: event.kind for event in site.events}
    for url, kind in kinds.items():
        assert (locale("th").text(f"event.kind.{kind}") in found[url].extra) == (kind != "other")


def test_a_page_is_found_by_words_that_people_ask_with_and_that_do_not_stand_in_it() -> None:
    site, _ = read(SITES / "calendar", now=date(2026, 11, 22))
    pages = tuple(
        StandingPage(title=name, source=Source(path=f"docs/{name}.md", line=1))
        for name in ("contribute", "farm")
    )
    site = dataclasses.replace(site, pages=pages)
    for language, words in (("th", "ส่งบทความลงเว็บ"), ("en", "send an article")):
        found = {each.url: each for each in documents(site, locale(language), str, str)}
        assert words in found["contribute/"].unseen
        assert found["farm/"].unseen == ""
    assert (
        "รายชื่อสมาชิก"
        in {each.url: each for each in documents(site, locale("th"), str, str)}["members/"].unseen
    )


def test_a_visit_of_many_days_is_found_by_each_of_them() -> None:
    site, _ = read(SITES / "calendar", now=date(2026, 11, 22))
    events = {event.page: event for event in site.events}
    found = {each.url: each for each in documents(site, locale("th"), str, str) if each.url in events}
    longer = [
        (found[url], time)
        for url, event in events.items()
        for time in event.occurrences
        if time.last > time.first
    ]
    assert longer
    for document, time in longer:
        assert {time.first, time.last} <= set(document.days)
        assert thai.long_date(time.last) in document.extra


def test_a_province_is_found_in_latin_letters() -> None:
    assert romanised("TH-52") == "Lampang"
    assert romanised("th-58") == "Mae Hong Son"
    assert romanised("LA-VT") == romanised("") == ""


def test_a_network_that_says_it_otherwise_finds_it_so() -> None:
    site, _ = read(SITES / "calendar", now=date(2026, 11, 22))
    words = locale("th").with_words({"กิจกรรม": "งานบุญ", "search.more": "ดูต่อ"})
    _, _, client, *_ = client_assets(words)
    assert '"event":"งานบุญ"' in client.content.decode()
    assert "ดูต่อ" in client.content.decode()
    assert client.path != list(client_assets(locale("th")))[2].path
    assert client.path in page_html(words, Settings(network="t"), "/")
    assert any("งานบุญ" in each.text for each in documents(site, words, str, str) if each.kind == "province")


def test_nothing_at_all_gives_an_index() -> None:
    assert any(asset.path == "search/head.js" for asset in index([]))
    assert list(index([Document(url="", title="", text="", kind="page")]))


def test_long_words_and_broken_text_do_no_harm() -> None:
    found = [
        Document(url="a/", title="ก" * 10_000, text="\ud800\0\x1b" + "\U0001f33e" * 5_000, kind="news"),
        *small_site(),
    ]
    for asset in index(found):
        name = asset.path.removeprefix("search/").removesuffix(".js")
        assert asset.content.decode("utf-8").startswith(f"jl_{name}=")
        assert asset.content.count(b"\n") == 1


LETTERS = 'กำ๒ฯé漢\U0001f33eA"\\ \n\r\0\u2028“'


@given(st.lists(st.tuples(*[st.text(LETTERS, max_size=5)] * 4)))
@example([("a", "b", "漢字 \U0001f33e", 'หัวข้อ\nABC "x" \\ ABC ๒๕๕๓ “ก” é ฯ </script> 漢')])
@example([("a", "b", "ไทย – ๑๒ é\n", "กองทุน"), ("漢", "a", "", "b")])
def test_records_may_stand_in_scripts_and_come_back(records: list[texts.Record]) -> None:
    back = {new: old for old, new in texts.places().items() if new != 0x20}
    back[next(new for old, new in texts.places().items() if old == 10)] = 10
    files = texts.encoded(records, grams.known()).files
    for record, file in zip(records, files, strict=True):
        assert not re.search(rb'[\n\r"\\]', file)
        read = "".join(chr(back.get(ord(letter), ord(letter))) for letter in file.decode())
        assert read == re.sub("[\0\r\u2028]", " ", "\n".join(record))


def test_a_thai_letter_takes_a_byte() -> None:
    (thai,) = texts.encoded([("", "", "", "กองทุนหมู่บ้านกับการออม")], grams.known()).files
    assert len(thai) == 3 + len("กองทุนหมู่บ้านกับการออม")


def test_a_letter_that_needs_more_than_a_byte_changes_nothing_else() -> None:
    """Nor does one that falls away (the halves of a picture), in the texts before and after it."""
    own = [("k/1/", "เเม่น้ำ “ก” – ข", "๒๕๕๓", "ดดิินแดนé ABC เเเเ ัั") for _ in range(3)]
    _, quick = grams.read(own)
    _, slow = grams.read([*own, ("漢", "", "", "漢\U0001f33e\0")])
    for number in range(len(own)):
        assert quick.of(number).tolist() == slow.of(number).tolist()


def test_texts_that_are_read_a_few_at_a_time_have_the_same_grams() -> None:
    records = [("", *parts) for parts in some_texts(40)]
    files, whole = grams.read(records)
    few_files, few = grams.read(records, chunk=50)
    assert files == few_files
    assert few.packed() == whole.packed() == Held.unpacked(whole.packed()).packed()
    _, new = grams.read([records[9], records[3]])
    _, expected = grams.read([records[9], *records[1:7], records[3], *records[8:]])
    assert whole.with_new([0, 7], new).packed() == expected.packed()
    assert grams.read([])[1].packed() == Held.unpacked(grams.read([])[1].packed()).packed()


def test_the_box_is_small_and_fetches_the_client_that_is_there() -> None:
    for language in LANGUAGES:
        box, style, client, *parts = client_assets(locale(language))
        assert (box.path, style.path) == ("assets/julasan/search.js", "assets/julasan/search.css")
        assert all(b"JL_CONFIG" not in each.content for each in (box, client, *parts))
        assert len(parts) == 6
        assert all(part.path.encode() in client.content for part in parts)
        assert locale(language).text("search.hint").encode() in box.content
        assert client.path.encode() in box.content
        assert client.path in page_html(locale(language), Settings(network="t", language=language), "/")
        assert len(gzip.compress(box.content, 9)) < 2_000
        assert len(gzip.compress(client.content, 9)) < 16_200


def test_no_text_of_a_script_stands_in_another() -> None:
    """The minifier takes `${one ? ` (${two})` : ""}` for code between two texts, and its spaces with it."""
    folder = files("julasan") / "theme" / "search"
    scripts = [each for each in folder.iterdir() if each.name.endswith(".js")]
    assert len(scripts) == 8
    for script in scripts:
        assert not re.search(r"`[^`]*\$\{[^}`]*`", script.read_text("utf-8")), script.name


def test_the_page_leads_on_without_a_script() -> None:
    settings = Settings(network="t", topics=("<b>",), provinces={"น่าน": "TH-55"})
    html = page_html(locale("th"), settings, "https://example.org/?a&b")
    assert '<a href="/knowledge/province/th-55/">น่าน</a>' in html
    assert "&lt;b&gt;" in html
    assert 'href="https://example.org/?a&amp;b"' in html
    assert dataclasses.is_dataclass(settings)


def test_documents_of_a_day_are_numbered_backwards_as_the_site_lists_its_articles() -> None:
    days = (None, date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 2))
    found = [
        Document(url=url, title=url, text="", kind="news", date=day)
        for url, day in zip("dcab", days, strict=True)
    ]
    files = {asset.path: asset.content for asset in index(found)}
    assert [files[f"search/d{number}.js"][7:8] for number in range(4)] == [b"d", b"c", b"b", b"a"]
