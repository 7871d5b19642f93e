"""The limits of coverage fail a run that covers too little, and say where."""

import json
from pathlib import Path

import pytest

from tools import coverage_limits


def report(tmp_path: Path, **missed: int) -> Path:
    """A report of one file of 100 lines and 20 branches per limit, some branches missed."""
    places = [p + "a.py" if p.endswith("/") else p for p in coverage_limits.LIMITS]
    files = {place: _file(missed.get(Path(place).parts[1], 0)) for place in places}
    path = tmp_path / "coverage.json"
    path.write_text(json.dumps({"files": files}))
    return path


def _file(missed: int) -> dict[str, object]:
    summary = {"covered_lines": 100, "num_statements": 100}
    summary |= {"covered_branches": 20 - missed, "num_branches": 20}
    jumps = [[line, line + 1] for line in range(missed)]
    return {"summary": summary, "missing_lines": [], "missing_branches": jumps}


def test_everything_covered_passes(tmp_path: Path) -> None:
    assert coverage_limits.main(report(tmp_path)) == 0


def test_one_branch_of_a_rule_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert coverage_limits.main(report(tmp_path, rules=1)) == 1
    assert "lindra/rules/a.py: lines -, branches 0->1" in capsys.readouterr().out


def test_a_place_without_any_code_fails(tmp_path: Path) -> None:
    path = tmp_path / "coverage.json"
    path.write_text('{"files": {}}')
    assert coverage_limits.main(path) == 1


def test_elsewhere_a_little_may_be_missing(tmp_path: Path) -> None:
    data = json.loads(report(tmp_path).read_text())
    data["files"]["lindra/web/a.py"] = _file(20)
    path = tmp_path / "coverage.json"
    path.write_text(json.dumps(data))
    assert coverage_limits.main(path) == 0
