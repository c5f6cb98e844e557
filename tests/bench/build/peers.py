"""The same articles as projects of other generators: MkDocs with Material, Zensical, Hugo."""

from __future__ import annotations

import re
from pathlib import Path

FRONT = re.compile(r"---\n(?P<fields>.*?)\n---\n(?P<text>.*)", re.DOTALL)

MATERIAL = """\
site_name: คลังข่าวทดสอบ
site_url: https://example.org/
theme: {name: material, language: th, font: false}
nav: [index.md]
not_in_nav: |
  k/
plugins: [search]
"""

ZENSICAL = """\
site_name: คลังข่าวทดสอบ
site_url: https://example.org/
theme: {language: th, font: false}
nav: [index.md]
validation: false
"""

HUGO = """\
baseURL = "https://example.org/"
title = "คลังข่าวทดสอบ"
languageCode = "th"
[taxonomies]
topic = "topics"
province = "provinces"
[outputs]
home = ["HTML", "RSS", "JSON"]
[markup.goldmark.renderer]
unsafe = false
"""

LAYOUTS = {
    "_default/baseof.html": """\
<!doctype html><html lang="th"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Summary | plainify | truncate 200 }}">
<link rel="canonical" href="{{ .Permalink }}"></head>
<body><header><a href="/">{{ .Site.Title }}</a></header><main>{{ block "main" . }}{{ end }}</main>
<footer>{{ .Site.Title }}</footer></body></html>
""",
    "_default/single.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Date.Format "2006-01-02" }}
{{ range .GetTerms "topics" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}
{{ range .GetTerms "provinces" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
{{ .Content }}
<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}
""",
    "_default/list.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range (.Paginate .Pages 40).Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Summary | plainify | truncate 160 }}</li>{{ end }}</ul>
{{ template "_internal/pagination.html" . }}{{ end }}
""",
    "index.json": """\
[{{ range $i, $page := .Site.RegularPages }}{{ if $i }},{{ end }}
{{ dict "url" .RelPermalink "title" .Title "text" .Plain | jsonify }}{{ end }}]
""",
}


def articles(source: Path) -> list[tuple[str, dict[str, str], str]]:
    """Name, fields and text of each article of Julasan's folder `source`."""
    found = []
    for path in sorted((source / "knowledge").glob("*.md")):
        match = FRONT.fullmatch(path.read_text("utf-8"))
        assert match, path
        fields = dict(line.split(": ", 1) for line in match["fields"].splitlines())
        found.append((path.name, fields, match["text"]))
    return found


def material(source: Path, folder: Path) -> Path:
    """MkDocs with Material."""
    return _mkdocs(source, folder, MATERIAL)


def zensical(source: Path, folder: Path) -> Path:
    """Zensical on the same Markdown."""
    return _mkdocs(source, folder, ZENSICAL)


def _mkdocs(source: Path, folder: Path, settings: str) -> Path:
    (folder / "docs" / "k").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# คลังข่าว\n", "utf-8")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    for name, fields, text in articles(source):
        content = f"---\ntitle: {fields['title']}\ndate: {fields['date']}\n---\n{text}"
        (folder / "docs" / "k" / name).write_text(content, "utf-8")
    return folder


def hugo(source: Path, folder: Path) -> Path:
    """Hugo with a theme of four small templates."""
    (folder / "content" / "k").mkdir(parents=True)
    (folder / "config.toml").write_text(HUGO, "utf-8")
    for name, layout in LAYOUTS.items():
        place = folder / "layouts" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(layout, "utf-8")
    for name, fields, text in articles(source):
        head = f"title: {fields['title']}\ndate: {fields['date']}\n"
        head += f"provinces: [{fields['province']}]\ntopics: {fields['topics']}\n"
        # Hugo takes such a link for an address: it leads to the folder beside.
        text = re.sub(r"\]\(([\w-]+)\.md\)", r"](../\1/)", text)
        (folder / "content" / "k" / name).write_text(f"---\n{head}---\n{text}", "utf-8")
    return folder
