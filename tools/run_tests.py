"""Runs pytest with an empty PostgreSQL and the machine's Chromium; holds the coverage limits.

`python -m tools.run_tests` runs everything; with arguments it hands them to pytest, without limits.
"""

import os
import sys
from pathlib import Path

from tools import browser, coverage_limits
from tools.binaries import Unavailable
from tools.database import database_for_tests
from tools.processes import Stopped, run, stop_on_signals

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / ".data" / "coverage.json"
EVERYTHING = ["--numprocesses=2", "--dist=load", "--durations=40", "--durations-min=2"]
COVERAGE = ["--cov", "--cov-report=", f"--cov-report=json:{REPORT}"]


def main(arguments: list[str]) -> int:
    """Run the tests; return pytest's exit status, or 1 when coverage is below a limit."""
    stop_on_signals()
    try:
        with database_for_tests() as url:
            status = _pytest(url, arguments or [*EVERYTHING, *COVERAGE])
    except Unavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    except Stopped:
        return 130
    return status or (0 if arguments else coverage_limits.main(REPORT))


def _pytest(url: str, arguments: list[str]) -> int:
    env = os.environ | {
        "DATABASE_URL": url,
        "LINDRA_ENV": "test",
        "LINDRA_CHROMIUM": browser.ensure(),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright runs an event loop in the test's thread
    }
    command = [sys.executable, "-m", "pytest", *arguments]
    return run(command, env, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
