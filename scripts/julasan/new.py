"""Edge: a new article, event, bulletin or member begun where it belongs; nothing is written over."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from julasan.files import write_whole
from julasan.frozen import dataclass
from julasan.model import Issue, Member
from julasan.problem import Source
from julasan.read import files
from julasan.read.dates import written
from julasan.read.values import schema

LONGEST = {"article": 40, "event": 60, "member": 60}
_NAME = re.compile(r"[a-z0-9-]+")
_PLAIN = re.compile(r"[A-Za-z0-9-]+")


class UnfitTableError(Exception):
    """members.csv is written so that a row at its end would not be read as one: `check` says why."""


class BadName(Exception):  # noqa: N818 - it names what is wrong
    """The name is not one that a URL may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What is known of an article before its text; fields left empty stay out of the file."""

    title: str
    day: date
    authors: Sequence[str] = ()
    province: str = ""
    topics: Sequence[str] = ()
    kind: str = "article"
    to: str = ""
    summary: str = ""


def suggested_name(title: str, day: date, taken: Container[str] = ()) -> str:
    """A free name for the file: the title where it is English, else the day."""
    words = re.findall(r"[a-z0-9]+", title.casefold()) if title.isascii() else []
    stem = "-".join(words)[: LONGEST["article"] - 3].strip("-") or f"{day:%Y-%m-%d}"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def file_fits(name: str) -> bool:
    """Whether an article's file may have this name (without ``.md``), Thai or not."""
    return bool(name) and files.fits(f"{name}.md")


def is_address(name: str, kind: str = "article") -> bool:
    """Whether `name` may stand in a URL as it is."""
    return bool(_NAME.fullmatch(name)) and len(name) <= LONGEST[kind]


def slug_of(name: str, beginning: Beginning, taken: Container[str]) -> str:
    """What the file's `slug` says: nothing where its name is the address already.

    Else the address would hold the date and a hash of the name, and move with both.
    """
    return "" if is_address(name) else suggested_name(beginning.title, beginning.day, taken)


def article(root: Path, name: str, beginning: Beginning, body: str, slug: str = "") -> Path:
    """Write ``knowledge/<name>.md``.

    Raises:
        BadName: `name` is no file's. FileExistsError: the file is there already.
    """
    if not file_fits(name):
        raise BadName(name)
    front: dict[str, object] = {
        "title": beginning.title,
        "date": beginning.day.isoformat(),
        "authors": list(beginning.authors),
        "province": beginning.province,
        "topics": list(beginning.topics),
        "kind": beginning.kind,
    }
    if beginning.kind == "proposal":
        front |= {"to": beginning.to, "status": "open"}
    front |= {"summary": beginning.summary, "slug": slug}
    shown = {key: value for key, value in front.items() if value or key in ("authors", "topics")}
    return _write(root / "knowledge" / f"{name}.md", shown, body)


def bulletin(root: Path, issue: Issue, body: str) -> Path:
    """Write ``docs/bulletin/YYYY-MM.md``.

    Raises:
        FileExistsError: The file is there already.
    """
    front = {"volume": str(issue.volume or 1), "number": str(issue.number), "date": issue.date.isoformat()}
    front |= {"title": issue.title} if issue.title else {}
    front |= {"editor": issue.editor} if issue.editor else {}
    return _write(root / issue.source.path, front, body)


def next_issue(issues: Sequence[Issue], month: date, title: str = "") -> Issue:
    """The issue of a month: numbered after the one before it, by a number that no other of the volume has.

    `month` is its date; the last day of the month takes all articles of it.
    """
    before = next((each for each in issues if each.month < f"{month:%Y-%m}"), None)
    near = before or (issues[-1] if issues else None)
    volume = (near.volume if near else None) or 1
    taken = {each.number for each in issues if (each.volume or 1) == volume}
    number = before.number + 1 if before else 1
    while number in taken:
        number += 1
    path = f"docs/bulletin/{month:%Y-%m}.md"
    return Issue(
        number=number,
        volume=volume,
        date=month,
        title=title or None,
        source=Source(path),
        month=f"{month:%Y-%m}",
    )


def event(
    root: Path,
    name: str,
    title: str,
    start: datetime | date,
    *,
    end: datetime | date | None = None,
    place: str = "",
    province: str = "",
    kind: str = "other",
) -> Path:
    """Add an entry at the end of events.yaml; what stands there stays, byte for byte.

    Raises:
        BadName: `name` is no event id. FileExistsError: An event has this id already.
    """
    if not is_address(name, "event"):
        raise BadName(name)
    path = root / "events.yaml"
    old = before = path.read_bytes() if path.exists() else b""
    taken = rb"(?:^\s*(?:-\s+)?|\{\s*)id:\s*[\"']?" + name.encode() + rb"[\"']?\s*(?:$|[,}])"
    if re.search(taken, old, re.MULTILINE):
        raise FileExistsError(f"{path}: {name}")
    moments = {"start": written(start), "end": written(end) if end else ""}
    fields = {"title": title, **moments, "place": place, "province": province, "kind": kind}
    given = {key: value for key, value in fields.items() if value}
    if (closing := _end_of_brackets(old)) is not None:
        inside = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in given.items())
        comma = "" if old[:closing].rstrip().endswith((b",", b"[")) else ","
        new = old[:closing].rstrip() + f"{comma}\n  {{id: {name}, {inside}}}\n".encode() + old[closing:]
    else:
        old, indent = _before_an_entry(old)
        entry = f"{indent}- id: {name}\n" + "".join(
            f"{indent}  {key}: {value if key in moments else _scalar(value)}\n"
            for key, value in given.items()
        )
        new = old + entry.encode()
    if b"\r\n" in before:
        pairs = enumerate(zip(before, new, strict=False))
        kept = next((at for at, (was, now) in pairs if was != now), len(before))
        new = new[:kept] + re.sub(rb"(?<!\r)\n", b"\r\n", new[kept:])
    write_whole(path, new)
    return path


def columns(root: Path) -> list[str]:
    """The columns of members.csv in its order; all that there are where it is empty or not there.

    Raises:
        UnfitTableError: It is no table that can take a row at its end.
    """
    known = schema(Member)
    path = root / "members.csv"
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if any(row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnfitTableError from error
    if not rows:
        return [*known]
    head = [cell.strip() for cell in rows[0]]
    needed = {name for name, spec in known.items() if spec.required}
    if not needed <= {*head} <= {*known} or any(len(row) != len(head) for row in rows):
        raise UnfitTableError
    return head


def member(root: Path, columns: Sequence[str], row: Mapping[str, str]) -> int:
    """Add a row at the end of members.csv, and give its line; what stands there stays, byte for byte."""
    path = root / "members.csv"
    old = path.read_bytes() if path.exists() else b""
    line_end = "\r\n" if b"\r\n" in old else "\n"
    made = io.StringIO()
    writer = csv.writer(made, lineterminator=line_end)
    if not old.strip(b"\xef\xbb\xbf \r\n"):
        writer.writerow(columns)
    writer.writerow([row.get(name, "") for name in columns])
    before = old if not old or old.endswith(b"\n") else old + line_end.encode()
    write_whole(path, before + made.getvalue().encode())
    return (before.decode() + made.getvalue()).count("\n")


def _end_of_brackets(old: bytes) -> int | None:
    """Where a list that is written between brackets ends: its last one, unless it is empty."""
    written = re.sub(rb"^[ \t]*#[^\n]*", lambda remark: b" " * len(remark[0]), old, flags=re.MULTILINE)
    inside = written.lstrip(b"\xef\xbb\xbf").strip()
    whole = inside.startswith(b"[") and inside.endswith(b"]") and inside[1:-1].strip()
    return written.rindex(b"]") if whole else None


def _before_an_entry(old: bytes) -> tuple[bytes, str]:
    """What stays before a new entry of events.yaml, and how far in the entries of its list stand."""
    lines = old.splitlines(keepends=True)
    written = [line for line in lines if line.strip() and not line.lstrip().startswith(b"#")]
    if [line.partition(b" #")[0].replace(b" ", b"").strip() for line in written] == [b"[]"]:
        lines.remove(written[0])
    if lines and not lines[-1].endswith(b"\n"):
        lines.append(b"\n")
    first = re.search(rb"^( *)- ", old, re.MULTILINE)
    return b"".join(lines), first[1].decode() if first else ""


def _write(path: Path, front: Mapping[str, object], body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}: {_value(value)}" for name, value in front.items()]
    with path.open("x", encoding="utf-8") as file:
        file.write("---\n" + "\n".join(lines) + f"\n---\n\n{body}\n")
    return path


def _value(value: object) -> str:
    return f"[{', '.join(map(_scalar, value))}]" if isinstance(value, list) else _scalar(value)


def _scalar(value: object) -> str:
    """A text as YAML's plain scalar where it is a name or number, else double-quoted, as JSON is."""
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
