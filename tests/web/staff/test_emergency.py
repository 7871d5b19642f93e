""" "Nödöppna": found by number, opened for a reason, read that day, told to the unit."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindra.models import AccessLog, EmergencyOpening, Event, Treatment, Unit
from tests.cast import Cast
from tests.web.browser import Browser
from tests.web.conftest import Wall
from tests.web.snapshots import changed, tables

ASTRID = "780412-9802"
FATIMA = "821224-9885"
NOBODY = "570114-9873"
REASON = "Ringde, ville avbryta"


@pytest.fixture
def cast(cast: Cast) -> Cast:
    Unit.objects.filter(pk=cast.smartenheten.pk).update(allows_emergency=True)
    cast.send("reflektion-1", {"nytt": "Sömnen"})
    return cast


@pytest.fixture
def erik(cast: Cast) -> Browser:
    return Browser(cast.erik)


def find(browser: Browser, number: str) -> None:
    browser.open("/enheten/")
    browser.click("Nödöppna")
    browser.press("Sök", number=number)


def open_(browser: Browser) -> None:
    find(browser, ASTRID)
    browser.press("Nödöppna", reason=REASON)


def test_it_is_opened_for_a_reason_and_read_without_leaving_a_mark(
    cast: Cast, erik: Browser
) -> None:
    find(erik, ASTRID)
    assert "Astrid Alm" in erik.text
    erik.press("Nödöppna", reason="för kort")
    assert (erik.status, erik.page.form("Nödöppna")[0].values["reason"]) == (422, ["för kort"])
    assert "Skriv varför, med minst tio tecken." in erik.text
    erik.press("Nödöppna", reason=REASON)
    assert erik.address == reverse("manage", args=[cast.treatment.pk])
    assert "Nödöppnat, gäller i dag." in erik.text
    before = tables()
    erik.click("Formulär")
    erik.click("Reflektion, modul 1")
    assert "Sömnen" in erik.text
    assert changed(before) == {"lindra_accesslog"}
    kinds = AccessLog.objects.filter(user_id="TST-Erik").order_by("pk")
    assert list(kinds.values_list("activity_type", "activity_args")) == [
        ("Läsa", "find_in_emergency"),
        ("Läsa", "open_in_emergency"),
        ("Läsa", "open_in_emergency"),
        ("Nödöppning", "open_in_emergency"),
        ("Nödöppning", "manage"),
        ("Nödöppning", "results"),
        ("Nödöppning", "results_of_form"),
    ]


def test_it_lasts_the_day_and_no_longer(cast: Cast, erik: Browser, wall: Wall) -> None:
    open_(erik)
    wall.pass_by(hours=15)  # 00:30 in Sweden
    assert Browser(cast.erik).client.get(erik.address).status_code == 404


def test_what_the_unit_forbids_again_is_closed_at_once(cast: Cast, erik: Browser) -> None:
    open_(erik)
    Unit.objects.update(allows_emergency=False)
    assert erik.client.get(erik.address).status_code == 404
    assert erik.client.get("/enheten/nodoppna/").status_code == 404
    erik.open("/enheten/")
    assert "Nödöppna" not in erik.text


def test_somebody_elses_patient_and_nobody_give_the_same_answer(erik: Browser) -> None:
    pages = []
    for number in (FATIMA, NOBODY):
        before = tables()
        find(erik, number)
        assert "Ingen med det numret har ett moment på enheten." in erik.text
        assert changed(before) <= {"lindra_accesslog"}
        pages.append(erik.page.text.replace(number, ""))
    assert pages[0] == pages[1]
    assert AccessLog.objects.filter(activity_args="find_in_emergency").count() == 0


def test_a_number_that_cannot_be_is_said_and_stays_as_typed(erik: Browser) -> None:
    find(erik, "780412-9803")
    assert erik.status == 422
    assert "Den sista siffran stämmer inte" in erik.text
    assert erik.page.form("Sök")[0].values["number"] == ["780412-9803"]


def test_what_she_treats_herself_is_opened_as_usual(cast: Cast) -> None:
    bo = Browser(cast.bo)
    find(bo, ASTRID)
    assert bo.address == reverse("manage", args=[cast.treatment.pk])
    assert EmergencyOpening.objects.count() == 0


def test_of_several_one_is_chosen(cast: Cast, erik: Browser) -> None:
    today = cast.treatment.starts_on
    other = Treatment.objects.create(
        patient=cast.astrid.patient,
        programme="smartskolan",
        unit=cast.smartenheten,
        starts_on=today,
        ends_on=today,
        started_at=cast.now,
        state="ended",
        ended_at=cast.now,
        end_reason="Annan orsak",
    )
    find(erik, ASTRID)
    assert "Välj moment" in erik.text
    assert reverse("open_in_emergency", args=[other.pk]) in erik.page.html


def test_the_team_and_the_unit_see_it_until_somebody_has_seen_it(cast: Cast, erik: Browser) -> None:
    open_(erik)
    hanna, bo = Browser(cast.hanna), Browser(cast.bo)
    hanna.open("/enheten/")
    for words in ("Nödöppnat", "Astrid Alm", "Erik Edlund, psykolog", REASON):
        assert words in hanna.text
    bo.open(reverse("manage", args=[cast.treatment.pk]))
    assert REASON in bo.text
    bo.press("Jag har sett det: Erik Edlund i dag 09:30")
    assert "Nödöppningen är sedd." in bo.text
    assert REASON not in bo.text
    hanna.open("/enheten/")
    assert REASON not in hanna.text
    assert Event.objects.filter(kind="emergency_opened", words=REASON).count() == 1


def test_the_administrator_takes_note_for_all(cast: Cast, erik: Browser) -> None:
    open_(erik)
    hanna = Browser(cast.hanna)
    hanna.open("/enheten/")
    hanna.press("Jag har sett det: Erik Edlund i dag 09:30")
    assert "Nödöppningen är sedd." in hanna.text
    assert EmergencyOpening.objects.get().seen_by == cast.hanna.staff


def test_an_opening_of_another_unit_is_not_there(cast: Cast) -> None:
    opening = cast.fatimas.emergency_openings.create(
        staff=cast.carin.staff, reason=REASON, opened_at=cast.now, day=cast.treatment.starts_on
    )
    client = cast.client(cast.hanna)
    assert client.post(reverse("unit_emergency_seen", args=[opening.pk])).status_code == 404
    address = reverse("emergency_seen", args=[cast.treatment.pk, opening.pk])
    assert cast.client(cast.bo).post(address).status_code == 404
    opening.refresh_from_db()
    assert opening.seen_at is None


def test_the_unit_decides_whether_it_exists(cast: Cast) -> None:
    hanna = Browser(cast.hanna)
    hanna.open("/enheten/installningar/")
    hanna.press("Spara", allows_emergency=[])
    assert not Unit.objects.get(pk=cast.smartenheten.pk).allows_emergency
    hanna.open("/enheten/installningar/")
    hanna.press("Spara", allows_emergency="on")
    assert Unit.objects.get(pk=cast.smartenheten.pk).allows_emergency
