"""Every flag raised and cleared, on both sides, with the moved clock."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lindra import clock
from lindra.access import PatientSession
from lindra.actions.log_in import patient_logs_in
from lindra.actions.time_travel import travel, travelled
from lindra.actions.treatments import open_as_team
from lindra.gateways.identity import Identity, Kind
from lindra.models import FollowUp, Treatment
from tests.cast import start
from tests.journeys.visitor import Visitor
from tests.journeys.world import DESK, KARIN, PHONE, POINTER, World
from tests.messages import write
from tests.rules.numbers import invented

pytestmark = pytest.mark.journey

WEEK = {"smarta": 3, "sysslor": 3, "gladje": 3, "humor": 3, "somn": 3, "tilltro": 3}
THEMES = ("light", "dark")


def picture(visitor: Visitor, name: str) -> None:
    """The page at both widths and in both themes, in the folder that LINDRA_SHOTS names."""
    folder = os.environ.get("LINDRA_SHOTS")
    if not folder:
        return
    size = visitor.page.viewport_size
    Path(folder).mkdir(parents=True, exist_ok=True)
    for width in (PHONE, DESK):
        visitor.page.set_viewport_size(dict(width))
        for theme in THEMES:
            visitor.page.emulate_media(color_scheme=theme)
            file = Path(folder) / f"{name}-{theme}-{width['width']}.png"
            visitor.page.screenshot(path=file, full_page=True)
    visitor.page.emulate_media(color_scheme="light")
    visitor.page.set_viewport_size(size)


def now():
    """The treatment's time, as the site has it."""
    return clock.now() + timedelta(seconds=travelled())


def log_in(world: World, treatment: Treatment) -> Visitor:
    """The patient logs in at the moved clock's time, as through the provider."""
    person = treatment.patient
    identity = Identity(
        Kind.PATIENT,
        "test",
        person.personal_number,
        person.given_name,
        person.family_name,
        clock.wall(),
    )
    patient_logs_in(identity=identity, now=now(), wall=clock.wall())
    return world.patient(treatment)


@pytest.mark.row("M14")
@pytest.mark.row("M14b")
def test_a_new_programme_is_new_to_both_until_each_has_opened_it(world: World) -> None:
    treatment = world.start()
    karin, astrid = world.staff(KARIN), log_in(world, treatment)
    karin.open("/mina/")
    karin.sees("Nytt program")
    astrid.open(f"/program/{treatment.pk}/")
    astrid.sees("Nytt", exact=True)
    astrid.check()
    karin.page.get_by_role("link", name="Nytt program", exact=True).click()
    karin.open("/mina/")
    karin.sees("Inget just nu")
    astrid.page.reload()
    astrid.sees_not(re.compile("^Nytt$"))


@pytest.mark.row("M14")
@pytest.mark.row("M14b")
def test_a_message_waits_on_the_other_side_until_answered_or_opened(world: World) -> None:
    treatment = world.opened()
    karin, astrid = world.staff(KARIN), log_in(world, treatment)
    open_as_team(treatment=treatment, by=world.session(KARIN), now=now())
    asked = write(treatment, PatientSession(treatment.patient), "Hej", now() - timedelta(minutes=2))
    karin.open("/ko/")
    karin.sees("1 meddelande att besvara senast")
    karin.check()
    picture(karin, "ko")
    karin.page.get_by_role("link", name=re.compile("^Svara")).click()
    karin.sees("Hej")
    karin.open(f"/moment/{treatment.pk}/")
    karin.sees("Meddelande från Astrid")
    karin.check()
    answer = {"conversation": asked.conversation, "seen": now() - timedelta(minutes=1)}
    write(treatment, world.session(KARIN), "Hej du", now() - timedelta(seconds=45), **answer)
    karin.page.reload()
    karin.sees("Inget att hantera just nu.")
    astrid.open(f"/program/{treatment.pk}/")
    astrid.sees("Nytt meddelande från Karin")
    astrid.check()
    picture(astrid, "hem-meddelande")
    astrid.page.get_by_role("link", name=re.compile("Nytt meddelande från")).click()
    astrid.sees("Hej du")
    astrid.open(f"/program/{treatment.pk}/")
    astrid.sees_not("Nytt meddelande från")


@pytest.mark.row("M14")
@pytest.mark.row("M14b")
@pytest.mark.row("F6")
def test_who_has_been_away_is_welcomed_back_until_something_is_done(world: World) -> None:
    treatment = world.opened()
    open_as_team(treatment=treatment, by=world.session(KARIN), now=now())
    astrid = log_in(world, treatment)
    astrid.open(f"/program/{treatment.pk}/modul/m1/m1-02/")
    travel(days=21)
    karin = world.staff(KARIN)
    karin.open("/mina/")
    karin.sees("Inget just nu")  # silence is no flag of the team's
    karin.page.get_by_role("link", name=re.compile("^Tysta")).click()
    karin.sees("Astrid")
    astrid = log_in(world, treatment)
    astrid.open(f"/program/{treatment.pk}/")
    astrid.sees("Välkommen tillbaka. Här var du senast.")
    astrid.check()
    picture(astrid, "hem-tillbaka")
    astrid.page.reload()
    astrid.sees("Välkommen tillbaka. Här var du senast.")
    astrid.page.get_by_role("link", name="Fortsätt", exact=True).click()
    assert astrid.path.endswith("/m1-02/")
    astrid.open(f"/program/{treatment.pk}/")
    astrid.sees_not("Välkommen tillbaka")
    karin.page.reload()
    karin.sees("Ingen patient här just nu.")


@pytest.mark.row("M14")
@pytest.mark.row("M14b")
@pytest.mark.row("M18")
def test_the_end_is_told_to_both_the_day_before_and_stays_with_the_team(world: World) -> None:
    treatment = world.opened(days_ago=0)
    open_as_team(treatment=treatment, by=world.session(KARIN), now=now())
    travel(days=(treatment.ends_on - treatment.starts_on).days - 1)
    karin, astrid = world.staff(KARIN), log_in(world, treatment)
    astrid.open(f"/program/{treatment.pk}/")
    astrid.sees("I morgon är sista dagen.")
    astrid.check()
    picture(astrid, "hem-sista-dagen")
    karin.open("/mina/")
    karin.page.get_by_role("link", name="Slutar i morgon", exact=True).click()
    karin.sees("Står kvar tills någon förlänger")
    karin.check()
    picture(karin, "hantera-slutar")
    travel(days=1)
    astrid.page.reload()
    astrid.sees("I dag är sista dagen.")
    travel(days=1)
    karin.open("/mina/?visa=tiden-ute")
    karin.sees("Tiden har gått ut")
    astrid.page.reload()
    astrid.sees_not("sista dagen")


@pytest.mark.row("M17")
def test_a_look_is_one_click_on_mina_with_undo(world: World) -> None:
    treatment = world.opened()
    open_as_team(treatment=treatment, by=world.session(KARIN), now=now())
    travel(days=21)
    karin = world.staff(KARIN)
    karin.open("/mina/")
    for undone in (True, False):
        karin.press("Markera Astrid")
        again = karin.page.get_by_role("button", name=re.compile("^Ångra"))
        expect(again).to_be_focused()
        world.soon(lambda: FollowUp.objects.count() == 1)
        if undone:
            again.click()
            world.soon(lambda: FollowUp.objects.count() == 0)
    karin.page.reload()
    karin.sees("I dag", exact=True)
    karin.sees_not("Markera")


@pytest.mark.drill
@pytest.mark.row("M10")
@pytest.mark.row("M14")
@pytest.mark.row("N6")
def test_forty_five_patients_are_one_line_each(world: World) -> None:
    began = world.now - timedelta(days=22)
    names = ["Al", "Berggren", "Cederström", "Dahlqvist-Hallberg", "Ek"]
    for n in range(45):
        number = invented(date(1950, 1, 1) + timedelta(days=400 * n), 980)
        made = start(number, "Anna-Karin", f"{names[n % 5]}", world.session(KARIN), began)
        by = PatientSession(made.patient)
        if n % 3:
            open_as_team(treatment=made, by=world.session(KARIN), now=began)
        if n % 2:
            world.send(made, "veckokollen", WEEK, at=world.now - timedelta(days=n % 7))
        if n % 7 == 0:
            write(made, by, "Hej", world.now - timedelta(days=n % 9))
        if n % 11 == 0:
            values = {"nytt": "Ord.", "vill_ha_kontakt": True}
            world.send(made, "reflektion-1", values, at=world.now - timedelta(days=1))
        if n % 13 == 0:
            today = world.now.date()
            Treatment.objects.filter(pk=made.pk).update(ends_on=today + timedelta(days=n % 3 - 1))
    karin = world.visitor(DESK, POINTER).log_in(world.session(KARIN))
    for name, path in (("mina-45", "/mina/"), ("ko-45", "/ko/")):
        karin.open(path)
        karin.check()
        picture(karin, name)
    karin.open("/mina/")
    heights = karin.page.evaluate(
        "[...document.querySelectorAll('tbody tr')].map((row) => row.offsetHeight)"
    )
    assert len(heights) == 45
    single = [height for height in heights if height <= 44]
    assert len(single) >= 40, heights
