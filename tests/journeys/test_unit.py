"""The unit: the administrator's list, change of therapist, absence, handover, notes."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lindra.models import Part, Unit, WorkNote
from lindra.rules.calendar import local_date
from tests.journeys.visitor import Visitor
from tests.journeys.world import FINGER, JOHAN, KARIN, MIRJAM, POINTER, World

pytestmark = pytest.mark.journey

ANNIKA = "TST-UPPDRAG-1004-1"
SIZES = {"390": {"width": 390, "height": 844}, "1360": {"width": 1360, "height": 900}}


@pytest.mark.row("F4", "M9")
def test_the_administrator_gives_two_patients_another_therapist(world: World) -> None:
    treatments = [world.opened("astrid"), world.opened("jamal")]
    world.opened("petra", JOHAN)
    annika = world.staff(ANNIKA)
    annika.open("/")
    assert annika.path == "/enheten/"
    annika.check()
    for name in ("Astrid Lindqvist", "Jamal Haddad"):
        annika.page.get_by_role("checkbox", name=re.compile(name)).check()
    annika.page.get_by_label("Ny ansvarig behandlare").select_option(label="Johan Åberg, psykolog")
    annika.press("Byt behandlare")
    annika.sees("Johan Åberg är ansvarig för 2 moment till.")
    for treatment in treatments:
        member = treatment.team.get(part=Part.RESPONSIBLE, last_day__isnull=True)
        assert member.staff.given_name == "Johan"
    johan = world.staff(JOHAN)
    johan.open("/mina/")
    johan.follow("Astrid Lindqvist", exact=True)
    johan.sees_heading("Astrid Lindqvist")


@pytest.mark.row("F4")
def test_a_refused_change_keeps_the_ticks(world: World) -> None:
    world.opened("astrid")
    annika = world.staff(ANNIKA)
    annika.expects(422)
    annika.open("/enheten/")
    annika.page.get_by_role("checkbox", name=re.compile("Astrid")).check()
    annika.press("Byt behandlare")
    annika.sees("Välj ny ansvarig behandlare.")
    expect(annika.page.get_by_role("checkbox", name=re.compile("Astrid"))).to_be_checked()
    annika.check()


@pytest.mark.row("N7")
def test_a_therapist_is_away_and_the_patient_sees_who_reads(world: World) -> None:
    treatment = world.opened("astrid")
    today = local_date(world.now)
    karin = world.staff(KARIN)
    karin.open("/enheten/")
    karin.check()
    karin.follow("Min frånvaro")
    karin.sees_heading("Min frånvaro")
    karin.check()
    karin.page.get_by_label("Första dagen").fill(today.isoformat())
    karin.page.get_by_label("Sista dagen").fill((today + timedelta(days=5)).isoformat())
    karin.page.get_by_label("Ersättare").select_option(label="Johan Åberg")
    karin.press("Spara frånvaron")
    karin.sees("Frånvaron är sparad. Johan Åberg läser under tiden.")
    johan = world.staff(JOHAN)
    johan.open("/mina/")
    johan.follow("Astrid Lindqvist", exact=True)
    johan.sees("ersättare till och med")
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/om/")
    astrid.sees(re.compile("Karin är borta till och med .* Johan läser under tiden"))
    astrid.check()


def offer(karin: Visitor, path: str) -> None:
    """Karin offers the treatment to Ekbacken."""
    karin.open(path)
    karin.check()
    karin.follow("Lämna över momentet")
    karin.sees("Till en annan vårdgivare")
    karin.check()
    karin.page.get_by_label("Enhet", exact=True).select_option(label="Rehabmottagningen Ekbacken")
    karin.page.get_by_role("checkbox", name=re.compile("Patienten är tillfrågad")).check()
    karin.press("Erbjud momentet")
    karin.sees("Momentet är erbjudet till Rehabmottagningen Ekbacken.")


@pytest.mark.row("F5")
def test_a_treatment_is_handed_over_and_the_old_unit_keeps_its_period(world: World) -> None:
    treatment = world.opened("astrid", days_ago=5)
    world.send(treatment, "reflektion-1", {"nytt": "Hos Karin"}, world.now - timedelta(days=2))
    karin, mirjam = world.staff(KARIN), world.staff(MIRJAM)
    offer(karin, f"/moment/{treatment.pk}/team/")
    mirjam.open("/enheten/")
    mirjam.follow("Astrid Lindqvist", exact=True)
    mirjam.sees_heading("Erbjudet moment")
    mirjam.sees_not("Hos Karin")
    mirjam.check()
    mirjam.press("Ta emot")
    mirjam.sees("Du är ansvarig behandlare nu.")
    karin.open("/enheten/")
    karin.follow("Astrid Lindqvist", exact=True)
    karin.sees("Inget kan ändras.")
    karin.check()
    karin.follow("Reflektion, modul 1")
    karin.sees_heading("Reflektion, modul 1")
    karin.sees("Hos Karin")
    karin.check()
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/")
    astrid.sees("Rehabmottagningen Ekbacken har tagit över programmet")
    astrid.check()


@pytest.mark.row("F8")
def test_a_note_is_written_and_struck_and_one_too_long_stays_in_the_page(world: World) -> None:
    treatment = world.opened("astrid")
    karin = world.staff(KARIN)
    karin.expects(422)
    karin.open(f"/moment/{treatment.pk}/")
    karin.follow("Arbetsanteckningar")
    karin.sees("Det som rör vården ska stå i journalen. Anteckningar kan komma att lämnas ut.")
    karin.page.get_by_label("Ny anteckning").fill("x" * 5001)
    karin.press("Spara anteckningen")
    karin.sees("Anteckningen är inte sparad")
    expect(karin.page.get_by_label("Ny anteckning")).to_have_value("x" * 5001)
    karin.check()
    karin.page.get_by_label("Ny anteckning").fill("Ring på torsdag.")
    karin.press("Spara anteckningen")
    karin.sees("Ring på torsdag.")
    karin.press(re.compile("^Stryk anteckningen"))
    karin.sees("Struken av Karin Ek")
    karin.check()
    assert WorkNote.objects.get().text == "Ring på torsdag."


@pytest.mark.row("F17")
def test_the_unit_sets_its_video_link_and_both_sides_see_it(world: World) -> None:
    treatment = world.opened("astrid")
    Unit.objects.update(video_url="")
    annika = world.staff(ANNIKA)
    annika.expects(422)
    annika.open("/enheten/installningar/")
    annika.page.get_by_label("Länk till videomöten").fill("http://video.example.se")
    annika.press("Spara", exact=True)
    annika.check()
    annika.page.get_by_label("Länk till videomöten").fill("https://video.example.se/rum")
    annika.page.get_by_role("main").get_by_role("button", name="Spara").click()
    annika.sees("Inställningarna är sparade.")
    karin, astrid = world.staff(KARIN), world.patient(treatment)
    karin.open(f"/moment/{treatment.pk}/")
    astrid.open(f"/program/{treatment.pk}/om/")
    for visitor in (karin, astrid):
        link = visitor.page.get_by_role("link", name=re.compile("Öppna videomötet"))
        expect(link).to_have_attribute("href", "https://video.example.se/rum")
        expect(link).to_have_attribute("target", "_blank")
    astrid.check()


@pytest.mark.drill
def test_the_pages_of_the_unit_are_drawn(lives: World, tmp_path: Path) -> None:
    folder = Path(os.environ.get("LINDRA_SHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    astrid, jamal, elin = (lives.treatment_of(name) for name in ("astrid", "jamal", "elin"))
    soraya = lives.treatment_of("soraya")
    pages = {
        "enheten": (ANNIKA, "/enheten/"),
        "enheten-behandlare": (KARIN, "/enheten/"),
        "installningar": (ANNIKA, "/enheten/installningar/"),
        "franvaro": (ANNIKA, "/franvaro/"),
        "team": (KARIN, f"/moment/{astrid.pk}/team/"),
        "overlamning": (KARIN, f"/moment/{astrid.pk}/overlamning/"),
        "erbjudet": (KARIN, f"/erbjudet/{elin.pk}/"),
        "anteckningar": (KARIN, f"/moment/{jamal.pk}/anteckningar/"),
        "hantera-team": (JOHAN, f"/moment/{soraya.pk}/"),
    }
    for width, size in SIZES.items():
        for name, (who, path) in pages.items():
            visitor = lives.visitor(size, POINTER)
            visitor.log_in(lives.session(who))
            _draw(visitor, path, folder / f"{name}-{width}")
        patient = lives.visitor(size, FINGER)
        lives.log_in_again(patient, soraya)
        _draw(patient, f"/program/{soraya.pk}/om/", folder / f"ditt-team-{width}")


def _draw(visitor: Visitor, path: str, file: Path) -> None:
    visitor.open(path)
    for theme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=theme)
        shot = file.with_name(f"{file.name}-{theme}.png")
        visitor.page.screenshot(path=shot, full_page=True)
        assert shot.stat().st_size > 10_000
