"""How numpy is loaded: without threads that nothing here uses, without a slow sort, and to keep memory.

Its linear algebra starts a thread a core, which nothing here asks for any: it turns round for some
20 ms before it sleeps.

On AMD's Zen 4 its sort takes five times as long with AVX-512 as with AVX2: to store chosen lanes of a
register is slow there (github.com/numpy/x86-simd-sort/issues/6). Java does the same for these
processors (JDK-8317976).
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

THREADS = "OPENBLAS_NUM_THREADS"
FEATURES = "NPY_DISABLE_CPU_FEATURES"
FIRST = 4096
"""Bytes of /proc/cpuinfo that hold the first processor: it has an entry for each of them."""


def prepare(environ: MutableMapping[str, str], cpuinfo: Path = Path("/proc/cpuinfo")) -> None:
    """Set numpy's variables, but for those that are set already: whoever did so has chosen."""
    environ.setdefault(THREADS, "1")
    try:
        with cpuinfo.open(encoding="ascii", errors="replace") as lines:
            found = lines.read(FIRST)
    except OSError:
        return
    if is_zen4(found):
        environ.setdefault(FEATURES, "X86_V4")


def is_zen4(cpuinfo: str) -> bool:
    """Whether the first processor is one: Zen 3 is of the same family and has no AVX-512."""
    lines = (line.partition(":") for line in cpuinfo.split("\n\n", maxsplit=1)[0].splitlines())
    about = {name.strip(): value.strip() for name, _, value in lines}
    is_family = (about.get("vendor_id"), about.get("cpu family")) == ("AuthenticAMD", "25")
    return is_family and "avx512f" in about.get("flags", "").split()


KEPT = 30 << 20
"""Bytes of a block that is freed at once; glibc learns from none of 32 MiB or more."""


def keep_memory() -> None:
    """Have memory that is freed kept for what is made next, and in large pages, once numpy is loaded.

    glibc gives the free end of its memory back to the system, to take it anew for the next texts, page by
    page: until it has freed a block that was the system's own, and learns from its size (mallopt(3),
    M_MMAP_THRESHOLD). A second block then lies in the memory that it keeps, and numpy asks for large pages
    where it lies, as for all its large arrays (madvise(2), MADV_HUGEPAGE): whatever comes there later has
    them. Both were a fourteenth of the index's time. Nothing is written to these blocks.
    """
    import numpy as np

    for size in (KEPT, KEPT - (1 << 20)):
        np.empty(size, np.uint8)
