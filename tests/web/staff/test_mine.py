""" "Mina": the therapist's patients, flagged, most urgent first, and the walk through them."""

from __future__ import annotations

import pytest

from lindra.actions.treatments import open_as_team
from lindra.models import Patient, TeamMember, Treatment
from lindra.rules.lifecycle import State
from tests.cast import Cast, start
from tests.web.browser import Browser
from tests.web.conftest import Wall

WEEK = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}


def names(browser: Browser) -> list[str]:
    """The patients in the order of the list."""
    return [text for to, text in browser.page.links if to.startswith("/moment/") and _is_name(text)]


def flags(browser: Browser) -> list[tuple[str, str]]:
    """The flags in the list: where each leads, and its words."""
    found = [each for each in browser.page.links if each[0].startswith("/moment/")]
    return [(to, text) for to, text in found if not _is_name(text)]


def _is_name(text: str) -> bool:
    return text.startswith(("Astrid", "Jamal", "Margareta", "Åke", "Örjan", "Zeb"))


def opened(cast: Cast) -> None:
    """Bo has opened "Hantera" of all his treatments."""
    for treatment in Treatment.objects.filter(team__staff=cast.bo.staff):
        open_as_team(treatment=treatment, by=cast.bo, now=cast.now)


@pytest.mark.row("M9", "M14")
def test_staff_land_on_their_patients_with_flags_in_icon_and_words(cast: Cast, bo: Browser) -> None:
    bo.open("/")
    assert bo.address == "/mina/"
    assert names(bo) == ["Astrid Alm"]
    assert "19780412-9802" in bo.text
    assert flags(bo) == [(f"/moment/{cast.treatment.pk}/", "Nytt program")]
    flag = bo.page.html.partition('class="flag flag-new"')[2].partition("</a>")[0]
    assert ("<svg" in flag, "Nytt program" in flag) == (True, True)


@pytest.mark.row("M14")
def test_only_ones_own_patients_stand_in_the_list(cast: Cast) -> None:
    for who in (cast.erik, cast.carin):
        browser = Browser(who)
        browser.open("/mina/")
        assert "Astrid" not in browser.text
    assert "Du har inga patienter än." in Browser(cast.erik).open("/mina/").text


@pytest.mark.row("M14", "M15")
def test_an_answered_form_raises_a_flag_with_how_many_that_leads_to_the_answers(
    cast: Cast, bo: Browser, wall: Wall
) -> None:
    opened(cast)
    for _ in range(3):
        cast.send("veckokollen", WEEK, at=wall.now)
        wall.pass_by(minutes=1)
    bo.open("/mina/")
    answers = f"/moment/{cast.treatment.pk}/formular/veckokollen/"
    assert [(to, text[:19]) for to, text in flags(bo)] == [(answers, "Besvarat formulär 3")]
    bo.open(answers)
    bo.open("/mina/")
    assert "Inget just nu" in bo.text


@pytest.mark.row("M14c")
def test_a_lifted_tick_puts_its_words_on_the_flag_and_comes_first(cast: Cast, bo: Browser) -> None:
    jamal = start("198509239813", "Jamal", "Haddad", cast.bo, cast.now)
    opened(cast)
    cast.send("genomfort", {"klar": True, **WEEK})
    bo.open("/mina/")
    assert names(bo) == ["Astrid Alm", "Jamal Haddad"]
    cast.treatment, cast.astrid = jamal, type(cast.astrid)(jamal.patient)
    cast.send("reflektion-1", {"nytt": "Hej", "vill_ha_kontakt": True})
    bo.open("/mina/")
    assert names(bo) == ["Jamal Haddad", "Astrid Alm"]
    assert [text for _, text in flags(bo)] == ["Vill ha kontakt", "Programmet genomfört"]


@pytest.mark.row("M9")
def test_those_without_flags_follow_by_name_in_swedish_order(cast: Cast, bo: Browser) -> None:
    for number, given, family in (
        ("198509239813", "Örjan", "Öst"),
        ("195111079827", "Åke", "Åberg"),
        ("199002159847", "Zeb", "Zander"),
        ("196906309833", "Jamal", "Ärla"),
    ):
        start(number, given, family, cast.bo, cast.now)
    opened(cast)
    bo.open("/mina/")
    assert names(bo) == ["Astrid Alm", "Zeb Zander", "Åke Åberg", "Jamal Ärla", "Örjan Öst"]


@pytest.mark.row("M10")
def test_the_list_can_be_filtered_by_flag_and_walked(cast: Cast, bo: Browser, wall: Wall) -> None:
    jamal = start("198509239813", "Jamal", "Haddad", cast.bo, cast.now)
    start("195111079827", "Margareta", "Östlund", cast.bo, cast.now)
    opened(cast)
    cast.send("reflektion-1", {"nytt": "Hej"}, at=wall.now)
    wall.pass_by(minutes=1)
    cast.astrid, cast.treatment, astrids = type(cast.astrid)(jamal.patient), jamal, cast.treatment
    cast.send("veckokollen", WEEK, at=wall.now)
    bo.open("/mina/")
    bo.click("Besvarat formulär 2")
    assert bo.address == "/mina/?visa=formular"
    assert names(bo) == ["Astrid Alm", "Jamal Haddad"]
    bo.click("Astrid Alm")
    assert bo.address == f"/moment/{astrids.pk}/?lista=formular"
    bo.click("Nästa att hantera")
    assert bo.address == f"/moment/{jamal.pk}/?lista=formular"
    bo.click("Nästa att hantera")
    assert bo.address == f"/moment/{astrids.pk}/?lista=formular"


@pytest.mark.row("M10")
def test_when_nothing_is_left_the_walk_ends_at_the_list(cast: Cast, bo: Browser) -> None:
    opened(cast)
    bo.open(f"/moment/{cast.treatment.pk}/")
    bo.click("Nästa att hantera")
    assert (bo.address, "Det var det sista att hantera." in bo.text) == ("/mina/", True)


@pytest.mark.row("M17")
def test_the_end_of_the_walk_says_what_is_left_without_a_flag(
    cast: Cast, bo: Browser, wall: Wall
) -> None:
    jamal = start("198509239813", "Jamal", "Haddad", cast.bo, cast.now)
    opened(cast)
    bo.open(f"/moment/{jamal.pk}/")
    Treatment.objects.filter(pk=jamal.pk).update(last_active_at=wall.now)
    wall.pass_by(days=21)
    bo = Browser(cast.bo)
    bo.open(f"/moment/{jamal.pk}/")
    assert "Inget att hantera just nu." in bo.text
    assert "Dags att följa upp. Tyst i 21 dagar. Skriv till Jamal" in bo.text
    bo.click("Nästa att hantera")
    assert "Det var det sista att hantera. Kvar utan flagga: 2 att följa upp, 1 tyst." in bo.text
    bo.click("2 att följa upp")
    assert (bo.address, len(names(bo))) == ("/mina/?visa=folj-upp", 2)
    bo.open(f"/moment/{jamal.pk}/")
    bo.click("Nästa att hantera")
    bo.click("1 tyst")
    assert (bo.address, names(bo)) == ("/mina/?visa=tysta", ["Jamal Haddad"])


def test_a_filter_that_finds_nobody_says_so(cast: Cast, bo: Browser) -> None:
    bo.open("/mina/?visa=lyfta")
    assert "Ingen patient här just nu." in bo.text
    bo.click("Visa alla")
    assert names(bo) == ["Astrid Alm"]


def test_the_state_and_the_last_activity_stand_in_the_list(
    cast: Cast, bo: Browser, astrid: Browser, wall: Wall
) -> None:
    bo.open("/mina/")
    assert "Inte börjat Inte inloggad än Inte än 22 november 2027" in bo.text
    astrid.open(f"/program/{cast.treatment.pk}/modul/m1/m1-01/")
    bo.open("/mina/")
    assert "i dag" in bo.text.lower()
    Treatment.objects.update(ends_on=cast.treatment.starts_on)
    wall.pass_by(days=1)
    assert "Tiden har gått ut" in Browser(cast.bo).open("/mina/").text


def test_an_ended_treatment_is_not_in_the_list(cast: Cast, bo: Browser) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state=State.ENDED, ended_at=cast.now, end_reason="Annan orsak"
    )
    bo.open("/mina/")
    assert names(bo) == []
    bo.click("Avslutade 1")
    assert (bo.address, names(bo)) == ("/mina/?visa=avslutade", ["Astrid Alm"])
    assert "bara läsning" in bo.text


@pytest.mark.row("M9b")
def test_somebody_who_could_not_be_recognised_is_flagged(cast: Cast, bo: Browser) -> None:
    Patient.objects.filter(pk=cast.astrid.patient.pk).update(mismatch_at=cast.now)
    bo.open("/mina/")
    assert bo.page.link("Kontrollera personen") == f"/moment/{cast.treatment.pk}/ratt-person/"


@pytest.mark.row("M14b")
def test_new_is_raised_again_for_a_new_responsible_therapist(
    cast: Cast, bo: Browser, wall: Wall
) -> None:
    opened(cast)
    wall.pass_by(minutes=1)
    TeamMember.objects.filter(treatment=cast.treatment).update(last_day=cast.treatment.starts_on)
    TeamMember.objects.create(
        treatment=cast.treatment,
        staff=cast.erik.staff,
        part="responsible",
        first_day=cast.treatment.starts_on,
        added_at=wall.now,
    )
    erik = Browser(cast.erik)
    erik.open("/mina/")
    assert [text for _, text in flags(erik)] == ["Nytt program"]
    erik.click("Astrid Alm")
    erik.open("/mina/")
    assert flags(erik) == []
