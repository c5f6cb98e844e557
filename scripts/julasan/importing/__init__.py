"""Edge: a Word document, a saved page, a Blogger export or a plain text -> drafts of articles, all or none.

``imported`` (file -> drafts) picks one of word, blogger, page and note; each makes parts
(parts.py) of what it reads, the first three by way of HTML (tree.py with footnotes.py); flow.py
finds the lists and paragraphs in running lines; markup.py writes them as Markdown; pictures.py
keeps what may be published; writing.py puts drafts into knowledge/.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from julasan.importing import blogger, note, page, word
from julasan.importing.draft import Asked, Draft, Refused
from julasan.importing.writing import Taken, write
from julasan.model import Settings

__all__ = ["Asked", "Draft", "Refused", "Taken", "imported", "write"]

Reader = Callable[[Path, Settings, Asked], list[Draft]]

READERS: dict[str, Reader] = {
    "docx": word.drafts,
    "html": page.drafts,
    "htm": page.drafts,
    "xhtml": page.drafts,
    "xml": blogger.drafts,
    "atom": blogger.drafts,
    "txt": note.drafts,
}
"""What can be imported, by the end of the file's name."""


def imported(file: Path, settings: Settings, asked: Asked) -> list[Draft]:
    """Read `file` into drafts; nothing is written, nothing fetched, nothing run.

    Raises:
        Refused: The file is none that can be imported, or one that does harm.
    """
    kind = file.suffix.removeprefix(".").casefold()
    if not file.is_file():
        raise Refused("no_file", path=file)
    if kind not in READERS:
        raise Refused("kind", kind=file.suffix or file.name, kinds=", ".join(f".{name}" for name in READERS))
    try:
        return READERS[kind](file, settings, asked)
    except OSError as error:
        raise Refused("unreadable", path=file, reason=error.strerror or type(error).__name__) from None
    except RecursionError:
        raise Refused("deep") from None
