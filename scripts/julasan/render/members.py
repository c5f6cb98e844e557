"""The members' page: by province, representatives first, vacant seats shown, and who knows about what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from julasan import thai
from julasan.frozen import dataclass
from julasan.model import Member, Output, Page, Site
from julasan.render import urls
from julasan.render.context import Context


@dataclass(frozen=True, slots=True)
class Listed:
    """A member with what leads on from there."""

    member: Member
    anchor: str
    articles: int
    url: str
    """The list of the member's articles."""


@dataclass(frozen=True, slots=True)
class Group:
    """A province's members; `vacant` says that nobody represents it yet."""

    name: str
    anchor: str
    url: str
    articles: int
    members: Sequence[Listed]
    vacant: bool


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A field and who knows about it; `url` has articles on it where it is a topic."""

    name: str
    anchor: str
    members: Sequence[Listed]
    url: str | None


def render(context: Context) -> Iterator[Output]:
    """One page: eight provinces fit on it, and a member is found by the browser's own search."""
    site = context.site
    groups = _groups(site)
    yield Page(
        url="members/",
        title=context.text("members.title"),
        html=context.html(
            "members.html",
            groups=groups,
            fields=_fields(site, groups),
            field_anchor=urls.expertise_anchor,
            total=len(site.members),
            join=urls.standing(site, "join/"),
        ),
        description=context.counted("members.lead", len(site.members), none="members.empty"),
        source="members.csv" if site.members else None,
        kind="members",
    )


def _groups(site: Site) -> list[Group]:
    written = Counter(author for article in site.articles for author in dict.fromkeys(article.authors))
    told = Counter(article.province for article in site.articles)
    found: dict[str, list[Listed]] = {name: [] for name in site.settings.provinces}
    for member in site.members:
        own = member.member_id
        listed = Listed(member, f"m-{own}", written[own], urls.author_url(site, own))
        found.setdefault(member.province, []).append(listed)
    return [
        Group(
            name=name,
            anchor=urls.province_id(site.settings, name),
            url=urls.province_url(site.settings, name),
            articles=told[name],
            members=members,
            vacant=not any(one.member.role == "representative" for one in members),
        )
        for name, members in found.items()
    ]


def _fields(site: Site, groups: Sequence[Group]) -> list[Knowledge]:
    found: dict[str, list[Listed]] = defaultdict(list)
    for group in groups:
        for listed in group.members:
            for name in dict.fromkeys(listed.member.expertise):
                found[name].append(listed)
    return [
        Knowledge(
            name=name,
            anchor=urls.expertise_anchor(name),
            members=found[name],
            url=urls.topic_url(name) if name in site.settings.topics else None,
        )
        for name in sorted(found, key=thai.sort_key)
    ]
