"""Whatever is done to a file, there is a programme or a ProgrammeError, never a traceback."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lindra.programme.faults import ProgrammeError
from lindra.programme.lint.run import check
from lindra.programme.load import load_programme, read_programme
from lindra.programme.yaml_lines import LOADER
from tests.programme.conftest import PROGRAMMES, TODAY
from tests.samples import sampled

SOURCE = PROGRAMMES / "litet"
FILES = sorted(
    path.relative_to(SOURCE).as_posix()
    for path in SOURCE.rglob("*")
    if path.suffix in {".yaml", ".md", ".svg", ".txt"}
)
YAML = [file for file in FILES if file.endswith(".yaml")]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=20),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
    st.sampled_from(["", "ja", "{{kontakt.x}}", "{{", "score", "m1", "s-01", "dagbok", "a: b"]),
)
SLOW = sampled(15)


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(shutil.copytree(SOURCE, Path(folder) / "litet"))


def judged(folder: Path, file: str, data: bytes) -> None:
    """Loads and lints the folder with another file in it, and puts the old one back."""
    before = (folder / file).read_bytes()
    (folder / file).write_bytes(data)
    try:
        reading = read_programme(folder)
        report = check(folder, TODAY, None)
        assert report.errors >= len(reading.faults)
        if reading.faults:
            with pytest.raises(ProgrammeError) as error:
                load_programme(folder)
            assert all(fault.line > 0 and fault.message for fault in error.value.faults)
        else:
            assert load_programme(folder).id == "litet"
    finally:
        (folder / file).write_bytes(before)


def branches(tree: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """The way to each value in a tree of dicts and lists."""
    yield path
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)  # type: ignore[arg-type]
    for key, value in pairs if isinstance(tree, dict | list) else ():
        yield from branches(value, (*path, key))


def replaced(tree: object, path: tuple[object, ...], value: object, key: str | None) -> object:
    """The tree with another value, or another key, at the end of the path."""
    if not path:
        return value
    first, *rest = path
    copy = tree.copy()  # type: ignore[attr-defined]
    if key is not None and not rest and isinstance(copy, dict):
        copy[key] = copy.pop(first)
    else:
        copy[first] = replaced(copy[first], tuple(rest), value, key)
    return copy


@SLOW
@given(data=st.data())
def test_another_value_or_key_anywhere_in_a_yaml_file(room: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(YAML))
    tree = yaml.load((SOURCE / file).read_text(), Loader=LOADER)
    path = data.draw(st.sampled_from(sorted(branches(tree), key=str)))
    key = data.draw(st.one_of(st.none(), st.sampled_from(["score", "id", "text", "alarm", "x"])))
    changed = replaced(tree, path, data.draw(ODD), key)
    judged(room, file, yaml.safe_dump(changed, allow_unicode=True).encode())


@SLOW
@given(data=st.data())
def test_lines_removed_doubled_or_cut_in_any_file(room: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES))
    lines = (SOURCE / file).read_text().splitlines(keepends=True)
    number = data.draw(st.integers(0, len(lines) - 1))
    cut = data.draw(st.integers(0, len(lines[number])))
    lines[number] = data.draw(
        st.sampled_from(["", lines[number] * 2, lines[number][:cut], lines[number][cut:]])
    )
    judged(room, file, "".join(lines).encode())


@SLOW
@given(file=st.sampled_from(FILES), data=st.binary(max_size=60))
def test_anything_at_all_in_a_file(room: Path, file: str, data: bytes) -> None:
    judged(room, file, data)


@SLOW
@given(file=st.sampled_from(FILES), inside=st.text(max_size=40), at=st.integers(0, 2000))
def test_anything_at_all_within_a_file(room: Path, file: str, inside: str, at: int) -> None:
    text = (SOURCE / file).read_text()
    judged(room, file, f"{text[:at]}{inside}{text[at:]}".encode(errors="replace"))


@pytest.mark.parametrize("file", FILES)
def test_any_file_may_be_missing(room: Path, file: str) -> None:
    before = (room / file).read_bytes()
    (room / file).unlink()
    try:
        assert check(room, TODAY, None).findings
    finally:
        (room / file).write_bytes(before)
