"""Measure the search in headless Chromium: ``python tests/bench/search CORPUS QUERIES --count 1500``.

CORPUS is a .jsonl or .jsonl.xz (title, body, date a line); QUERIES a JSON list of
{q, line, also, kind}, line counted from 1. --own adds queries made from the corpus.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

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


def main() -> None:
    """Build the site, ask everything, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--count", type=int, default=1500, help="articles")
    parser.add_argument("--limit", type=int, default=0, help="so many queries of the file, evenly spread")
    parser.add_argument(
        "--own", type=int, default=0, help="so many queries of each kind made from the corpus"
    )
    parser.add_argument("--seed", type=int, default=2569)
    parser.add_argument("--typed", type=int, default=12, help="queries typed letter by letter")
    parser.add_argument(
        "--material", type=int, default=0, help="so many queries asked of stock Material beside it"
    )
    parser.add_argument("--cpu", action="store_true", help="CPU of building, beside Material's")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    given = parser.parse_args()

    articles = plain_site.corpus(given.corpus, given.count)
    asked = json.loads(given.queries.read_text("utf-8"))
    if given.limit:
        asked = asked[:: max(1, len(asked) // given.limit)]
    asked += questions.make(articles, given.own, given.seed) if given.own else []
    texts = [questions.letters(f"{each['title']} {each['body']}") for each in articles]
    print(f"{given.count} articles, {len(asked)} queries")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        found = plain_site.documents(articles)
        plain_site.write(Path(folder), found)
        browser = player.chromium.launch(executable_path=given.chromium, args=FLAGS)
        with plain_site.served(Path(folder)) as (url, log):
            ask(browser, url, log, asked, texts)
            some = asked[:: max(1, len(asked) // given.typed)][: given.typed]
            typed(browser, url, log, [one["q"] for one in some])
        for name, size in costs.sizes(articles, list(index(found))).items():
            print(f"{name:45} {size:>12,}")
        if given.cpu:
            spent = costs.cpu(articles)
            for name, (made, written) in spent.items():
                print(f"CPU of {name + ' index':38} {made:>12.2f} s, and {written:.2f} s to write it")
            share = spent["Julasan's"][0] / spent["Material's"][0]
            print(f"{'CPU, of Material' + chr(39) + 's':45} {share:>12.2f}")
        if given.material:
            some = asked[:: max(1, len(asked) // given.material)]
            material(browser, Path(folder) / "material", articles, some)
        browser.close()


def ask(browser: Browser, url: str, log: Log, asked: list[Any], texts: list[str]) -> None:
    """Each query in a browser that has nothing yet: Recall@10, first place, bytes."""
    kinds: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    sizes, requests = [], []
    for one in asked:
        context = browser.new_context()
        page = context.new_page()
        log.clear()
        page.goto(f"{url}search/?q={quote(one['q'])}")
        page.wait_for_selector("ol[aria-busy=false]", timeout=60_000, state="attached")
        links = page.eval_on_selector_all(
            ".js-search__results a", "all => all.map(a => a.getAttribute('href'))"
        )
        lines = [int(link.rstrip("/").rsplit("/", 1)[1]) for link in links][:10]
        words = questions.letters(one["q"])
        right = {one["line"], *one["also"]}
        literal = {line for line in lines if words in texts[line - 1]}
        first = bool(lines) and lines[0] in right | literal
        kinds[one["kind"]].append((one["line"] in lines, bool((right | literal) & set(lines)), first))
        files = [size for path, size in log if path.startswith(("assets/", "search/")) and path != "search/"]
        sizes.append(sum(files))
        requests.append(len(files))
        context.close()
    print(f"{'kind':20} {'n':>4} {'the line in 10':>15} {'a right one':>12} {'first right':>12}")
    every = [hit for hits in kinds.values() for hit in hits]
    for kind, hits in [*kinds.items(), ("all", every)]:
        shares = [sum(column) / len(hits) for column in zip(*hits, strict=True)]
        print(f"{kind:20} {len(hits):>4} {shares[0]:>15.3f} {shares[1]:>12.3f} {shares[2]:>12.3f}")
    middle, mean = statistics.median(sizes), statistics.mean(sizes)
    print(f"first query, gzip -9: median {middle:,.0f}, mean {mean:,.0f} bytes, "
          f"{statistics.median(requests):.0f} requests")  # fmt: skip


def typed(browser: Browser, url: str, log: Log, queries: list[str]) -> None:
    """Bytes of each letter after the first answer, in the dialog."""
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
    if sizes:
        middle, mean = statistics.median(sizes), statistics.mean(sizes)
        print(f"each further letter: median {middle:,.0f}, mean {mean:,.0f} bytes")


def material(browser: Browser, folder: Path, articles: list[Any], asked: list[Any]) -> None:
    """The same queries through stock Material's own search box."""
    without = costs.material_site(articles, folder, search=False)
    with_search = costs.material_site(articles, folder, search=True)
    print(f"CPU of mkdocs build, stock Material, search off {without:.2f} s, on {with_search:.2f} s")
    hits, sizes = 0, []
    with plain_site.served(folder / "site") as (url, log):
        context = browser.new_context()
        page = context.new_page()
        page.goto(url)
        page.wait_for_timeout(3_000)
        page.keyboard.press("/")
        for place, one in enumerate(asked):
            page.fill(".md-search__input", one["q"])
            page.wait_for_timeout(15_000 if place == 0 else 700)
            links = page.eval_on_selector_all(".md-search-result__item > a", "all => all.map(a => a.href)")
            hits += any(f"/k/{one['line']}/" in link for link in links[:10])
        sizes.append(sum(size for path, size in log if "search" in path))
        context.close()
    print(
        f"stock Material: Recall@10 {hits / len(asked):.3f} of {len(asked)}, search files {sizes[0]:,} bytes"
    )


main()
