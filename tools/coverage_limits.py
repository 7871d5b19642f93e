"""Fails when the tests cover less than they must: `python -m tools.coverage_limits coverage.json`.

Where a mistake harms a patient, every line and branch; overall nearly all.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

LIMITS = {
    "lindra/rules/": 100,
    "lindra/access.py": 100,
    "lindra/privacy.py": 100,
    "lindra/actions/": 100,
    "lindra/programme/": 100,
    "lindra/": 95,
}


MOST_FILES = 15  # of what is missing, so that the tests' own verdict stays in sight


def main(report: Path) -> int:
    """Print what is missing, then each limit with what was covered; return 1 if any is missed."""
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    covered = {place: percent(_summaries(files, place)) for place in LIMITS}
    missed = [place for place, limit in LIMITS.items() if covered[place] < limit]
    _explain({name: each for name, each in files.items() if name.startswith(tuple(missed))})
    for place, limit in LIMITS.items():
        word = "TOO LITTLE" if place in missed else "ok"
        print(f"coverage {place:<20} {covered[place]:6.2f} % of {limit} %  {word}")
    return 1 if missed else 0


def _summaries(files: dict[str, Any], place: str) -> Iterator[dict[str, int]]:
    return (each["summary"] for name, each in files.items() if name.startswith(place))


def percent(summaries: Iterable[dict[str, int]]) -> float:
    """Return lines and branches covered, in percent; nothing to cover is nothing covered."""
    done = wanted = 0
    for each in summaries:
        done += each["covered_lines"] + each["covered_branches"]
        wanted += each["num_statements"] + each["num_branches"]
    return 100 * done / wanted if wanted else 0.0


def _explain(files: dict[str, Any]) -> None:
    lacking = {
        n: f for n, f in sorted(files.items()) if f["missing_lines"] or f["missing_branches"]
    }
    for name, each in list(lacking.items())[:MOST_FILES]:
        jumps = [f"{start}->{stop}" for start, stop in each["missing_branches"]]
        print(f"  {name}: lines {_short(each['missing_lines'])}, branches {_short(jumps)}")
    if len(lacking) > MOST_FILES:
        print(f"  … and {len(lacking) - MOST_FILES} more files; see coverage report")


def _short(things: Sequence[object]) -> str:
    words = ", ".join(map(str, things[:12]))
    return (words or "-") + (" …" if things[12:] else "")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
