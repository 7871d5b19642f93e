"""A life: extended, maintained, ended, opened again; what each side sees and does not."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lindra.models import Treatment
from lindra.rules.calendar import date_words, local_date
from lindra.rules.lifecycle import State
from tests.journeys.visitor import Visitor
from tests.journeys.world import DESK, KARIN, PHONE, World

pytestmark = pytest.mark.journey

GROUP = "19570114-9873\n921051-89860\n19910613-9828"


def seen(visitor: Visitor, name: str) -> None:
    """The page is what every page must be; pictures of it where LINDRA_SHOTS says."""
    visitor.check()
    chosen = os.environ.get("LINDRA_SHOTS")
    if not chosen:
        return
    Path(chosen).mkdir(parents=True, exist_ok=True)
    was = visitor.page.viewport_size
    for width, size in (("390", PHONE), ("1360", DESK)):
        visitor.page.set_viewport_size(size)
        for theme in ("light", "dark"):
            visitor.page.emulate_media(color_scheme=theme)
            path = Path(chosen) / f"{name}-{theme}-{width}.png"
            visitor.page.screenshot(path=path, full_page=True)
    visitor.page.emulate_media(color_scheme="light")
    visitor.page.set_viewport_size(was)


def state(treatment: Treatment) -> str:
    return Treatment.objects.get(pk=treatment.pk).state


def act(karin: Visitor, treatment: Treatment, words: str) -> None:
    """By the button at the bottom of "Hantera"."""
    karin.open(f"/moment/{treatment.pk}/")
    karin.within("Momentet").get_by_role("link", name=words, exact=True).click()
    karin.sees_heading(words)


@pytest.mark.row("M18", "M18b", "M19", "M20")
def test_extended_maintained_ended_opened_again_and_ended(world: World) -> None:  # noqa: PLR0915
    treatment = world.opened(days_ago=100)
    world.send(treatment, "reflektion-1", {"nytt": "Att larmet kan bli känsligt."})
    today = local_date(world.now)
    karin, astrid = world.staff(KARIN), world.patient(treatment)
    home = f"/program/{treatment.pk}/"

    act(karin, treatment, "Förläng")
    seen(karin, "forlang")
    later = treatment.ends_on + timedelta(days=30)
    karin.page.get_by_label("Ny sista dag").fill(later.isoformat())
    karin.page.get_by_label("Orsak").fill("Sjukdom under hösten")
    karin.press("Fortsätt")
    karin.sees(f"Astrid kan läsa, fylla i och skriva till och med {date_words(later)}.")
    seen(karin, "forlang-visa")
    karin.press("Förläng", exact=True)
    karin.sees(f"Förlängt. Öppet till och med {date_words(later)}.")
    astrid.open(home)
    astrid.sees(f"Öppet till och med {date_words(later)}.")

    act(karin, treatment, "Vidmakthåll")
    karin.page.get_by_label("Antal dagar").fill("30")
    for label in ("Innan du börjar", "Modul 2:", "Modul 3:", "Modul 4:", "Modul 6:", "Modul 7:"):
        karin.page.locator("label.tick").filter(has_text=label).click()
    for label in ("Modul 8:", "Mindfulnessövningar"):
        karin.page.locator("label.tick").filter(has_text=label).click()
    seen(karin, "vidmakthall")
    karin.press("Fortsätt")
    until = date_words(today + timedelta(days=30))
    karin.sees(
        f"Astrid kan läsa modul 1 och 5 till och med {until}, men inte fylla i eller skriva."
    )
    karin.sees("1 svar")
    seen(karin, "vidmakthall-visa")
    karin.press("Vidmakthåll", exact=True)
    assert state(treatment) == State.MAINTENANCE

    astrid.open(home)
    astrid.sees("Du kan läsa men inte fylla i")
    seen(astrid, "patient-lasa")
    astrid.follow("Moduler", exact=True)
    astrid.sees_not("Modul 2")
    seen(astrid, "patient-lasa-moduler")
    astrid.open(f"{home}modul/m2/", status=404)
    astrid.open(f"{home}modul/m5/m5-01/")
    astrid.open(f"{home}formular/smartbild/", status=422)
    astrid.sees("Du kan läsa men inte fylla i.")
    astrid.open(f"{home}dagbok/")
    seen(astrid, "patient-lasa-dagbok")

    act(karin, treatment, "Avsluta")
    karin.sees("Det här väntar fortfarande")
    seen(karin, "avsluta")
    karin.expects(422)
    karin.press("Avsluta", exact=True)
    karin.sees("Välj en orsak.")
    karin.page.get_by_label("Orsak").select_option(label="Genomfört enligt plan")
    karin.press("Avsluta", exact=True)
    karin.sees("Momentet är avslutat.")
    seen(karin, "avslutat")

    astrid.open(home)
    astrid.sees("Programmet är avslutat")
    seen(astrid, "patient-avslutat")
    astrid.follow("Mina svar Allt du har skickat")
    astrid.follow("Reflektion, modul 1")
    expect(astrid.page.get_by_role("link", name="Fyll i")).to_have_count(0)
    astrid.open(f"{home}modul/m5/m5-01/", status=422)

    act(karin, treatment, "Återöppna")
    seen(karin, "ateroppna")
    karin.press("Återöppna", exact=True)
    karin.sees("Momentet är återöppnat.")
    assert state(treatment) == State.MAINTENANCE
    astrid.open(home)
    astrid.sees("Du kan läsa men inte fylla i")

    act(karin, treatment, "Avsluta")
    karin.page.get_by_label("Orsak").select_option(label="Annan orsak")
    karin.press("Avsluta", exact=True)
    assert state(treatment) == State.ENDED
    karin.follow("Tidslinje")
    for words in ("Förlängt", "Vidmakthålls", "Återöppnat", "Avslutat"):
        karin.sees(words)


@pytest.mark.row("M4", "F1")
def test_modules_are_hidden_and_where_to_begin_is_marked(world: World) -> None:
    treatment = world.opened(days_ago=2)
    karin, astrid = world.staff(KARIN), world.patient(treatment)
    karin.open(f"/moment/{treatment.pk}/")
    seen(karin, "hantera")
    karin.follow("Välj moduler")
    karin.page.locator("label.tick").filter(has_text="Modul 2:").click()
    karin.page.get_by_label("Börja här").select_option(
        label="Modul 5: Tankar, känslor och strategier"
    )
    seen(karin, "valj-moduler")
    karin.press("Spara", exact=True)
    karin.sees("Sparat. Patienten ser ändringen direkt.")
    seen(karin, "hantera-dold")
    astrid.open(f"/program/{treatment.pk}/")
    astrid.sees("Karin föreslår att du börjar med den här modulen.")
    seen(astrid, "patient-borja-har")
    astrid.follow("Moduler", exact=True)
    astrid.sees("Börja här")
    astrid.sees_not("Behandling och rehabilitering")
    seen(astrid, "patient-moduler")
    astrid.page.get_by_role("link", name="Tankar, känslor och strategier").click()
    seen(astrid, "patient-modul")


@pytest.mark.row("F12")
def test_a_group_is_planned_and_the_patient_sees_when_it_opens(world: World) -> None:
    karin = world.staff(KARIN)
    karin.open("/mina/starta/")
    seen(karin, "starta")
    karin.follow("Starta för flera")
    karin.page.get_by_label("Patienternas personnummer").fill(GROUP)
    seen(karin, "grupp")
    karin.press("Fortsätt")
    karin.sees_heading("Är det här rätt personer?")
    karin.sees("Tas inte med")
    karin.page.get_by_text("Startdag och moduler").click()
    first = local_date(world.now) + timedelta(days=30)
    karin.page.get_by_label("Startdag", exact=True).fill(first.isoformat())
    seen(karin, "grupp-personer")
    karin.press("Ja, starta för 1")
    karin.sees(f"Digitala smärtskolan är planerat för 1 och öppnar {date_words(first)}.")
    treatment = Treatment.objects.get()
    goran = world.patient(treatment)
    goran.open(f"/program/{treatment.pk}/")
    goran.sees("Programmet öppnar")
    seen(goran, "patient-planerat")
    goran.open(f"/program/{treatment.pk}/moduler/", status=422)
    karin.open(f"/moment/{treatment.pk}/")
    seen(karin, "hantera-planerat")
    act(karin, treatment, "Ändra startdag")
    seen(karin, "startdag")


@pytest.mark.row("M20")
def test_without_scripts_an_end_is_confirmed_as_well(world: World) -> None:
    treatment = world.opened()
    karin = world.staff(KARIN, java_script_enabled=False)
    act(karin, treatment, "Avsluta")
    karin.page.get_by_label("Orsak").select_option(label="Felaktigt startat")
    karin.press("Avsluta", exact=True)
    karin.sees("Momentet är avslutat.")
    assert state(treatment) == State.ENDED
