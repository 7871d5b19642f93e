"""`python -m lindra.programme FOLDER`: checks a programme without a database or settings."""

from __future__ import annotations

import sys
from pathlib import Path

from lindra import clock
from lindra.programme.lint.run import check
from lindra.programme.lint.spelling import find_dictionary


def main(arguments: list[str]) -> int:
    """0 when the programme can be used, 1 when it has errors, 2 when called wrongly."""
    if len(arguments) != 1:
        sys.stdout.write("Skriv: python -m lindra.programme mapp\n")
        return 2
    report = check(Path(arguments[0]), clock.wall().date(), find_dictionary())
    sys.stdout.write(f"{report}\n")
    return 1 if report.errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
