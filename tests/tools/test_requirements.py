"""What is installed is named with a version and a hash, never with a place."""

import re

from tools import requirements

LINE = re.compile(r"^[a-z0-9-]+==[\w.]+( ; .+)? \\$")


def test_no_dependency_file_says_where_anything_comes_from() -> None:
    assert requirements.with_addresses() == []


def test_every_requirement_has_one_version_and_a_hash() -> None:
    for name in requirements.FILES:
        text = (requirements.FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        entries = re.findall(r"^(?=[a-z]).*(?:\n    .*)*", text, re.MULTILINE)
        assert entries
        assert [e for e in entries if not LINE.match(e.splitlines()[0])] == []
        assert [e for e in entries if "--hash=sha256:" not in e] == []


def test_the_files_agree_on_versions() -> None:
    chosen: dict[str, set[str]] = {}
    for name in requirements.FILES:
        text = (requirements.FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        for package, version in re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE):
            chosen.setdefault(package, set()).add(version)
    assert {package: found for package, found in chosen.items() if len(found) > 1} == {}


def test_the_licence_of_every_package_is_written_down() -> None:
    page = (requirements.ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    files = [(requirements.FOLDER / f"{name}.txt").read_text() for name in requirements.FILES]
    packages = set(re.findall(r"^([a-z0-9-]+)==", "\n".join(files), re.MULTILINE))
    assert packages == set(re.findall(r"^\| ([a-z0-9-]+) \| \S.* \|", page, re.MULTILINE)) - {
        "package"
    }
