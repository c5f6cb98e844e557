"""Measure the search in headless Chromium: ``python tests/bench/search CORPUS QUERIES --count 1500``.

CORPUS is a .jsonl or .jsonl.xz (title, body, date a line); QUERIES a JSON list of
{q, line, also, kind}, line counted from 1. --own adds queries made from the corpus. Stock
Material is asked some of the same queries in the same run.

--node asks without a browser, in a minute, to compare two states of the client: ``--node --keep
before.json`` in the one and ``--node --before before.json`` in the other name what got better or
worse. What is published is measured in Chromium; node.mjs says in what it differs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as TooSlowError

import costs
import plain_site
import questions
from julasan.render.search import index

Log = list[tuple[str, int]]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SLIPS = {
    "tone-missing",
    "sara-am",
    "double-e",
    "prefix",
    "own-tone-missing",
    "own-sara-am",
    "own-double-e",
    "own-prefix",
    "own-digits",
    "own-case",
    "own-typo",
    "own-sound",
    "own-wrong-tone",
    "own-keyboard",
}
QUESTIONS = {"own-question", "question"}


def main() -> None:
    """Build the site, ask everything, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--count", type=int, default=1500, help="articles")
    parser.add_argument("--limit", type=int, default=0, help="so many queries of the file, evenly spread")
    parser.add_argument("--own", type=int, default=10, help="queries of each kind made from the corpus")
    parser.add_argument("--seed", type=int, default=2569)
    parser.add_argument("--typed", type=int, default=8, help="queries typed letter by letter")
    parser.add_argument("--material", type=int, default=30, help="queries asked of stock Material too")
    parser.add_argument("--skip", type=int, default=0, help="leave out so many lines of the corpus first")
    parser.add_argument("--missed", action="store_true", help="name the queries that were not answered")
    parser.add_argument(
        "--screen", default="390x844", help="a taller screen shows, and fetches, more results"
    )
    parser.add_argument("--node", action="store_true", help="ask in node: no Chromium, no Material, no CPU")
    parser.add_argument("--keep", type=Path, help="write the answers into this file")
    parser.add_argument("--before", type=Path, help="answers of the same queries that --keep wrote")
    parser.add_argument("--no-cpu", action="store_true", help="leave out the CPU of building")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    given = parser.parse_args()

    articles = plain_site.corpus(given.corpus, given.skip + given.count)[given.skip :]
    asked = [one for one in json.loads(given.queries.read_text("utf-8")) if one["line"] <= given.count]
    if given.skip:
        asked = []
    if given.limit:
        asked = spread(asked, given.limit)
    asked += questions.make(articles, given.own, given.seed) if given.own else []
    if not asked:
        parser.error("no query is left to ask: --own makes some, and --skip leaves out those of the file")
    judge = Judge(articles)
    print(f"{given.count:,} articles, {len(asked)} queries")
    few, theirs, letters = [], [], None
    found = plain_site.documents(articles)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        plain_site.write(Path(folder), found)
        if given.node:
            ours = ask_in_node(Path(folder), asked, judge)
        else:
            player = stack.enter_context(sync_playwright())
            browser = player.chromium.launch(executable_path=given.chromium, args=FLAGS)
            with plain_site.served(Path(folder)) as (url, log):
                ours = ask(browser, url, log, asked, judge, given.screen)
                some = [one["q"] for one in spread(asked, given.typed)[: given.typed]]
                letters = typed(browser, url, log, some)
            if given.material:
                few = spread(asked, given.material)
                few, theirs = material(browser, Path(folder) / "material", articles, few, judge)
            browser.close()
    by_kind(asked, ours)
    for one, answer in zip(asked, ours, strict=True) if given.missed else ():
        if not (answer.found and answer.line):
            print(
                "a right one, not the line:" if answer.found else "missed:",
                json.dumps(one, ensure_ascii=False),
            )
    if given.keep:
        kept = [(one["q"], each.place, each.size) for one, each in zip(asked, ours, strict=True)]
        given.keep.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    if given.before:
        changes(json.loads(given.before.read_text("utf-8")), asked, ours)
    sizes = costs.sizes(articles, list(index(found)))
    for name, size in sizes.items():
        print(f"{name:45} {size:>12,}")
    spent = {} if given.no_cpu or given.node else costs.cpu(articles)
    for name, (made, written) in spent.items():
        print(f"CPU of {name + ' index':38} {made:>12.2f} s, and {written:.2f} s to write it")
    table(given.count, asked, ours, few, theirs, letters, sizes, spent)


def spread(asked: list[Any], count: int) -> list[Any]:
    """Some `count` of them or a few more, evenly spread; none for 0."""
    return asked[:: max(1, len(asked) // count)] if count else []


class Judge:
    """Which lines of the corpus answer a query."""

    def __init__(self, articles: list[dict[str, Any]]) -> None:
        self._texts = [questions.letters(f"{each['title']} {each['body']}") for each in articles]

    def right(self, one: dict[str, Any], lines: Sequence[int]) -> list[bool]:
        """Whether each of `lines` is the one meant, or holds the query literally."""
        words = questions.letters(one["q"])
        meant = {one["line"], *one["also"]}
        if one["kind"] == "own-abbr":  # the same letters stand inside other words
            return [line in meant for line in lines]
        return [line in meant or words in self._texts[line - 1] for line in lines]

    def is_told_apart(self, one: dict[str, Any]) -> bool:
        """Whether ten results can show all lines that hold the query: else no order shows each of them."""
        words = questions.letters(one["q"])
        also = len(one["also"]) + 1
        return also <= 10 and (one["kind"] == "own-abbr" or sum(words in text for text in self._texts) <= 10)


class Answer:
    """What a search showed for a query, and what it fetched."""

    def __init__(self, one: dict[str, Any], lines: list[int], judge: Judge, size: int = 0) -> None:
        right = judge.right(one, lines[:10])
        self.line = one["line"] in lines[:10]
        """The very line that the query was made from is among the first ten."""
        self.is_told_apart = judge.is_told_apart(one)
        self.found = any(right)
        self.first = bool(right) and right[0]
        self.none = not lines
        self.size = size
        self.place = right.index(True) + 1 if self.found else 0
        """Of the first right one, from 1."""


def ask(browser: Browser, url: str, log: Log, asked: list[Any], judge: Judge, screen: str) -> list[Answer]:
    """Each query in a browser that has nothing yet, on a screen of so many CSS pixels (``390x844``)."""
    answers = []
    width, height = map(int, screen.split("x"))
    for one in asked:
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        log.clear()
        page.goto(f"{url}search/?q={quote(one['q'])}")
        page.wait_for_selector("ol[aria-busy=false]", timeout=60_000, state="attached")
        links = page.eval_on_selector_all(
            ".js-search__results a", "all => all.map(a => a.getAttribute('href'))"
        )
        lines = [int(link.rstrip("/").rsplit("/", 1)[1]) for link in links]
        files = [size for path, size in log if path.startswith(("assets/", "search/")) and path != "search/"]
        answers.append(Answer(one, lines, judge, sum(files)))
        context.close()
    return answers


def ask_in_node(folder: Path, asked: list[Any], judge: Judge) -> list[Answer]:
    """Each query in node, which begins with nothing each time."""
    script = Path(__file__).with_name("node.mjs")
    queries = json.dumps([one["q"] for one in asked])
    ran = subprocess.run(["node", script, folder], input=queries, capture_output=True, text=True, check=True)
    return [
        Answer(one, [int(url.split("/")[1]) for url in each["urls"]], judge, each["size"])
        for one, each in zip(asked, json.loads(ran.stdout), strict=True)
    ]


def changes(before: list[tuple[str, int, int]], asked: list[Any], ours: list[Answer]) -> None:
    """Print the queries whose first right one stands elsewhere than before, and both states' bytes."""
    if [query for query, _, _ in before] != [one["q"] for one in asked]:
        sys.exit("--before holds answers to other queries")
    for (query, place, size), one, answer in zip(before, asked, ours, strict=True):
        now = answer.place
        if place != now:
            said = "better" if now and (not place or now < place) else "worse"
            sizes = f"{size:,} -> {answer.size:,} bytes"
            print(f"{said:7} place {place or '-'} -> {now or '-'}, {sizes}: {one['kind']} {query}")
    old, new = statistics.fmean(each[2] for each in before), statistics.fmean(each.size for each in ours)
    print(f"mean bytes {old:,.0f} -> {new:,.0f}")


def by_kind(asked: list[Any], answers: list[Answer]) -> None:
    """Print a line for each kind of query."""
    kinds: dict[str, list[Answer]] = defaultdict(list)
    for one, answer in zip(asked, answers, strict=True):
        kinds[one["kind"]].append(answer)
    print(f"{'kind':20} {'n':>4} {'the line in 10':>15} {'a right one':>12} {'first right':>12} {'bytes':>8}")
    for kind, held in kinds.items():
        print(
            f"{kind:20} {len(held):>4} {share(held, 'line'):>15} {share(held, 'found'):>12} "
            f"{share(held, 'first'):>12} {statistics.median(each.size for each in held):>8,.0f}"
        )


def share(answers: list[Answer], what: str) -> str:
    """The share of answers of which `what` is true; "-" where nothing was asked."""
    return f"{sum(getattr(each, what) for each in answers) / len(answers):.3f}" if answers else "-"


def typed(browser: Browser, url: str, log: Log, queries: list[str]) -> float | None:
    """Median bytes of each letter after the first answer, in the dialog; None where nothing was typed."""
    sizes: list[int] = []
    for query in queries:
        context = browser.new_context()
        page = context.new_page()
        page.goto(url)
        page.keyboard.press("/")
        for place, letter in enumerate(query):
            log.clear()
            page.evaluate("document.querySelector('#js-list').setAttribute('aria-busy', 'true')")
            page.keyboard.insert_text(letter)
            page.wait_for_selector("#js-list[aria-busy=false]", timeout=60_000, state="attached")
            if place >= 3:
                sizes.append(sum(size for _, size in log))
        context.close()
    return statistics.median(sizes) if sizes else None


def material(
    browser: Browser, folder: Path, articles: list[Any], asked: list[Any], judge: Judge
) -> tuple[list[Any], list[Answer]]:
    """The same queries through stock Material's own search box; the first answer has what it all fetched.

    Queries that it answers in time, and their answers: its worker takes minutes to load a large
    index, and on a busy machine longer than anybody waits.
    """
    without = costs.material_site(articles, folder, search=False)
    with_search = costs.material_site(articles, folder, search=True)
    print(f"CPU of mkdocs build, stock Material, search off {without:.2f} s, on {with_search:.2f} s")
    answered, answers = [], []
    waiting = "text => document.querySelector('.md-search-result__meta').innerText !== text"
    with plain_site.served(folder / "site") as (url, log):
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(url)
        page.keyboard.press("/")
        starting = page.inner_text(".md-search-result__meta")
        try:
            page.wait_for_function(waiting, arg=starting, timeout=READY)
        except TooSlowError:
            print(f"Material's search was not ready after {READY // 60_000} minutes: no query asked")
            context.close()
            return [], []
        ready = page.inner_text(".md-search-result__meta")
        for one in asked:
            try:
                for query, said in (("", waiting.replace("!==", "===")), (one["q"], waiting)):
                    page.fill(".md-search__input", query)
                    page.keyboard.press("End")  # it listens to keys
                    page.wait_for_function(said, arg=ready)
            except TooSlowError:
                print("Material gave no answer within a minute:", one["kind"], one["q"])
                continue
            links = page.eval_on_selector_all(".md-search-result__item > a", "all => all.map(a => a.href)")
            lines = [int(link.split("/k/")[1].split("/")[0]) for link in links if "/k/" in link]
            fetched = sum(size for path, size in log if "search" in path)
            answered.append(one)
            answers.append(Answer(one, lines, judge, fetched))
        context.close()
    if len(answers) < len(asked):
        print(f"Material's column is of the {len(answers)} of {len(asked)} queries that it answered in time")
    return answered, answers


READY = 1_800_000
"""So many milliseconds Material's page has to load its index."""


def table(
    count: int,
    asked: list[Any],
    ours: list[Answer],
    few: list[Any],
    theirs: list[Answer],
    letters: float | None,
    sizes: dict[str, int],
    spent: dict[str, tuple[float, float]],
) -> None:
    """Every goal with what was reached, and stock Material beside it."""
    many = count > 5000

    def of(queries: list[Any], answers: list[Answer], which: Callable[[str], bool]) -> list[Answer]:
        return [answer for one, answer in zip(queries, answers, strict=True) if which(one["kind"])]

    short = lambda kind: kind not in SLIPS | QUESTIONS  # noqa: E731
    slip, question = SLIPS.__contains__, QUESTIONS.__contains__
    grams, text = sizes["gram index"], sizes["text, as one file"]
    rows: list[tuple[str, str, str, str]] = []

    def found(name: str, goal: float, which: Callable[[str], bool], what: str = "found") -> None:
        mine, other = share(of(asked, ours, which), what), share(of(few, theirs, which), what)
        rows.append((name, f"≥ {goal}", mine, other))

    found("Recall@10, short queries", 0.98 if many else 0.99, short)
    found("  that very line among the ten", 0.98 if many else 0.99, short, "line")
    apart = [each for each in of(asked, ours, short) if each.is_told_apart]
    rows.append((f"  the same where ≤ 10 hold it ({len(apart)})", "", share(apart, "line"), "-"))
    found("first place, short queries", 0.95 if many else 0.92, short, "first")
    found("Recall@10 with one slip", 0.93 if many else 0.97, slip)
    found("Recall@10, whole sentences", 0.98, question)
    none = f"{sum(each.none for each in theirs)} of {len(theirs)}" if theirs else "-"
    rows.append(("queries without an answer", "0", str(sum(each.none for each in ours)), none))
    fetched = statistics.median(each.size for each in ours) / 1000
    stock = f"{theirs[0].size / 1000:,.0f}" if theirs else "-"
    rows.append(("first query fetches, kB", f"≤ {75 if many else 50}", f"{fetched:.1f}", stock))
    each = "-" if letters is None else f"{letters / 1000:.1f}"  # Material has fetched everything before
    rows.append(("each letter after it, kB", f"≤ {40 if many else 20}", each, "0.0" if theirs else "-"))
    rows.append(("gram index of the text, both gzip -9", "≤ 1", f"{grams / text:.2f}", "-"))
    whole = (grams + sizes["document files"]) / text
    rows.append(("  documents' files counted too", "", f"{whole:.2f}", "-"))
    if spent:
        ratio = spent["Julasan's"][0] / spent["Material's"][0]
        rows.append(("CPU of the index, of Material's", "≤ 0.5", f"{ratio:.2f}", "1.00"))
        both = sum(spent["Julasan's"]) / sum(spent["Material's"])
        rows.append(("  its files written too", "", f"{both:.2f}", "1.00"))
    print(f"\n{f'{count:,} articles':40} {'goal':>8} {'Julasan':>10} {'Material':>10}")
    for name, goal, mine, other in rows:
        print(f"{name:40} {goal:>8} {mine:>10} {other:>10}")


main()
