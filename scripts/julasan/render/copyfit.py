"""Copyfit: which articles of an issue are shortened, and where, so that it keeps to its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from julasan.frozen import dataclass
from julasan.typeset import Line, Measured


class Cut(NamedTuple):
    """Where an article is to be cut: letters of its body that are kept, about, and at least."""

    keep: int
    least: int = 0


Cuts = Mapping[str, Cut]
"""Of each shortened article, by its id, where."""
Lay = Callable[[Cuts], Measured]
"""Lays the issue out with those cuts, and measures it."""

LEAST = 10
"""Lines that an article keeps, whatever its length."""
SHARE, LEAD_SHARE = 1 / 4, 1 / 2
"""What of its lines an article is left with at least, and the lead ..."""
PLENTY, LEAD_PLENTY = 40, 60
"""... but so many are always enough."""
READ_ON = 3
"""Lines that "read on at ..." and its code take."""
WORTH = 4
"""A cut that gains fewer lines is not made."""
LAYOUTS = 8
"""How often an issue is laid out at most to find its cuts: each takes seconds."""
CLOSE = 10
"""With so few lines left empty the fit is good."""
GIVEN_BACK = 4
"""To so many articles the lines that are left are offered then: a good place to cut may have cost many."""


@dataclass(frozen=True, slots=True)
class Fit:
    """An issue fitted to its pages: the cuts, and its measures without and with them."""

    cuts: Cuts
    whole: Measured
    now: Measured

    def shortened(self) -> dict[str, tuple[int, int]]:
        """Of each shortened article the lines that were taken out, and those that it had."""
        found = {}
        for article in self.cuts:
            lines = len(self.whole.lines.get(article, ()))
            if gone := lines - len(self.now.lines.get(article, ())):
                found[article] = gone, lines
        return found

    def over(self, pages: int) -> dict[str, int]:
        """Of each article that stands beyond so many pages, the lines that do."""
        beyond = {
            article: sum(line.page > pages for line in lines) for article, lines in self.now.lines.items()
        }
        return {article: lines for article, lines in beyond.items() if lines}


def fit(order: Sequence[str], lay: Lay, pages: int, columns: int) -> Fit:
    """Fit an issue to so many pages; `order` has the ids of its articles, the lead first.

    Where they cannot be kept to with articles worth reading, the issue gets as few as it can; where no cut
    saves a page, none is made.
    """
    whole = lay({})
    if whole.pages <= pages:
        return Fit({}, whole, whole)
    counts = {article: len(whole.lines[article]) for article in order if article in whole.lines}
    one = _line_height(whole.lines.values()) / columns
    most = sum(counts.values())
    shortest = _plan(order, counts, most)
    too_few, enough = 0, None
    best, need = Fit({}, whole, whole), ceil(whole.over(pages) / one)
    tried: list[Mapping[str, int]] = [counts]
    while len(tried) < LAYOUTS:
        plan = _plan(order, counts, need)
        if plan in tried:
            break
        tried.append(plan)
        cuts = {
            article: _cut(whole.lines[article], lines, article == order[0])
            for article, lines in plan.items()
            if lines < counts[article]
        }
        now = lay(cuts)
        if now.pages > pages and plan == shortest and enough is None:
            # These pages are out of reach: the fewest that can be had, with no more cut than they ask for.
            if now.pages >= whole.pages:
                break
            pages, too_few, enough, best = now.pages, 0, need, Fit(cuts, whole, now)
            need = ceil(whole.over(pages) / one)
        elif now.pages <= pages:
            best, enough = Fit(cuts, whole, now), need
            spare = int(now.room(pages) / one)
            if spare <= CLOSE or enough - too_few <= CLOSE:
                break
            need = max(enough - spare, (too_few + enough) // 2)
        else:
            too_few = need
            if enough is None:
                need = most if len(tried) > LAYOUTS // 2 else need + ceil(now.over(pages) / one)
            elif enough - too_few <= CLOSE:
                break
            else:
                need = (too_few + enough) // 2
    return _given_back(best, order, lay, pages, one) if best.cuts else best


def _given_back(found: Fit, order: Sequence[str], lay: Lay, pages: int, line: float) -> Fit:
    """The fit with the lines that are left on its last page given to articles that were cut, the lead first.

    A cut falls where a sentence ends, and may have taken much more than was asked for.
    """
    offered = 0
    for article in order:
        spare = int(found.now.room(pages) / line)
        if spare <= CLOSE or offered == GIVEN_BACK:
            break
        if article not in found.cuts:
            continue
        full, kept = found.whole.lines[article], len(found.now.lines.get(article, ()))
        lines = kept + spare
        cuts = {name: cut for name, cut in found.cuts.items() if name != article}
        if lines + READ_ON < len(full):
            cuts[article] = _cut(full, lines, article == order[0])
            if cuts[article] == found.cuts[article]:
                continue
        now, offered = lay(cuts), offered + 1
        if now.pages <= pages and len(now.lines.get(article, ())) > kept:
            found = Fit(cuts, found.whole, now)
    return found


def _cut(lines: Sequence[Line], keep: int, is_lead: bool) -> Cut:
    """A cut that keeps so many of an article's lines, and as many as it must keep."""
    least = min(keep, _least(len(lines), is_lead))
    return Cut(*(sum(line.letters for line in lines[:count]) for count in (keep, least)))


def _least(lines: int, is_lead: bool) -> int:
    """How many of so many lines an article keeps at least."""
    plenty, share = (LEAD_PLENTY, LEAD_SHARE) if is_lead else (PLENTY, SHARE)
    return max(LEAST, min(ceil(lines * share), plenty))


def over_lines(measured: Measured, pages: int, columns: int) -> int:
    """How many lines of a column stand beyond so many pages."""
    return ceil(measured.over(pages) * columns / _line_height(measured.lines.values()))


def _line_height(articles: Iterable[tuple[Line, ...]]) -> float:
    """The height of most lines, in px."""
    found = Counter(round(line.height, 1) for lines in articles for line in lines)
    return found.most_common(1)[0][0] if found else 26.4


def _plan(order: Sequence[str], counts: Mapping[str, int], need: int) -> dict[str, int]:
    """How many lines each article keeps, so that `need` are gained, or as many as may be.

    The last in the editor's order gives first, each down to three quarters before any gives more; the lead
    gives when the others are down to half.
    """
    keep = dict(counts)
    lead, others = list(order[:1]), list(reversed(order[1:]))
    rounds = (
        (others, 3 / 4),
        (others, 1 / 2),
        (lead, 3 / 4),
        (others, SHARE),
        (lead, LEAD_SHARE),
        (others, 0),
        (lead, 0),
    )
    for articles, share in rounds:
        for article in articles:
            if article not in counts or need <= 0:
                continue
            full = counts[article]
            price = READ_ON if keep[article] == full else 0
            gain = keep[article] - max(_least(full, articles is lead), ceil(full * share)) - price
            if gain >= (WORTH if price else 1):
                taken = min(gain, max(need, WORTH if price else 1))
                keep[article] -= taken + price
                need -= taken
    return keep
