""" "Vem har läst": exactly the own rows, in plain words, names only where a unit shows them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from lindra.access import Purpose, Session
from lindra.actions.access_log import Activity, log_access
from lindra.models import AccessLog, Treatment, Unit
from lindra.queries.readers import PAGE, readers_of
from lindra.rules.lifecycle import State
from tests.cast import Cast, patient
from tests.web.browser import Browser
from tests.web.conftest import SUNDAY
from tests.web.page import undrawn
from tests.web.test_query_counts import counted

pytestmark = pytest.mark.row("F16")
TIMES = re.compile(r"Klockan ([\d:, och]+?)(?: \((\d+) gånger\))?(?= [A-ZÅÄÖ]|$)")


def write(by: Session, *patients, minutes=0, activity=Activity.READ, purpose=Purpose.CARE) -> None:
    """A row of the log so many minutes after Sunday morning."""
    log_access(
        by=by,
        wall=SUNDAY + timedelta(minutes=minutes),
        activity=activity,
        name="manage",
        resource="Hantera",
        patients=patients,
        purpose=purpose,
    )


@pytest.fixture
def address(cast: Cast) -> str:
    return reverse("readers", args=[cast.treatment.pk])


def visits(text: str) -> int:
    """How many accesses a page tells of."""
    return sum(int(times or 1) for _, times in TIMES.findall(text))


def test_a_patient_sees_exactly_the_rows_about_her_and_none_of_anybody_elses(
    cast: Cast, address: str
) -> None:
    hers, others = cast.astrid.patient, cast.fatima.patient
    for number in range(40):
        by = (cast.bo, cast.erik, cast.hanna, cast.carin, cast.astrid, cast.fatima)[number % 6]
        about = ([hers], [others], [hers, others], [others, hers])[number % 4]
        write(by, *about, minutes=number)
    wanted = {
        row.pk
        for row in AccessLog.objects.filter(user_kind="staff")
        if any(each["id"] == hers.personal_number for each in row.patients)
    }
    assert {each.row.pk for each in readers_of(hers).found} == wanted
    text = Browser(cast.astrid).open(address).text
    assert visits(text) == len(wanted) == 21
    assert others.name not in text


def test_a_number_within_another_or_a_name_alike_is_not_hers(cast: Cast, address: str) -> None:
    namesake = patient("197804129810", "Astrid", "Alm")
    write(cast.bo, namesake)
    assert "Ingen i vården har öppnat" in Browser(cast.astrid).open(address).text


@pytest.mark.parametrize("shows", [False, True])
def test_names_are_in_the_html_only_where_the_readers_unit_shows_them(
    shows: bool, cast: Cast, address: str
) -> None:
    Unit.objects.filter(pk=cast.smartenheten.pk).update(shows_names=shows)
    Treatment.objects.filter(pk=cast.treatment.pk).update(unit=cast.ekbacken)
    write(cast.erik, cast.astrid.patient)
    write(cast.carin, cast.astrid.patient)
    html = undrawn(Browser(cast.astrid).open(address).html)
    assert ("Erik" in html, "Edlund" in html) == (shows, shows)
    assert [word for word in ("Carin", "Ceder", "TST-") if word in html] == []
    assert [word in html for word in ("Psykolog", "Arbetsterapeut", "Ekbacken")] == [True] * 3


def test_a_day_says_who_where_what_why_and_when_the_newest_first(cast: Cast, address: str) -> None:
    hers = cast.astrid.patient
    write(cast.bo, hers, minutes=-24 * 60, activity=Activity.WRITE)
    write(cast.bo, hers)
    write(cast.bo, hers)
    write(cast.bo, hers, minutes=5)
    write(cast.lova, hers, minutes=9, purpose=Purpose.QUALITY)
    write(cast.erik, hers, minutes=10, activity=Activity.EMERGENCY)
    text = Browser(cast.astrid).open(address).text
    sunday = (
        "Söndag 22 november 2026 "
        "Psykolog Smärtenheten Läste i en akut situation, utan att vara i ditt team. "
        "För din vård och behandling. Klockan 09:40 "
        "Jurist Smärtenheten Läste. För att kontrollera att reglerna följs. Klockan 09:39 "
        "Fysioterapeut Smärtenheten Läste. För din vård och behandling. "
        "Klockan 09:30 och 09:35 (3 gånger)"
    )
    saturday = (
        "Lördag 21 november 2026 Fysioterapeut Smärtenheten Skrev eller ändrade. "
        "För din vård och behandling. Klockan 09:30"
    )
    squeezed = " ".join(text.split())
    assert sunday in squeezed
    assert squeezed.index(sunday) < squeezed.index(saturday)


def test_every_purpose_and_deed_of_staff_has_words_of_its_own() -> None:
    from lindra.web.patient.readers import DID, WHY

    assert set(DID) == set(Activity)
    assert set(WHY) >= set(Purpose) - {Purpose.OWN}


@pytest.mark.parametrize("more", [0, 1])
def test_a_hundred_are_shown_at_a_time_and_none_twice(more: int, cast: Cast, address: str) -> None:
    for number in range(PAGE + more):
        write(cast.bo, cast.astrid.patient, minutes=number)
    astrid = Browser(cast.astrid)
    newest = astrid.open(address)
    assert visits(newest.text) == PAGE
    assert ("Visa äldre" in newest.text) == bool(more)
    if more:
        assert visits(astrid.click("Visa äldre").text) == more
        assert "Visa senaste" in astrid.text


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 30])
def test_a_strange_place_to_start_from_is_the_beginning(
    before: str, cast: Cast, address: str
) -> None:
    write(cast.bo, cast.astrid.patient)
    assert visits(Browser(cast.astrid).open(f"{address}?fore={before}").text) == 1


def test_after_the_end_the_page_is_still_there_and_mina_uppgifter_leads_to_it(
    cast: Cast, address: str
) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state=State.ENDED, ended_at=cast.now, end_reason="Annan orsak"
    )
    astrid = Browser(cast.astrid)
    astrid.open(reverse("own_data", args=[cast.treatment.pk]))
    assert "Vem har läst" in astrid.click("Vem har läst").headings
    assert (astrid.status, astrid.address) == (200, address)
    assert AccessLog.objects.count() == 0


def test_the_page_asks_as_often_for_three_hundred_rows_as_for_one(cast: Cast, address: str) -> None:
    client, found = cast.client(cast.astrid), []
    client.get(address)
    for more in (1, 299):
        for number in range(more):
            write((cast.bo, cast.carin)[number % 2], cast.astrid.patient, minutes=number)
        with counted(found):
            client.get(address)
    assert found[0] == found[1] <= 18
