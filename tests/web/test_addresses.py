"""Every address × method × person × owner, made from the URL table; none is without an entry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from itertools import product

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lindra.access import Purpose, Session
from lindra.models import AccessLog
from tests.cast import log_in
from tests.samples import DRILL
from tests.web.addresses import (
    ADDRESSES,
    LOG,
    PATIENTS,
    READERS,
    TEAM,
    Address,
    crossed,
    routes,
    url,
)
from tests.web.conftest import Wall
from tests.web.headers import faults_of
from tests.web.page import undrawn
from tests.web.snapshots import changed, tables
from tests.web.world import NOBODY, SECRET, World, nobody_has

METHODS = ("GET", "HEAD", "POST")
OTHERS = ("PUT", "PATCH", "DELETE", "OPTIONS")
NAMES = sorted(ADDRESSES)
ABOUT_A_PATIENT = sorted(
    name for name, address in ADDRESSES.items() if address.opens_to in ({"astrid"}, TEAM, READERS)
)
CROSSED = {
    ("draft", "POST"): 409,  # what is typed is kept, in a draft of the own
    ("save_draft", "POST"): 410,
    ("discard_draft", "POST"): 302,
    ("save_own_message", "POST"): 410,
    ("save_message", "POST"): 410,
    ("discard_own_message", "POST"): 302,
    ("discard_message", "POST"): 302,
}


@pytest.fixture(autouse=True)
def later(wall: Wall) -> None:
    """What there is was made five minutes ago."""
    wall.pass_by(minutes=5)


class Door:
    """Knocks as anybody, each time at the same state of the database."""

    def __init__(self, people: dict[str, Session]) -> None:
        self.client = Client(raise_request_exception=False)
        self.cookies = {NOBODY: SimpleCookie()}
        for name, who in people.items():
            kept = log_in(Client(), who).cookies["sessionid"].value
            self.cookies[name] = SimpleCookie({"sessionid": kept})

    def knock(
        self, method: str, address: str, who: str, data: object = None, **headers: str
    ) -> HttpResponse:
        """Send a request as somebody."""
        self.client.cookies = SimpleCookie(self.cookies[who].output(header="", sep=";"))
        call = getattr(self.client, method.lower())
        response = call(address, data if method == "POST" else None, headers=headers)
        if response.streaming:
            list(response.streaming_content)
        return response


def named_in(response: HttpResponse) -> list[str]:
    """The patients whom an answer tells of: to anybody but themselves, only with a row."""
    text = "" if response.streaming else undrawn(response.content.decode())
    return [name for name in ("Astrid", "Fatima", "Margareta", "9802", "9885") if name in text]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def expected(address: Address, method: str, who: str) -> tuple[int, frozenset[str]]:
    """The status that the person is to be answered, and the tables that she may change."""
    status = address.status(method)
    opens_to = address.open_to(method)
    let_in = opens_to | address.strangers
    if status is None and (address.door is None or who in let_in):
        return 405, frozenset()
    if who == NOBODY and address.nobody:
        return address.nobody, frozenset()
    if address.door is None or who in opens_to:
        return status, address.writes(method, who)
    return (302 if who == NOBODY else 404), frozenset()


def test_every_address_has_an_entry_and_every_entry_an_address() -> None:
    assert sorted(route.name for route in routes()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_view_stands_behind_the_door_of_its_entry(name: str) -> None:
    views = [route.view for route in routes() if route.name == name]
    entry = ADDRESSES[name]
    assert [view.door for view in views] == [entry.door]
    if entry.door:
        assert [view.post_door for view in views] == [entry.post_door or entry.door]


def outside(address: Address) -> tuple[str, ...]:
    """What those try whom the door does not open to: what it takes, and in the drill all."""
    known = {"GET": address.get, "POST": address.post}
    return METHODS if DRILL else tuple(method for method in known if known[method])


@pytest.mark.sampled
@pytest.mark.parametrize("name", NAMES)
def test_an_address_answers_and_writes_for_each_person_and_method_as_its_entry_says(
    name: str, world: World
) -> None:
    door, address = Door(world.people), ADDRESSES[name]
    target, data, before = url(name, world.astrids), address.data(world.astrids), tables()
    people = (*world.people, NOBODY)
    inside = [who for who in people if address.door is None or who in address.opens_to]
    found, wanted = {}, {}
    for who, method in product(inside, METHODS):
        with undone():
            response = door.knock(method, target, who, dict(data))
            found[who, method] = response.status_code, changed(before)
        wanted[who, method] = expected(address, method, who)
        assert faults_of(response) == []
        if LOG not in found[who, method][1] and who not in PATIENTS:
            assert named_in(response) == [], (who, method)
    for who, method in product(sorted(set(people) - set(inside)), outside(address)):
        response = door.knock(method, target, who, dict(data))
        found[who, method] = response.status_code, frozenset()
        wanted[who, method] = expected(address, method, who)
        assert faults_of(response) == []
    assert (found, changed(before)) == (wanted, frozenset())


@pytest.mark.parametrize("name", NAMES)
def test_an_address_knows_no_other_method(name: str, world: World) -> None:
    door, before = Door(world.people), tables()
    opens_to = sorted(ADDRESSES[name].opens_to & set(world.people)) or [NOBODY]
    target = url(name, world.astrids)
    answers = [door.knock(method, target, opens_to[0]).status_code for method in OTHERS]
    assert answers == [405] * len(OTHERS)
    assert changed(before) == frozenset()


@pytest.mark.parametrize("name", [name for name in NAMES if ADDRESSES[name].child])
def test_what_belongs_to_another_patient_is_not_found_through_the_own_treatment(
    name: str, world: World
) -> None:
    door, address = Door(world.people), ADDRESSES[name]
    owner = address.owner
    before = _hers(world)
    for target in crossed(name, world):
        for method in ("GET", "POST"):
            response = door.knock(method, target, owner, dict(address.data(world.fatimas)))
            status = response.status_code
            assert status == (CROSSED.get((name, method), 404) if address.status(method) else 405)
            assert SECRET not in response.content.decode()
    assert _hers(world) == before


@pytest.mark.parametrize("name", ABOUT_A_PATIENT)
def test_what_may_not_be_reached_looks_like_what_does_not_exist(name: str, world: World) -> None:
    door, address = Door(world.people), ADDRESSES[name]
    kwargs = dict(address.args(world.astrids))
    missing = reverse(name, kwargs={**kwargs, "treatment_id": nobody_has()})
    method = "GET" if address.get else "POST"
    for who in ("fatima" if "astrid" in address.opens_to else "astrid", "erik", "carin", "doris"):
        hidden = door.knock(method, url(name, world.astrids), who)
        nothing = door.knock(method, missing, who)
        assert _bare(hidden, url(name, world.astrids)) == _bare(nothing, missing)


@pytest.mark.parametrize("name", ABOUT_A_PATIENT)
def test_a_part_of_a_page_is_never_redirected_to_the_log_in(name: str, world: World) -> None:
    door, address = Door({}), ADDRESSES[name]
    method = "GET" if address.get else "POST"
    headers = {"HX-Request": "true"}
    response = door.knock(method, url(name, world.astrids), NOBODY, **headers)
    assert response.status_code == 401
    assert "Du är utloggad" in response.content.decode()


@pytest.mark.parametrize("name", ABOUT_A_PATIENT)
def test_an_opened_page_leaves_its_row_in_the_access_log(name: str, world: World) -> None:
    door, address = Door(world.people), ADDRESSES[name]
    owner = address.owner
    for method in ("GET", "POST"):
        before = set(AccessLog.objects.values_list("pk", flat=True))
        with undone():
            door.knock(method, url(name, world.astrids), owner, dict(address.data(world.astrids)))
            rows = list(AccessLog.objects.exclude(pk__in=before))
        assert len(rows) == ("lindra_accesslog" in address.writes(method))
        for row in rows:
            assert row.activity_args == name
            assert row.activity_level == str(world.cast.treatment.pk)
            only_read = method == "GET" or address.post == 422
            assert row.activity_type == ("Läsa" if only_read else address.activity)
            assert row.purpose == (Purpose.OWN if owner == "astrid" else address.purpose)
            assert [each["id"] for each in row.patients] == [
                world.cast.treatment.patient.personal_number
            ]


@pytest.mark.parametrize("name", [n for n in NAMES if ADDRESSES[n].opens_to == READERS])
def test_who_reads_alone_leaves_a_row_and_an_emergency_is_told_from_other_reading(
    name: str, world: World
) -> None:
    door = Door(world.people)
    before = set(AccessLog.objects.values_list("pk", flat=True))
    for who, kind in (("sixten", "Läsa"), ("ester", "Nödöppning")):
        with undone():
            door.knock("GET", url(name, world.astrids), who)
            (row,) = AccessLog.objects.exclude(pk__in=before)
        assert (row.activity_type, row.activity_args) == (kind, name)
        assert (row.user_name, row.purpose) == (world.people[who].name, Purpose.CARE)


@pytest.mark.parametrize("name", [name for name in NAMES if ADDRESSES[name].post])
def test_a_form_without_its_token_is_refused_in_swedish(name: str, world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    address = ADDRESSES[name]
    who = next(iter(sorted(address.opens_to & set(world.people))), None)
    if who:
        log_in(client, world.people[who])
    before = tables()
    response = client.post(url(name, world.astrids), dict(address.data(world.astrids)))
    assert response.status_code == 403
    assert "Sidan hann bli för gammal" in response.content.decode()
    assert faults_of(response) == []
    assert changed(before) == frozenset()


def _hers(world: World) -> list[object]:
    """All that Fatima has."""
    treatment = world.cast.fatimas
    return [*treatment.answers.values(), *treatment.drafts.values(), *treatment.events.values()]


def _bare(response: HttpResponse, address: str) -> tuple[int, str]:
    """The answer without what differs by the address itself and by the token."""
    lines = response.content.decode().replace(address, "").splitlines()
    return response.status_code, "\n".join(line for line in lines if "csrf" not in line)
