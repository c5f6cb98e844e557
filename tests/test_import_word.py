"""What Thai people's Word documents have that English ones have not: style and file names in Thai."""

from __future__ import annotations

from pathlib import Path

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
