"""BEHAVIOUR M9b: the population register as a file, and its register being down."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from lindra.gateways.population import FileRegister, Person, RegisterDown
from lindra.rules.personal_number import PersonalNumber, parse

DEMO = Path(__file__).parents[2] / "demo" / "population.yaml"
TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.row("M9b")


@pytest.fixture
def demo():
    return yaml.safe_load(DEMO.read_text(encoding="utf-8"))


def everybody(demo):
    return {key: number for group in demo["cast"].values() for key, number in group.items()}


def test_a_person_is_found_by_her_number():
    person = FileRegister(DEMO).look_up("197804129802")
    assert person == Person("197804129802", "Astrid", "Lindqvist")
    assert person.name == "Astrid Lindqvist"


def test_a_number_that_nobody_has_gives_nobody():
    assert FileRegister(DEMO).look_up("197804129810") is None


def test_protection_and_death_are_told(demo):
    register, cast = FileRegister(DEMO), demo["cast"]["special"]
    assert register.look_up(cast["protected"]).protected is True
    assert register.look_up(cast["deceased"]).deceased == date(2026, 3, 2)


def test_a_person_does_not_print_who_she_is():
    person = Person("197804129802", "Astrid", "Lindqvist")
    assert repr(person) == "Person(protected=False, deceased=None)"


def test_the_register_can_be_set_to_be_down():
    with pytest.raises(RegisterDown):
        FileRegister(DEMO, down=True).look_up("197804129802")


@pytest.mark.parametrize(
    "content",
    [
        "down: true\npeople: []",
        "people: [{given: Astrid}]",
        "people: {",
        "just words",
        "",
        "people: 7",
    ],
)
def test_a_register_that_cannot_be_trusted_is_down(tmp_path, content):
    path = tmp_path / "register.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RegisterDown):
        FileRegister(path).look_up("197804129802")


def test_a_register_that_is_not_there_is_down(tmp_path):
    with pytest.raises(RegisterDown):
        FileRegister(tmp_path / "none.yaml").look_up("197804129802")


def test_the_demo_has_one_person_for_each_number_in_its_cast(demo):
    numbers = [person["personal_number"] for person in demo["people"]]
    assert sorted(numbers) == sorted(everybody(demo).values())
    assert len(set(numbers)) == len(numbers) == 27
    assert len(demo["cast"]["patients"]) == 16


def test_the_demo_has_only_sound_numbers_that_no_real_person_has(demo):
    for number in everybody(demo).values():
        assert parse(number, TODAY).value == number
        assert 980 <= int(number[8:11]) <= 999


def test_the_demo_has_a_samordningsnummer_and_a_centenarian(demo):
    special = demo["cast"]["special"]
    assert parse(special["coordination"], TODAY).is_coordination is True
    assert PersonalNumber(special["centenarian"]).age(TODAY) == 105
