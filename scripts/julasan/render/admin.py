"""The form for people without git: Decap CMS under ``/admin/``, its configuration made from the model.

Decap and js-yaml are npm packages: ``make admin`` fetches the locked versions
(decap/package-lock.json) into the folder's ``.cache/decap``, and the site serves them from there.
Without them, or without ``admin_backend`` in the settings, there is no ``/admin/``.
Decap knows no list at the top of a file: decap/events.js reads and writes events.yaml for it;
decap/form.js begins it, in our words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import yaml
from markupsafe import escape

from julasan.model import (
    Article,
    Asset,
    AtLeast,
    Copy,
    Event,
    Https,
    Issue,
    Output,
    Settings,
    Text,
    is_required,
    plain_type,
    written_fields,
)
from julasan.render import assets, icons
from julasan.render.context import Context
from julasan.render.schema import HTTPS, MOMENT, hint_of, label

Fields: TypeAlias = dict[str, Any]

FOLDER = ".cache/decap"
"""Where the files of decap-cms' dist/ lie, below the folder of mkdocs.yml."""
BUNDLE, YAML = "decap-cms.js", "js-yaml.min.js"
OURS = ("events.js", "form.js", "form.css")
_SERVED = re.compile(
    r"(?:[0-9]+\.)?decap-cms\.js|js-yaml\.min\.js|[0-9a-f]{20}\.wasm|decap-cms\.js\.LICENSE\.txt"
)
_OWN = Path(__file__).parent / "decap"
LONGEST_STEM = 60
"""Letters of a file's name: three bytes each in Thai, and most file systems hold 255."""
_WORDS = (
    "app.header.content",
    "app.header.workflow",
    "app.header.media",
    "app.header.quickAdd",
    "collection.sidebar.collections",
    "collection.sidebar.searchIn",
    "collection.collectionTop.viewAs",
    "collection.collectionTop.newButton",
    "collection.collectionTop.newButtonAriaLabel",
    "collection.collectionTop.ascending",
    "collection.collectionTop.descending",
    "editor.editorControl.field.optional",
    "editor.editorToolbar.backCollection",
    "editor.editorToolbar.unsavedChanges",
    "editor.editorToolbar.changesSaved",
    "editor.editorToolbar.deleteUnpublishedChanges",
    "editor.editorToolbar.deleteUnpublishedEntry",
    "editor.editorToolbar.inReview",
    "editor.editorToolbar.statusInfoTooltipDraft",
    "editor.editorToolbar.statusInfoTooltipInReview",
    "editor.editorWidgets.markdown.quote",
    "editor.editorWidgets.markdown.bulletedList",
    "editor.editorWidgets.markdown.numberedList",
    "editor.editorWidgets.markdown.addComponent",
    "editor.editorWidgets.markdown.richText",
    "editor.editorWidgets.markdown.markdown",
    "editor.editorWidgets.datetime.now",
    "mediaLibrary.mediaLibraryModal.deleteSelected",
    "mediaLibrary.mediaLibraryModal.chooseSelected",
    "ui.toast.missingRequiredField",
    "ui.toast.entrySaved",
    "ui.toast.entryUpdated",
    "workflow.workflow.workflowHeading",
    "workflow.workflow.newPost",
    "workflow.workflow.description",
    "workflow.workflow.dateFormat",
    "workflow.workflowList.inReviewHeader",
)
"""Keys of Decap's texts for which there are words of ours, below `admin.decap`."""
LOCAL = "http://localhost:8081/api/v1"
"""decap-server: for trying the form on one's own machine."""
CONNECTS = {
    "github": ("https://api.github.com", "https://github.com"),
    "gitlab": ("https://gitlab.com",),
    "git-gateway": (),
    "local": ("http://localhost:8081",),
}
"""Hosts that the form speaks to, by backend; Decap's script comes from ours alone."""


def render(context: Context) -> Iterator[Output]:
    """The page, its configuration, and Decap's own files; nothing where the site has no such form."""
    root = Path(context.site.root)
    if not context.site.settings.admin_backend or not brought(root):
        return
    yield Asset(path="admin/index.html", content=page(context).encode())
    yield Asset(path="admin/config.yml", content=configuration(context).encode())
    yield from (Asset(path=f"admin/{name}", content=(_OWN / name).read_bytes()) for name in OURS)
    for name in _bundle(root):
        yield Copy(path=f"admin/{name}", source=f"{FOLDER}/{name}")


def brought(root: Path) -> bool:
    """Whether ``make admin`` has brought the form's files into the folder of mkdocs.yml."""
    return {BUNDLE, YAML} <= {*_bundle(root)}


def _bundle(root: Path) -> list[str]:
    folder = root / FOLDER
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if _SERVED.fullmatch(path.name) and path.is_file())


def page(context: Context) -> str:
    """The page that loads Decap, with a policy of its own.

    Decap checks its configuration with code that it writes itself (ajv), so its policy must
    allow 'unsafe-eval'; no other page of the site has that. Its charset is written in capitals:
    the strict policy of all other pages (finish/csp.py) goes behind theirs.
    """
    title = escape(context.text("admin.title", network=context.site.settings.network))
    sign = f"../{assets.icon(context.site, icons.of(context.site).tab).path}"
    words = escape(json.dumps(own_words(context), ensure_ascii=False))
    return (
        f'<!doctype html>\n<html lang="{context.site.settings.language}"'
        f' data-unreadable="{escape(context.text("admin.unreadable"))}" data-words="{words}">\n'
        '<head>\n<meta charset="UTF-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(context.site.settings))}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="same-origin">\n'
        f"<title>{title}</title>\n"
        '<link href="config.yml" type="text/yaml" rel="cms-config-url">\n'
        f'<link href="form.css" rel="stylesheet">\n<link href="{sign}" rel="icon">\n'
        f"</head>\n<body>\n<noscript>{escape(context.text('admin.noscript'))}</noscript>\n"
        f'<script src="{YAML}"></script>\n'
        '<script src="events.js"></script>\n<script src="form.js"></script>\n'
        f'<script src="{BUNDLE}"></script>\n</body>\n</html>\n'
    )


def own_words(context: Context) -> Fields:
    """Decap's texts that are not as people here say them, in its own tree of keys (decap-cms-locales)."""
    found: Fields = {}
    for path in _WORDS:
        *folders, name = path.split(".")
        inside = found
        for folder in folders:
            inside = inside.setdefault(folder, {})
        inside[name] = context.text(f"admin.decap.{path}")
    return found


def policy(settings: Settings) -> str:
    """The Content-Security-Policy of the form: scripts from here only, its backend's hosts to speak to."""
    hosts = [*CONNECTS[settings.admin_backend or "local"]]
    if settings.admin_login:
        hosts.append("{0.scheme}://{0.netloc}".format(urlsplit(settings.admin_login)))
    connects = " ".join(["'self'", "blob:", "data:", *hosts])
    pictures = " https://*.githubusercontent.com" if settings.admin_backend == "github" else ""
    return (
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:{pictures}; font-src 'self' data:; "
        f"connect-src {connects}; "
        "worker-src 'self' blob:; frame-src 'self' blob:; base-uri 'none'; form-action 'self'"
    )


def configuration(context: Context) -> str:
    """Decap's config.yml."""
    settings = context.site.settings
    config: Fields = {
        "locale": settings.language,
        "backend": backend(settings),
        "publish_mode": "editorial_workflow",
        "media_folder": "knowledge/images",
        "public_folder": "images",
        "show_preview_links": False,
        "logo": {"src": f"../{assets.icon(context.site, icons.MIDDLE).path}", "show_in_header": True},
        "slug": {"encoding": "unicode", "clean_accents": False, "sanitize_replacement": "-"},
        "collections": [articles(context), events(context), bulletins(context)],
    }
    if settings.site_url:
        config |= {"site_url": settings.site_url, "display_url": settings.site_url}
    return yaml.safe_dump(config, allow_unicode=True, sort_keys=False, width=1_000)


def backend(settings: Settings) -> Fields:
    """Where the form sends what is written."""
    name = settings.admin_backend
    if name == "local":
        return {"name": "proxy", "proxy_url": LOCAL, "branch": settings.admin_branch}
    found: Fields = {"name": name, "branch": settings.admin_branch}
    if name in ("github", "gitlab"):
        found["repo"] = urlsplit(settings.repo_url).path.strip("/").removesuffix(".git")
        # Whoever may not write to the repository works in a copy of it, and has no publish button.
        if name == "github":
            found["open_authoring"] = True
    if settings.admin_login:
        login = urlsplit(settings.admin_login)
        found["base_url"] = f"{login.scheme}://{login.netloc}"
        if login.path.strip("/"):
            found["auth_endpoint"] = login.path.strip("/")
    return found


def articles(context: Context) -> Fields:
    """The collection of articles; a file is named after its title, whose Thai stays whole."""
    return {
        "name": "articles",
        "label": context.text("admin.articles"),
        "label_singular": context.text("admin.article"),
        "description": context.text("admin.about"),
        "folder": "knowledge",
        "slug": "{{slug}}",
        "slug_length": LONGEST_STEM,
        "media_folder": "images",
        "public_folder": "images",
        "summary": "{{title}} ({{date}})",
        "sortable_fields": [_newest_first(Article, context), "title"],
        **_FOLDER_OF_TEXTS,
        "fields": [*widgets(Article, context), body(context, "admin.body")],
    }


def bulletins(context: Context) -> Fields:
    """The collection of the bulletin's issues; a file is named after its month."""
    return {
        "name": "bulletins",
        "label": context.text("admin.bulletins"),
        "label_singular": context.text("admin.bulletin"),
        "description": context.text("admin.about_bulletins"),
        "folder": "docs/bulletin",
        "identifier_field": "date",
        "slug": "{{fields.date | date('YYYY-MM')}}",
        "summary": "{{number}} · {{date}} · {{title}}",
        "sortable_fields": [_newest_first(Issue, context)],
        **_FOLDER_OF_TEXTS,
        "fields": [*widgets(Issue, context), body(context, "admin.note", required=False)],
    }


def _newest_first(record: type, context: Context) -> Fields:
    return {"field": "date", "label": label(record, "date", context), "default_sort": "desc"}


_FOLDER_OF_TEXTS: Fields = {
    "extension": "md",
    "format": "yaml-frontmatter",
    "create": True,
    "delete": False,
    "publish": False,
    "editor": {"preview": False},
}


def events(context: Context) -> Fields:
    """The collection of one file, events.yaml: a list that decap/events.js reads and writes."""
    listed: Fields = {
        "name": "events",
        "label": context.text("admin.events"),
        "label_singular": context.text("admin.event"),
        "widget": "list",
        "required": False,
        "collapsed": True,
        "minimize_collapsed": False,
        "summary": "{{fields.title}} ({{fields.start}})",
        "fields": widgets(Event, context),
    }
    file = {
        "name": "events",
        "label": context.text("admin.events"),
        "file": "events.yaml",
        "format": "events",
        "fields": [listed],
    }
    return {
        "name": "calendar",
        "label": context.text("admin.calendar"),
        "description": context.text("admin.about_events"),
        "format": "events",
        "publish": False,
        "delete": False,
        "editor": {"preview": False},
        "files": [file],
    }


def body(context: Context, key: str, *, required: bool = True) -> Fields:
    """The form's field for the text below the front matter."""
    buttons = ("bold", "italic", "link", "heading-two", "heading-three", "quote")
    return {
        "name": "body",
        "label": context.text(key),
        "widget": "markdown",
        "required": required,
        "modes": ["rich_text", "raw"],
        "buttons": [*buttons, "bulleted-list", "numbered-list"],
        "editor_components": ["image"],
    }


def widgets(record: type, context: Context) -> list[Fields]:
    """The form's fields for what a person writes in a record of the model."""
    return [_widget(record, item.name, is_required(item), context) for item in written_fields(record)]


def _widget(record: type, name: str, required: bool, context: Context) -> Fields:
    hint = get_type_hints(record, include_extras=True)[name]
    field: Fields = {"name": name, "label": label(record, name, context), "required": required}
    if about := hint_of(record, name, context):
        field["hint"] = about
    return field | _kind(record, name, plain_type(hint), context)


def _kind(record: type, name: str, hint: Any, context: Context) -> Fields:
    settings = context.site.settings
    origin = get_origin(hint)
    if name == "image":
        return {"widget": "image", "choose_url": False}
    if name == "province" and settings.provinces:
        return {"widget": "select", "options": list(settings.provinces)}
    if name == "topics" and settings.topics:
        return {"widget": "select", "multiple": True, "options": list(settings.topics)}
    if origin is tuple:
        return {"widget": "list"}
    if origin is Literal:
        return _choice(record, name, get_args(hint), context)
    if origin is Annotated:
        return _limited(list(get_args(hint)[1:]), context)
    if datetime in get_args(hint):
        return {"widget": "string", "pattern": [MOMENT, context.text("admin.moment")]}
    today = {"default": "{{now}}"} if (record, name) == (Article, "date") else {}
    return {
        "widget": "datetime",
        "format": "YYYY-MM-DD",
        "date_format": "DD/MM/YYYY",
        "time_format": False,
        **today,
    }


def _choice(record: type, name: str, values: tuple[str, ...], context: Context) -> Fields:
    family = f"event.{name}" if record is Event else name
    options = [{"label": context.text(f"{family}.{value}"), "value": value} for value in values]
    first = (record, name) == (Article, "kind")
    return {"widget": "select", "options": options} | ({"default": values[0]} if first else {})


def _limited(limits: list[Any], context: Context) -> Fields:
    for limit in limits:
        if isinstance(limit, Https):
            return {"widget": "string", "pattern": [HTTPS, context.text("admin.https")]}
        if isinstance(limit, AtLeast):
            return {"widget": "number", "value_type": "int", "min": limit.least, "step": 1}
        if isinstance(limit, Text) and limit.lines:
            return {"widget": "text"}
        if isinstance(limit, Text):
            sign = limit.pattern or "."
            message = context.text("admin.slug" if limit.pattern else "admin.long", longest=limit.longest)
            return {"widget": "string", "pattern": [f"^{sign}{{0,{limit.longest}}}$", message]}
    return {"widget": "string"}
