""" "Starta nytt moment": what was typed stays, the person is shown, nobody is started twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from lindra.models import Treatment
from tests.journeys.visitor import Visitor
from tests.journeys.world import JOHAN, KARIN, MIRJAM, World

pytestmark = pytest.mark.journey

GORAN = "570114-9873"
NUMBER = "Patientens personnummer"


def type_number(karin: Visitor, number: str) -> None:
    """Fill in the guide's two steps and go on."""
    karin.page.get_by_label(NUMBER).fill(number)
    karin.page.get_by_label("Moment").select_option(label="Digitala smärtskolan")
    karin.press("Nytt moment")


@pytest.fixture
def karin(world: World) -> Visitor:
    """Karin, on her way to start a treatment."""
    visitor = world.staff(KARIN)
    visitor.open("/mina/")
    visitor.follow("Starta nytt moment")
    visitor.expects(422)
    return visitor


WRONG = {
    "570114-9874": "Den sista siffran stämmer inte",
    "570231-9873": "Födelsedatumet finns inte i kalendern",
    "570114-987": "Det fattas siffror",
    "Göran Åkerblom": "får bara innehålla siffror",
    "": "Skriv personnumret",
}


@pytest.mark.row("M9")
def test_a_wrong_number_gets_its_words_at_the_field_and_stays_as_it_was_typed(
    karin: Visitor,
) -> None:
    field = karin.page.get_by_label(NUMBER)
    for typed, says in WRONG.items():
        type_number(karin, typed)
        expect(field).to_have_value(typed)
        expect(field).to_have_attribute("aria-invalid", "true")
        described = (field.get_attribute("aria-describedby") or "").split()
        at_field = " ".join(karin.page.locator(f"[id='{each}']").inner_text() for each in described)
        assert says in at_field
        assert karin.page.title().startswith("Något saknas: ")
    assert Treatment.objects.count() == 0


@pytest.mark.row("M9b")
def test_name_age_and_number_are_shown_before_anything_is_started(karin: Visitor) -> None:
    type_number(karin, GORAN)
    karin.sees_heading("Är det här rätt person?")
    facts = karin.page.locator("dl").inner_text()
    assert {"Göran Åkerblom", "19570114-9873", "Digitala smärtskolan"} <= set(facts.split("\n"))
    assert GORAN not in karin.page.url
    assert Treatment.objects.count() == 0
    karin.check()
    karin.follow("Nej, avbryt")
    assert Treatment.objects.count() == 0


@pytest.mark.row("M9")
def test_the_started_patient_stands_on_mina_with_the_flag_nytt_program(karin: Visitor) -> None:
    type_number(karin, GORAN)
    karin.press("Ja, starta momentet")
    karin.sees("Digitala smärtskolan är startat för")
    row = karin.page.get_by_role("row").filter(has_text="Göran Åkerblom")
    expect(row).to_contain_text("Nytt program")
    expect(row).to_contain_text("19570114-9873")


@pytest.mark.row("M9")
def test_a_second_start_leads_to_the_running_treatment(world: World, karin: Visitor) -> None:
    treatment = world.start("astrid")
    karin.expects(409)
    type_number(karin, treatment.patient.personal_number)
    karin.press("Ja, starta momentet")
    karin.sees_heading("Patienten har redan programmet här.")
    karin.check()
    karin.follow("Öppna momentet")
    assert karin.path == f"/moment/{treatment.pk}/"


@pytest.mark.row("M9")
def test_whoever_may_not_reach_it_is_told_the_colleagues_name(world: World) -> None:
    treatment = world.start("astrid")
    johan = world.staff(JOHAN)
    johan.expects(409)
    johan.open("/mina/starta/")
    type_number(johan, treatment.patient.personal_number)
    johan.press("Ja, starta momentet")
    johan.sees("Karin Ek")
    expect(johan.page.get_by_role("link", name="Öppna momentet")).to_have_count(0)


@pytest.mark.row("M9")
def test_another_unit_may_start_the_same_patient(world: World) -> None:
    treatment = world.start("astrid")
    mirjam = world.staff(MIRJAM)
    mirjam.open("/mina/starta/")
    type_number(mirjam, treatment.patient.personal_number)
    mirjam.press("Ja, starta momentet")
    mirjam.sees("är startat för")


@pytest.mark.row("M9b")
@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("19910613-9828", "Skyddade personuppgifter"),
        ("19860471-9842", "Personen kan kanske inte logga in på 1177."),
    ],
)
def test_what_one_must_know_about_the_person_stands_there(
    karin: Visitor, number: str, says: str
) -> None:
    type_number(karin, number)
    karin.sees(says)
    karin.check()


@pytest.mark.row("M9b")
@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("19480925-9932", "Personen är avliden"),
        ("19800101-9895", "finns i folkbokföringen"),
    ],
)
def test_the_dead_and_the_unknown_cannot_be_started(karin: Visitor, number: str, says: str) -> None:
    type_number(karin, number)
    karin.sees(says)
    expect(karin.page.get_by_role("button", name="starta momentet")).to_have_count(0)
    karin.check()


@pytest.mark.row("M9b")
def test_while_the_register_is_down_the_name_is_typed(
    karin: Visitor, settings: object, tmp_path: Path
) -> None:
    settings.POPULATION_FILE = tmp_path / "nothing.yaml"
    type_number(karin, GORAN)
    karin.press("Starta momentet")
    karin.sees("Skriv förnamnet.")
    karin.check()
    karin.page.get_by_label("Förnamn").fill("Göran")
    karin.page.get_by_label("Efternamn").fill("Åkerblom")
    karin.press("Starta momentet")
    karin.sees("är startat för")


@pytest.mark.row("M9b")
def test_another_name_at_the_first_log_in_stops_access_and_tells_the_unit(
    world: World, karin: Visitor, settings: object, tmp_path: Path
) -> None:
    register, settings.POPULATION_FILE = settings.POPULATION_FILE, tmp_path / "nothing.yaml"
    type_number(karin, GORAN)
    karin.page.get_by_label("Förnamn").fill("Gunnar")
    karin.page.get_by_label("Efternamn").fill("Åkerlund")
    karin.press("Starta momentet")
    settings.POPULATION_FILE = register
    goran = world.patient()
    goran.expects(403)
    goran.open("/")
    goran.press("Logga in som patient")
    goran.press("Göran Åkerblom")
    goran.sees("Något stämmer inte")
    goran.check()
    karin.open("/mina/")
    karin.follow("Kontrollera personen")
    karin.check()
    karin.press("Ja, Göran Åkerblom är rätt person")
    goran.open("/")
    goran.press("Logga in som patient")
    goran.press("Göran Åkerblom")
    goran.sees_heading("Hej Göran")
