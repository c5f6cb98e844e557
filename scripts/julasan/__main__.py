"""``python -m julasan``."""

from julasan.cli import main

if __name__ == "__main__":
    main()
