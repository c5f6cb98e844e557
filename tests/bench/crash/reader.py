"""A reader who never tires: ``python reader.py SITE KNOWN.json`` until its standard input ends.

Opens every page of KNOWN (path -> the SHA-256 of each version that may be seen) again and again
by its path, as a web server does, and prints how many it read, missed, and found half-written.
"""

from __future__ import annotations

import hashlib
import json
import select
import sys
from itertools import cycle
from pathlib import Path


def main() -> None:
    """Read until told to stop."""
    site, known = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8"))
    count = {"read": 0, "missed": 0, "torn": 0}
    for number, (name, versions) in enumerate(cycle(known.items())):
        try:
            content = (site / name).read_bytes()
        except OSError:
            count["missed"] += 1
        else:
            count["read" if hashlib.sha256(content).hexdigest() in versions else "torn"] += 1
        # A breath after each round: the builds need the processor too.
        if number % len(known) == 0 and select.select([sys.stdin], [], [], 0.001)[0]:
            break
    print(json.dumps(count))


if __name__ == "__main__":
    main()
