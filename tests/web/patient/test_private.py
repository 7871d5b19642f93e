"""What is private leaves nothing: not in a table, not in the access log, the log or the session."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lindra.programme.registry import all_programmes, programme
from lindra.programme.spec import Form, Question
from tests.cast import PROGRAMME, Cast
from tests.web.browser import Browser
from tests.web.holdings import holding

CONTENT = programme(PROGRAMME)
PAGES = [(m, page) for m in CONTENT.modules for page in m.pages if page.private]
FORMS = [form for form in CONTENT.newest_forms() if form.private]
NAMES = [*(page.id for _, page in PAGES), *(form.id for form in FORMS)]
SECRET = "hemlig-7f3a91"


@pytest.fixture
def server_log() -> Iterator[StringIO]:
    """Everything that the server's own log says, through the handler that the settings give it."""
    root = logging.getLogger()
    console = next(each for each in root.handlers if type(each) is logging.StreamHandler)
    kept, level, said = console.stream, root.level, StringIO()
    console.setStream(said)
    root.setLevel(logging.DEBUG)
    yield said
    root.setLevel(level)
    console.setStream(kept)


def names_of(question: Question) -> list[str]:
    """What the question's fields are called."""
    keys = [label.value for label in question.labels] or [str(n + 1) for n in range(3)]
    cells = [f"{question.id}-{key}-{column.id}" for key in keys for column in question.columns]
    return cells or [question.id]


def typed(form: Form) -> dict[str, str]:
    """Something secret in every field of the form."""
    names = [name for question in form.questions for name in names_of(question)]
    return {"revision": "0", "send": "1", "form": form.id} | dict.fromkeys(names, SECRET)


def test_the_programme_has_something_private() -> None:
    assert (len(PAGES) > 0, len(FORMS) > 2) == (True, True)
    assert [each.id for each in all_programmes()] == [PROGRAMME]


def test_reading_everything_private_leaves_nothing(
    cast: Cast, astrid: Browser, server_log: StringIO
) -> None:
    for module, page in PAGES:
        here = reverse("page", args=[cast.treatment.pk, module.id, page.id])
        astrid.open(reverse("module", args=[cast.treatment.pk, module.id]))
        astrid.click(page.title)
        assert (astrid.address, astrid.status) == (here, 200)
        astrid.client.post(reverse("appearance"), {"text": "large", "next": here})
        astrid.open(here)
        astrid.click("Nästa: ")
    for form in FORMS:
        astrid.open(reverse("fill_in", args=[cast.treatment.pk, form.id]))
        assert (astrid.status, "Inget skickas" in astrid.text) == (200, True)
        astrid.click("Klar")
    assert holding(NAMES) == {}
    assert [name for name in NAMES if name in server_log.getvalue()] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_private_form_that_is_sent_all_the_same_is_held_nowhere(
    form: Form, cast: Cast, server_log: StringIO
) -> None:
    client, mine, data = cast.client(cast.astrid), [cast.treatment.pk], typed(form)
    day = cast.treatment.starts_on
    statuses = {
        name: client.post(reverse(name, args=[*mine, *args]), data).status_code
        for name, args in {
            "fill_in": [form.id],
            "fill_in_day": [form.id, day],
            "draft": [uuid4()],
            "save_draft": [uuid4()],
        }.items()
    }
    assert statuses == {"fill_in": 405, "fill_in_day": 405, "draft": 404, "save_draft": 410}
    words = [SECRET, *NAMES]
    assert holding(words) == {}
    assert [word for word in words if word in server_log.getvalue()] == []


def test_nothing_can_be_said_about_a_private_page(cast: Cast, server_log: StringIO) -> None:
    client, data = cast.client(cast.astrid), {"text": SECRET}
    for module, page in PAGES:
        for name in ("page", "page_done", "acknowledge"):
            client.post(reverse(name, args=[cast.treatment.pk, module.id, page.id]), data)
    words = [SECRET, *NAMES]
    assert holding(words) == {}
    assert [word for word in words if word in server_log.getvalue()] == []


def test_a_private_page_that_breaks_is_not_named_in_the_log(
    cast: Cast, server_log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lindra.web.patient.reading.page_context", None)
    client: Client = cast.client(cast.astrid)
    client.raise_request_exception = False
    module, page = PAGES[0]
    address = reverse("page", args=[cast.treatment.pk, module.id, page.id])
    assert client.get(address).status_code == 500
    said = server_log.getvalue()
    assert "500 GET program/<uuid:treatment_id>/modul/" in said
    assert [word for word in (*NAMES, str(cast.treatment.pk)) if word in said] == []


def test_what_is_not_private_would_have_been_found(cast: Cast, server_log: StringIO) -> None:
    cast.send("reflektion-1", {"nytt": f"Mitt {SECRET}"})
    client = cast.client(cast.astrid)
    kept = client.session
    kept["where"] = "m1-02"
    kept.save()
    logging.getLogger("lindra").info("said %s", SECRET)
    found = holding([SECRET, "reflektion-1", "m1-02"])
    assert found == {
        "lindra_answer": {SECRET, "reflektion-1"},
        "lindra_event": {"reflektion-1"},
        "django_session": {"m1-02"},
    }
    assert SECRET in server_log.getvalue()
