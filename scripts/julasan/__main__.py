"""The program ``julasan``, also as ``python -m julasan``."""

from __future__ import annotations

import signal


def main() -> None:
    """Load the commands and run the one that is asked for."""
    # Nothing is begun while they load: Ctrl-C ends the program at once, without a traceback.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    from julasan.cli import main as run

    signal.signal(signal.SIGINT, before)
    run()


if __name__ == "__main__":
    main()
