"""Every programme of this installation can be loaded, quickly, and passes its own check."""

from pathlib import Path
from time import process_time

import pytest

from lindra import clock
from lindra.programme.lint.finding import Level
from lindra.programme.lint.run import check
from lindra.programme.load import load_programme

FOLDER = Path(__file__).parents[2] / "programmes"
PROGRAMMES = sorted(path.parent.name for path in FOLDER.glob("*/programme.yaml"))


@pytest.mark.row("N10")
@pytest.mark.parametrize("name", PROGRAMMES)
def test_it_has_no_errors(name: str) -> None:
    report = check(FOLDER / name, clock.wall().date(), None)
    assert [str(each) for each in report.findings if each.level is Level.ERROR] == []


@pytest.mark.parametrize("name", PROGRAMMES)
def test_it_loads_in_well_under_a_second(name: str) -> None:
    def seconds() -> float:
        start = process_time()
        load_programme(FOLDER / name)
        return process_time() - start

    assert min(seconds() for _ in range(3)) < 0.7
