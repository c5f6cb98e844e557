"""The locales: every text in both languages, with the same places to fill, and none that nobody shows."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from julasan.locales import LANGUAGES, locale

PACKAGE = Path(__file__).resolve().parent.parent / "scripts" / "julasan"


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_texts() -> None:
    one, other = (set(locale(language).texts) for language in LANGUAGES)
    assert one ^ other == set()


def test_both_languages_fill_the_same_places() -> None:
    thai, english = (locale(language).texts for language in LANGUAGES)
    assert [key for key in thai if places(thai[key]) != places(english[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    assert [key for key, text in locale(language).texts.items() if not text.strip()] == []


def test_what_is_counted_is_said_right_of_one_and_of_many() -> None:
    said = [locale("en").text("members.articles", count=number) for number in (1, "๑", 2, 0, "1,001")]
    assert said == ["1 article", "๑ article", "2 articles", "0 articles", "1,001 articles"]
    one = locale("en").text("digest.say_articles", count=1)
    assert one.startswith("This issue has 1 article. It comes first")


def test_no_english_text_has_a_plural_beside_a_number() -> None:
    """ "1 articles": the noun behind a number is written ``{count:article|articles}``."""
    forms = re.compile(r"\{\w+:[^{}|]*\|(?:[^{}]|\{\w+\})*\}")
    plural = re.compile(r"\{\w+\} (?:\w+ )?(?!(?:this|was|is|has|does|as|less|series)\b)[a-z]+s\b")
    counted = re.compile(
        r"\{(?:count|pages|written|done|articles|events|members|issues|lines|parts|sheets|days)\} "
    )
    found = {
        key: text
        for key, text in locale("en").texts.items()
        # What is refused is over a limit of many.
        if not key.startswith(("problem.", "import.refused."))
        and any(counted.match(hit[0]) for hit in plural.finditer(forms.sub("", text)))
    }
    assert found == {}


def test_thai_texts_are_in_normal_form() -> None:
    from julasan import thai

    assert [key for key, text in locale("th").texts.items() if thai.normalise(text) != text] == []


def test_every_text_is_shown_somewhere() -> None:
    """A key stands in the code whole, or its last part does where the first is put together; or all that
    begin with one word are asked for (``site.box.``)."""
    suffixes = {".py", ".html", ".js", ".css"}
    source = "\n".join(
        path.read_text("utf-8") for path in PACKAGE.rglob("*") if path.suffix in suffixes and path.is_file()
    )
    words = set(re.findall(r"[\w.-]+", source))
    parts = {part for word in words for part in word.split(".")} | words
    unused = []
    for key in locale("th").texts:
        stem = key.removeprefix("problem.").removesuffix(".says").removesuffix(".do")
        group, _, last = key.rpartition(".")
        if not {key, stem, f"{group}."} & words and last not in parts:
            unused.append(key)
    assert unused == []


def test_a_networks_own_word_stands_wherever_the_programs_stood() -> None:
    thai = locale("th").with_words({"จุลสาร": "จดหมายข่าว", "home.bulletin": "เล่มใหม่"})
    assert thai.text("issue.title") == "จดหมายข่าว"
    assert thai.text("home.bulletin") == "เล่มใหม่"
    assert not any("จุลสาร" in text for text in thai.texts.values())


def test_a_networks_own_word_leaves_places_and_longer_words_alone() -> None:
    plain = locale("en")
    own = plain.with_words({"bulletin": "newsletter", "count": "sum", "art": "craft"})
    assert own.text("theme.bulletin") == "Newsletter"
    assert own.text("home.bulletin") == plain.text("home.bulletin").replace("bulletin", "newsletter")
    assert {key: places(text) for key, text in own.texts.items()} == {
        key: places(text) for key, text in plain.texts.items()
    }
    assert own.text("members.articles", count=2) == "2 articles"


def test_one_has_words_of_its_own() -> None:
    """ "Our 1 province" is nobody's English; a network's own word stands in both forms."""
    assert locale("en").text("home.provinces", count="1") == "Our province"
    assert locale("en").text("home.provinces", count="8") == "Our 8 provinces"
    assert locale("th").text("home.provinces", count="๑") == "จังหวัดของเรา"
    own = locale("en").with_words({"provinces": "districts", "province": "district"})
    assert own.text("home.provinces", count="1") == "Our district"
    assert own.text("home.provinces", count="8") == "Our 8 districts"
