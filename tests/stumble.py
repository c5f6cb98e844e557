"""Runs `julasan` and lets it stumble at the Nth thing that it does to the site's folders.

    python tests/stumble.py kill:40 SITE build --site-dir SITE

The Nth file opened, folder made, name changed or removed at SITE or aside of it is a fixed
moment of the build, as no clock gives one: PEP 578's audit events see each before it happens.
``kill``, ``int``, ``term`` and ``hup`` send the signal, ``full`` and ``forbidden`` fail the
call as a full or read-only disk does. ``count`` prints how many such moments there were, and
which of them came just before the folders changed places.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from pathlib import Path

SIGNALS = {"kill": signal.SIGKILL, "int": signal.SIGINT, "term": signal.SIGTERM, "hup": signal.SIGHUP}
ERRORS = {"full": errno.ENOSPC, "forbidden": errno.EROFS}
MOMENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.copyfile", "shutil.rmtree"}


class Stumble:
    """The audit hook: counts the moments, acts at one."""

    def __init__(self, action: str, moment: int, site_dir: Path) -> None:
        self.action, self.moment = action, moment
        self.marks = (str(site_dir), str(site_dir.parent / f".{site_dir.name}."))
        self.main = os.getpid()
        self.count = self.swap = 0
        self.done = False

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        """See an event before it happens."""
        if self.done or os.getpid() != self.main:
            return
        swaps = event == "ctypes.dlsym" and args[-1] == "renameat2"
        if swaps:
            self.swap = self.count + 1
        # Afterwards the old site's files are removed by bare names.
        named = self.swap or any(mark in str(arg) for arg in args for mark in self.marks)
        if swaps or (event in MOMENTS and named):
            self.count += 1
            if self.count == self.moment:
                self.act(str(args[0]))

    def act(self, path: str) -> None:
        """Stumble, once; a disk that is full stays full."""
        if self.action in ERRORS:
            self.moment = self.count + 1
            raise OSError(ERRORS[self.action], os.strerror(ERRORS[self.action]), path)
        self.done = True
        os.kill(os.getpid(), SIGNALS[self.action])


def main() -> None:
    """Run the command line that follows."""
    how, site_dir, *arguments = sys.argv[1:]
    action, _, moment = how.partition(":")
    from julasan.__main__ import main as julasan

    stumble = Stumble(action, int(moment or 0), Path(site_dir))
    sys.addaudithook(stumble)
    sys.argv[1:] = arguments
    try:
        julasan()
    finally:
        if action == "count":
            print(stumble.count, stumble.swap)


if __name__ == "__main__":
    main()
