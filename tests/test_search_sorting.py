"""numpy is told in time to sort without AVX-512 on the processors on which that is slow, and on no others."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from julasan.render.search import sorting

CPUINFO = """processor\t: 0
vendor_id\t: {vendor}
cpu family\t: {family}
model\t\t: 17
flags\t\t: fpu sse sse2 {flags}

processor\t: 1
vendor_id\t: AuthenticAMD
cpu family\t: 25
flags\t\t: avx512f
"""


@pytest.mark.parametrize(
    ("vendor", "family", "flags", "expected"),
    [
        ("AuthenticAMD", "25", "avx2 avx512f avx512dq", {sorting.VARIABLE: "X86_V4"}),
        ("AuthenticAMD", "25", "avx2", {}),  # Zen 3
        ("AuthenticAMD", "26", "avx2 avx512f", {}),  # Zen 5
        ("GenuineIntel", "6", "avx2 avx512f", {}),
    ],
)
def test_only_a_zen_4_sorts_without_avx_512(
    tmp_path: Path, vendor: str, family: str, flags: str, expected: dict[str, str]
) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(CPUINFO.format(vendor=vendor, family=family, flags=flags), "ascii")
    environ: dict[str, str] = {}
    sorting.choose(environ, cpuinfo)
    assert environ == expected
    environ = {sorting.VARIABLE: "AVX512_SPR"}
    sorting.choose(environ, cpuinfo)
    assert environ == {sorting.VARIABLE: "AVX512_SPR"}


def test_where_nothing_is_said_of_the_processor_numpy_chooses(tmp_path: Path) -> None:
    environ: dict[str, str] = {}
    sorting.choose(environ, tmp_path / "cpuinfo")
    (tmp_path / "cpuinfo").write_text("Processor: ARMv8\n", "ascii")
    sorting.choose(environ, tmp_path / "cpuinfo")
    assert environ == {}


def test_the_search_is_there_before_numpy_is_loaded() -> None:
    code = "import sys, julasan.render.search; sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only there has numpy this name for AVX-512")
def test_numpy_knows_the_name_and_leaves_it_off() -> None:
    code = "from numpy._core._multiarray_umath import __cpu_features__ as on; print(on['X86_V4'])"
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={sorting.VARIABLE: "X86_V4"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert ran.stdout == "False\n"
