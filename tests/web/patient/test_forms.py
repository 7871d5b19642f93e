"""Every form of the programme: the good is read by the therapist, the bad is told and kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lindra.models import Answer
from lindra.programme.registry import programme
from lindra.programme.spec import Form
from lindra.rules.calendar import local_date
from tests.cast import PROGRAMME, Cast
from tests.samples import sampled
from tests.web.conftest import SUNDAY
from tests.web.faults import rounds
from tests.web.filling import Data, fillings
from tests.web.page import Page

TODAY = local_date(SUNDAY)
SENT = [form.id for form in programme(PROGRAMME).newest_forms() if not form.private]
PRIVATE = [form.id for form in programme(PROGRAMME).newest_forms() if form.private]
FEW = sampled(2)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Two:
    """Astrid, who fills in, and Bo, who reads."""

    def __init__(self, cast: Cast) -> None:
        self.treatment = cast.treatment.pk
        self.astrid, self.bo = cast.client(cast.astrid), cast.client(cast.bo)

    def begin(self, form: Form) -> str:
        """Open the form; the address of its draft."""
        day = [TODAY - timedelta(days=1)] if form.one_per_date else []
        name = "fill_in_day" if day else "fill_in"
        address = reverse(name, args=[self.treatment, form.id, *day])
        return self.astrid.get(address).headers["Location"]

    def send(self, address: str, data: Data, revision: int = 0) -> tuple[int, Page]:
        """Press "Spara och skicka"; the status, and the page that is shown or the receipt."""
        typed = {**data, "revision": revision, "send": "1"}
        response = self.astrid.post(address, typed, follow=True)
        return response.status_code, Page(response.content.decode())

    def look(self, address: str) -> Page:
        """Open the draft again."""
        return Page(self.astrid.get(address).content.decode())

    def read(self, form: Form) -> Page:
        """The therapist's page."""
        address = reverse("results_of_form", args=[self.treatment, form.id])
        return Page(self.bo.get(address).content.decode())


@pytest.fixture
def two(cast: Cast) -> Two:
    """Astrid and Bo, each at a browser."""
    return Two(cast)


@pytest.mark.row("M5")
@pytest.mark.parametrize("form_id", SENT)
@given(data=st.data())
@FEW
def test_a_good_filling_is_accepted_and_read_by_the_therapist_in_words(
    form_id: str, two: Two, data: st.DataObject
) -> None:
    form = programme(PROGRAMME).form(form_id)
    filling = data.draw(fillings(form, TODAY))
    with undone():
        _, page = two.send(two.begin(form), filling.data)
        assert (page.headings[:1], page.errors) == (["Skickat"], [])
        text = two.read(form).text
        assert [words for words in filling.words if words not in text] == []


@pytest.mark.row("M5")
@pytest.mark.parametrize("form_id", SENT)
def test_a_bad_filling_is_told_at_each_field_and_nothing_typed_is_lost(
    form_id: str, two: Two
) -> None:
    form = programme(PROGRAMME).form(form_id)
    address, revision = two.begin(form), 0
    for each in rounds(form, TODAY):
        status, page = two.send(address, each.data, revision)
        assert (status, _not_told(page, each.says)) == (422, {})
        assert _lost(page, each.stands) == {}
        revision = int(page.fields["revision"][0])
    assert _lost(two.look(address), each.stands) == {}
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
