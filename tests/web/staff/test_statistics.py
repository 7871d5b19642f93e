""" "Statistik": the page, its curve and its file show the same numbers, and nobody."""

from __future__ import annotations

import csv
import io
from datetime import date, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lindra.models import AccessLog, Patient, Treatment, Unit
from lindra.rules.calendar import instant, last_day
from tests.cast import PROGRAMME, Cast, at, log_in
from tests.rules.numbers import invented
from tests.samples import UNSHRUNK, sampled
from tests.web.browser import Browser
from tests.web.conftest import Wall

pytestmark = pytest.mark.row("F15")

BEGAN = {2: 7, 3: 6, 4: 2, 5: 9}  # months of 2025; April is hidden, and so is the next smallest


def began(cast: Cast, months: dict[int, int], year: int = 2025) -> None:
    """So many treatments in each month, all of them ended but those of May."""
    for month, count in months.items():
        for n in range(count):
            number = invented(date(1950, month, 1) + timedelta(days=n), 901)
            patient = Patient.objects.create(
                personal_number=number, given_name="Eva", family_name=f"Ek {month}-{n}"
            )
            first = date(year, month, 3)
            over = month != 5
            Treatment.objects.create(
                patient=patient,
                programme=PROGRAMME,
                unit=cast.smartenheten,
                starts_on=first,
                ends_on=last_day(first, 12),
                started_at=cast.now - timedelta(days=600),
                **(
                    {
                        "state": "ended",
                        "ended_at": at(f"{year}-12-20 08:00"),
                        "end_reason": "Genomfört enligt plan",
                        "ended_from": "active",
                    }
                    if over
                    else {}
                ),
            )


def page(cast: Cast, query: str = "?ar=2025") -> Browser:
    browser = Browser(cast.doris)
    browser.open(f"/statistik/{query}")
    return browser


def file(cast: Cast, query: str = "?ar=2025") -> list[list[str]]:
    response = log_in(cast.client(cast.doris), cast.doris).get(f"/statistik/csv/{query}")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_page_says_how_many_began_and_how_long_it_is_counted(cast: Cast) -> None:
    began(cast, BEGAN)
    browser = page(cast)
    assert "24 moment började 2025. Allt på sidan gäller dem" in browser.text
    assert "Räknat till och med 31 december 2025." in browser.text
    assert "Ett år visas först i februari året efter" in browser.text
    assert "Inte avslutade Visas inte" in browser.text  # or the other reasons would sum to nought
    assert "Avslutat: Genomfört enligt plan 15" in browser.text


def test_fewer_than_five_are_not_told_at_all(cast: Cast) -> None:
    began(cast, {2: 4})
    browser = page(cast)
    assert "Färre än fem moment började 2025. Då visas inget." in browser.text
    assert "<table" not in browser.page.html
    assert {row[3] for row in file(cast)[6:]} == {"Visas inte"}


DAYS = st.dates(date(2025, 2, 1), date(2028, 12, 31))


@given(DAYS, DAYS)
@sampled(8, phases=UNSHRUNK)
def test_two_pages_seen_at_different_times_tell_the_same_of_a_year_or_one_of_them_nothing(
    cast: Cast, wall: Wall, first: date, second: date
) -> None:
    with transaction.atomic():
        began(cast, {1: 9, 2: 8, 3: 7, 4: 2, 12: 6})
        told = [_seen_on(cast, wall, day) for day in (first, second, date(2026, 2, 1))]
        transaction.set_rollback(True)
    shown = [rows for rows in told if ["om", "började under", "", "2025"] in rows]
    assert all(rows == shown[-1] for rows in shown)
    assert len(shown) == 1 + sum(day >= date(2026, 2, 1) for day in (first, second))
    months = [row[3] for row in shown[-1] if row[0] == "Började"]
    assert months[:4] == ["9", "8", "7", "Visas inte"]


def _seen_on(cast: Cast, wall: Wall, day: date) -> list[list[str]]:
    wall.now = instant(day, time(9))
    return file(cast)


def test_the_file_and_the_page_tell_the_same(cast: Cast) -> None:
    began(cast, BEGAN)
    rows = file(cast)
    assert rows[:6] == [
        ["tabell", "rad", "kolumn", "antal"],
        ["om", "enhet", "", "Smärtenheten"],
        ["om", "program", "", "Digitala smärtskolan"],
        ["om", "började under", "", "2025"],
        ["om", "räknat till och med", "", "31 december 2025"],
        ["om", "alla som började", "Moment", "24"],
    ]
    months = {row[1]: row[3] for row in rows if row[0] == "Började"}
    assert months["februari 2025"] == "7"
    assert months["april 2025"] == months["juli 2025"] == "Visas inte"
    text = page(cast).text
    assert [f"{name} {n}" for name, n in months.items() if f"{name} {n}" not in text] == []
    assert len(rows) > 60


def test_a_hidden_month_is_a_gap_in_the_curve_and_none_of_its_words(cast: Cast) -> None:
    began(cast, {1: 9, 2: 8, 4: 2, 5: 9, 6: 7})
    html = page(cast).page.html
    assert html.count('class="c-point"') == 4
    assert html.count('class="c-line"') == 2
    assert "4 av 12 månader visas. Lägst 7 (juni 2025), högst 9 (januari 2025)." in html


def test_one_month_is_told_as_one_and_none_as_none(cast: Cast) -> None:
    began(cast, {1: 9, 2: 1, 3: 1})
    assert "En månad visas: 9 (januari 2025)." in page(cast).page.html
    began(cast, {4: 4, 5: 3}, 2024)
    assert "Ingen månad hade så många att de kan visas." in page(cast, "?ar=2024").text


def test_an_odd_address_shows_the_first_programme_and_the_latest_year(cast: Cast) -> None:
    browser = page(cast, "?program=ingen&ar=1850")
    assert browser.status == 200
    chosen = [
        attrs["value"]
        for tag, attrs in browser.page.elements
        if tag == "option" and "selected" in attrs
    ]
    assert chosen == [PROGRAMME, "2025"]


def test_a_unit_without_a_programme_says_so(cast: Cast) -> None:
    Treatment.objects.filter(unit=cast.smartenheten).delete()
    Unit.objects.update(programmes=[])
    assert "Enheten har inget program än." in page(cast).text
    assert cast.client(cast.doris).get("/statistik/csv/").status_code == 404


@pytest.mark.row("F14")
def test_a_training_unit_has_words_and_no_numbers(cast: Cast) -> None:
    began(cast, BEGAN)
    Unit.objects.filter(pk=cast.smartenheten.pk).update(training=True)
    browser = page(cast)
    assert "En övningsenhet har ingen statistik. Patienterna är påhittade." in browser.text
    assert "<table" not in browser.page.html
    response = cast.client(cast.doris).get("/statistik/csv/?ar=2025")
    assert response.status_code == 422
    assert "En övningsenhet har ingen statistik." in response.content.decode()


def test_nobody_is_shown_so_nothing_is_logged_and_the_file_is_named_by_programme_and_year(
    cast: Cast,
) -> None:
    began(cast, BEGAN)
    response = cast.client(cast.doris).get("/statistik/csv/?ar=2025")
    assert (
        response.headers["Content-Disposition"]
        == f'attachment; filename="statistik-{PROGRAMME}-2025.csv"'
    )
    assert "Ek " not in page(cast).text + response.content.decode()
    assert AccessLog.objects.count() == 0


def test_the_page_asks_as_often_for_many_as_for_few(cast: Cast) -> None:
    asked = []
    for months in ({1: 6}, {2: 28}):
        began(cast, months)
        client = cast.client(cast.doris)
        with CaptureQueriesContext(connection) as captured:
            client.get("/statistik/?ar=2025")
        asked.append(len(captured))
    assert asked[0] == asked[1]
