"""The list of rows and their tests is read right, and holds no row that is not there."""

from pathlib import Path

from tools import rows

FILE = '''
"""Tests."""
import pytest
pytestmark = pytest.mark.row("M1")

@pytest.mark.row("M2", "M3")
def test_one(): ...

@pytest.mark.row("F1")
class TestMany:
    @pytest.mark.row("N1")
    def test_two(self): ...

@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.row("N2")), 2])
async def test_three(x): ...

@pytest.mark.other("M9")
def test_four(): ...
'''


def test_marks_are_found_on_module_class_test_and_parameter(tmp_path: Path) -> None:
    path = tmp_path / "test_file.py"
    path.write_text(FILE)
    assert sorted(rows.in_file(path)) == [
        ("F1", f"{path}::TestMany"),
        ("M1", str(path)),
        ("M2", f"{path}::test_one"),
        ("M3", f"{path}::test_one"),
        ("N1", f"{path}::TestMany::test_two"),
        ("N2", f"{path}::test_three"),
    ]


def test_every_row_is_listed_once() -> None:
    names = [line.split()[0] for line in rows.ROWS.read_text(encoding="utf-8").splitlines()]
    assert len(names) == len(set(names)) == 62
    assert all(name[0] in "MFN" for name in names)


def test_no_test_names_a_row_that_does_not_exist() -> None:
    names = {line.split()[0] for line in rows.ROWS.read_text(encoding="utf-8").splitlines()}
    marked = {row for p in (rows.ROOT / "tests").rglob("test_*.py") for row, _ in rows.in_file(p)}
    assert marked - names == set()
