"""How often the privacy gate cries wolf: alarms over a corpus of news, and how many of them name nobody.

    python tests/bench/privacy CORPUS [--allow FILE] [--show 20]

CORPUS holds a JSON object a line (`title`, `body`), FILE what an office publishes as its own, an entry a
line as under `may_be_published`. Every alarm is judged by a second reader that shares no code with the
gate: a phone by Google's matcher at its "valid" leniency or by a word before it that announces one, an
address by Python's own e-mail parser, a LINE id by the word LINE beside it, a home by a house's number
between a word for living and a district, an account by the word beside it and no holder that is an office.
What the second reader does not confirm counts as a false alarm and is shown.
"""

from __future__ import annotations

import argparse
import email.utils
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import phonenumbers
from stdnum.th import pin

from julasan.check import privacy
from julasan.check.allowed import allow_list
from julasan.thai import to_ascii_digits

ANNOUNCED = re.compile(
    r"(?i)โทร|เบอร์|หมายเลข|สายด่วน|มือถือ|แฟกซ์|แฟ็กซ์|แฟกส์|โทรสาร|ติดต่อ|สอบถาม|tel|fax|phone|call|hotline|mobile"
)


def main() -> None:
    """Read the corpus once, and print what was found by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--allow", type=Path, default=Path(__file__).with_name("allow.txt"))
    parser.add_argument("--show", type=int, default=20, help="false alarms to print")
    options = parser.parse_args()
    entries = [line for line in options.allow.read_text("utf-8").split("\n") if line and line[0] != "#"]
    allowed = allow_list(entries)
    total, alarms, passed, false = 0, Counter[str](), Counter[str](), Counter[str]()
    false_items, shown = set[int](), list[str]()
    for total, (number, text) in enumerate(_items(options.corpus), 1):  # noqa: B007 - counts
        lines = text.split("\n")
        for at, found in privacy.personal(text):
            line = " ".join(lines[at - 1 : at + 2])
            if allowed.passes(found):
                passed[found.kind] += 1
                continue
            alarms[found.kind] += 1
            if not confirmed(found, line):
                false[found.kind] += 1
                false_items.add(number)
                shown.append(f"  {number}: {found.kind} {found.value}: {line.strip()[:160]}")
    print(f"{total:,} items; allow-list of {len(entries)} entries")
    print(
        f"{'kind':12} {'allowed':>8} {'alarms':>8} {'confirmed':>10} {'false':>6} {'false / 1,000 items':>20}"
    )
    for kind in ("phone", "national-id", "email", "line-id", "home", "account"):
        rate = 1_000 * false[kind] / max(1, total)
        values = passed[kind], alarms[kind], alarms[kind] - false[kind], false[kind]
        print(f"{kind:12} {values[0]:8} {values[1]:8} {values[2]:10} {values[3]:6} {rate:20.2f}")
    rate = 1_000 * len(false_items) / max(1, total)
    print(f"items with a false alarm: {len(false_items)} ({rate:.2f} / 1,000)")
    print("\n".join(shown[: options.show]))


def _items(corpus: Path) -> Iterator[tuple[int, str]]:
    with (lzma.open if corpus.suffix == ".xz" else open)(corpus, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            item = json.loads(line)
            yield number, f"{item['title']}\n{item['body']}"


def confirmed(found: privacy.Found, line: str) -> bool:
    """Whether the second reader sees it too."""
    plain = re.sub("[‐‑‒–—−]", "-", to_ascii_digits(line))
    if found.kind == "phone":
        matches = phonenumbers.PhoneNumberMatcher(plain, "TH", phonenumbers.Leniency.VALID)
        numbers = {"0" + str(match.number.national_number) for match in matches}
        if found.value in numbers:
            return True
        digits = r"[ ().-]*".join(found.value.lstrip("0"))
        place = re.search(digits, plain)
        return bool(place and ANNOUNCED.search(plain[: place.start()]))
    if found.kind == "national-id":
        return bool(pin.is_valid(found.value))
    if found.kind == "email":
        return found.value in plain.casefold() and "@" in email.utils.parseaddr(found.value)[1]
    if found.kind == "home":
        number = re.escape(found.value.split(" ")[0])
        return bool(
            re.search(
                rf"(?:บ้าน|อยู่|อาศัย|เลขที่|นาย|นาง)[^0-9]{{0,60}}{number}[^0-9].{{0,120}}(?:ต\.|ตำบล|อ\.|อำเภอ|จังหวัด)",
                plain,
            )
        )
    if found.kind == "account":
        return "บัญชี" in plain and not re.search("มูลนิธิ|วัด|สงฆ์|ผู้ประสบ|บริจาค|ช่วยเหลือ", plain)
    place = plain.casefold().find(found.value)
    return place >= 0 and bool(re.search(r"(?i)line|ไลน์", plain[max(0, place - 40) : place + 1]))


if __name__ == "__main__":
    main()
