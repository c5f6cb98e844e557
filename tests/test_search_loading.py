"""numpy is told in time: no threads, and no AVX-512 where that makes it slow; then memory is kept."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from julasan.render.search import loading

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
        ("AuthenticAMD", "25", "avx2 avx512f avx512dq", {loading.FEATURES: "X86_V4"}),
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
    loading.prepare(environ, cpuinfo)
    assert environ == {loading.THREADS: "1", **expected}
    chosen = {loading.THREADS: "4", loading.FEATURES: "AVX512_SPR"}
    environ = dict(chosen)
    loading.prepare(environ, cpuinfo)
    assert environ == chosen


def test_where_nothing_is_said_of_the_processor_numpy_chooses(tmp_path: Path) -> None:
    environ: dict[str, str] = {}
    loading.prepare(environ, tmp_path / "cpuinfo")
    (tmp_path / "cpuinfo").write_text("Processor: ARMv8\n", "ascii")
    loading.prepare(environ, tmp_path / "cpuinfo")
    assert environ == {loading.THREADS: "1"}


def test_numpy_is_not_loaded_before_it_was_told_and_starts_no_thread() -> None:
    code = """
import sys
from pathlib import Path
import julasan.render.search
assert "numpy" not in sys.modules
import julasan.render.search.grams
if Path("/proc/self/task").is_dir():
    assert len(list(Path("/proc/self/task").iterdir())) == 1
"""
    environ = {name: value for name, value in os.environ.items() if name != loading.THREADS}
    subprocess.run([sys.executable, "-c", code], check=True, env=environ)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only there has numpy this name for AVX-512")
def test_numpy_knows_the_name_and_leaves_it_off() -> None:
    code = "from numpy._core._multiarray_umath import __cpu_features__ as on; print(on['X86_V4'])"
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={loading.FEATURES: "X86_V4"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert ran.stdout == "False\n"


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has rules of its own")
def test_what_is_freed_is_kept_for_what_is_made_next() -> None:
    script = """
from resource import RUSAGE_SELF, getrusage
import numpy as np
from julasan.render.search import grams
for _ in range(3):
    before = getrusage(RUSAGE_SELF).ru_minflt
    blocks = [np.ones(1 << 20, np.uint8) for _ in range(8)]
    del blocks
print(getrusage(RUSAGE_SELF).ru_minflt - before)
"""
    pages = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert int(pages) < 200
