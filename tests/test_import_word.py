"""What Thai people's Word documents have that English ones have not: style and file names in Thai."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from test_import import root, run
from test_import_hostile import body, document, member

__all__ = ["root"]

STYLE = '<w:style w:type="paragraph" w:styleId="T2"><w:name w:val="หัวเรื่อง 2"/></w:style></w:styles>'


def test_a_heading_of_a_thai_style_is_a_heading(root: Path, tmp_path: Path) -> None:
    styles = member("word/styles.xml").decode().replace("</w:styles>", STYLE).encode()
    text = "<w:p>{}<w:r><w:t>{}</w:t></w:r></w:p>"
    heading = text.format('<w:pPr><w:pStyle w:val="T2"/></w:pPr>', "งบประมาณ")
    styled = text.format("", "คำนำ") + heading + text.format("", "เนื้อความ")
    file = tmp_path / "x.docx"
    file.write_bytes(document({"word/styles.xml": styles, "word/document.xml": body(styled)}))
    run(root, file)
    assert "## งบประมาณ\n\nเนื้อความ\n" in (root / "knowledge" / "x.md").read_text("utf-8")


def test_a_heading_further_down_is_no_title(root: Path, tmp_path: Path) -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>(ตัวอย่าง) ห้องสมุดในสวน</w:t></w:r></w:p>"
    rest = '<w:p><w:r><w:t>เนื้อ</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    file = tmp_path / "x.docx"
    file.write_bytes(
        document({"word/document.xml": body(f"{bold}{rest}<w:r><w:t>หัวข้อแรก</w:t></w:r></w:p>")})
    )
    shown = run(root, file).output
    assert 'title: "(ตัวอย่าง) ห้องสมุดในสวน"' in (root / "knowledge" / "x.md").read_text("utf-8")
    assert "ชื่อเรื่องเดาจากข้อความ" in shown


def test_a_picture_under_a_thai_name_comes_along(root: Path, tmp_path: Path) -> None:
    rels = member("word/_rels/document.xml.rels").decode().replace("media/image1.png", "media/รูปที่ ๑.png")
    changes: dict[str, bytes | None] = {
        "word/_rels/document.xml.rels": rels.encode(),
        "word/media/image1.png": None,
        "word/media/รูปที่ ๑.png": member("word/media/image1.png"),
    }
    file = tmp_path / "x.docx"
    file.write_bytes(document(changes))
    run(root, file)
    assert list((root / "knowledge" / "images").iterdir())


def paragraph(*runs: str, props: str = "") -> str:
    return f"<w:p>{props}{''.join(runs)}</w:p>"


def words(text: str, props: str = "") -> str:
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def imported(root: Path, tmp_path: Path, *parts: str) -> str:
    file = tmp_path / "x.docx"
    file.write_bytes(document({"word/document.xml": body("".join(parts))}))
    run(root, file)
    return (root / "knowledge" / "x.md").read_text("utf-8")


TITLE = paragraph(words("กองทุนของเรา"), props='<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>')


@pytest.mark.parametrize("byline", [words("โดย สมหญิง รักดี กลุ่ม 3", "<w:i/>"), words("เขียนโดย สมหญิง รักดี")])
@pytest.mark.parametrize("bold", ["", "<w:b/>"])
def test_a_byline_hides_no_day_below_it(byline: str, bold: str, root: Path, tmp_path: Path) -> None:
    day = paragraph(words("วันที่ ๒๐ พฤศจิกายน ๒๕๖๙", bold))
    text = imported(root, tmp_path, TITLE, paragraph(byline), day, paragraph(words("เนื้อเรื่อง")))
    assert "\ndate: 2026-11-20\n" in text
    assert 'authors: ["สมหญิง รักดี' in text
    assert "พฤศจิกายน" not in text


def test_what_is_hidden_stays_behind_and_what_is_struck_out_stays_so(root: Path, tmp_path: Path) -> None:
    text = imported(
        root, tmp_path, TITLE,
        paragraph(words("เห็น"), words("ลับ", "<w:vanish/>"), words(" ", ""), words("ยกเลิก", "<w:strike/>")),
    )  # fmt: skip
    assert "เห็น ~~ยกเลิก~~\n" in text
    assert "ลับ" not in text


def test_marks_of_the_fonts_of_windows_are_letters(root: Path, tmp_path: Path) -> None:
    printed = words("ท\uf702\uf70aน\uf702\uf70b ปู\uf70a \uf700าน")
    assert "ที่นี้ ปู่ ฐาน\n" in imported(root, tmp_path, TITLE, paragraph(printed))


def test_a_table_in_a_cell_leaves_the_table_around_it(root: Path, tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    inner = f"<w:tbl>{row(paragraph(words('ชาย')), paragraph(words('หญิง')))}</w:tbl>"
    outer = row(paragraph(words("ปี ที่เริ่ม")), paragraph(words("สมาชิก")))
    outer += row(paragraph(words("สองพันห้าร้อย")), inner + paragraph())
    assert "| ปี ที่เริ่ม | สมาชิก |\n|---|---|\n| สองพันห้าร้อย | ชาย<br>หญิง |" in imported(
        root, tmp_path, TITLE, f"<w:tbl>{outer}</w:tbl>"
    )


def test_a_memo_leaves_its_form_behind(root: Path, tmp_path: Path) -> None:
    lines = (
        "บันทึกข้อความ", "ส่วนราชการ สำนักงานพัฒนาชุมชน โทร. 0 5422 0000",
        "ที่ ลป 0019/ว 123 วันที่ 20 พฤศจิกายน 2569", "เรื่อง รายงานผลเวที", "เรียน ผู้ว่าราชการจังหวัด", "ตามที่ได้จัดเวที",
    )  # fmt: skip
    text = imported(root, tmp_path, *(paragraph(words(line)) for line in lines))
    assert text.startswith('---\ntitle: "รายงานผลเวที"\ndate: 2026-11-20\n')
    assert text.endswith("---\n\nเรียน ผู้ว่าราชการจังหวัด\n\nตามที่ได้จัดเวที\n")


@pytest.mark.parametrize(("kind", "sign"), [("Bullet", "- "), ("Number", "1. ")])
def test_lists_by_words_styles_keep_their_ranks(root: Path, tmp_path: Path, kind: str, sign: str) -> None:
    names = [f"List {kind}", f"List {kind} 2", f"List {kind} 3"]
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="L{at}"><w:name w:val="{name}"/></w:style>'
        for at, name in enumerate(names)
    )
    styles = member("word/styles.xml").decode().replace("</w:styles>", f"{made}</w:styles>").encode()
    items = "".join(
        paragraph(words(text), props=f'<w:pPr><w:pStyle w:val="L{at}"/></w:pPr>')
        for at, text in [(0, "ก"), (1, "ข"), (2, "ค"), (1, "ง")]
    )
    file = tmp_path / "x.docx"
    file.write_bytes(document({"word/styles.xml": styles, "word/document.xml": body(TITLE + items)}))
    run(root, file)
    deeper = f"    {sign}ข\n        {sign}ค\n    {sign.replace('1', '2')}ง\n"
    assert f"{sign}ก\n{deeper}" in (root / "knowledge" / "x.md").read_text("utf-8")


def test_a_picture_alone_is_no_title(root: Path, tmp_path: Path) -> None:
    xml = member("word/document.xml").decode()
    drawing = re.search(r"<w:p\b(?:(?!</w:p>).)*<w:drawing>.*?</w:drawing>.*?</w:p>", xml, re.DOTALL)
    assert drawing
    text = imported(root, tmp_path, drawing.group())
    assert 'title: "!' not in text
    assert "](images/x-1." in text.rpartition("---")[2]
