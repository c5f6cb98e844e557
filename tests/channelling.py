"""A small network's folder, written for tests of mail, messages, wall calendar and labels."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

from julasan import read
from julasan.model import Site
from julasan.render.context import Context
from julasan.render.mail import Sender

NOW = date(2026, 11, 22)

CONFIG = """\
site_name: เครือข่ายทดลอง
site_url: https://net.example.org/
plugins:
  - julasan:
      network: เครือข่ายทดลอง
      provinces: {{ลำปาง: TH-52, น่าน: TH-55}}
      topics: [กองทุนชุมชน]
{more}"""

ARTICLE = """\
---
title: {title}
date: {day}
authors: [m-one]
province: ลำปาง
topics: [กองทุนชุมชน]
summary: สรุปของ{title}
{more}---
ย่อหน้าแรกของ{title} อ่านต่อที่ [เรื่องอื่น](two.md)

![ภาพวาดวงคุย](images/round.svg "คำบรรยาย")

- ข้อหนึ่ง
- ข้อสอง

| หัว | ตัวเลข |
|---|---|
| ก | 1 |
"""

ISSUE = """\
---
number: 2
volume: 1
date: 2026-11-20
title: ทดลองอ่าน
articles: [{articles}]
{more}---
สวัสดี ฉบับนี้มีเรื่อง "ดี" & เรื่องอื่น
"""

EVENTS = """\
- id: forum
  title: เวทีกองทุน
  start: 2026-12-03 09:00
  end: 2026-12-03 15:30
  place: ห้องประชุม อ.เกาะคา
  province: ลำปาง
- id: visit
  title: ศึกษาดูงาน
  start: 2026-11-29
  end: 2026-12-01
- id: off
  title: งานที่ยกเลิก
  start: 2026-12-05 10:00
  status: cancelled
- id: maybe
  title: ประชุมรอยืนยัน
  start: 2026-12-10 13:30
  status: tentative
"""

MEMBERS = """\
member_id,name,province,district,role,joined,expertise,website,consent
m-one,สมหญิง ทดลอง,ลำปาง,เกาะคา,representative,,,,2026-08-01
m-two,สมชาย ทดลอง,น่าน,ปัว,member,,,,2026-08-01
m-three,บุญมี ทดลอง,ลำปาง,เถิน,member,,,,2026-08-01
m-four,คำแพง ทดลอง,น่าน,ปัว,member,,,,2026-08-01
"""

PRIVATE = """\
member_id,email,phone,line_id,address,channels,consent
m-one,one@reader.example,,one-line,"12 หมู่ 3
ตำบลศาลา อำเภอเกาะคา
จังหวัดลำปาง 52130",email;post;line,2026-08-01
m-two,two@reader.example,,,,email,2026-08-01
m-three,three@reader.example,,,99 ตำบลล้อมแรด อำเภอเถิน จังหวัดลำปาง 52160,email;post,2026-08-01
m-four,,,,บ้านปัว จังหวัดน่าน 55120,post,2026-08-01
"""
"""Two who want post and mail, one mail alone, one post alone; the domain cannot be (RFC 2606)."""


def folder(
    root: Path,
    *,
    articles: int = 3,
    issue: str = "",
    settings: str = "",
    article: str = "",
    private: str = PRIVATE,
) -> Path:
    """Write the folder into `root`; more lines for the issue, the settings and every article."""
    slugs = ["one", "two", "three", *(f"more-{number}" for number in range(4, articles + 1))][:articles]
    files = {
        "mkdocs.yml": CONFIG.format(more="".join(f"      {line}\n" for line in settings.splitlines())),
        "events.yaml": EVENTS,
        "members.csv": MEMBERS,
        "docs/bulletin/2026-11.md": ISSUE.format(articles=", ".join(slugs), more=issue),
        "knowledge/images/round.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        ".gitignore": "/out/\nmembers.private.csv\n",
    }
    if private:
        files["members.private.csv"] = private
    for number, slug in enumerate(slugs, 1):
        text = ARTICLE.format(title=f"เรื่องที่ {number}", day=f"2026-11-{number % 19 + 1:02d}", more=article)
        files[f"knowledge/{slug}.md"] = text if "two" in slugs else text.replace("(two.md)", "(one.md)")
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return root


def site_of(root: Path) -> Site:
    """The site of a folder without a problem."""
    site, problems = read.read(root, now=NOW)
    assert problems == (), problems
    return site


def context_of(root: Path) -> Context:
    """The context of a folder without a problem."""
    return Context(site_of(root))


def git(root: Path, *arguments: str) -> None:
    """Run git in `root`, as nobody in particular."""
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


SENDER = Sender("bulletin@net.example.org", "stop@net.example.org", "https://net.example.org/stop")
