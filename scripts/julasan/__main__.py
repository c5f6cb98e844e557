"""The program ``julasan``, also as ``python -m julasan``."""

from __future__ import annotations

import gc
import signal
import sys


def main() -> None:
    """Load the commands and run the one that is asked for; a stop is no error that needs a traceback."""
    if not hasattr(signal, "SIGHUP"):
        # Locks, signals and the exchange of two folders are POSIX's: what follows would end in a traceback.
        from julasan.locales import LANGUAGES, locale

        print(*(locale(language).text("cli.no_posix") for language in LANGUAGES), sep="\n", file=sys.stderr)
        sys.exit(2)
    from julasan import stopping

    # Nothing is begun while they load: Ctrl-C may end the program at once.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Most of what is loaded and read stays: to look for garbage as often as Python does costs a tenth of an
    # edit, and finds some 100 kB in a thousand articles.
    gc.set_threshold(200_000)
    from julasan.cli import main as run

    signal.signal(signal.SIGINT, before)
    try:
        with stopping.stoppable():
            run()
    except stopping.Stopped as stopped:
        sys.exit(128 + stopped.signal)
    finally:
        # Python looks for garbage once more as it ends, through all that was read: a twentieth of an edit,
        # for memory that goes with the process.
        gc.freeze()


if __name__ == "__main__":
    main()
