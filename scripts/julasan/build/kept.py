"""What is known from earlier builds: what was read in texts and found right, and what was made of them."""

from __future__ import annotations

import fcntl
import os
import pickle
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from julasan.build import inputs
from julasan.build.at_hand import AtHand
from julasan.build.inputs import Stamp
from julasan.build.texts import Groups, KeptBody, Text, regrouped, unpacked
from julasan.files import write_whole
from julasan.frozen import dataclass
from julasan.model import Site
from julasan.render.keys import key
from julasan.seal import SealError, opened, own_folder, pickled, sealed, unpickled

if TYPE_CHECKING:
    # A command that finds nothing changed loads neither templates nor Markdown.
    from julasan.finish.pages import Built
    from julasan.render.memory import Rendered
    from julasan.render.shell import Shape, Shell

FOLDER = Path(".cache") / "julasan"
"""Where it lies, beside mkdocs.yml; whoever deletes it loses nothing but time."""
AT_ONCE = 64
"""Bodies that are put down together."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the pages in a published folder were put into."""

    environment: str = ""
    names: str = ""
    inputs: str = ""
    packed: bytes = b""
    """The shells and what was read in them, pickled: to see that nothing has changed nobody needs them."""
    nav: tuple[str, ...] | None = None
    not_found: str = ""

    @property
    def shells(self) -> tuple[dict[Shape, Shell], dict[Shell, Built]]:
        """The shells that were rendered, and what the gates read in them."""
        found: tuple[dict[Shape, Shell], dict[Shell, Built]]
        found = pickle.loads(self.packed) if self.packed else ({}, {})  # noqa: S301 - our own
        return found

    def fits(self, now: Known) -> bool:
        """Whether pages built now would be put into the same."""
        return bool(self.environment) and (self.environment, self.names) == (now.environment, now.names)


@dataclass(frozen=True, slots=True)
class _Remembered:
    """The part of the memory that is read at once."""

    environment: str = ""
    today: int = 0
    """The day (its ordinal) on which the texts were found right: dates in the future may be by now."""
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    written: int = 0
    """When, in nanoseconds."""
    structure: str = ""
    places: str = ""
    packed: tuple[bytes, ...] = ()
    """The texts without their bodies, by path, pickled in groups of `GROUP`."""
    body_keys: Mapping[str, str] = field(default_factory=dict)
    card_keys: Mapping[str, str] = field(default_factory=dict)


class ChangedError(Exception):
    """A file was changed while the site was made of it."""


class Kept:
    """The memory of one folder of content, for one command at a time; another goes without.

    A context that may be entered again: what it knew when it was left it knows still, unless
    another command has saved meanwhile.
    """

    def __init__(self, root: Path, *, anew: bool = False, for_pages: bool = True) -> None:
        """`anew`: forget all of it. `for_pages`: whether pages will be made of the texts that are read."""
        self.folder = root / FOLDER
        self._root, self._anew, self._for_pages = root, anew, for_pages
        self._known = _Remembered()
        self._groups: Groups | None = None
        self._saved: Stamp | None = None

    def __enter__(self) -> Kept:
        self.environment = inputs.environment(self._root)
        self._stamps = inputs.stamps(self._root)
        self._started = time.time_ns()
        self._read_anew: set[str] = set()
        self._last_rendered: tuple[str, str, Rendered] | None = None
        self._rendered: set[str] | None = None
        self._waiting: dict[str, tuple[str, Rendered]] = {}
        self._lock = self._locked()
        if self._anew and self._lock is not None:
            self._forget()
            self._anew = False
        self._base = self._opened()
        self._at_hand = AtHand(self.folder if self._lock is not None else None)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._at_hand.close()
        self._base.close()
        if self._lock is not None:
            os.close(self._lock)

    def _locked(self) -> int | None:
        """The lock, None where another command holds it or the folder cannot be written."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(handle)
            else:
                return handle
        return None

    def _opened(self) -> sqlite3.Connection:
        """The base of what was rendered, with all else that is remembered beside it."""
        place = self.folder / "texts.pickle"
        mark = inputs.stamp_of(place) if self._lock is not None else None
        if mark is None or mark != self._saved:
            self._known, self._groups, self._saved = _Remembered(), None, mark
            with suppress(Exception):  # whatever is wrong with it: it is only a memory
                found = unpickled(place.read_bytes(), "texts") if mark else None
                if isinstance(found, _Remembered):
                    self._known = found
        if self._lock is not None:
            with suppress(Exception):
                if self._known.environment == self.environment and self._known.today <= _today():
                    return _base(self.folder / "made.sqlite")
            self._forget()
        # Nothing is in it: what was not put since then, in its thousands, is not asked for.
        self._rendered = set()
        if self._lock is not None:
            with suppress(sqlite3.Error):
                return _base(self.folder / "made.sqlite", new=True)
        return _base(":memory:")

    @property
    def _texts(self) -> Mapping[str, Text]:
        """The texts that are known, by path, each able to read its body again."""
        if self._groups is None:
            self._groups = unpacked(self._known.packed)
            for text in self._groups.texts.values():
                if isinstance(text.body, KeptBody):
                    text.body.belongs_to(self)
        return self._groups.texts

    def _forget(self) -> None:
        self._known, self._groups, self._saved = _Remembered(), None, None
        with suppress(OSError):
            for pattern in ("*.pickle", "*.sqlite*"):
                for kept in self.folder.glob(pattern):
                    kept.unlink(missing_ok=True)

    @property
    def unchanged(self) -> bool:
        """Whether everything that people write is as it was when it was last found right."""
        known = self._known
        return (
            bool(known.environment)
            and self._stamps == known.stamps
            and all(self._settled(mark) for mark in self._stamps.values())
        )

    def _settled(self, mark: Stamp) -> bool:
        return max(mark[1], mark[2]) < self._known.written - inputs.SETTLED

    @property
    def templates(self) -> str | None:
        """A folder for compiled templates: this person's own, for they are run, and of these libraries.

        Jinja knows them by their source alone, whichever release of it compiled them.
        """
        if self._lock is None:
            return None
        folder = own_folder() / "templates" / inputs.libraries()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return None
        return str(folder)

    @property
    def inputs(self) -> str:
        """A fingerprint of every file that people write, by its stamp."""
        return key(sorted(self._stamps.items()))

    @property
    def structure(self) -> str:
        """What the texts were checked against."""
        return self._known.structure

    def recall(self, path: str) -> Text | None:
        """The text that was read from `path`, if the file is as it was then."""
        text, mark = self._texts.get(path), self._stamps.get(path)
        if text is None or mark is None or mark != self._known.stamps.get(path) or not self._settled(mark):
            return None
        return text

    def before(self, path: str) -> Text | None:
        """The text that was last found right under `path`, however its file has changed since."""
        return self._texts.get(path)

    def file(self, path: str) -> str:
        """The text of a file, as it was when the command began.

        Raises:
            ChangedError: Somebody has changed it since, and what it says now was not checked.
        """
        content = self._at_hand.get(path)
        if content is not None:
            return content.decode("utf-8", "surrogatepass")
        from julasan.read.slips import Slips
        from julasan.read.text import read_text

        text = read_text(self._root / path, Slips(path))
        if text is None or inputs.stamp_of(self._root / path) != self._stamps.get(path):
            raise ChangedError(path)
        return text

    def take(self, text: Text, file: bytes) -> Text:
        """Hold the file of a text that was read for its page; what is handed back is without the body."""
        path, body = text.source.path, text.body
        self._read_anew.add(path)
        if self._for_pages:
            self._at_hand.put(path, file)
        left = copy(text)  # `replace` would make it anew, field by field: three times as long
        seen = body.links, body.marks
        kept = KeptBody(path, body.line, body.headings, body.empty, body.pictures, seen, self)
        object.__setattr__(left, "body", kept)
        return left

    def learn(self, site: Site, structure: str) -> None:
        """Keep the texts of `site`, which were found right."""
        self._site, self._structure = site, structure

    def shown(self, site: Site) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Keys of the bodies and of the cards of unchanged files; none where a link can have moved."""
        self._places = key(sorted(site.url_by_path.items()), site.media)
        if self._places != self._known.places:
            return {}, {}
        return self._still(self._known.body_keys), self._still(self._known.card_keys)

    def _still(self, known: Mapping[str, str]) -> Mapping[str, str]:
        anew, there = self._read_anew, self._stamps
        return {path: its_key for path, its_key in known.items() if path not in anew and path in there}

    def get(self, name: str, key: str) -> Rendered | None:
        """A body as it was rendered, if it was rendered from the same."""
        if self._last_rendered and self._last_rendered[:2] == (name, key):
            return self._last_rendered[2]
        waits = self._waiting.get(name)
        if waits is not None:
            return waits[1] if waits[0] == key else None
        if self._rendered is not None and name not in self._rendered:
            return None
        found = self._base.execute("SELECT key, data FROM rendered WHERE path = ?", (name,)).fetchone()
        if found is None or found[0] != key:
            return None
        from julasan.render.memory import Rendered

        with suppress(SealError):
            rendered = Rendered(*unpickled(found[1], f"rendered {name} {key}"))
            self._last_rendered = name, key, rendered
            return rendered
        return None

    def put(self, name: str, key: str, rendered: Rendered) -> None:
        """Keep a rendered body."""
        self._waiting[name] = key, rendered
        if self._rendered is not None:
            self._rendered.add(name)
        if len(self._waiting) == AT_ONCE:
            self._put_down()

    def _put_down(self) -> None:
        """Keep the bodies that wait: `AT_ONCE` together take half of what each takes between other work."""
        rows = []
        for name, (its_key, rendered) in self._waiting.items():
            parts = (rendered.html, rendered.minutes, rendered.summary, rendered.short)
            rows.append((name, its_key, pickled(parts, f"rendered {name} {its_key}")))
        self._base.executemany("INSERT OR REPLACE INTO rendered VALUES (?, ?, ?)", rows)
        self._waiting = {}

    def grams(self, wanted: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """Name and grams of what was put under a name of `wanted` with its key; all else is forgotten."""
        gone: list[tuple[str, str]] = []
        # Much memory is about to be needed at once.
        give_back()
        for name, its_key, data in self._base.execute("SELECT path, key, data FROM grams"):
            found = opened(data, f"grams {name} {its_key}") if wanted.get(name) == its_key else None
            if found is None:
                gone.append((name, its_key))
            else:
                yield name, found
        self._base.executemany("DELETE FROM grams WHERE path = ? AND key = ?", gone)

    def grams_of(self, name: str, key: str) -> bytes | None:
        """What was put under `name` with this `key`."""
        asked = "SELECT data FROM grams WHERE path = ? AND key = ?"
        found = self._base.execute(asked, (name, key)).fetchone()
        return opened(found[0], f"grams {name} {key}") if found else None

    def put_grams(self, name: str, key: str, grams: bytes) -> None:
        """Keep the grams of some documents."""
        data = sealed(grams, f"grams {name} {key}")
        self._base.execute("INSERT OR REPLACE INTO grams VALUES (?, ?, ?)", (name, key, data))

    def forget_grams(self, name: str, key: str) -> None:
        """Keep no longer what was put under `name` with this `key`."""
        self._base.execute("DELETE FROM grams WHERE path = ? AND key = ?", (name, key))

    def counts(self, key: str) -> bytes | None:
        """What was put with this `key`, if nothing was put since then."""
        found = self._base.execute("SELECT data FROM counts WHERE key = ?", (key,)).fetchone()
        return opened(found[0], f"counts {key}") if found else None

    def put_counts(self, key: str, counts: Callable[[], bytes]) -> None:
        """Keep what the index is dealt out by; `counts` gives it."""
        self._base.execute("DELETE FROM counts")
        self._base.execute("INSERT INTO counts VALUES (?, ?)", (key, sealed(counts(), f"counts {key}")))
        give_back()

    def save(self, shown: tuple[Mapping[str, str], Mapping[str, str]] | None = None) -> None:
        """Keep what was learned for the next command; a folder that cannot be written only costs time.

        `shown` says how bodies and cards are shown (:meth:`shown`), if they were made.
        """
        if self._lock is None:
            return
        site = self._site
        found: tuple[tuple[Text, ...], ...] = (site.articles, site.issues, site.pages)
        texts = {text.source.path: text for group in found for text in group}
        self._groups = regrouped(self._groups or Groups(), texts)
        self._known = _Remembered(
            environment=self.environment,
            today=_today(),
            stamps=self._stamps,
            written=self._started,
            structure=self._structure,
            places=self._places if shown else self._known.places,
            packed=tuple(packed for packed, _ in self._groups.groups),
            body_keys=shown[0] if shown else self._still(self._known.body_keys),
            card_keys=shown[1] if shown else self._still(self._known.card_keys),
        )
        with suppress(OSError, sqlite3.Error):
            self._put_down()
            self._base.commit()
            self._base.execute(JOURNAL)
            place = self.folder / "texts.pickle"
            write_whole(place, pickled(self._known, "texts"))
            self._saved = inputs.stamp_of(place)


def give_back() -> None:
    """Give memory that is free back to the system: glibc would hold it."""
    with suppress(OSError, AttributeError, ImportError):
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)


def _today() -> int:
    return int(time.time() // 86400)


JOURNAL = "PRAGMA journal_mode = WAL"
"""What a killed command leaves is whole; what a power cut leaves may be lost."""


def _base(place: Path | str, *, new: bool = False) -> sqlite3.Connection:
    base = sqlite3.connect(str(place))
    # A new one is nothing until it has been saved, for only then is there a record of what it holds
    # (`Kept._opened`): without a journal all is written once. A text fills a page or two.
    base.execute("PRAGMA page_size = 8192")
    base.execute("PRAGMA journal_mode = OFF" if new else JOURNAL)
    base.execute("PRAGMA synchronous = OFF")
    base.execute("CREATE TABLE IF NOT EXISTS rendered (path TEXT PRIMARY KEY, key TEXT, data BLOB)")
    grams = "CREATE TABLE IF NOT EXISTS grams (path TEXT, key TEXT, data BLOB, PRIMARY KEY (path, key))"
    base.execute(grams)
    base.execute("CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, data BLOB)")
    return base
