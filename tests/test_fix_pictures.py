"""`check --fix` takes the place out of a photograph and leaves every pixel and all other notes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from julasan.check.media import names_its_place
from julasan.cli import main
from julasan.mending.pictures import mended
from test_check_problems import make

GPS, MAKE, ORIENTATION, TAKEN = 0x8825, 0x010F, 0x0112, 0x9003
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' exif:GPSLatitude="18,17.3N" exif:Make="กล้อง"><exif:GPSLongitude>99,29.5E</exif:GPSLongitude>'
    "<dc:title>น้ำตก</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def photograph(kind: str, *, gps: bool = True, xmp: bool = False) -> bytes:
    picture = Image.new("RGB", (60, 40), "green")
    picture.putpixel((3, 5), (250, 20, 20))
    exif = Image.Exif()
    exif[MAKE] = "Nokia"
    exif[ORIENTATION] = 6
    exif.get_ifd(0x8769)[TAKEN] = "2026:11:01 09:00:00"
    if gps:
        place = exif.get_ifd(GPS)
        place[1], place[2], place[3], place[4] = "N", (18.0, 17.0, 20.5), "E", (99.0, 29.0, 30.5)
        place[29] = "2026:11:01"
    made = io.BytesIO()
    more = {"xmp": XMP.encode()} if xmp else {}
    picture.save(made, kind, exif=exif, **more)
    return made.getvalue()


@pytest.mark.parametrize("xmp", [False, True])
@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_the_place_goes_and_all_else_stays(kind: str, xmp: bool) -> None:
    before = photograph(kind, xmp=xmp and kind != "PNG")
    assert names_its_place(before)
    after = mended(before)
    assert not names_its_place(after)
    assert len(after) == len(before)
    assert mended(after) == after
    for sign in (b"18,17.3N", b"99,29.5E"):
        assert sign not in after
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert new.tobytes() == old.tobytes()
        exif = new.getexif()
        assert (exif[MAKE], exif[ORIENTATION]) == ("Nokia", 6)
        assert exif.get_ifd(0x8769)[TAKEN] == "2026:11:01 09:00:00"
        assert not exif.get_ifd(GPS)
    if xmp and kind != "PNG":
        assert "น้ำตก".encode() in after
    # Degrees and minutes as rationals stand nowhere any more.
    assert (18).to_bytes(4, "little") + (1).to_bytes(4, "little") not in after or kind == "PNG"


def test_a_photograph_without_a_place_stays_as_it_is() -> None:
    assert mended(photograph("JPEG", gps=False)) == photograph("JPEG", gps=False)


@settings(deadline=None)
@given(st.data())
def test_no_damage_brings_it_down(data: st.DataObject) -> None:
    whole = bytearray(photograph("JPEG"))
    for _ in range(data.draw(st.integers(0, 8))):
        whole[data.draw(st.integers(0, 400))] = data.draw(st.integers(0, 255))
    made = mended(bytes(whole))
    assert made == bytes(whole) or not names_its_place(made)


def test_fix_mends_the_file_keeps_the_old_and_says_so(tmp_path: Path) -> None:
    make(tmp_path, {"name": "photograph"})
    path = tmp_path / "knowledge" / "images" / "น้ำตก.jpg"
    path.parent.mkdir()
    path.write_bytes(photograph("JPEG"))
    command = ["check", "-f", str(tmp_path / "mkdocs.yml")]
    refused = CliRunner().invoke(main, command)
    assert "knowledge/images/น้ำตก.jpg:1: รูปถ่ายนี้บอกพิกัดสถานที่ถ่าย (GPS) (สั่ง julasan check --fix" in refused.output
    done = CliRunner().invoke(main, [*command, "--fix", "--yes"])
    assert done.exit_code == 0, done.output
    assert "knowledge/images/น้ำตก.jpg: ลบพิกัดสถานที่ถ่าย (GPS) ออก" in done.output
    kept = tmp_path / ".cache" / "julasan" / "backup" / "1" / "knowledge" / "images" / "น้ำตก.jpg"
    assert kept.read_bytes() == photograph("JPEG")
    assert not names_its_place(path.read_bytes())
