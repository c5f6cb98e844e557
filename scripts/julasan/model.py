"""What a network publishes: Site, Article, Event, Member, Issue, StandingPage; and the Outputs made of them.

The dataclass is the schema: a reader types a text record by these annotations
(read/record.py), so a new field is one line here. Fields marked ``GIVEN`` are not
written by a person: the reader gives them. The string under a field documents it.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, field, fields
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from julasan.frozen import dataclass
from julasan.problem import Source

FOLDERS = ("docs", "knowledge")
"""Where texts and pictures lie, beside mkdocs.yml."""
FILES = ("mkdocs.yml", "events.yaml", "members.csv", "members.private.csv")
"""The files that are read in their one place."""

GIVEN: Mapping[str, bool] = {"given": True}
"""Metadata of a field that the reader gives, not the person."""


@dataclass(frozen=True, slots=True)
class Text:
    """Constraint on a text: its longest length, one line or more, a pattern, one paragraph or more."""

    longest: int = 1_000
    lines: bool = False
    pattern: str = ""
    paragraphs: bool = True
    looked_up: bool = False
    """Whether what does not fit is told of where all that the text may name is known."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Constraint on a whole number: its least value."""

    least: int


@dataclass(frozen=True, slots=True)
class Https:
    """Constraint on a text: an https address."""

    pattern: str = r"https://[^\s/?#@\\]+\.[^\s/?#@\\]{2,}(?:[/?#][^\s\\<>\"']*)?"


def written_fields(record: type) -> list[Field[Any]]:
    """The fields of a record that a person writes, in order."""
    return [item for item in fields(record) if not item.metadata.get("given")]


def is_required(item: Field[Any]) -> bool:
    """Whether a record without the field is a problem."""
    return item.default is MISSING and item.default_factory is MISSING


def plain_type(hint: Any) -> Any:
    """``X | None`` is X: an empty optional field was not given."""
    if get_origin(hint) in (Union, types.UnionType):
        kept = [item for item in get_args(hint) if item is not type(None)]
        return kept[0] if len(kept) == 1 else Union[tuple(kept)]  # noqa: UP007 - built at run time
    return hint


Line: TypeAlias = Annotated[str, Text()]
Title: TypeAlias = Annotated[str, Text(longest=200)]
Summary: TypeAlias = Annotated[str, Text(longest=2_000, lines=True, paragraphs=False)]
Paragraph: TypeAlias = Annotated[str, Text(longest=2_000, lines=True)]
Slug: TypeAlias = Annotated[str, Text(longest=40, pattern="[a-z0-9-]")]
EventId: TypeAlias = Annotated[str, Text(longest=60, pattern="[a-z0-9-]")]
ArticleName: TypeAlias = Annotated[str, Text(longest=40, pattern="[a-z0-9-]", looked_up=True)]
MemberId: TypeAlias = Annotated[str, Text(longest=60, pattern="[a-z0-9-]")]
Url: TypeAlias = Annotated[str, Https()]
Day: TypeAlias = date
"""A calendar day; the name leaves `date` free for fields."""

ArticleKind = Literal["article", "field-work", "forum", "story", "news", "proposal"]
ProposalStatus = Literal["open", "sent", "answered", "done"]
EventKind = Literal["forum", "academic-market", "study-visit", "training", "meeting", "deadline", "other"]
EventStatus = Literal["confirmed", "tentative", "cancelled"]
Role = Literal["member", "representative", "hub"]
Numerals = Literal["arabic", "thai"]
YesNo = Literal["true", "false"]
"""As YAML writes it; every scalar is read as text."""
AdminBackend = Literal["github", "gitlab", "git-gateway", "local"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture in Markdown: target as written, text or alt, and its line in the file."""

    target: str
    text: str
    line: int
    image: bool = False
    at: int = 0
    """Line where the target is written, when that is a definition elsewhere (``[id]: target``); else 0."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in Markdown: level 1–6, its plain text, its id on the page and its line in the file."""

    level: int
    text: str
    id: str
    line: int


MarkKind = Literal[
    "tag", "tag-allowed", "comment", "fence", "macro", "snippet", "attributes", "footnote", "reference",
    "deep", "columns", "long-line", "pasted", "marks", "many", "lines",
    "raw-gap", "raw-reversed", "raw-bracket", "raw-open", "raw-board", "raw-footnote", "raw-wide",
    "raw-foreign", "raw-heading", "raw-item", "raw-table", "raw-table-cells", "raw-bold", "raw-tick",
    "raw-fence", "raw-indent", "raw-tabs", "raw-table-row", "raw-star", "raw-table-more", "raw-box",
    "raw-box-name", "raw-task", "raw-emoji", "raw-head",
    "raw-box-quote", "handler", "footnote-unused", "footnote-twice", "footnote-colon", "reference-twice",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """Something in Markdown, outside code, that a rule looks at: a tag, a macro, a fence never closed."""

    kind: MarkKind
    text: str
    line: int


MOST_LINES = 20_000
"""Lines of one text that are read."""


@dataclass(frozen=True, slots=True)
class Body:
    """A Markdown text in normal form, and what the reader saw in it."""

    text: str = ""
    line: int = 1
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    marks: tuple[Mark, ...] = ()
    empty: bool = False
    """Whether nothing of it is shown: remarks are not, nor what only names a link or a note."""

    @property
    def pictures(self) -> tuple[Link, ...]:
        """Those of its links that are pictures."""
        return tuple(link for link in self.links if link.image)


@dataclass(frozen=True, kw_only=True)
class Article:
    """An article of the knowledge base (schema.org/Article)."""

    title: Title
    date: Day
    """Day of publication."""
    updated: Day | None = None
    """Not before `date`."""
    authors: tuple[Line, ...] = ()
    """Member ids or plain names."""
    province: Line | None = None
    topics: tuple[Line, ...] = ()
    kind: ArticleKind = "article"
    summary: Summary | None = None
    image: Line | None = None
    """Path of a picture beside the article."""
    image_alt: Line | None = None
    series: Line | None = None
    part: Annotated[int, AtLeast(1)] | None = None
    event: EventId | None = None
    """The event that this article reports."""
    to: Line | None = None
    status: ProposalStatus | None = None
    slug: Slug | None = None

    source: Source = field(metadata=GIVEN)
    permalink: str = field(metadata=GIVEN)
    """The stem of the URL: ``/k/<permalink>/``."""
    digest: str = field(default="", metadata=GIVEN, repr=False)
    """A fingerprint of the file as it was written."""
    body: Body = field(default=Body(), metadata=GIVEN, repr=False)

    @property
    def url(self) -> str:
        """Path from the site's root, ``k/<permalink>/``."""
        return f"k/{self.permalink}/"


@dataclass(frozen=True, kw_only=True)
class Event:
    """An entry of the calendar (RFC 5545 VEVENT)."""

    id: EventId
    title: Title
    start: datetime | date
    """With a time: aware, in `timezone`."""
    end: datetime | date | None = None
    """As written: an all-day end is its last day (RFC 5545's DTEND is the day after)."""
    timezone: Line | None = None
    place: Line | None = None
    province: Line | None = None
    kind: EventKind = "other"
    topics: tuple[Line, ...] = ()
    rrule: Line | None = None
    exdate: tuple[date, ...] = ()
    status: EventStatus = "confirmed"
    sequence: Annotated[int, AtLeast(0)] = 0
    organizer: Line | None = None
    capacity: Annotated[int, AtLeast(1)] | None = None
    url: Url | None = None
    registration: Url | None = None
    summary: Paragraph | None = None

    source: Source = field(metadata=GIVEN)
    zone: ZoneInfo = field(default=ZoneInfo("Asia/Bangkok"), metadata=GIVEN)
    occurrences: tuple[Occurrence, ...] = field(default=(), metadata=GIVEN, repr=False)
    """All of them, in order, `exdate` left out."""

    @property
    def page(self) -> str:
        """Path from the site's root, ``calendar/<id>/``."""
        return f"calendar/{self.id}/"

    @property
    def all_day(self) -> bool:
        """Whether it has dates and no times (RFC 5545 VALUE=DATE)."""
        return not isinstance(self.start, datetime)

    @property
    def years(self) -> set[int]:
        """The years in which it takes place."""
        return {day.year for moment in self.occurrences for day in (moment.first, moment.last)}


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One time at which an event takes place; `first` and `last` are its days in the event's zone."""

    start: datetime | date
    end: datetime | date

    @property
    def first(self) -> date:
        """The day on which it begins."""
        return day_of(self.start)

    @property
    def last(self) -> date:
        """The last day on which it goes on; an end at midnight belongs to the day before."""
        if (
            isinstance(self.end, datetime)
            and self.end > self.start
            and self.end.time() == datetime.min.time()
        ):
            return self.end.date() - timedelta(days=1)
        return day_of(self.end)


def day_of(moment: datetime | date) -> date:
    """The day of a date or a time."""
    return moment.date() if isinstance(moment, datetime) else moment


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person who agreed to be listed (schema.org/Person)."""

    member_id: MemberId
    name: Line
    province: Line
    district: Line | None = None
    role: Role
    joined: date | None = None
    expertise: tuple[Line, ...] = ()
    website: Url | None = None
    consent: date
    """The day on which the member agreed to be listed."""

    source: Source = field(metadata=GIVEN)


@dataclass(frozen=True, kw_only=True)
class Issue:
    """An issue of the bulletin, จุลสาร (schema.org/PublicationIssue)."""

    number: Annotated[int, AtLeast(1)]
    volume: Annotated[int, AtLeast(1)] | None = None
    date: Day
    title: Title | None = None
    editor: Line | None = None
    lead: ArticleName | None = None
    articles: tuple[ArticleName, ...] = ()
    until: Day | None = None
    sms: Paragraph | None = None
    line: Paragraph | None = None
    max_pages: Annotated[int, AtLeast(1)] | None = None
    """Pages of A4 that the print may take: articles are shortened to them, and say where to read on."""
    columns: Annotated[int, AtLeast(1)] = 2
    """Columns of the A4 print: 1 or 2."""

    source: Source = field(metadata=GIVEN)
    month: str = field(metadata=GIVEN)
    """YYYY-MM, the file's stem."""
    digest: str = field(default="", metadata=GIVEN, repr=False)
    """A fingerprint of the file as it was written."""
    body: Body = field(default=Body(), metadata=GIVEN, repr=False)
    """The editor's note."""

    @property
    def page(self) -> str:
        """Path from the site's root, ``bulletin/<month>/``."""
        return f"bulletin/{self.month}/"

    @property
    def pdf(self) -> str:
        """Path of the printed issue from the site's root."""
        return f"bulletin/julasan-{self.month}.pdf"


@dataclass(frozen=True, kw_only=True)
class StandingPage:
    """A page of docs/ (about, join, contribute, privacy)."""

    title: Title
    summary: Paragraph | None = None

    source: Source = field(metadata=GIVEN)
    body: Body = field(default=Body(), metadata=GIVEN, repr=False)

    @property
    def url(self) -> str:
        """Path from the site's root: docs/about.md is ``about/``."""
        stem = self.source.path.removeprefix("docs/").removesuffix(".md")
        return "" if stem == "index" else stem.removesuffix("/index") + "/"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What stands in mkdocs.yml under ``plugins: - julasan:``, and the few of MkDocs' own that pages need."""

    network: Line
    """The network's name."""
    hub: Line | None = None
    """The centre that coordinates."""
    tagline: Paragraph | None = None
    language: Literal["th", "en"] = "th"
    timezone: Line = "Asia/Bangkok"
    numerals: Numerals = "arabic"
    provinces: Mapping[str, str] = field(default_factory=dict)
    """Name -> ISO 3166-2 code, in the order in which they are shown."""
    topics: tuple[Line, ...] = ()
    holidays: Line | None = None
    """Path of a YAML file ``date: name`` that adds to or (empty name) takes from the public holidays."""
    board: Url | None = None
    """The network's web board, where one exists."""
    contribute: Url | None = None
    """Where an article is sent."""
    masthead: Line | None = None
    """Name of the bulletin; else "จุลสาร" and the network's name."""
    reply: Paragraph | None = None
    """Postal address for answers, printed in the bulletin."""
    may_be_published: tuple[Line, ...] = ()
    """Phones and addresses of offices that the privacy rules let pass."""
    bulletins: Annotated[int, AtLeast(1)] = 24
    """How many issues' PDFs the site keeps."""
    page_weight: Annotated[int, AtLeast(50)] = 250
    """Kilobytes that a page may weigh, packed, with all that it loads but its pictures."""
    offline: YesNo = "true"
    """Whether phones keep what was read, to be read again without a network, and may install the site."""
    admin_backend: AdminBackend | None = None
    """Where the form under /admin/ sends articles; without it there is no form."""
    admin_branch: Line = "main"
    """The branch that the form's articles are proposed for."""
    admin_login: Url | None = None
    """The service that signs people in to the form, where the backend needs one (GitHub does)."""
    mail_from: Line | None = None
    """The address from which the bulletin is mailed; also for answers. JULASAN_SMTP_FROM comes before it."""
    mail_unsubscribe: Line | None = None
    """Where a reader writes to get no more mail (List-Unsubscribe, RFC 2369); else `mail_from`."""
    mail_unsubscribe_url: Url | None = None
    """Where one click ends the mail (RFC 8058): it must answer POST, which the site itself cannot."""
    line_friends: Annotated[int, AtLeast(0)] | None = None
    """How many follow the network's LINE official account; else those whose channels say line are counted."""
    line_quota: Annotated[int, AtLeast(0)] = 300
    """Messages a month that the network's LINE plan sends; a broadcast counts one for each friend."""
    sms_domain: Line | None = None
    """The domain registered with the SMS operators; without it an SMS carries no link."""
    colours: Mapping[str, str] = field(default_factory=dict)
    """``main`` (heads, links), ``accent``, ``ornament`` -> ``#rrggbb``; else the theme's."""
    icon: Line | None = None
    """Path of a picture in the place of the theme's sign: in tabs, on phones' screens, in the page's head."""
    words: Mapping[str, str] = field(default_factory=dict)
    """A word of the program's texts, or the key of one (``home.lead``) -> the network's own words for it."""
    spoken: Mapping[str, str] = field(default_factory=dict)
    """Abbreviation -> how the loudspeaker's script says it; comes before the program's own list."""

    source: Source = field(default=Source("mkdocs.yml"), metadata=GIVEN)
    site_name: str = field(default="", metadata=GIVEN)
    site_url: str = field(default="", metadata=GIVEN)
    """With a "/" at its end, or empty."""
    repo_url: str = field(default="", metadata=GIVEN)
    edit_uri: str = field(default="", metadata=GIVEN)
    nav: tuple[tuple[str, str, int], ...] = field(default=(), metadata=GIVEN)
    """Title, path below docs/ and line of each entry."""
    copyright: str = field(default="", metadata=GIVEN)

    @property
    def country(self) -> str:
        """The country of all provinces (ISO 3166-1), empty where there are several; without any Thailand."""
        found = {code.partition("-")[0] for code in self.provinces.values()}
        if not found and self.timezone == "Asia/Bangkok":
            return "TH"
        return found.pop() if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or other file beside the texts: `size` in bytes, pixels, upright, where it is a picture."""

    path: str
    size: int
    width: int = 0
    height: int = 0

    @property
    def web(self) -> tuple[int, int]:
        """Width and height in pixels of the picture that the site publishes; (0, 0) of what is none."""
        scaled = self.path.casefold().endswith(SCALED)
        return web_size(self.width, self.height) if scaled else (self.width, self.height)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the site: its path from the root, pixels where they are known, what it shows."""

    path: str
    width: int = 0
    height: int = 0
    alt: str = ""


PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico")
"""Endings of the pictures that a text may show."""
WEB_SIDE = 1_600
"""Pixels of the longer side that a photograph has on the site at most; print takes it as it is."""
SCALED = (".jpg", ".jpeg", ".png", ".webp")
"""Endings of the pictures that are made smaller for the site."""


def web_size(width: int, height: int) -> tuple[int, int]:
    """Width and height in pixels of a picture that is no larger than the site needs it."""
    longer = max(width, height)
    if longer <= WEB_SIDE:
        return width, height
    return max(1, round(width * WEB_SIDE / longer)), max(1, round(height * WEB_SIDE / longer))


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything that was read, ready to check and to render. Lists are in a fixed order."""

    settings: Settings
    articles: tuple[Article, ...] = ()
    """Newest first, then by permalink."""
    events: tuple[Event, ...] = ()
    """By first start, then by id."""
    members: tuple[Member, ...] = ()
    """By province (in the settings' order), representatives and hub first, then by name."""
    issues: tuple[Issue, ...] = ()
    """Newest first."""
    pages: tuple[StandingPage, ...] = ()
    media: tuple[Media, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    """Public holidays of the years that the calendar shows."""
    today: date = date.min
    """SOURCE_DATE_EPOCH's day, else the newest article's: the same input gives the same bytes."""
    root: str = "."
    """The folder of mkdocs.yml, for products that read pictures."""
    fresh: frozenset[str] | None = field(default=None, repr=False, compare=False)
    """Paths of the Markdown files whose text must be checked: the others were, word for word; None: all."""
    texts: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """Every text file that must be checked as a person wrote it, by path: for rules on characters."""
    reread: Callable[[str], str | None] = field(default=lambda _path: None, repr=False, compare=False)
    """A text file of the folder, by path, for the line of a complaint about one that is not among `texts`."""

    @cached_property
    def article_by_permalink(self) -> Mapping[str, Article]:
        """Articles by the stem of their URL."""
        return {article.permalink: article for article in self.articles}

    @cached_property
    def event_by_id(self) -> Mapping[str, Event]:
        """Events by id."""
        return {event.id: event for event in self.events}

    @cached_property
    def member_by_id(self) -> Mapping[str, Member]:
        """Members by id."""
        return {member.member_id: member for member in self.members}

    @cached_property
    def url_by_path(self) -> Mapping[str, str]:
        """URL (from the root, no leading "/") of each source file that has a page or is copied."""
        urls = {article.source.path: article.url for article in self.articles}
        urls |= {page.source.path: page.url for page in self.pages}
        urls |= {issue.source.path: issue.page for issue in self.issues}
        urls |= {media.path: media_url(media.path) for media in self.media}
        return urls

    @cached_property
    def unchecked(self) -> tuple[Article, ...]:
        """The articles whose text must be checked; every rule asks for them."""
        return tuple(article for article in self.articles if self.to_check(article.source.path))

    def to_check(self, path: str) -> bool:
        """Whether the text of the Markdown file `path` must be checked."""
        return self.fresh is None or path in self.fresh

    def author_name(self, author: str) -> str:
        """The name shown for an entry of `authors`: a member's, or the plain name."""
        member = self.member_by_id.get(author)
        return member.name if member else author


def media_url(path: str) -> str:
    """Where a file beside the texts is published: docs/ is the root, knowledge/ keeps its name."""
    return path.removeprefix("docs/")


@dataclass(frozen=True, kw_only=True)
class Page:
    """An output: one HTML page, to be put into the site's shell.

    `html` links from the root (``href="/k/slug/"``); the edge that writes the page makes
    such links relative. `url` has no leading "/" and ends with one ("" is the home page).
    """

    url: str
    title: str
    html: str
    description: str = ""
    source: str | None = None
    """The file that a person edits to change this page."""
    kind: str = "page"
    """What the page is, as a class on it: home, article, index, event, month, members, issue ..."""
    image: Picture | None = None
    """The picture that stands for the page where its link is shared (og:image)."""
    date: Day | None = None
    feeds: tuple[tuple[str, str], ...] = ()
    """Title and URL from the root of the Atom feeds that belong to the page."""
    listed: bool = True
    """Whether search engines should list it."""


@dataclass(frozen=True, kw_only=True)
class Asset:
    """An output: one file, written as it is."""

    path: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Copy:
    """An output: a file of the folder, published as it is; `source` is its path in the folder."""

    path: str
    source: str


Output: TypeAlias = Page | Asset | Copy


@dataclass(frozen=True, kw_only=True)
class Left:
    """What a `Deferred` that is made again says of a file of its last making that stays as it lies."""

    path: str


@dataclass(frozen=True, kw_only=True)
class Deferred:
    """Outputs that need to be made only where something that they are made of has changed.

    Two builds that give one `name` the same `key` may take each other's files: the key
    holds all that `make` looks at but mkdocs.yml and the program itself.
    """

    name: str
    """Which outputs these are, one name in a site."""
    key: str
    """A fingerprint (:func:`julasan.render.keys.key`) of what they are made of."""
    make: Callable[[], Iterable[Output | Left]]
    """It says `Left` only of what the folder has that it is made after."""
    listed: tuple[str, ...] = ()
    """URLs of the pages among them that search engines should list."""
    late: bool = False
    """Whether a preview shows its pages before these are made."""
    slow: bool = False
    """Whether making them takes seconds; it may then be broken off anywhere (`stopping.BrokenOff`)."""
