"""The build itself: make, gate, swap."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeAlias

from julasan import stopping
from julasan.build import inputs
from julasan.build.kept import Kept, Known
from julasan.build.target import InPlace, Target
from julasan.finish import making, publish
from julasan.finish.gates import Gates
from julasan.frozen import dataclass
from julasan.model import Copy, Deferred, Left, Output, Page, Site
from julasan.problem import Problem
from julasan.render.context import Context
from julasan.render.keys import key
from julasan.render.menu import menu
from julasan.render.products import plan


class RefusedError(Exception):
    """The gates refuse what was built."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(len(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Made:
    """What a build did: pages of the site, files of it, and how many of those were written."""

    pages: int
    files: int
    written: int


Shells = Callable[[Site, Path], making.Shells]
"""Renders shells for a site and its mkdocs.yml (mkdocs_plugin.shells); asked only where none is known."""
Progress = Callable[[int], None]


def build(
    site: Site,
    config: Path,
    target: Target,
    kept: Kept,
    shells: Shells,
    progress: Progress = lambda _done: None,
    *,
    ready: Callable[[Path], None] = lambda _building: None,
) -> Made:
    """Build `site` aside, gate it, and put it in the place of what `target` has published.

    `ready` gets the new folder when the gates let it pass, and may still stop the build by raising.

    Raises:
        RefusedError: The gates refuse it; the published site is as it was.
        publish.Busy: Another build holds the folder.
        ChangedError: A text that is asked for again was changed meanwhile.
        OSError: The folder cannot be written.
    """
    with publish.aside(target.site_dir) as building:
        now, frames = _begun(site, config, building, target, kept, shells)
        gates = Gates(site, frames.read)
        context = Context(site, False, kept, target, kept.templates, *kept.shown(site))
        for some in _anew(site, plan(context), target):
            _put(site, some, target, frames, gates)
            progress(len(target.files))
        _not_found(target, frames, gates)
        suspects = target.pages_that_led_to_what_is_gone()
        problems = gates.problems(target.files, target.read, suspects)
        if problems:
            raise RefusedError(tuple(problems))
        target.end()
        ready(building)
        # From here on it is too late to stop: the new site is there, and what was learned is kept.
        with stopping.held():
            publish.swap(building, target.site_dir)
            _keep(context, now, frames, target, kept)
    return _made(target)


def preview(
    site: Site,
    config: Path,
    target: InPlace,
    kept: Kept,
    shells: Shells,
    shown: Callable[[Made], None],
    edits: Edits,
) -> None:
    """Bring the pages of `target` up to date for the writer's eyes, then what may come late.

    No gates and no policy: it would stop the reloading. `shown` is called when the pages are there;
    once there are other `edits`, what is not yet made is left to the next call.

    Raises:
        ChangedError: A text that is asked for again was changed meanwhile.
        OSError: The folder cannot be written.
    """
    now, frames = _begun(site, config, target.site_dir, target, kept, shells)
    context = Context(site, True, kept, target, kept.templates, *kept.shown(site))
    late: list[Deferred] = []
    for output in plan(context):
        if isinstance(output, Deferred) and output.late:
            late.append(output)
        else:
            _one(site, output, target, frames)
    _not_found(target, frames, None)
    shown(_made(target))
    for output in late:
        if target.leave(output.name, output.key):
            continue
        made = None if edits.waits() else _unless_broken_off(output, edits)
        if made is None:
            target.put_off(output.name)
        else:
            _one(site, made, target, frames)
    target.end()
    _keep(context, now, frames, target, kept)


class Edits(Protocol):
    """Tells of a writer's edits while a preview is made."""

    def waits(self) -> bool:
        """Whether there is one that the pages do not show yet."""

    def breaking_off(self) -> AbstractContextManager[None]:
        """A block that ends in `stopping.BrokenOff` where one comes."""


def _unless_broken_off(output: Deferred, edits: Edits) -> Deferred | None:
    """`output` as it is, or made already where that takes long; None where an edit came."""
    if not output.slow:
        return output
    try:
        with edits.breaking_off():
            made = tuple(output.make())
    except stopping.BrokenOff:
        return None
    return replace(output, make=lambda: made)


def _begun(
    site: Site, config: Path, building: Path, target: Target, kept: Kept, shells: Shells
) -> tuple[Known, _Shells]:
    """What pages are put into now; `target` is begun with what may stay of it."""
    now = Known(kept.environment, _names(site), kept.inputs)
    known = target.known if target.known.fits(now) else Known()
    target.begin(building, known)
    return now, _Shells(known, lambda: shells(site, config))


def _keep(context: Context, now: Known, frames: _Shells, target: Target, kept: Kept) -> None:
    """Keep what was learned for the next build."""
    packed = pickle.dumps((frames.made, frames.read), protocol=5)
    target.keep(replace(now, packed=packed, nav=frames.nav, not_found=frames.not_found))
    kept.save(context.learned)


def _made(target: Target) -> Made:
    return Made(sum(path.endswith(".html") for path in target.files), len(target.files), target.written)


def _names(site: Site) -> str:
    """A fingerprint of what the shells show of the site beside its settings."""
    return key([(page.url, page.title) for page in site.pages], menu(Context(site)))


_Known: TypeAlias = tuple[str, str, Output | Deferred]
"""An output's name, its key, and itself."""
TOGETHER = 32
"""Pages that take each step together: planned, made, let through the gates, written. In turns each step finds
the processor's caches full of what the others need, and patterns and dictionaries take longer."""


def _anew(site: Site, outputs: Iterable[Output | Deferred], target: Target) -> Iterator[list[_Known]]:
    """Those of `outputs` that are to be made, in their order: pages `TOGETHER` at a time, all else alone.

    The others are left where they lie: the gates saw their very bytes, under the same settings.
    """
    pages: list[_Known] = []
    for output in outputs:
        name, its_key = _known_by(site, output)
        if target.leave(name, its_key):
            continue
        is_page = isinstance(output, Deferred) and bool(output.listed)
        if pages and (len(pages) == TOGETHER or not is_page):
            yield pages
            pages = []
        if is_page:
            pages.append((name, its_key, output))
        else:
            yield [(name, its_key, output)]
    if pages:
        yield pages


def _put(site: Site, some: list[_Known], target: Target, shells: _Shells, gates: Gates | None) -> None:
    """Make outputs, let them through the gates, write them: each step for all, where there are several.

    Of one alone the files follow each other: those of the search's index would fill the memory.
    """
    step = tuple if len(some) > 1 else iter
    made = [step(_made_of(output)) for _, _, output in some]
    through = [step(_through(site, each, shells, gates)) for each in made]
    for (name, its_key, _), files in zip(some, through, strict=True):
        target.put(name, files, its_key)


def _one(site: Site, output: Output | Deferred, target: Target, shells: _Shells) -> None:
    """Make one output for a preview, or leave it where it lies."""
    for some in _anew(site, (output,), target):
        _put(site, some, target, shells, None)


def _not_found(target: Target, shells: _Shells, gates: Gates | None) -> None:
    """Make the page for addresses that are not there, or leave it: like all pages, it seldom changes."""
    its_key = key(shells.not_found)
    if not target.leave(making.NOT_FOUND, its_key):
        target.put(making.NOT_FOUND, [(making.NOT_FOUND, making.not_found(shells, gates))], its_key)


def _known_by(site: Site, output: Output | Deferred) -> tuple[str, str]:
    """An output's name, and a fingerprint of all that it is made of but its shell."""
    if isinstance(output, Deferred):
        return output.name, output.key
    if isinstance(output, Page):
        return f"{output.url}index.html", key(output)
    if isinstance(output, Copy):
        return output.path, key(inputs.stamp_of(Path(site.root) / output.source))
    return output.path, hashlib.sha256(output.content).hexdigest()


def _made_of(output: Output | Deferred) -> Iterable[Output | Left]:
    return output.make() if isinstance(output, Deferred) else (output,)


def _through(
    site: Site, outputs: Iterable[Output | Left], shells: _Shells, gates: Gates | None
) -> Iterator[tuple[str, bytes | None]]:
    for made in outputs:
        if isinstance(made, Left):
            yield made.path, None
        else:
            yield from making.made(site, (made,), shells, gates)


class _Shells:
    """The shells that are known; whoever makes them is asked only for one that is not."""

    def __init__(self, known: Known, make: Callable[[], making.Shells]) -> None:
        self.made, self.read = known.shells
        self._nav, self._not_found = known.nav, known.not_found
        self._make = make
        self._maker: making.Shells | None = None

    def _ask(self) -> making.Shells:
        if self._maker is None:
            self._maker = self._make()
        return self._maker

    @property
    def nav(self) -> tuple[str, ...]:
        """Addresses from the root that the nav names."""
        if self._nav is None:
            self._nav = self._ask().nav
        return self._nav

    @property
    def not_found(self) -> str:
        """The page for addresses that are not there."""
        if not self._not_found:
            self._not_found = self._ask().not_found
        return self._not_found

    def of(self, page: Page) -> making.Shell:
        """The shell of `page`."""
        wanted = making.shape(page, self.nav)
        found = self.made.get(wanted)
        if found is None:
            found = self.made[wanted] = self._ask().of(page)
        return found
