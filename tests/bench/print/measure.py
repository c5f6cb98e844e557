"""Measures the typesetting over real Thai text, plain WeasyPrint beside it.

    python tests/bench/print/measure.py CORPUS [--lines 3000]

CORPUS is a file of JSON lines (``title``, ``body``), plain or .xz, or a folder of Markdown.
Each engine runs in a process of its own, for libthai keeps the dictionary that it began with.
Words are judged by newmm on the whole paragraph, and by ICU (``Intl.Segmenter``) where node is installed.
An everyday word: two syllables, at most 12 letters, in a dictionary, 300 times in the Thai National Corpus;
where one stands is read off the likeliest way to write the paragraph with the words of that corpus.
"""

from __future__ import annotations

import argparse
import difflib
import html
import json
import lzma
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from math import log
from pathlib import Path
from typing import Any

from julasan import thai

PARAGRAPH = re.compile(r"\n\s*\n")
SEGMENT = (
    "const s=new Intl.Segmenter('th',{granularity:'word'});"
    "const all=JSON.parse(require('fs').readFileSync(0,'utf8'));"
    "console.log(JSON.stringify(all.map(t=>[...s.segment(t)].map(x=>x.index))))"
)


def paragraphs(corpus: Path) -> Iterator[str]:
    """The corpus's paragraphs of more than a line or two, in normal form."""
    for text in _texts(corpus):
        for paragraph in PARAGRAPH.split(text):
            shown = " ".join(thai.normalise(paragraph).split())
            if len(shown) > 150 and shown.count("-") < 20:
                yield shown


def _texts(corpus: Path) -> Iterator[str]:
    if corpus.is_dir():
        for path in sorted(corpus.rglob("*.md")):
            yield re.sub(r"[#*|>_`]|\[|\]\([^)]*\)", "", path.read_text("utf-8").split("---\n", 2)[-1])
        return
    content = lzma.decompress(corpus.read_bytes()) if corpus.suffix == ".xz" else corpus.read_bytes()
    for line in content.decode().strip().split("\n"):
        yield json.loads(line)["body"]


def page(texts: list[str]) -> str:
    """The bulletin's two columns with nothing but text."""
    body = "".join(f"<p>{html.escape(text)}</p>" for text in texts)
    head = '<!doctype html><html lang="th"><head><title>x</title></head>'
    return f'{head}<body><div class="body">{body}</div></body></html>'


def sheet() -> str:
    """The bulletin's style sheet."""
    return files("julasan").joinpath("theme", "print", "bulletin.css").read_text("utf-8")


# One engine, in its own process


def run(engine: str, source: Path, out: Path) -> None:
    """Set the texts of `source` with `engine` (ours, plain); write the PDF and what was measured to `out`."""
    texts = json.loads(source.read_text("utf-8"))
    document_html = page(texts)
    if engine == "ours":
        from julasan.typeset import engine as ours

        ours.pdf("<html lang=th><p>ก ข", title="x", language="th", created=date(2026, 1, 1))
        thai.words("ก")
        start = time.process_time()
        written = ours.pdf(document_html, css=[sheet()], title="x", language="th", created=date(2026, 1, 1))
        cpu = time.process_time() - start
        with ours.laid_out(document_html, css=[sheet()]) as document:
            measured = _measure(document)
    else:
        import weasyprint

        css = [sheet().replace("var(--face)", "Laksaman")]
        weasyprint.HTML(string="<html lang=th><p>ก ข").write_pdf()
        start = time.process_time()
        document = weasyprint.HTML(string=document_html).render(
            stylesheets=[weasyprint.CSS(string=text) for text in css]
        )
        written = document.write_pdf(pdf_variant="pdf/ua-1")
        cpu = time.process_time() - start
        measured = _measure(document)
    out.with_suffix(".pdf").write_bytes(written)
    out.with_suffix(".json").write_text(
        json.dumps({"cpu": cpu, "pages": len(document.pages), "paragraphs": measured}), "utf-8"
    )


def _measure(document: Any) -> list[list[dict[str, Any]]]:
    """For each paragraph its lines: text, widest gap in em, slack in em."""
    from weasyprint.formatting_structure import boxes

    found: dict[int, list[dict[str, Any]]] = {}
    kept = []

    def walk(box: Any, width: float) -> None:
        if isinstance(box, boxes.LineBox):
            if box.element is not None and box.element.tag == "p":
                kept.append(box.element)
                found.setdefault(id(box.element), []).append(_line(box, width))
            return
        for child in getattr(box, "children", ()):
            walk(child, getattr(box, "width", width) or width)

    for one in document.pages:
        walk(one._page_box, 0)
    return list(found.values())


def _line(line: Any, width: float) -> dict[str, Any]:
    from weasyprint.formatting_structure import boxes

    text, gap, used, size = "", 0.0, 0.0, 1.0
    for box in line.descendants():
        if isinstance(box, boxes.TextBox):
            text += box.text
            size = box.style["font_size"]
            used += box.width
            if " " in box.text or "\u00a0" in box.text:
                gap = max(gap, float(box.justification_spacing) / size + 0.3)
    shown = text.replace("\u200b", "").replace("\u00a0", " ")
    return {"text": shown, "gap": gap, "slack": (width - used) / size}


# Judgement


def judge(texts: list[str], measured: dict[str, Any], icu: list[list[int]] | None) -> dict[str, Any]:
    """Count what the figures ask for."""
    from julasan.typeset.places import NAMES

    names = re.compile("|".join(sorted(map(re.escape, NAMES), key=len, reverse=True)))
    count = dict.fromkeys(
        (
            "lines",
            "common",
            "everyday",
            "newmm",
            "icu",
            "names",
            "starts",
            "ends",
            "gap1",
            "gap2",
            "ragged",
            "lost",
        ),
        0,
    )
    examples: list[str] = []
    for number, (text, lines) in enumerate(zip(texts, measured["paragraphs"], strict=True)):
        newmm = _boundaries(thai.words(text))
        judged = set(icu[number]) if icu else None
        torn = inside_everyday(text)
        spans = [match.span() for match in names.finditer(text)]
        at = 0
        for index, line in enumerate(lines):
            count["lines"] += 1
            shown = line["text"].strip()
            count["gap1"] += line["gap"] > 1
            count["gap2"] += line["gap"] > 2
            last = index == len(lines) - 1
            count["ragged"] += not last and line["slack"] > 0.5
            count["starts"] += shown[:1] in "ๆฯ”’)]}»!?,;:%" and bool(shown)
            count["ends"] += shown[-1:] in "“‘([{«" and bool(shown)
            place = text.find(shown, at)
            if place < 0:
                count["lost"] += 1
                continue
            at = place + len(shown)
            if last or text[at] == " ":
                continue
            by_newmm, by_icu = at not in newmm, judged is not None and at not in judged
            count["newmm"] += by_newmm
            count["everyday"] += at in torn
            count["icu"] += by_icu
            if by_newmm and (by_icu or judged is None):
                count["common"] += 1
                examples.append(f"{text[at - 12 : at]}|{text[at : at + 12]}")
            count["names"] += any(start < at < end for start, end in spans)
    return count | {"examples": examples[:12]}


THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
OFTEN, LONGEST, CORPUS = 300, 12, 33e6


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[str, int], frozenset[str]]:
    """How often the corpus has each word of the dictionaries, and the everyday ones."""
    from pythainlp.corpus import thai_orst_words, thai_syllables, thai_words, tnc

    known, counts = thai_words() | thai_orst_words(), tnc.unigram_word_freqs()
    often = {word: count for word, count in counts.items() if word in known}
    everyday = {
        word
        for word, count in often.items()
        if count >= OFTEN and word not in thai_syllables() and 2 < len(thai.clusters(word)) <= LONGEST
    }
    return often, frozenset(everyday)


def inside_everyday(text: str) -> set[int]:
    """Offsets inside an everyday word of `text`."""
    counts, everyday = _vocabulary()
    found: set[int] = set()
    for run in THAI.finditer(text):
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(run[0]) + 1):
            ways = []
            for start in range(max(0, end - 30), end):
                count = counts.get(run[0][start:end])
                weight = log(count / CORPUS) if count else -25.0 - 5 * (end - start)
                ways.append((best[start][0] + weight, start))
            best.append(max(ways))
        end = len(run[0])
        while end:
            start = best[end][1]
            if run[0][start:end] in everyday:
                found |= {run.start() + at for at in range(start + 1, end)}
            end = start
    return found


def _boundaries(words: list[str]) -> set[int]:
    at, found = 0, {0}
    for word in words:
        at += len(word)
        found.add(at)
    return found


def icu_boundaries(texts: list[str]) -> list[list[int]] | None:
    """Word boundaries by ICU, None where node is not installed."""
    if not shutil.which("node"):
        return None
    done = subprocess.run(
        ["node", "-e", SEGMENT], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    # JavaScript counts UTF-16 units: texts outside the BMP are left out by the caller.
    found: list[list[int]] = json.loads(done.stdout)
    return found


def copied(texts: list[str], path: Path) -> dict[str, Any]:
    """How what is copied out of a PDF differs from the source."""
    import pymupdf

    source = "".join(texts).replace(" ", "")
    lines = _lines(page_.get_text() for page_ in pymupdf.open(path))
    result: dict[str, Any] = {"pymupdf": _edits(source, _joined(lines)), "foreign": _foreign(texts, lines)}
    result["am"] = f"{_joined(lines).count(chr(0xE33))}/{source.count(chr(0xE33))}"
    result["zwsp"] = _joined(lines).count("\u200b")
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-raw", "-enc", "UTF-8", path, "-"]
        done = subprocess.run(command, capture_output=True, check=True)
        lines = _lines(done.stdout.decode().split("\f"))
        result["pdftotext"], result["foreign2"] = _edits(source, _joined(lines)), _foreign(texts, lines)
    return result


def _lines(pages: Iterable[str]) -> list[str]:
    """The lines of all pages, without the number at the foot of each."""
    found = []
    for number, text in enumerate(pages, start=1):
        lines = [line for line in text.splitlines() if line.strip()]
        if str(number) in lines:
            lines.reverse()
            lines.remove(str(number))
            lines.reverse()
        found += lines
    return found


def _joined(lines: list[str]) -> str:
    """What stands in the lines, without spaces."""
    return "".join("".join(line.split()) for line in lines)


def _foreign(texts: list[str], lines: list[str]) -> int:
    """Lines that do not stand in the source as they are copied, spaces included."""
    source = "\n".join(texts)
    return sum(line.strip() not in source for line in lines)


def _edits(source: str, found: str) -> float:
    """Share of characters that must be changed, by difflib, in chunks that begin alike."""
    if source == found:
        return 0.0
    edits, size = 0, 4000
    for at in range(0, len(source), size):
        matcher = difflib.SequenceMatcher(None, source[at : at + size], found[at : at + size], autojunk=False)
        edits += size - sum(block.size for block in matcher.get_matching_blocks())
    return edits / len(source)


# The table


def main() -> None:
    """Run both engines and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--lines", type=int, default=3000)
    parser.add_argument("--engine", choices=("ours", "plain"))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.engine:
        run(options.engine, options.corpus, options.out)
        return
    texts = []
    letters = 0
    for text in paragraphs(options.corpus):
        if max(text) > "\uffff" or letters > options.lines * 45:
            continue
        texts.append(text)
        letters += len(thai.clusters(text))
    icu = icu_boundaries(texts)
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "texts.json")
        source.write_text(json.dumps(texts), "utf-8")
        for engine in ("plain", "ours"):
            out = Path(folder, engine)
            subprocess.run(
                [sys.executable, __file__, str(source), "--engine", engine, "--out", str(out)], check=True
            )
            measured = json.loads(out.with_suffix(".json").read_text("utf-8"))
            rows[engine] = (
                judge(texts, measured, icu)
                | copied(texts, out.with_suffix(".pdf"))
                | {
                    "cpu": measured["cpu"],
                    "pages": measured["pages"],
                }
            )
    _print(rows, icu is not None)


def _print(rows: dict[str, dict[str, Any]], icu: bool) -> None:
    judges = "newmm and ICU" if icu else "newmm alone (no node)"
    labels = {
        "lines": "lines", "pages": "pages", "common": f"breaks inside a word by {judges}",
        "everyday": "breaks inside an everyday word (TNC)",
        "newmm": "breaks inside a word by newmm", "icu": "breaks inside a word by ICU",
        "names": "place names split", "starts": "lines that begin with ๆ ฯ or a closing mark",
        "ends": "lines that end with an opening mark",
        "gap1": "lines with a gap over 1 em",
        "gap2": "lines with a gap over 2 em", "ragged": "lines not filled (over 0.5 em)",
        "pymupdf": "copied by pymupdf: edits", "pdftotext": "copied by pdftotext: edits",
        "foreign": "pymupdf: lines that differ, spaces too",
        "foreign2": "pdftotext: lines that differ, spaces too",
        "am": "ำ whole", "zwsp": "U+200B copied", "cpu": "CPU seconds",
        "lost": "lines not found in the source",
    }  # fmt: skip
    print(f"{'':52}{'plain':>12}{'julasan':>12}")
    for key, label in labels.items():
        cells = [row.get(key) for row in rows.values()]
        shown = [f"{cell:.4f}" if isinstance(cell, float) else str(cell) for cell in cells]
        print(f"{label:52}{shown[0]:>12}{shown[1]:>12}")
    for engine, row in rows.items():
        print(engine, *row["examples"], sep="\n  ")


if __name__ == "__main__":
    main()
