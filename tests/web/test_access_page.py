"""The page about who may do what is the one that the tables write, and says what the tests say."""

from pathlib import Path

from lindra.access import May
from lindra.web.access_page import STANDS, access_page, addresses
from tests.test_access import OPEN_TO
from tests.web.addresses import routes

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
FIRST_NAMES = {
    "patient": "astrid",
    "therapist": "bo",
    "patient administrator": "hanna",
    "data administrator": "doris",
    "access administrator": "agnes",
    "log reviewer": "lova",
    "supervisor": "sixten",
}


def table() -> dict[str, dict[str, str]]:
    """By door: what the page says of each role."""
    lines = [line for line in access_page().splitlines() if line.startswith("| ")]
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


def test_the_page_is_written_from_the_tables():
    assert PAGE.read_text(encoding="utf-8") == access_page()


def test_every_door_has_a_row_and_a_role_that_passes_it_says_yes():
    found = table()
    assert list(found) == [may.value[0] for may in May]
    for may in May:
        said = {FIRST_NAMES[role] for role, cell in found[may.value[0]].items() if cell == "yes"}
        assert said == OPEN_TO[may] & set(FIRST_NAMES.values()) - {"astrid"}


def test_a_role_reaches_by_a_door_what_its_reaches_say():
    for may in May:
        said = {role: cell for role, cell in table()[may.value[0]].items() if cell != "–"}
        wanted: dict[str, set[str]] = {}
        for reach in may.reaches:
            role, words = STANDS[reach]
            wanted.setdefault(role.replace("_", " "), set()).add(words)
        assert {role: set(cell.split("; ")) for role, cell in said.items()} == wanted


def test_every_address_stands_on_it_once_behind_each_of_its_doors():
    lines = [line for line in access_page().splitlines() if line.startswith("- `")]
    doors = [{view.door, getattr(view, "post_door", None)} - {None} for _, view in addresses()]
    assert {line.split("`")[1] for line in lines} == {address for address, _ in addresses()}
    assert len(lines) == sum(max(1, len(each)) for each in doors)
    assert len(addresses()) == len(routes())
