"""The pages of a handover: the offer, what is seen before it is accepted, the former period."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lindra.actions.handover import accept_handover, offer_handover
from lindra.models import AccessLog, Answer, Part, Treatment, Unit
from tests.cast import ASTRID, Cast, start
from tests.web.browser import Browser
from tests.web.conftest import Wall

DAY = timedelta(days=1)
pytestmark = pytest.mark.row("F5")


def offer(cast: Cast) -> None:
    offer_handover(
        treatment=cast.treatment, to=cast.ekbacken, agreed=True, by=cast.bo, now=cast.now
    )


def moved(cast: Cast, wall: Wall) -> None:
    """Carin has accepted it a day later."""
    offer(cast)
    wall.pass_by(days=1)
    accept_handover(treatment=cast.treatment, by=cast.carin, now=wall.now)


def test_the_responsible_offers_it_to_a_unit_of_the_list(cast: Cast, bo: Browser) -> None:
    bo.open(f"/moment/{cast.treatment.pk}/team/")
    bo.click("Lämna över momentet")
    assert "Avsluta momentet, be patienten ta ut sin kopia" in bo.text
    bo.press("Erbjud momentet", to=str(cast.ekbacken.pk), agreed="on")
    assert "Momentet är erbjudet till Ekbacken." in bo.text
    assert cast.treatment.handovers.get().accepted is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"to": ""}, "Välj en enhet."),
        ({"to": "999999"}, "Enheten finns inte i listan."),
        ({"agreed": []}, "Fråga patienten först."),
    ],
)
def test_an_offer_that_lacks_something_is_refused_and_kept(
    given: dict[str, object], words: str, cast: Cast, bo: Browser
) -> None:
    bo.open(f"/moment/{cast.treatment.pk}/overlamning/")
    bo.press("Erbjud momentet", **{"to": str(cast.ekbacken.pk), "agreed": "on", **given})
    assert (bo.status, words in bo.text, cast.treatment.handovers.count()) == (422, True, 0)


def test_an_offer_to_where_the_programme_runs_already_is_refused(cast: Cast, bo: Browser) -> None:
    start(ASTRID, "Astrid", "Alm", cast.carin, cast.now)
    bo.open(f"/moment/{cast.treatment.pk}/overlamning/")
    bo.press("Erbjud momentet", to=str(cast.ekbacken.pk), agreed="on")
    assert (bo.status, "Patienten har redan programmet på den enheten." in bo.text) == (422, True)
    form, _ = bo.page.form("Erbjud momentet")
    assert form.values["to"] == [str(cast.ekbacken.pk)]


def test_units_that_do_not_use_the_programme_are_not_in_the_list(cast: Cast, bo: Browser) -> None:
    Unit.objects.filter(pk=cast.ekbacken.pk).update(programmes=[])
    bo.open(f"/moment/{cast.treatment.pk}/overlamning/")
    assert "Ingen annan enhet hos Region Västanvind använder" in bo.text


def test_before_it_is_accepted_name_age_programme_and_dates_are_seen_and_no_more(
    cast: Cast,
) -> None:
    cast.send("reflektion-1", {"nytt": "Det jag skrev"})
    offer(cast)
    carin = Browser(cast.carin)
    carin.open("/mina/")
    assert "Enheten 1 erbjudna" in carin.text
    carin.click("Enheten")
    carin.click("Astrid Alm")
    assert "Namn Astrid Alm Ålder 48 år" in carin.text
    assert "Startat 22 november 2026 Öppet till och med 22 november 2027" in carin.text
    assert "Från Smärtenheten, Bo Berg" in carin.text
    assert ("9802" in carin.page.html, "Det jag skrev" in carin.text) == (False, False)
    assert [row.resource_type for row in AccessLog.objects.order_by("id")][-1] == "Erbjudet moment"
    for tail in ("", "tidslinje/", "formular/", "anteckningar/"):
        carin.open(f"/moment/{cast.treatment.pk}/{tail}")
        assert carin.status == 404


def test_who_accepts_lands_on_hantera_and_the_patient_is_told(cast: Cast, astrid: Browser) -> None:
    offer(cast)
    carin = Browser(cast.carin)
    carin.open(f"/erbjudet/{cast.treatment.pk}/")
    carin.press("Ta emot")
    assert carin.address == f"/moment/{cast.treatment.pk}/"
    assert "Du är ansvarig behandlare nu." in carin.text
    assert cast.treatment.team.get(last_day__isnull=True).part == Part.RESPONSIBLE
    astrid.open(f"/program/{cast.treatment.pk}/")
    assert "Ekbacken har tagit över programmet från Smärtenheten." in astrid.text
    assert "Carin läser det du skickar." in astrid.text
    astrid.open(f"/program/{cast.treatment.pk}/om/")
    assert "Smärtenheten hade programmet till och med 22 november 2026." in astrid.text


def test_the_start_page_tells_of_it_for_fourteen_days(cast: Cast, wall: Wall) -> None:
    moved(cast, wall)
    for days, told in ((13, True), (1, False)):
        wall.pass_by(days=days)
        text = Browser(cast.astrid).open(f"/program/{cast.treatment.pk}/").text
        assert ("Du har en ny mottagning" in text) is told


def test_declined_it_is_gone_from_the_list(cast: Cast) -> None:
    offer(cast)
    carin = Browser(cast.carin)
    carin.open(f"/erbjudet/{cast.treatment.pk}/")
    carin.press("Avböj")
    assert (carin.address, "Överlämningen är avböjd." in carin.text) == ("/enheten/", True)
    assert "Astrid" not in carin.text
    carin.open(f"/erbjudet/{cast.treatment.pk}/")
    assert carin.status == 404


def test_an_offer_that_cannot_be_accepted_any_more_says_why(cast: Cast) -> None:
    offer(cast)
    carin = Browser(cast.carin)
    carin.open(f"/erbjudet/{cast.treatment.pk}/")
    start(ASTRID, "Astrid", "Alm", cast.carin, cast.now)
    carin.press("Ta emot")
    assert (carin.status, "Patienten har redan programmet på den enheten." in carin.text) == (
        422,
        True,
    )
    assert not AccessLog.objects.filter(activity_type="Skriva").exists()


def test_the_old_unit_reads_its_own_period_and_nothing_later(cast: Cast, wall: Wall) -> None:
    old = cast.send("reflektion-1", {"nytt": "Från den tiden"})
    moved(cast, wall)
    wall.pass_by(hours=1)
    new = cast.send("reflektion-1", {"nytt": "Från den nya tiden"}, at=wall.now)
    bo = Browser(cast.bo)
    bo.open("/enheten/")
    bo.click("Astrid Alm")
    assert "Överlämnat till Ekbacken. Här finns enhetens egen tid, till" in bo.text
    assert len([to for to, _ in bo.page.links if "/svar/" in to]) == 1
    assert bo.text.count("Formulär skickat") == 1
    bo.click("Reflektion, modul 1")
    assert "Från den tiden" in bo.text
    bo.open(f"/overlamnat/{cast.treatment.pk}/svar/{new.pk}/")
    assert bo.status == 404
    assert Answer.objects.filter(read_at__isnull=False).count() == 0
    assert old.pk != new.pk


def test_the_old_unit_writes_nothing(cast: Cast, wall: Wall) -> None:
    moved(cast, wall)
    client = cast.client(cast.bo)
    for tail in ("", "markera/", "anteckningar/", "team/ny/", "overlamning/"):
        assert client.post(f"/moment/{cast.treatment.pk}/{tail}").status_code == 404
    assert client.post(f"/overlamnat/{cast.treatment.pk}/").status_code == 405


def test_a_long_timeline_of_a_former_period_is_turned_page_by_page(cast: Cast, wall: Wall) -> None:
    for n in range(60):
        cast.treatment.events.create(
            kind="page_read", at=cast.now, actor="patient", actor_name=f"Astrid {n}"
        )
    moved(cast, wall)
    bo = Browser(cast.bo)
    bo.open(f"/overlamnat/{cast.treatment.pk}/")
    assert ("Astrid 59" in bo.text, "Programmet startat" in bo.text) == (True, False)
    bo.click("Visa äldre")
    assert "Programmet startat" in bo.text
    for before in ("x", "²", "9" * 30):
        bo.open(f"/overlamnat/{cast.treatment.pk}/?fore={before}")
        assert bo.status == 200


def test_a_unit_that_had_it_twice_reads_both_of_its_periods(cast: Cast, wall: Wall) -> None:
    moved(cast, wall)
    between = cast.send("reflektion-1", {"nytt": "Hos Ekbacken"}, at=wall.now + timedelta(hours=1))
    wall.pass_by(days=1)
    cast.treatment.refresh_from_db()
    back = {"treatment": cast.treatment, "now": wall.now}
    offer_handover(to=cast.smartenheten, agreed=True, by=cast.carin, **back)
    accept_handover(by=cast.bo, **back)
    wall.pass_by(days=1)
    again = cast.send("reflektion-1", {"nytt": "Igen"}, at=wall.now)
    wall.pass_by(days=1)
    treatment = Treatment.objects.get(pk=cast.treatment.pk)
    offer_handover(treatment=treatment, to=cast.ekbacken, agreed=True, by=cast.bo, now=wall.now)
    accept_handover(treatment=treatment, by=cast.carin, now=wall.now)
    client = cast.client(cast.bo)
    found = [
        client.get(f"/overlamnat/{treatment.pk}/svar/{each.pk}/").status_code
        for each in (between, again)
    ]
    assert found == [404, 200]
