"""What a site weighs on the wire, and what its readers ask of a host: ``python tests/bench/weight.py SITE``

Texts are packed as `julasan build --precompress` packs them (Brotli), pictures and fonts go as
they are. A reader here is one who comes for the first time, reads three articles and looks at
the calendar; the files that every page shares are fetched once. Nothing is assumed about prices.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from julasan.finish.pages import Built, parse
from julasan.finish.styles import targets
from julasan.finish.targets import file_of

PACKED = (".html", ".css", ".js", ".svg", ".webmanifest")
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg")
RATES = (1, 100, 10_000)
READ = 3
"""Articles that a reader reads."""


class Site:
    """A built site, weighed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, int] = {}

    def weight(self, path: str) -> int:
        """Bytes of a file on the wire."""
        if path not in self._known:
            content = (self.folder / path).read_bytes()
            text = path.endswith(PACKED)
            quality = 11 if path.startswith("assets/") else 9
            self._known[path] = len(brotli.compress(content, quality=quality) if text else content)
        return self._known[path]

    def page(self, path: str) -> tuple[Built, set[str], set[str]]:
        """A page, the shared files that it loads, and its pictures."""
        built = parse((self.folder / path).read_text("utf-8"))
        loaded = {file_of(path, urlsplit(target).path) for target, _ in built.loads}
        loaded = {each for each in loaded if (self.folder / each).is_file()}
        shared = {each for each in loaded if each.startswith("assets/")}
        for sheet in [each for each in shared if each.endswith(".css")]:
            css = (self.folder / sheet).read_text("utf-8")
            shared |= {file_of(sheet, target) for target, _ in targets(css) if not target.startswith("data:")}
        return built, shared, {each for each in loaded - shared if each.endswith(PICTURES)}


def main() -> None:
    """Weigh and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    site = Site(parser.parse_args().site)
    articles = sorted(path.relative_to(site.folder).as_posix() for path in site.folder.glob("k/*/index.html"))
    sizes = [site.weight(path) for path in articles]
    pictures = [sum(map(site.weight, site.page(path)[2])) for path in articles]
    middle = articles[sizes.index(statistics.median_low(sizes))]
    shared = site.page(middle)[1]
    article, picture = statistics.median(sizes), statistics.mean(pictures)
    common, calendar = sum(map(site.weight, shared)), site.weight("calendar/index.html")
    print(f"{len(articles)} articles, bytes on the wire (Brotli)")
    for name, size in (
        ("an article, median", article),
        ("  its pictures, mean", picture),
        ("the heaviest article", max(sizes)),
        ("the home page", site.weight("index.html")),
        ("the calendar", calendar),
        (f"what every page shares ({len(shared)} files)", common),
    ):
        print(f"  {name:<36}{size / 1000:>9.1f} kB")
    each = READ * (article + picture) + calendar + common
    requests = READ * (1 + sum(bool(size) for size in pictures) / len(pictures)) + 1 + len(shared)
    print(f"\na reader: {each / 1000:.0f} kB in {requests:.0f} requests")
    print(f"{'readers a minute':>18}{'requests/s':>14}{'Mbit/s':>12}{'GB in 30 days':>16}")
    for rate in RATES:
        second = rate / 60
        print(
            f"{rate:>18,}{second * requests:>14,.1f}{second * each * 8 / 1e6:>12,.2f}"
            f"{second * each * 86_400 * 30 / 1e9:>16,.0f}"
        )


if __name__ == "__main__":
    main()
