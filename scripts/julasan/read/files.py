"""The folder: which files there are, their names and kinds, the pictures with their sizes in pixels."""

from __future__ import annotations

import os
import stat
import struct
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from julasan.model import FILES, FOLDERS, PICTURES, Media
from julasan.pattern import late
from julasan.problem import Problem, problem
from julasan.thai import INVISIBLE

MEDIA = (*PICTURES, "pdf", "csv", "ics", "vcf", "mp3", "m4a", "ogg", "mp4", "webm", "vtt")
TO_IMPORT = ("docx", "doc", "odt", "rtf", "pages", "html", "htm", "txt", "gdoc", "mht", "mhtml", "xhtml")
_OTHER_PICTURES = ("bmp", "tif", "tiff", "jfif", "psd", "ai", "eps", "cdr", "raw", "dng")
AT_THE_ROOT = ("CNAME", "robots.txt", "LICENSE", "license.txt")
_MEANT = late(
    r"(?i)(members\.private|members?|events?)\.(?:xlsx?|xlsm|ods|numbers|gsheet|csv|tsv|ya?ml|json)(?:\.txt)?"
)
MEANT = {"m": "members.csv", "e": "events.yaml"}
_SHEETS = late(r"(?i).*\.(?:xlsx?|xlsm|ods|numbers|gsheet)")
_RESERVED = late(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?")
_ORDINARY = late(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}(?<!\.)")
"""Most names: nothing in them is worth a closer look."""
_SIGNS = late(r'[<>:"|?*\\]')
_CONTROL = late("[\x00-\x1f\x7f-\x9f]")
_IGNORED = late(r"\..*|~\$.*|Thumbs\.db|desktop\.ini|__MACOSX|.*~|.*\.tmp")


UNPRINTABLE = ("name.encoding", "name.control", "name.invisible")
"""What bears such a name is not read: no message could name it."""


@dataclass(slots=True)
class Folder:
    """What the folder of mkdocs.yml holds: Markdown files and media, by path, sorted."""

    texts: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    """Markdown files beside mkdocs.yml, where none is read, that begin as articles do."""
    media: list[Media] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def look(root: Path) -> Folder:
    """List docs/ and knowledge/ without following a link or opening anything that is no plain file."""
    folder = Folder()
    for name in FOLDERS:
        _folder(root, name, folder)
    for name in FILES:
        _plain(root / name, name, folder)
    _beside(root, folder)
    folder.texts.sort()
    folder.media.sort(key=lambda media: media.path)
    return folder


def _beside(root: Path, folder: Folder) -> None:
    """Note what lies beside mkdocs.yml and is meant to be read, but is not, for its name or its place."""
    try:
        with os.scandir(root) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    names = {entry.name for entry in found if entry.is_file(follow_symlinks=False)}
    for entry in found:
        if entry.name in names:
            _meant(entry.name, names, folder)
            begins_as_one = entry.name.casefold().endswith(".md") and _begins_as_one(entry.path)
            if begins_as_one and _name(entry.name, entry.name, folder) not in UNPRINTABLE:
                folder.strays.append(entry.name)
        elif entry.name not in FOLDERS and entry.name.casefold() in FOLDERS:
            shown, meant = _shown(entry.name), entry.name.casefold()
            if entry.is_dir(follow_symlinks=False):
                folder.problems.append(problem(shown, 1, "file.meant-folder", name=shown, meant=meant))


def _meant(name: str, names: Container[str], folder: Folder) -> None:
    """Note a file that is meant as the list of members or events."""
    match = _MEANT.fullmatch(name) if name not in FILES else None
    if not match:
        return
    stem = match[1].casefold()
    meant = "members.private.csv" if "private" in stem else MEANT[stem[0]]
    # A sheet from which the list was made may lie beside it.
    if not (_SHEETS.fullmatch(name) and meant in names):
        code = "file.meant-csv" if meant.endswith(".csv") else "file.meant-yaml"
        folder.problems.append(problem(_shown(name), 1, code, name=_shown(name), meant=meant))


def is_plain(path: Path) -> bool:
    """Whether `path` is a file of its own: no link, no pipe, no device."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _plain(path: Path, name: str, folder: Folder) -> bool:
    """Note a link or pipe in place of a file; whether it may be opened."""
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):
        return False
    if stat.S_ISLNK(mode):
        folder.problems.append(problem(_shown(name), 1, "file.link"))
    elif not stat.S_ISREG(mode):
        folder.problems.append(problem(_shown(name), 1, "file.special"))
    else:
        return True
    return False


def _folder(root: Path, name: str, folder: Folder) -> None:
    path = root / name
    if path.is_symlink():
        folder.problems.append(problem(name, 1, "file.link"))
        return
    for entry in _walk(path, name, folder):
        _file(*entry, folder)


def _walk(path: Path, name: str, folder: Folder) -> Iterator[tuple[str, str]]:
    """Every plain file below `path` as (place, name from the root); the rest is noted."""
    waiting = [(str(path), name)]
    while waiting:
        place, above = waiting.pop()
        try:
            entries = sorted(os.scandir(place), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            here = f"{above}/{entry.name}"
            if _IGNORED.fullmatch(entry.name) and not entry.is_symlink():
                if entry.name.startswith(".") and entry.name.casefold().endswith(".md"):
                    # A text that never appears, without a word, would be looked for in vain.
                    folder.problems.append(problem(_shown(here), 1, "name.end", name=_shown(entry.name)))
                continue
            if _name(entry.name, here, folder) in UNPRINTABLE:
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, here))
            elif entry.is_file(follow_symlinks=False):
                yield entry.path, here
            else:
                code = "file.link" if entry.is_symlink() else "file.special"
                folder.problems.append(problem(_shown(here), 1, code))


def fits(name: str) -> bool:
    """Whether a file of docs/ or knowledge/ may bear this name, on every computer."""
    return "/" not in name and not _IGNORED.fullmatch(name) and not _name(name, name, Folder())


def _name(name: str, path: str, folder: Folder) -> str:
    """Note a name that some computer cannot store, or no person can see; the code of what was noted."""
    if _ORDINARY.fullmatch(name) and not _RESERVED.fullmatch(name):
        return ""
    code = ""
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        code = "name.encoding"
    elif _CONTROL.search(name):
        code = "name.control"
    elif INVISIBLE.search(name) or any(
        unicodedata.category(letter) == "Cf" for letter in name if letter > "\x7f"
    ):
        code = "name.invisible"
    elif _RESERVED.fullmatch(name):
        code = "name.reserved"
    elif name.startswith("-"):
        code = "name.dash"
    elif name != name.strip() or name.endswith((".", " ")):
        code = "name.end"
    elif _SIGNS.search(name):
        code = "name.sign"
    elif len(name.encode("utf-8", "replace")) > 240:
        code = "name.long"
    if code:
        folder.problems.append(problem(_shown(path), 1, code, name=_shown(name)))
    return code


def _shown(path: str) -> str:
    """`path` as it can be printed on one line."""
    path = path.encode("utf-8", "replace").decode()
    return "".join(
        f"\\u{ord(sign):04x}" if _CONTROL.match(sign) or INVISIBLE.match(sign) else sign for sign in path
    )


def _file(place: str, path: str, folder: Folder) -> None:
    name = path.rpartition("/")[2]
    stem, _, ending = name.rpartition(".")
    kind = ending.casefold() if stem else ""
    if name.casefold().startswith("members.private"):
        folder.problems.append(problem(_shown(path), 1, "file.private", name=_shown(name)))
    elif ending == "md" and stem:
        folder.texts.append(path)
    elif kind in ("md", "markdown", "mdown", "mkd") or _is_article(place, name):
        meant = (stem or name).removesuffix(".md") + ".md"
        folder.problems.append(problem(_shown(path), 1, "name.md", name=_shown(name), meant=_shown(meant)))
    elif kind in MEDIA:
        width, height = pixels(Path(place)) if kind in PICTURES else (0, 0)
        folder.media.append(Media(path, os.stat(place).st_size, width, height))
    elif name in AT_THE_ROOT:
        folder.media.append(Media(path, os.stat(place).st_size))
    elif kind in TO_IMPORT:
        folder.problems.append(problem(_shown(path), 1, "file.import", name=_shown(name)))
    elif kind in ("heic", "heif"):
        meant = _shown(stem) + ".jpg"
        folder.problems.append(problem(_shown(path), 1, "file.heic", name=_shown(name), meant=meant))
    elif kind in _OTHER_PICTURES:
        meant = _shown(stem) + ".jpg"
        folder.problems.append(problem(_shown(path), 1, "file.picture", name=_shown(name), meant=meant))
    else:
        folder.problems.append(problem(_shown(path), 1, "file.kind", name=_shown(name)))


def _is_article(place: str, name: str) -> bool:
    """Whether a file begins as one, whatever it is called: a name without an ending, or with another."""
    if name.casefold().endswith(".md.txt"):
        return True
    if "." in name and not name.casefold().endswith(".txt"):
        return False
    return _begins_as_one(place)


def _begins_as_one(place: str) -> bool:
    try:
        with open(place, "rb", buffering=0) as file:
            return file.read(6).removeprefix(b"\xef\xbb\xbf").startswith(b"---")
    except OSError:
        return False


def pixels(place: Path) -> tuple[int, int]:
    """Width and height from a picture's header, upright; (0, 0) where it is none. Nothing is decoded."""
    try:
        with place.open("rb") as file:
            if place.suffix.lower() == ".svg":
                return _view_box(file.read(4_000))
            head = file.read(64)
            if head.startswith(b"\xff\xd8"):
                return _jpeg(head + file.read(2_000_000))
    except OSError:
        return 0, 0
    return _header(head)


_VIEW_BOX = late(
    rb"""<svg\b[^<>]{0,2000}?\sviewBox\s*=\s*["'][-\d.]+[\s,]+[-\d.]+[\s,]+(\d{1,5})[\d.]*[\s,]+(\d{1,5})"""
)


def _view_box(head: bytes) -> tuple[int, int]:
    """The sides of a drawing: it has no pixels, but a page keeps its place free by their ratio."""
    found = _VIEW_BOX.search(head)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _header(head: bytes) -> tuple[int, int]:
    if head.startswith(b"\x89PNG\r\n\x1a\n") and len(head) >= 24:
        return struct.unpack(">II", head[16:24])
    if head.startswith(b"GIF8") and len(head) >= 10:
        return struct.unpack("<HH", head[6:10])
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP" and len(head) >= 30:
        return _webp(head)
    return 0, 0


def _webp(head: bytes) -> tuple[int, int]:
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF


def _jpeg(data: bytes) -> tuple[int, int]:
    at, lies = 2, False
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return (height, width) if lies else (width, height)
        if marker == 0xE1 and data[at + 4 : at + 10] == b"Exif\0\0":
            lies = _turned(data[at + 10 : at + 2 + length])
        at += 1 if marker == 0xFF else 2 + max(2, length)
    return 0, 0


_ORIENTATION = 0x0112


def _turned(exif: bytes) -> bool:
    """Whether a photograph is shown turned by a quarter (Exif 2.32, 4.6.4 Orientation: 5 to 8)."""
    order = ">" if exif.startswith(b"MM") else "<"
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for entry in range(first + 2, first + 2 + 12 * count, 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if tag == _ORIENTATION:
                return value in (5, 6, 7, 8)
    except struct.error:
        return False  # Damaged: it is shown as it lies.
    return False
