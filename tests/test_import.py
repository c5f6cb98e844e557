"""What people bring: each file of tests/imports/ becomes articles, and it is said what is left to decide."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from julasan import check, read
from julasan.cli.contents import import_
from julasan.locales import locale

IMPORTS = Path(__file__).parent / "imports"
CASES = {"note": "note.txt", "page": "page.html", "blog": "blog.xml", "minutes": "minutes.docx"}
MKDOCS = """\
site_name: เครือข่ายตัวอย่าง
plugins:
  - julasan:
      network: เครือข่ายตัวอย่าง
      provinces: {ลำปาง: TH-52, แพร่: TH-54}
      topics: [เวทีเรียนรู้, กองทุนชุมชน]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site's folder with nothing in it."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    return tmp_path / "site"


def zipped(folder: Path) -> bytes:
    """A Word document out of its members."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return into.getvalue()


def brought(name: str, into: Path) -> Path:
    """The file to import, a document zipped first."""
    source = IMPORTS / name
    if not source.is_dir():
        return source
    (into / name).write_bytes(zipped(source))
    return into / name


def run(root: Path, file: Path, *options: str) -> Result:
    return CliRunner().invoke(import_, ["-f", str(root / "mkdocs.yml"), "--lang", "th", str(file), *options])


def files(root: Path) -> dict[str, bytes]:
    folder = root / "knowledge"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("case", CASES)
def test_a_file_becomes_articles(case: str, root: Path, tmp_path: Path, rewrite: bool) -> None:
    result = run(root, brought(CASES[case], tmp_path))
    assert result.exit_code in (0, 1), result.output
    said = result.output.replace(str(root), "ROOT")
    texts = {name: data.decode() for name, data in files(root).items() if name.endswith(".md")}
    shown = said + "".join(f"\n##### {name}\n{text}" for name, text in texts.items())
    expected = IMPORTS / f"{case}.expected.txt"
    if rewrite:
        expected.write_text(shown, "utf-8")
    assert shown == expected.read_text("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_what_is_imported_passes_check_or_is_named(case: str, root: Path, tmp_path: Path) -> None:
    result = run(root, brought(CASES[case], tmp_path))
    site, problems = read.read(root)
    left = {*problems, *check.check(site, root)}
    assert result.exit_code == bool(left)
    for problem in left:
        assert f"{problem.path}:{problem.line}:" in result.output


@pytest.mark.parametrize("case", CASES)
def test_nothing_active_and_nothing_from_elsewhere_comes_along(case: str, root: Path, tmp_path: Path) -> None:
    run(root, brought(CASES[case], tmp_path))
    for name, data in files(root).items():
        text = data.decode("utf-8", "ignore").casefold()
        assert "javascript:" not in text, name
        assert "<script" not in text, name
        assert "pictures.example" not in text, name
        assert "passwd" not in text, name
        assert "\uf07b" not in text, name
        assert "\u00a0" not in text, name


def test_the_same_file_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    file = brought("minutes.docx", tmp_path)
    run(root, file)
    first = files(root)
    for path in (root / "knowledge").rglob("*.*"):
        path.unlink()
    run(root, file)
    assert files(root) == first


def test_what_the_person_says_goes_before_what_the_file_says(root: Path) -> None:
    result = run(root, IMPORTS / "note.txt", "--name", "mine", "--title", "ชื่อใหม่", "--date", "2011-02-03")
    assert result.exit_code == 0, result.output
    text = (root / "knowledge" / "mine.md").read_text("utf-8")
    assert text.startswith('---\ntitle: "ชื่อใหม่"\ndate: 2011-02-03\n')


@pytest.mark.parametrize("name", ["../out", "a/b", "-x", "con:", "x.", ".hidden", "a\\b", "a\nb"])
def test_a_name_leads_nowhere_else(name: str, root: Path) -> None:
    result = run(root, IMPORTS / "note.txt", "--name", name)
    assert result.exit_code == 2
    assert not (root / "knowledge").exists()
    assert [path.name for path in root.parent.iterdir()] == ["site"]


def test_nothing_is_written_over(root: Path) -> None:
    (root / "knowledge").mkdir()
    (root / "knowledge" / "Note.md").write_text("mine")
    result = run(root, IMPORTS / "note.txt")
    assert result.exit_code == 2
    assert "knowledge/Note.md" in result.output
    assert files(root) == {"Note.md": b"mine"}


def test_all_or_nothing(root: Path) -> None:
    (root / "knowledge").mkdir()
    (root / "knowledge" / "2011-01-02-blog-post.md").write_text("mine")
    assert run(root, IMPORTS / "blog.xml").exit_code == 2
    assert files(root) == {"2011-01-02-blog-post.md": b"mine"}


def test_a_name_taken_meanwhile_takes_back_what_was_moved(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from julasan.importing import writing

    monkeypatch.setattr(writing, "_look", lambda *_: None)
    (root / "knowledge").mkdir()
    (root / "knowledge" / "2011-01-02-blog-post.md").write_text("mine")
    assert run(root, IMPORTS / "blog.xml").exit_code == 2
    assert files(root) == {"2011-01-02-blog-post.md": b"mine"}


@pytest.mark.parametrize("place", ["knowledge", "knowledge/images"])
def test_a_link_does_not_lead_out_of_the_folder(place: str, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).symlink_to(outside)
    assert run(root, brought("minutes.docx", tmp_path)).exit_code == 2
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("kind", ["pdf", "doc", "xlsx", "md", ""])
def test_other_files_are_named_with_what_to_do(kind: str, root: Path, tmp_path: Path) -> None:
    file = tmp_path / (f"x.{kind}" if kind else "x")
    file.write_bytes(b"x")
    result = run(root, file)
    assert result.exit_code == 2
    assert ".docx" in result.output


def test_a_missing_file_and_a_folder_are_no_traceback(root: Path, tmp_path: Path) -> None:
    for file in (tmp_path / "no.docx", tmp_path):
        assert run(root, file).exit_code == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_a_note_may_come_in_any_encoding(encoding: str, root: Path, tmp_path: Path) -> None:
    text = "เรื่องจากเพื่อน\r\n\r\nเนื้อความกำลังดี น้ำใจงาม เล่าต่อกันมา"
    (tmp_path / "friend.txt").write_bytes(text.encode(encoding))
    assert run(root, tmp_path / "friend.txt", "--date", "2026-01-02").exit_code == 0
    assert "น้ำใจงาม" in (root / "knowledge" / "friend.md").read_text("utf-8")


@pytest.mark.parametrize(
    "file", ["binary.txt", "empty.txt", "empty.html", "empty.xml", "empty.docx", "nul.txt"]
)
def test_what_is_no_text_is_no_traceback(file: str, root: Path, tmp_path: Path) -> None:
    content = b"\x89PNG\r\n\x1a\n" if file == "binary.txt" else b"a\x00b" if file == "nul.txt" else b""
    (tmp_path / file).write_bytes(content)
    result = run(root, tmp_path / file)
    assert result.exit_code in (1, 2)
    assert not result.exception or isinstance(result.exception, SystemExit)


def test_dates_in_the_buddhist_era_are_understood() -> None:
    from julasan.importing.flow import day_of

    for text in ("วันศุกร์ที่ 24 กันยายน พ.ศ. 2553", "๒๔ ก.ย. ๕๓", "24/09/2553", "2010-09-24", "24 กันยายน 2553"):
        assert str(day_of(text)) == "2010-09-24", text
    for text in ("สวัสดี", "24", "ฉบับที่ 2553", "1 มกราคม 2700"):
        assert day_of(text) is None, text


@pytest.mark.parametrize(
    ("text", "fields", "said"),
    [
        ("ชื่อเรื่องของเรา\nบรรทัดแรกของเนื้อ\nบรรทัดที่สอง\n", ("ชื่อเรื่องของเรา", ""), "เดาจากข้อความ"),
        (f"{'ยาว' * 50}\nบรรทัดสอง\n", ("line", ""), "ใช้ชื่อไฟล์ไปก่อน"),
        ("เรื่อง\n\nโดย อาสา ตัวอย่าง\n\nวันที่ 9 พฤศจิกายน 2569\n\nเนื้อ\n", ("เรื่อง", "2026-11-09"), "อาสา ตัวอย่าง"),
        ("เรื่อง\n\nโดย อาสาตัวอย่าง จังหวัดเลย\n\nเนื้อ\n", ("เรื่อง", ""), "ข้อความ: อาสาตัวอย่าง ("),
        (
            "บันทึกข้อความ\n\nส่วนราชการ กองตัวอย่าง\n\nที่ ลป ๐๐๑๙/๑๒๓   วันที่ ๑๒ พฤศจิกายน ๒๕๖๙\n\n"
            "เรื่อง ขอเชิญประชุม\n\nเรียน ผู้อำนวยการ\n\nเนื้อ\n",
            ("ขอเชิญประชุม", "2026-11-12"),
            "เดาจากข้อความ",
        ),
    ],
)
def test_title_date_and_author_are_found_where_people_put_them(
    text: str, fields: tuple[str, str], said: str, root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "line.txt"
    file.write_text(text, "utf-8")
    shown = run(root, file).output
    (article,) = (root / "knowledge").glob("*.md")
    written = article.read_text("utf-8")
    assert f'title: "{fields[0]}"\ndate: {fields[1]}'.strip() in written
    assert said in shown


def test_a_memo_keeps_what_is_neither_title_nor_date(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "memo.txt"
    file.write_text("บันทึกข้อความ\n\nวันที่ ๑ พ.ย. ๒๕๖๙\n\nเรื่อง ก\n\nเรียน ข\n\nเนื้อ\n", "utf-8")
    run(root, file)
    assert (root / "knowledge" / "memo.md").read_text("utf-8").endswith("---\n\nเรียน ข\n\nเนื้อ\n")


def test_words_under_a_picture_are_its_caption_and_a_video_is_named(root: Path, tmp_path: Path) -> None:
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    frame = '<iframe src="//www.youtube.com/embed/dQw4w9WgXcQ?rel=0"></iframe>'
    file = tmp_path / "page.html"
    words = f'<p>ก</p><p><img src="{dot}" alt="คน"></p><p>ภาพที่ ๑ "เวที" เช้า</p><p>ข</p>{frame}'
    file.write_text(f"<title>เรื่อง</title><body>{words}</body>", "utf-8")
    shown = run(root, file).output
    assert '![คน](images/page-1.gif "ภาพที่ ๑ ”เวที” เช้า")\n' in (root / "knowledge" / "page.md").read_text(
        "utf-8"
    )
    assert "https://www.youtube.com/watch?v=dQw4w9WgXcQ" in shown


def test_every_refusal_and_note_has_its_sentence() -> None:
    import re

    source = "\n".join(
        path.read_text("utf-8") for path in Path(check.__file__).parent.parent.glob("importing/*.py")
    )
    for language in ("th", "en"):
        texts = locale(language)
        for code in re.findall(r'Refused\("(\w+)"', source):
            assert texts.has(f"import.refused.{code}"), code
        for code in re.findall(r'Note\("(\w+)"', source):
            assert texts.has(f"import.note.{code}"), code


def test_a_page_leaves_its_menus_and_its_sites_name_behind(root: Path, tmp_path: Path) -> None:
    menus = '<table><tr><td><a href="/">หน้าแรก</a> | <a href="/news">ข่าว</a></td></tr></table>'
    menus += '<ul><li><a href="/1">หนึ่ง</a></li><li><a href="/2">สอง</a></li></ul>'
    kept = '<ul><li><a href="https://a.org/">กรม</a></li><li><a href="https://b.org/">จังหวัด</a></li></ul>'
    head = "<html><head><meta charset=utf-8><title>(3) กองทุนบ้านดง | Facebook</title></head><body>"
    post = "<p>พัฒนาชุมชน บ้านดง</p><p>20 พฤศจิกายน 2569 · 🌐</p><p>เว็บที่ควรดู ได้แก่</p>"
    (tmp_path / "x.html").write_text(f"{head}{menus}{post}{kept}</body></html>", "utf-8")
    run(root, tmp_path / "x.html")
    text = (root / "knowledge" / "x.md").read_text("utf-8")
    assert text.startswith('---\ntitle: "กองทุนบ้านดง"\ndate: 2026-11-20\n')
    assert text.endswith(
        "\nพัฒนาชุมชน บ้านดง\n\nเว็บที่ควรดู ได้แก่\n\n- [กรม](https://a.org/)\n- [จังหวัด](https://b.org/)\n"
    )


def test_a_chat_is_not_for_the_public(root: Path, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text('[LINE] ประวัติการแชทใน "พช."\n09:01 สมชาย สวัสดี\n', "utf-8")
    result = run(root, tmp_path / "chat.txt")
    assert result.exit_code == 2
    assert "ประวัติการแชต" in result.output
    assert not list((root / "knowledge").glob("chat*"))


PAGE = """<html><head><title>ข่าว - เว็บไซต์อำเภอ</title></head><body>{}<table><tr><td>
<font size="5"><b>อำเภอจัดเวทีกองทุนชุมชน ครั้งที่ 3</b></font><br>วันที่ 15 พฤศจิกายน 2569<br>
<p><font face="Tahoma">เมื่อวันที่ 14 พฤศจิกายน 2569 ผู้นำชุมชนร่วมประชุม</font></p>
<ul><li>เรื่องหนึ่ง</li></ul><ol start="3"><li>สาม</li><li>สี่</li></ol></td></tr></table></body></html>"""


@pytest.mark.parametrize("around", ["", '<font size="7">เว็บไซต์อำเภอ</font>'])
def test_a_headline_in_large_letters_is_the_title_and_lists_keep_their_numbers(
    around: str, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "n.html").write_text(PAGE.format(around), "utf-8")
    run(root, tmp_path / "n.html")
    text = (root / "knowledge" / "n.md").read_text("utf-8")
    assert text.startswith('---\ntitle: "อำเภอจัดเวทีกองทุนชุมชน ครั้งที่ 3"\ndate: 2026-11-15\n')
    assert "\nเมื่อวันที่ 14 พฤศจิกายน 2569 ผู้นำชุมชนร่วมประชุม\n\n- เรื่องหนึ่ง\n\n3. สาม\n4. สี่\n" in text


def test_a_page_with_several_lines_in_large_letters_keeps_its_own_title(root: Path, tmp_path: Path) -> None:
    two = PAGE.format('<font size="6">ตลาดนัดชุมชนคนรักป่า</font>')
    (tmp_path / "n.html").write_text(two, "utf-8")
    run(root, tmp_path / "n.html")
    assert 'title: "ข่าว - เว็บไซต์อำเภอ"' in (root / "knowledge" / "n.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "day", "slug"),
    [
        ("กองทุน", "วันที่ 20 พฤศจิกายน 2569\n", "2026-11-20"),
        ("กองทุน", "", "article"),
        ("kongtun", "", None),
    ],
)
def test_a_thai_name_of_a_file_gets_an_address_that_stays(
    name: str, day: str, slug: str | None, root: Path, tmp_path: Path
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / f"{name}{'' if folder == 'one' else '2'}.txt"
        file.write_text(f"กองทุนบ้านดง\n{day}\nเนื้อเรื่องยาวพอ\n", "utf-8")
        shown = run(root, file).output
    found = [path.read_text("utf-8") for path in sorted((root / "knowledge").glob("*.md"))]
    slugs = [match[1] for text in found if (match := re.search(r"^slug: (.*)$", text, re.MULTILINE))]
    assert slugs == ([slug, f"{slug}-2"] if slug else [])
    assert ("/k/" in shown) == bool(slug)
