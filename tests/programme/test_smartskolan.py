"""What Digitala smärtskolan has promised beside the checks that every programme passes."""

from __future__ import annotations

import re
import shutil
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from lindra.programme.lint.run import check
from lindra.programme.load import load_programme
from lindra.programme.read.mindfulness import spoken_seconds

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "programmes" / "smartskolan"
DOCS = (ROOT / "docs/writing-a-programme.md").read_text()
TODAY = date(2026, 11, 22)
AT_THE_PAIN = 20  # seconds at the most (CONTENT 2, exercise 9)
SLOW = 90  # words a minute
LOOK = re.compile(r"titta dit nu|nu kan du titta dit", re.IGNORECASE)
HOURS = re.compile(r"klockan|\bkl\b|dygnet", re.IGNORECASE)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the programme that a test may change."""
    return Path(shutil.copytree(FOLDER, tmp_path / "smartskolan"))


def errors(folder: Path) -> list[str]:
    return [each for each in map(str, check(folder, TODAY, None).findings) if ": fel: " in each]


def recipe(heading: str) -> str:
    """The steps under a heading of the guide to writing."""
    return DOCS.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def test_the_patient_is_led_to_the_pain_three_times_for_twenty_seconds_at_most() -> None:
    cues = load_programme(FOLDER).exercise("mota-smartan").cues
    looks = [(look, back) for look, back in pairwise(cues) if LOOK.search(look.text)]
    assert len(looks) == 3
    for look, back in looks:
        assert re.search(r"\b(tillbaka|hem) till viloplatsen\.", back.text)
        assert spoken_seconds(look.text, SLOW) + look.silence <= back.at - look.at <= AT_THE_PAIN
    asked = [cue.text for cue in cues if re.search(r"kanten|ut på vädret", cue.text)]
    assert asked == [look.text for look, _ in looks]


def test_what_comes_before_each_look_only_says_that_it_is_near() -> None:
    cues = load_programme(FOLDER).exercise("mota-smartan").cues
    before = [cue.text for cue, after in pairwise(cues) if LOOK.search(after.text)]
    assert [text.split()[0] for text in before] == ["Snart"] * 3


def test_opening_hours_stand_with_the_number_and_not_among_the_facts() -> None:
    programme = load_programme(FOLDER)
    assert [fact.id for fact in programme.facts if HOURS.search(fact.say)] == []
    lines = ("kvinnofridslinjen", "stodlinjen_man", "stodlinjen_trans")
    hours = {each.id: each.hours for each in programme.contacts}
    for html in (programme.help("hjalp-nu").html, programme.page("m7-09")[1].html):
        assert [line for line in lines if f", {hours[line]}</li>" not in html] == []


def test_the_recipe_for_a_page_gives_a_page_without_errors(copy: Path) -> None:
    name, before, after = re.findall(r"`(m3-\w+)(?:\.md)?`", recipe("Lägga till en sida"))[:3]
    text = (copy / "3-rorelse" / f"{before}.md").read_text().replace(f"id: {before}", f"id: {name}")
    without_figure = re.sub(r"^figure:\n(?:  .*\n)+", "", text, flags=re.MULTILINE)
    (copy / "3-rorelse" / f"{name}.md").write_text(without_figure)
    assert errors(copy) == []
    pages = [page.id for page in load_programme(copy).module("m3").pages]
    place = pages.index(name)
    assert (pages[place - 1], pages[place + 1]) == (before, after)


def test_the_recipe_for_a_form_gives_a_form_without_errors(copy: Path) -> None:
    [file] = re.findall(r"till `(\w+-1\.yaml)`", recipe("Lägga till ett formulär"))
    name = file.removesuffix("-1.yaml")
    text = (copy / "forms/samre-dagar-1.yaml").read_text()
    (copy / "forms" / file).write_text(text.replace("id: samre-dagar", f"id: {name}"))
    page = copy / "3-rorelse/m3-11.md"
    page.write_text(page.read_text().replace("forms: [", f"forms: [{name}, "))
    report = [str(each) for each in check(copy, TODAY, None).findings]
    assert errors(copy) == []
    assert [line for line in report if line.startswith(f"forms/{file}")] == []
    assert load_programme(copy).form(name).questions
