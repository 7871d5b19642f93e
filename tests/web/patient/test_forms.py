"""Every form of the programme: the good is read by the therapist, the bad is told and kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindra.models import Answer
from lindra.programme.registry import programme
from lindra.programme.spec import Form
from lindra.rules.calendar import local_date
from tests.cast import PROGRAMME, Cast
from tests.web.conftest import SUNDAY
from tests.web.faults import rounds
from tests.web.filling import Data, fillings
from tests.web.page import Page

TODAY = local_date(SUNDAY)
SENT = [form.id for form in programme(PROGRAMME).newest_forms() if not form.private]
PRIVATE = [form.id for form in programme(PROGRAMME).newest_forms() if form.private]
FEW = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def draft_address(cast: Cast, form: Form) -> str:
    """Open the form as Astrid; the address of its draft."""
    args = [cast.treatment.pk, form.id]
    day = [TODAY - timedelta(days=1)] if form.one_per_date else []
    address = reverse("fill_in_day" if day else "fill_in", args=[*args, *day])
    return cast.client(cast.astrid).get(address).headers["Location"]


def send(cast: Cast, address: str, data: Data, revision: int = 0) -> Page:
    """Press "Spara och skicka"; the page that is shown, or the receipt."""
    client = cast.client(cast.astrid)
    response = client.post(address, {**data, "revision": revision, "send": "1"}, follow=True)
    page = Page(response.content.decode())
    page.status = response.status_code  # type: ignore[attr-defined]
    return page


@pytest.mark.row("M5")
@pytest.mark.parametrize("form_id", SENT)
@given(data=st.data())
@FEW
def test_a_good_filling_is_accepted_and_read_by_the_therapist_in_words(
    form_id: str, cast: Cast, data: st.DataObject
) -> None:
    form = programme(PROGRAMME).form(form_id)
    filling = data.draw(fillings(form, TODAY))
    with undone():
        page = send(cast, draft_address(cast, form), filling.data)
        assert (page.headings[:1], page.errors) == (["Skickat"], [])
        read = cast.client(cast.bo).get(
            reverse("results_of_form", args=[cast.treatment.pk, form_id])
        )
        text = Page(read.content.decode()).text
        assert [words for words in filling.words if words not in text] == []


@pytest.mark.row("M5")
@pytest.mark.parametrize("form_id", SENT)
def test_a_bad_filling_is_told_at_each_field_and_nothing_typed_is_lost(
    form_id: str, cast: Cast
) -> None:
    form = programme(PROGRAMME).form(form_id)
    address, revision = draft_address(cast, form), 0
    for each in rounds(form, TODAY):
        page = send(cast, address, each.data, revision)
        assert page.status == 422  # type: ignore[attr-defined]
        assert _not_told(page, each.says) == {}
        assert _lost(page, each.stands) == {}
        revision = int(page.fields["revision"][0])
        again = Page(cast.client(cast.astrid).get(address).content.decode())
        assert _lost(again, each.stands) == {}
    assert not Answer.objects.exists()


@pytest.mark.parametrize("form_id", PRIVATE)
def test_a_private_form_has_nowhere_to_be_sent(form_id: str, cast: Cast) -> None:
    client = cast.client(cast.astrid)
    response = client.get(reverse("fill_in", args=[cast.treatment.pk, form_id]))
    page = Page(response.content.decode())
    assert "Det här är bara för dig. Inget skickas och inget sparas." in page.text
    about_it = [form.action for form in page.forms if "/program/" in form.action]
    assert about_it == []
    assert not any("hx-post" in attrs for _, attrs in page.elements)
    assert not cast.treatment.drafts.exists()


def _not_told(page: Page, says: dict[str, str]) -> dict[str, str]:
    told = page.told()
    return {name: words for name, words in says.items() if words not in told.get(name, "")}


def _lost(page: Page, stands: dict[str, str]) -> dict[str, list[str]]:
    return {
        name: page.fields.get(name, [])
        for name, typed in stands.items()
        if [typed] != page.fields.get(name)
    }
