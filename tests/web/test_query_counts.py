"""A page asks the database as often for thirty rows as for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lindra.access import PatientSession
from lindra.actions.answers import mark_read
from lindra.actions.drafts import open_draft, save_draft
from lindra.models import Answer, Treatment
from lindra.programme.registry import programme
from lindra.rules.lifecycle import State
from tests.cast import PROGRAMME, Cast, start
from tests.queries.test_unit import be_away, busy, fill, over
from tests.rules.numbers import invented
from tests.web.conftest import SUNDAY, Wall

WEEK = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}
MANY = 30


@contextmanager
def counted(most: list[int]) -> Iterator[None]:
    """Add how many questions are asked within."""
    with CaptureQueriesContext(connection) as captured:
        yield
    most.append(len(captured))


def live(cast: Cast, treatment: Treatment, times: int) -> None:
    """So many weekly checks, nights, pages and drafts."""
    cast.treatment, cast.astrid = treatment, PatientSession(treatment.patient)
    client = cast.client(cast.astrid)
    content = programme(PROGRAMME)
    places = [(module.id, page.id) for module in content.modules for page in module.pages]
    for n in range(times):
        cast.send("veckokollen", WEEK, at=SUNDAY + timedelta(minutes=n))
        client.post(reverse("page_done", args=[treatment.pk, *places[n]]))


@pytest.fixture(params=[1, MANY], ids=["one", "thirty"])
def many(request: pytest.FixtureRequest, cast: Cast) -> Cast:
    """So much has happened in Astrid's treatment, and all of it is read."""
    live(cast, cast.treatment, request.param)
    mark_read(answers=list(Answer.objects.all()), by=cast.bo, now=cast.now)
    return cast


@pytest.fixture
def ask(many: Cast) -> Callable[[str], int]:
    """How many questions of the database a page is, once it has been opened before."""

    def count(name: str, *args: object) -> int:
        staff = name in ("manage", "timeline", "results", "results_of_form", "mine")
        client = many.client(many.bo if staff else many.astrid)
        address = reverse(name, args=[] if name == "mine" else [many.treatment.pk, *args])
        client.get(address)
        found: list[int] = []
        with counted(found):
            assert client.get(address).status_code == 200
        return found[0]

    return count


@pytest.mark.parametrize(
    ("name", "args", "questions"),
    [
        ("manage", (), 32),
        ("timeline", (), 18),
        ("results", (), 17),
        ("results_of_form", ("veckokollen",), 20),
        ("home", (), 26),
        ("modules", (), 18),
        ("diaries", (), 15),
        ("answers", (), 15),
        ("answers_of_form", ("veckokollen",), 16),
        ("own_data", (), 39),
    ],
)
def test_a_page_of_one_treatment(
    name: str, args: tuple[str, ...], questions: int, ask: Callable[..., int]
) -> None:
    assert ask(name, *args) == questions


@pytest.mark.parametrize("patients", [1, MANY])
def test_mina(patients: int, cast: Cast, wall: Wall) -> None:
    for n in range(patients - 1):
        number = invented(date(1980, 1, 1), 901 + n)
        live(cast, start(number, "Eva", f"Ek {n}", cast.bo, cast.now), 1)
    client, found = cast.client(cast.bo), []
    client.get("/mina/")
    with counted(found):
        client.get("/mina/")
    assert found == [21]


@pytest.mark.row("N6")
@pytest.mark.parametrize(
    ("address", "ended", "lines"),
    [
        ("/mina/", False, 1),
        ("/ko/", False, 3),
        ("/ko/", True, 2),
        ("/mina/?visa=avslutade", True, 1),
    ],
)
def test_a_list_of_three_hundred_busy_treatments_asks_as_often_as_one_of_one(
    address: str, ended: bool, lines: int, cast: Cast
) -> None:
    state = over(cast) if ended else {}
    Treatment.objects.filter(pk=cast.treatment.pk).update(**{"state": State.ACTIVE, **state})
    busy(cast, [cast.treatment])
    be_away(cast)
    client, found, shown = cast.client(cast.bo), [], []
    for more in (0, 299):
        fill(cast, more, cast.bo, **state)
        client.get(address)
        with counted(found):
            shown.append(client.get(address).content.decode().count('<th scope="row"'))
    assert found[0] == found[1]
    assert shown == [lines, 300 * lines]


@pytest.mark.parametrize("drafts", [1, MANY])
def test_the_start_page_with_drafts(drafts: int, cast: Cast) -> None:
    forms = [f for f in programme(PROGRAMME).newest_forms() if not (f.private or f.one_per_date)]
    for form in forms[:drafts]:
        draft = open_draft(treatment=cast.treatment, form=form, by=cast.astrid, now=cast.now)
        save_draft(draft=draft, values={"x": "y"}, revision=0, by=cast.astrid, now=cast.now)
    client, found = cast.client(cast.astrid), []
    address = reverse("home", args=[cast.treatment.pk])
    client.get(address)
    with counted(found):
        client.get(address)
    assert found == [26]
