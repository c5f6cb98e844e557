"""Rules on fields that name something else: provinces, topics, events, members, pictures, articles, parts."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from julasan.check.documents import Files, articles, guess
from julasan.check.html import IN_FIELD
from julasan.check.links import GENERATED, HEIC, SCRIPTS, hidden_scheme, host_problem
from julasan.guesses import QUOTES, near
from julasan.model import SCALED, Article, Event, Issue, Member, Settings, Site
from julasan.pattern import late
from julasan.problem import Problem, problem
from julasan.thai import normalise

_PREFIX = late(r"^(?:จังหวัด|จ\.)\s*")
_ID_LIKE = late(r"[a-z0-9]+(?:[-_.][a-z0-9]+)+")
_ID_OF_OFFICE = late(r"[a-z][a-z0-9]{2,}")
"""Of whoever holds an event or edits an issue: people and offices have Thai letters, capitals or spaces."""

_QUOTED = late('[“„«»”"] ?[^“”„«»"]+[“”„«»"]?|[^“”„«»"]+[“”„«»"]|[‘’][^‘’]+[‘’]')
"""A name between quotes, or what a comma has left of one; “ชาย” within a name is a nickname."""


def provinces(site: Site, root: Path) -> Iterator[Problem]:
    """A province is one of the site's, written as there."""
    known = site.settings.provinces
    places: tuple[Iterable[Article | Event | Member], ...] = (articles(site), site.events, site.members)
    for record in (record for group in places for record in group):
        name = record.province
        if not name or name in known or not known:
            continue
        bare, line = name.strip(QUOTES), record.source.line_of("province")
        code, meant = guess("province.unknown", provinces_meant(bare, tuple(known.items())))
        if bare != name and code == "province.unknown-like":
            yield _quoted(record, "province", line, name, meant["meant"])
            continue
        values = {"value": bare, "known": ", ".join(known), **meant}
        yield problem(record.source.path, line, code, **values)


@lru_cache(maxsize=256)
def provinces_meant(name: str, provinces: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Those of `provinces` (name and code) that จ., a short form, a code or Latin letters may mean."""
    known, codes = dict(provinces), {code: each for each, code in provinces}
    bare = _PREFIX.sub("", name).strip().strip(".,")
    if bare in known:
        return (bare,)
    if code := codes.get(re.sub(r"^(?:TH)?[\s-]*(?=[0-9])", "TH-", name.upper())):
        return (code,)
    if named_in_it := tuple(each for each in known if each in name):
        return named_in_it[:3]
    from pythainlp.corpus import provinces as of_thailand

    country = [row for row in of_thailand(details=True) if isinstance(row, dict)]
    named = {row["name_th"]: row for row in country}
    short = {row["abbr_th"]: row["name_th"] for row in country}
    if bare in named:
        # A province, and none of the site's: one of another name is no guess.
        return ()
    if short.get(bare.replace(".", "")) in known:
        return (short[bare.replace(".", "")],)
    if not re.search("[A-Za-z]{3}", bare):
        return near(bare, known)
    latin = {_latin(named[each]["name_en"]): each for each in known if each in named}
    return tuple(latin[found] for found in near(_latin(bare), latin, 0.75))


def _latin(name: str) -> str:
    """A name in Latin letters without what people write in many ways: spaces, "province", aspirates."""
    bare = re.sub(r"\b(?:changwat|province|mueang|muang|city)\b|[^a-z]", " ", name.casefold())
    return re.sub("(?<=[kptc])h", "", bare.replace(" ", "")).replace("oo", "u").replace("ie", "ia")


def topics(site: Site, root: Path) -> Iterator[Problem]:
    """Every topic is one of the site's."""
    known = site.settings.topics
    groups: tuple[Iterable[Article | Event], ...] = (articles(site), site.events)
    for record in (record for group in groups for record in group):
        # Between quotes as well: each is shown as it should be, in one list.
        bare = dict.fromkeys(name.strip(QUOTES) for name in record.topics)
        quoted = next((name for name in record.topics if name.strip(QUOTES) != name), None)
        if quoted and known and bare.keys() <= set(known):
            line = _line_of_item(site, record, "topics", quoted)
            yield _quoted(record, "topics", line, quoted, f"[{', '.join(bare)}]")
            continue
        for name in record.topics:
            if name in known or not known:
                continue
            line = _line_of_item(site, record, "topics", name)
            if len(_apart(name, known)) > 1:
                meant = (part for topic in record.topics for part in _apart(topic, known))
                values = {"value": name, "meant": ", ".join(dict.fromkeys(meant))}
                yield problem(record.source.path, line, "topic.joined", **values)
                continue
            word = name.strip(QUOTES)
            code, guessed = guess("topic.unknown", near(word, known))
            values = {"value": word, "known": ", ".join(known), **guessed}
            yield problem(record.source.path, line, code, **values)


def _apart(name: str, known: Collection[str]) -> list[str]:
    """The topics, all `known`, that are written as one, apart by another sign than a comma; else `name`."""
    ways = ([part.strip() for part in re.split(r"[;；、，/|·•]|\s{2,}", name)], name.split())
    return next((parts for parts in ways if set(parts) <= set(known)), [name])


def people(site: Site, root: Path) -> Iterator[Problem]:
    """An author, organizer or editor that looks like a member's id is one."""
    known = {member.member_id for member in site.members}
    for article in articles(site):
        if quoted := next(filter(_QUOTED.fullmatch, article.authors), None):
            names = ", ".join(name.strip(QUOTES) for name in article.authors)
            line = _line_of_item(site, article, "authors", quoted)
            yield _quoted(article, "authors", line, quoted, f"[{names}]")
        for name in article.authors:
            yield from _person(site, article, "authors", name, known)
    for event in site.events:
        if event.organizer:
            if _QUOTED.fullmatch(event.organizer):
                line = event.source.line_of("organizer")
                yield _quoted(event, "organizer", line, event.organizer, event.organizer.strip(QUOTES))
            yield from _person(site, event, "organizer", event.organizer, known)
    for issue in site.issues:
        if issue.editor:
            if _QUOTED.fullmatch(issue.editor):
                line = issue.source.line_of("editor")
                yield _quoted(issue, "editor", line, issue.editor, issue.editor.strip(QUOTES))
            yield from _person(site, issue, "editor", issue.editor, known)


def _quoted(
    record: Article | Event | Issue | Member, field: str, line: int, name: str, meant: str
) -> Problem:
    return problem(record.source.path, line, "text.quoted", field=field, value=name, meant=meant)


def _person(
    site: Site, record: Article | Event | Issue, field: str, name: str, known: set[str]
) -> Iterator[Problem]:
    if name in known or not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        return
    folded = name.casefold().replace("_", "-").replace(".", "-")
    line = _line_of_item(site, record, field, name)
    code, meant = guess("member.unknown", (folded,) if folded in known else near(folded, known, 0.8))
    if meant and re.sub("[^0-9]", "", folded) != re.sub("[^0-9]", "", meant["meant"]):
        # Of another number it may be whoever left, and not the one beside them: no guess, but a choice.
        code = "member.unknown-several"
    like_an_id = _ID_LIKE.fullmatch(name) or (field != "authors" and _ID_OF_OFFICE.fullmatch(name))
    if meant or (like_an_id and known):
        yield problem(record.source.path, line, code, value=name, **meant)


def addresses(site: Site, root: Path) -> Iterator[Problem]:
    """The host of an address in a field is one that a reader can trust."""
    own = ("board", "contribute", "admin_login", "mail_unsubscribe_url")
    fields: tuple[tuple[Event | Member | Settings, str], ...] = (
        *((event, name) for event in site.events for name in ("url", "registration")),
        *((member, "website") for member in site.members),
        *((site.settings, name) for name in own),
    )
    for record, name in fields:
        value = getattr(record, name)
        if not value:
            continue
        code, values = host_problem(value)
        if code:
            line = record.source.line_of(name)
            yield problem(record.source.path, line, code, **{"value": value, **values})


def article_fields(site: Site, root: Path) -> Iterator[Problem]:
    """What an article's fields say of each other, and the event that it reports."""
    events = site.event_by_id
    for article in articles(site):
        source = article.source
        if article.event and article.event not in events:
            code, meant = guess("event.unknown", near(article.event, events))
            yield problem(source.path, source.line_of("event"), code, value=article.event, **meant)
        if article.part is not None and not article.series:
            yield problem(source.path, source.line_of("part"), "part.no-series", value=article.part)


def pictures(site: Site, root: Path) -> Iterator[Problem]:
    """An article's picture exists beside it, and has a text for those who cannot see it."""
    known = {media.path for media in site.media}
    folded = {path.casefold(): path for path in known}
    files = Files(sorted(known))
    for article in articles(site):
        if article.image is None:
            if article.image_alt:
                source = article.source
                yield problem(source.path, source.line_of("image_alt"), "image.alt-alone")
            continue
        line = article.source.line_of("image")
        wrong = list(_picture(article, line, known, folded, files))
        yield from wrong
        if not article.image_alt and not wrong:
            yield problem(article.source.path, line, "image.field-alt", value=article.image)


def icon(site: Site, root: Path) -> Iterator[Problem]:
    """The network's sign is a picture of the folder, of pixels and enough of them."""
    own, source = site.settings.icon, site.settings.source
    if own is None:
        return
    known = {media.path: media for media in site.media}
    line = source.line_of("icon")
    if own not in known:
        code, values = guess("settings.icon-missing", near(own, (path for path in known if _pixels(path))))
        yield problem(source.path, line, code, value=own, **values)
    elif not _pixels(own) or min(known[own].width, known[own].height) < LEAST_ICON:
        yield problem(source.path, line, "settings.icon-kind", value=own, least=LEAST_ICON)


LEAST_ICON = 192
"""Pixels of the icon's shorter side: what a phone's screen shows."""


def _pixels(path: str) -> bool:
    return path.casefold().endswith(SCALED)


def _picture(
    article: Article, line: int, known: set[str], folded: dict[str, str], files: Files
) -> Iterator[Problem]:
    path, target = article.source.path, article.image or ""
    if re.match(r"(?i)\s*(?:(?!file:)[a-z][a-z0-9+.-]+:|//)", target):
        yield problem(path, line, "image.remote", value=target)
        return
    if re.match(r"(?i)[a-z]:[\\/]|\\\\|file:|/|~/", target):
        yield problem(path, line, "link.machine", value=target)
        return
    if "\\" in target:
        yield problem(path, line, "link.backslash", value=target, meant=target.replace("\\", "/"))
        return
    folder = posixpath.dirname(path)
    found = posixpath.normpath(posixpath.join(folder, target))
    if found in known or posixpath.normpath(posixpath.join(folder, unquote(target))) in known:
        return
    if meant := folded.get(found.casefold()):
        yield problem(path, line, "image.case", value=target, meant=posixpath.relpath(meant, folder))
    elif target.casefold().endswith(HEIC):
        yield problem(path, line, "image.heic", value=target, meant=f"{target.rpartition('.')[0]}.jpg")
    else:
        close = (posixpath.relpath(other, folder) for other in files.near(found))
        code, values = guess("image.missing", tuple(close))
        yield problem(path, line, code, value=target, **values)


def issues(site: Site, root: Path) -> Iterator[Problem]:
    """An issue names articles that exist, no two of a volume have one number, and it can be set."""
    slugs = site.article_by_permalink
    called: Mapping[str, tuple[str, ...]] = {}
    numbers: dict[tuple[int | None, int], Issue] = {}
    for issue in sorted(site.issues, key=lambda issue: issue.month):
        named = [("articles", slug) for slug in issue.articles]
        if issue.lead:
            named.append(("lead", issue.lead))
        for field, slug in named:
            if slug in slugs:
                continue
            line = _line_of_item(site, issue, field, slug)
            called = called or _called(site)
            exactly = called.get(slug.casefold()) or called.get(_stem(slug), ())
            if len(exactly) == 1:
                yield problem(issue.source.path, line, "slug.called", value=slug, meant=exactly[0])
                continue
            code, meant = guess("slug.unknown", exactly or _near(slug, called))
            yield problem(issue.source.path, line, code, value=slug, **meant)
        if issue.columns > MOST_COLUMNS:
            line = issue.source.line_of("columns")
            yield problem(issue.source.path, line, "issue.columns", value=issue.columns)
        if "number" not in issue.source.lines:
            continue
        key = issue.volume, issue.number
        if key in numbers:
            for one, other in ((issue, numbers[key]), (numbers[key], issue)):
                line = one.source.line_of("number")
                yield problem(
                    one.source.path, line, "issue.number", value=one.number, other=other.source.path
                )
        numbers.setdefault(key, issue)


def _called(site: Site) -> Mapping[str, tuple[str, ...]]:
    """What people call an article, its file or its title, to the ends of the addresses of those called so."""
    called: dict[str, tuple[str, ...]] = {}
    for link, article in site.article_by_permalink.items():
        for name in {link, _stem(article.source.path), article.title.casefold()}:
            called[name] = (*called.get(name, ()), link)
    return called


def _near(name: str, called: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The ends of the addresses of articles that are called nearly so."""
    return tuple(link for close in near(name.casefold(), called) for link in called[close])[:3]


def _stem(path: str) -> str:
    """The last name in a path or an address, without ``.md``."""
    last = unquote(path).rstrip("/").rpartition("/")[2]
    return unicodedata.normalize("NFC", last).casefold().removesuffix(".md")


MOST_COLUMNS = 2
"""Of an A4 page: Thai lines of a third of it would hold three words."""


def nav(site: Site, root: Path) -> Iterator[Problem]:
    """Every entry of the nav is a page, or an address that a reader may open."""
    known = {page.source.path.removeprefix("docs/") for page in site.pages}
    known |= {issue.source.path.removeprefix("docs/") for issue in site.issues}
    for title, target, line in site.settings.nav:
        if match := IN_FIELD.search(title):
            yield problem("mkdocs.yml", line, "html.field", field="nav", value=match.group())
        if (scheme := hidden_scheme(target)) in SCRIPTS:
            yield problem("mkdocs.yml", line, "link.script", value=target, scheme=scheme)
        if re.match("https?://", target):
            code, values = host_problem(target)
            if code:
                yield problem("mkdocs.yml", line, code, value=target, **values)
            continue
        if target in known or target.startswith("mailto:") or _generated(target):
            continue
        if not target.endswith(".md"):
            continue
        code, meant = guess("nav.missing", near(target, known))
        yield problem("mkdocs.yml", line, code, value=target, **meant)


def own_keys(site: Site, root: Path) -> Iterator[Problem]:
    """MkDocs' own keys that every page shows: plain text, and addresses of the web."""
    settings = site.settings
    for name in ("site_name", "copyright"):
        if match := IN_FIELD.search(getattr(settings, name)):
            yield problem(
                "mkdocs.yml", settings.source.line_of(name), "html.field", field=name, value=match.group()
            )
    for name in ("site_url", "repo_url", "edit_uri"):
        value = getattr(settings, name)
        scheme = hidden_scheme(value)
        if not value or (name == "edit_uri" and not scheme):
            continue
        line = settings.source.line_of(name)
        if scheme not in ("http", "https"):
            yield problem("mkdocs.yml", line, "url.https", field=name, value=value)
            continue
        code, values = host_problem(value)
        # A site that is only tried out may lie on this machine, and a network knows its own letters.
        if code not in ("", "link.local", "link.look-alike"):
            yield problem("mkdocs.yml", line, code, value=value, **values)


def _generated(target: str) -> bool:
    folder = target.partition("/")[0] + "/"
    return target == "index.md" or (folder in GENERATED and target.endswith("index.md"))


def _line_of_item(site: Site, record: Article | Event | Issue, field: str, item: str) -> int:
    """The line of one item of a list: the first at or below the field that holds it."""
    source = record.source
    first = source.line_of(field)
    text = site.texts.get(source.path) or site.reread(source.path)
    if not text:
        return first
    later = [line for line in source.lines.values() if line > first]
    last = min(later, default=first + 50)
    lines = text.split("\n")[first - 1 : max(last - 1, first)]
    for offset, line in enumerate(lines):
        if item in line or item in normalise(line):
            return first + offset
    return first
