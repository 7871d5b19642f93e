"""The patient's start page, the list of modules, the team and the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse

from lindra.models import Part, TeamMember, Treatment
from lindra.programme.registry import programme
from lindra.programme.spec import ModuleKind
from lindra.rules.lifecycle import State
from tests.cast import PROGRAMME, Cast, at, log_in, start
from tests.web.browser import Browser
from tests.web.conftest import Wall

WEEK = {"smarta": 6, "sysslor": 5, "gladje": 4, "humor": 5, "somn": 5, "tilltro": 5}


@pytest.fixture
def address(cast: Cast) -> Callable[..., str]:
    """The address of a page of Astrid's treatment."""
    return lambda name, *args: reverse(name, args=[cast.treatment.pk, *args])


def move(cast: Cast, *, starts_on: date, ends_on: date) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(starts_on=starts_on, ends_on=ends_on)


@pytest.mark.row("M1")
def test_the_programme_is_a_start_section_eight_modules_and_the_mindfulness_exercises(
    astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open(address("modules"))
    content = programme(PROGRAMME)
    assert [m.number for m in content.modules if m.number] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [module.kind for module in content.modules][::9] == [
        ModuleKind.START,
        ModuleKind.MINDFULNESS,
    ]
    linked = [text for _, text in astrid.page.links]
    for module in content.modules:
        assert [text for text in linked if module.title in text], module.title


@pytest.mark.row("M2", "M14")
def test_the_first_time_everything_is_new_and_the_first_page_is_offered(
    astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open("/")
    assert astrid.address == address("home")
    first = programme(PROGRAMME).modules[0].pages[0]
    assert "Nytt Börja här" in astrid.text
    astrid.click("Börja läsa")
    assert astrid.address == address("page", "start", first.id)


@pytest.mark.row("M2")
def test_go_on_where_you_were_leads_to_the_very_page(
    astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open(address("page", "m3", "m3-04"))
    astrid.open(address("home"))
    assert "Fortsätt där du var" in astrid.text
    astrid.click("Fortsätt")
    assert astrid.address == address("page", "m3", "m3-04")


@pytest.mark.row("M2")
def test_a_private_page_is_no_place_to_come_back_to(
    astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open(address("page", "m1", "m1-02"))
    astrid.open(address("page", "m7", "m7-09"))
    astrid.open(address("home"))
    astrid.click("Fortsätt")
    assert astrid.address == address("page", "m1", "m1-02")


@pytest.mark.row("M2")
def test_the_pace_stands_on_the_start_page_and_the_hours_under_more_about_the_time(
    astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open(address("home"))
    assert "Många tar en modul i veckan. Du har ett år." in astrid.text
    assert "två till sex timmar" not in astrid.text
    astrid.click("Mer om tiden")
    assert "En modul tar två till sex timmar med uppgifterna." in astrid.text


@pytest.mark.row("M3")
def test_the_last_day_stands_on_both_sides(
    cast: Cast, astrid: Browser, bo: Browser, address: Callable[..., str]
) -> None:
    bo.open(f"/moment/{cast.treatment.pk}/")
    assert "öppet till och med 22 november 2027" in bo.text
    for page in ("home", "about"):
        astrid.open(address(page))
        assert "Öppet till och med 22 november 2027." in astrid.text


@pytest.mark.row("M3")
def test_a_leap_day_is_followed_by_the_twenty_eighth(cast: Cast) -> None:
    treatment = start("198509239813", "Jamal", "Haddad", cast.bo, at("2028-02-29 08:00"))
    assert treatment.ends_on == date(2029, 2, 28)


@pytest.mark.row("M3")
@pytest.mark.parametrize(
    ("left", "says"),
    [
        (31, ""),
        (30, "Det är 30 dagar kvar."),
        (7, "Det är 7 dagar kvar."),
        (1, "Det är 1 dag kvar."),
    ],
)
def test_a_quiet_reminder_stands_thirty_and_seven_days_before(
    left: int, says: str, cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    today = cast.treatment.starts_on
    move(cast, starts_on=today - timedelta(days=300), ends_on=today + timedelta(days=left))
    astrid.open(address("home"))
    assert ("kvar." in astrid.text.partition("Öppet till och med")[2]) is bool(says)
    assert says in astrid.text


@pytest.mark.row("M3")
def test_the_last_day_can_be_worked_in_and_the_next_cannot(
    cast: Cast, astrid: Browser, address: Callable[..., str], wall: Wall
) -> None:
    wall.now = at("2027-11-22 22:30")  # 23:30 in Sweden
    log_in(astrid.client, cast.astrid)
    astrid.open(address("fill_in", "veckokollen"))
    astrid.press("Spara och skicka", **WEEK)
    assert astrid.page.headings[0] == "Skickat"
    wall.now = at("2027-11-22 23:00")  # midnight
    astrid.open(address("fill_in", "veckokollen"))
    assert (astrid.status, "Tiden för programmet har gått ut." in astrid.text) == (422, True)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (State.MAINTENANCE, "Du kan läsa men inte fylla i"),
        (State.ACTIVE, "Många tar en modul i veckan."),
    ],
)
def test_the_start_page_says_when_nothing_can_be_filled_in(
    state: State, says: str, cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(state=state)
    astrid.open(address("home"))
    assert (says in astrid.text, "I dag" in astrid.page.headings) == (True, False)


@pytest.mark.row("F3")
def test_what_recurs_is_offered_when_it_is_due(
    cast: Cast, astrid: Browser, address: Callable[..., str], wall: Wall
) -> None:
    astrid.open(address("home"))
    assert "I dag" not in astrid.page.headings
    cast.send("veckokollen", WEEK)
    astrid.open(address("home"))
    assert not astrid.page.has_link("Veckokollen")
    wall.pass_by(days=7)
    log_in(astrid.client, cast.astrid)
    astrid.open(address("home"))
    astrid.click("Veckokollen")
    assert astrid.page.headings[0] == "Hur har veckan varit?"


@pytest.mark.row("M5c")
def test_the_day_after_a_pass_is_asked_for_that_day_alone(
    cast: Cast, astrid: Browser, address: Callable[..., str], wall: Wall
) -> None:
    done = {"datum": cast.now.date().isoformat(), "typ": "promenad", "minuter": 10, "anstr": 2}
    cast.send("traningsdagbok", done)
    offered = []
    for _ in range(3):
        astrid.open(address("home"))
        offered.append(astrid.page.has_link("Dagen efter träningen"))
        wall.pass_by(days=1)
        log_in(astrid.client, cast.astrid)
    assert offered == [False, True, False]


def test_with_several_programmes_the_patient_chooses_one(cast: Cast, astrid: Browser) -> None:
    cast.ekbacken.programmes = [PROGRAMME]
    cast.ekbacken.save()
    other = start("197804129802", "Astrid", "Alm", cast.carin, cast.now)
    astrid.open("/")
    assert astrid.page.headings[0] == "Dina program"
    assert [text.count("Nytt") for _, text in astrid.page.links if "smärtskolan" in text] == [1, 1]
    astrid.click("Ekbacken")
    assert astrid.address == f"/program/{other.pk}/"
    astrid.open("/mina-program/")
    assert "Digitala smärtskolan Ekbacken Nytt" not in astrid.text


@pytest.mark.row("M18")
def test_an_ended_programme_leads_to_what_is_the_patients_own(cast: Cast, astrid: Browser) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state=State.ENDED, ended_at=cast.now, end_reason="Annan orsak"
    )
    astrid.open("/")
    found = ["Hej Astrid", "Programmet är avslutat", "Mina uppgifter"]
    assert astrid.page.headings[:3] == found


def test_the_team_is_named_with_professions_the_responsible_first(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    TeamMember.objects.create(
        treatment=cast.treatment,
        staff=cast.erik.staff,
        part=Part.CO_THERAPIST,
        first_day=cast.treatment.starts_on,
        added_at=cast.now,
    )
    astrid.open(address("about"))
    assert "Bo Berg fysioterapeut Erik Edlund psykolog Smärtenheten" in astrid.text
    assert "Teamet läser det du har skickat på vardagar. Ingen läser direkt." in astrid.text


def test_every_page_leads_to_help_now(astrid: Browser, address: Callable[..., str]) -> None:
    for name in ("home", "modules", "about", "diaries", "answers", "exercises"):
        astrid.open(address(name))
        assert astrid.page.link("Hjälp nu") == "/hjalp-nu/"
    astrid.click("Hjälp nu")
    assert [number for number in ("112", "1177", "90101") if number in astrid.text] == [
        "112",
        "1177",
        "90101",
    ]


def test_help_now_is_open_to_anybody_and_complete_in_itself(db: None) -> None:
    browser = Browser()
    browser.open("/hjalp-nu/")
    assert (browser.status, "112" in browser.text) == (200, True)
    own = [
        address
        for address, _ in browser.page.links
        if address.startswith(("/", "http://testserver"))
    ]
    assert set(own) <= {"/", "/hjalp-nu/"}
