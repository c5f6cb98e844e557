"""Measures the CPU that an issue of this site takes to become a PDF, plain WeasyPrint beside it.

    python tests/bench/print/cpu.py [2026-11] [--runs 3]

The HTML is the same. Each run is a process of its own, the engines in turn; the fastest of each counts.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

NO_GAPS = ".gap { display: none }"
"""What our engine alone puts where a page would end early."""


def run(engine: str, month: str) -> tuple[float, int]:
    """CPU seconds and pages of one PDF, what an engine loads once left out."""
    from julasan import read, thai
    from julasan.render import bulletin, holdings, prints
    from julasan.render.context import Context

    site, _ = read.read(ROOT)
    context = Context(site)
    issue = holdings.issue_of(site, month)
    html = bulletin.bulletin_html(site, issue, context.body)
    sheets, picture = bulletin.sheets(site), prints._pictures(site)
    thai.words("ก")
    if engine == "julasan":
        from julasan.typeset import engine as ours

        ours.pdf("<html lang=th><p>ก ข", title="x", language="th", created=issue.date)
        start = time.process_time()
        written = ours.pdf(
            html,
            css=sheets,
            title="x",
            language="th",
            created=issue.date,
            picture=picture,
            tighter=bulletin.tighter(),
        )
    else:
        import weasyprint
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        class Fetcher(URLFetcher):  # type: ignore[misc]
            def fetch(self, url: str, headers: object = None) -> object:
                if url.startswith("data:"):
                    return super().fetch(url, headers)
                content, kind = picture(url.removeprefix("https://x.invalid"))
                return URLFetcherResponse(url, content, {"Content-Type": kind})

        weasyprint.HTML(string="<html lang=th><p>ก ข").write_pdf()
        start = time.process_time()
        plain = weasyprint.HTML(string=html, base_url="https://x.invalid/", url_fetcher=Fetcher())
        css = [
            weasyprint.CSS(string=sheet.replace("var(--face)", "Laksaman")) for sheet in (*sheets, NO_GAPS)
        ]
        written = plain.write_pdf(stylesheets=css, pdf_variant="pdf/ua-1", dpi=200)
    cpu = time.process_time() - start
    import pymupdf

    return cpu, len(pymupdf.open(stream=written))


def main() -> None:
    """Run both engines in turn and print the fastest of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("month", nargs="?", default="2026-11")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engine", choices=("julasan", "plain"))
    options = parser.parse_args()
    if options.engine:
        print(*run(options.engine, options.month))
        return
    best: dict[str, tuple[float, int]] = {}
    for _ in range(options.runs):
        for engine in ("plain", "julasan"):
            command = [sys.executable, __file__, options.month, "--engine", engine]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            cpu, pages = done.stdout.split()[-2:]
            best[engine] = min(best.get(engine, (9e9, 0)), (float(cpu), int(pages)))
    for engine, (cpu, pages) in best.items():
        print(f"{engine:10}{cpu:8.2f} s of CPU for {pages} pages")
    print(f"{'ratio':10}{best['julasan'][0] / best['plain'][0]:8.2f}")


if __name__ == "__main__":
    main()
