"""Sessions: ended by time, by log-out and by the end of a role; never extended by what waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as Kept
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client

from lindra.models import Commission, Patient, Role
from lindra.rules.calendar import local_date
from tests.cast import Cast
from tests.web.browser import Browser
from tests.web.conftest import Wall

PASSIVE = {"X-Lindra-Passive": "1"}
PART = {"HX-Request": "true"}
IDLE = 30 * 60
WHOLE = 10 * 3600


@pytest.fixture(params=["patient", "staff"])
def logged_in(request: pytest.FixtureRequest, cast: Cast) -> tuple[Client, str]:
    """Somebody's client and the address of a page that only she reaches."""
    if request.param == "patient":
        return cast.client(cast.astrid), f"/program/{cast.treatment.pk}/om/"
    return cast.client(cast.bo), f"/moment/{cast.treatment.pk}/tidslinje/"


def test_half_an_hour_of_nothing_is_allowed(logged_in: tuple[Client, str], wall: Wall) -> None:
    client, page = logged_in
    wall.pass_by(seconds=IDLE - 1)
    assert client.get(page).status_code == 200


def test_more_than_half_an_hour_of_nothing_ends_the_session(
    logged_in: tuple[Client, str], wall: Wall
) -> None:
    client, page = logged_in
    wall.pass_by(seconds=IDLE + 1)
    response = client.get(page)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert "Logga in som patient" in client.get("/").content.decode()


def test_every_page_extends_the_session(logged_in: tuple[Client, str], wall: Wall) -> None:
    client, page = logged_in
    for _ in range(4):
        wall.pass_by(seconds=IDLE - 1)
        assert client.get(page).status_code == 200


def test_to_stay_extends_the_session(logged_in: tuple[Client, str], wall: Wall) -> None:
    client, page = logged_in
    wall.pass_by(seconds=IDLE - 1)
    assert client.post("/inloggad/").json() == {"seconds_left": IDLE}
    wall.pass_by(seconds=IDLE - 1)
    assert client.get(page).status_code == 200


def test_to_ask_how_long_is_left_does_not_extend_the_session(
    logged_in: tuple[Client, str], wall: Wall
) -> None:
    client, _ = logged_in
    wall.pass_by(seconds=IDLE - 60)
    answers = [client.post("/inloggad/", headers=PASSIVE).json() for _ in range(2)]
    assert answers == [{"seconds_left": 60}] * 2
    wall.pass_by(seconds=61)
    assert client.post("/inloggad/", headers=PASSIVE).status_code == 401


def test_a_passive_request_does_not_extend_the_session(
    logged_in: tuple[Client, str], wall: Wall
) -> None:
    client, page = logged_in
    for _ in range(3):
        wall.pass_by(seconds=IDLE / 3)
        assert client.get(page, headers=PASSIVE).status_code == 200
    wall.pass_by(seconds=1)
    assert client.get(page, headers=PASSIVE).status_code == 302


@pytest.mark.parametrize(
    "open_page", ["/finns-inte/", "/sw.js", "/hjalp-nu/", "/valj-person/patient/"]
)
def test_a_page_that_anybody_may_open_does_not_bring_an_ended_session_back(
    open_page: str, logged_in: tuple[Client, str], wall: Wall
) -> None:
    client, page = logged_in
    wall.pass_by(seconds=IDLE + 1)
    client.get(open_page)
    assert client.get(page).status_code == 302


def test_a_choice_of_appearance_does_not_bring_an_ended_session_back(
    logged_in: tuple[Client, str], wall: Wall
) -> None:
    client, page = logged_in
    wall.pass_by(seconds=IDLE + 1)
    client.post("/utseende/", {"theme": "dark"})
    assert client.get(page).status_code == 302


def test_no_session_is_longer_than_ten_hours(logged_in: tuple[Client, str], wall: Wall) -> None:
    client, page = logged_in
    for _ in range(WHOLE // 1200):
        wall.pass_by(minutes=20)
        assert client.get(page).status_code == 200
    wall.pass_by(seconds=1)
    assert client.get(page).status_code == 302


def test_the_clock_that_travels_does_not_touch_the_session(
    logged_in: tuple[Client, str],
) -> None:
    client, page = logged_in
    client.post("/tidsresa/", {"days": "21"})
    assert client.get(page).status_code == 200


def test_the_page_says_how_long_the_session_lasts(
    logged_in: tuple[Client, str], wall: Wall
) -> None:
    client, page = logged_in
    wall.pass_by(minutes=10)
    client.get(page)
    assert 'data-seconds="1800"' in client.get(page).content.decode()
    for _ in range(28):
        wall.pass_by(minutes=20)
        client.get(page)
    assert 'data-seconds="1800"' in client.get(page).content.decode()
    wall.pass_by(minutes=15)
    assert 'data-seconds="900"' in client.get(page).content.decode()


def test_nobody_stays_logged_in(db: None) -> None:
    response = Client().post("/inloggad/")
    assert response.status_code == 401
    assert "Du är utloggad" in response.content.decode()


def test_the_end_of_a_session_is_told_to_a_part_and_never_redirected(
    logged_in: tuple[Client, str], wall: Wall
) -> None:
    client, page = logged_in
    wall.pass_by(seconds=IDLE + 1)
    response = client.get(page, headers=PART)
    assert (response.status_code, response.headers.get("Location")) == (401, None)
    assert "Logga in igen" in response.content.decode()


def test_logging_out_kills_the_session_on_the_server(logged_in: tuple[Client, str]) -> None:
    client, page = logged_in
    key = client.cookies["sessionid"].value
    response = client.post("/logga-ut/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Kept.objects.filter(session_key=key).exists()
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get(page).status_code == 302


def test_a_made_up_session_is_nobody(db: None, cast: Cast) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    assert client.get(f"/moment/{cast.treatment.pk}/").status_code == 302


def test_a_role_that_is_withdrawn_counts_from_the_next_request(cast: Cast) -> None:
    client = cast.client(cast.bo)
    page = f"/moment/{cast.treatment.pk}/"
    assert client.get(page).status_code == 200
    yesterday = local_date(cast.now) - timedelta(days=1)
    Role.objects.filter(commission=cast.bo.commission).update(last_day=yesterday)
    answers = [client.get(address).status_code for address in (page, "/mina/", "/mina/starta/")]
    assert answers == [404, 404, 404]


def test_a_role_that_begins_tomorrow_opens_nothing_today(cast: Cast) -> None:
    tomorrow = local_date(cast.now) + timedelta(days=1)
    Role.objects.filter(commission=cast.bo.commission).update(first_day=tomorrow)
    assert cast.client(cast.bo).get("/mina/").status_code == 404


def test_a_role_is_held_on_its_last_day(cast: Cast) -> None:
    Role.objects.filter(commission=cast.bo.commission).update(last_day=local_date(cast.now))
    assert cast.client(cast.bo).get("/mina/").status_code == 200


def test_a_commission_that_is_over_logs_out_at_the_next_request(cast: Cast) -> None:
    browser = Browser(cast.bo)
    browser.open("/mina/")
    yesterday = local_date(cast.now) - timedelta(days=1)
    Commission.objects.filter(pk=cast.bo.commission.pk).update(last_day=yesterday)
    browser.open("/mina/")
    assert "Logga in som personal" in browser.text


def test_the_day_of_a_role_is_the_real_one_when_the_clock_has_travelled(cast: Cast) -> None:
    client = cast.client(cast.bo)
    Role.objects.filter(commission=cast.bo.commission).update(last_day=local_date(cast.now))
    client.post("/tidsresa/", {"days": "7"})
    assert client.get("/mina/").status_code == 200


def test_a_patient_whose_name_does_not_match_is_out_at_the_next_request(cast: Cast) -> None:
    client = cast.client(cast.astrid)
    Patient.objects.filter(pk=cast.astrid.patient.pk).update(mismatch_at=cast.now)
    assert client.get(f"/program/{cast.treatment.pk}/").status_code == 302


class Lost:
    """A database that goes away just when a session is to be kept."""

    def __init__(self, error: type[DatabaseError]) -> None:
        self.error = error

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith('UPDATE "django_session"'):
            raise self.error
        return execute(sql, params, many, context)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_goes_away_is_our_fault_and_not_the_readers(
    logged_in: tuple[Client, str], error: type[DatabaseError]
) -> None:
    client, page = logged_in
    client.raise_request_exception = False
    with connection.execute_wrapper(Lost(error)):
        assert client.get(page).status_code == 500


def test_a_session_that_was_ended_elsewhere_meanwhile_is_not(
    logged_in: tuple[Client, str],
) -> None:
    client, page = logged_in
    with connection.execute_wrapper(Lost(DatabaseError)):
        assert client.get(page).status_code == 400
