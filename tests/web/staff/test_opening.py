"""Opening and marking: what clears a flag, and what does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lindra.models import Patient
from tests.cast import Cast
from tests.web.page import Page

COMPLETED = {
    "klar": True,
    "smarta": 5,
    "sysslor": 5,
    "gladje": 5,
    "humor": 5,
    "somn": 5,
    "tilltro": 5,
}


@pytest.mark.row("M14b")
def test_the_completion_form_must_be_opened(cast: Cast) -> None:
    answer = cast.send("genomfort", COMPLETED)
    browser = cast.client(cast.bo)
    page = browser.get(reverse("manage", args=[cast.treatment.pk])).content.decode()
    assert "Programmet genomfört" in page
    assert "Markera som läst" not in page
    refused = browser.post(reverse("mark", args=[cast.treatment.pk]), {"svar": str(answer.pk)})
    answer.refresh_from_db()
    assert (refused.status_code, answer.marked_at) == (422, None)


@pytest.mark.row("M15")
def test_a_head_request_reads_nothing(cast: Cast) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Mycket."})
    browser = cast.client(cast.bo)
    address = reverse("results_of_form", args=[cast.treatment.pk, "reflektion-1"])
    assert browser.head(address).status_code == 405
    answer.refresh_from_db()
    assert answer.read_at is None


@pytest.mark.row("M10")
def test_the_filter_of_mina_follows_through_the_patients_pages(cast: Cast) -> None:
    cast.send("reflektion-1", {"nytt": "Mycket."})
    browser = cast.client(cast.bo)
    mina = browser.get(reverse("mine"), {"visa": "formular"}).content.decode()
    page = reverse("results_of_form", args=[cast.treatment.pk, "reflektion-1"])
    assert f'href="{page}?lista=formular"' in mina
    shown = browser.get(page, {"lista": "formular"}).content.decode()
    following = reverse("next_to_handle", args=[cast.treatment.pk])
    assert f'href="{following}?lista=formular"' in shown
    timeline = reverse("timeline", args=[cast.treatment.pk])
    assert f'href="{timeline}?lista=formular"' in shown


@pytest.mark.row("M15")
def test_opening_many_answers_costs_no_more_writes_than_opening_one(
    cast: Cast, django_assert_num_queries
) -> None:
    browser = cast.client(cast.bo)
    address = reverse("results_of_form", args=[cast.treatment.pk, "reflektion-1"])
    for number in range(20):
        cast.send("reflektion-1", {"nytt": str(number)})
    browser.get(address)
    with django_assert_num_queries(20, exact=False):
        browser.get(address)


@pytest.mark.row("M9b")
def test_protected_personal_data_is_marked_on_mina(cast: Cast) -> None:
    cast.astrid.patient.protected = True
    cast.astrid.patient.save()
    assert "Skyddade personuppgifter" in cast.client(cast.bo).get(reverse("mine")).content.decode()


@pytest.mark.row("M9b")
def test_the_team_sees_that_somebody_has_died(cast: Cast) -> None:
    died = cast.now.date() - timedelta(days=2)
    Patient.objects.filter(pk=cast.astrid.patient.pk).update(deceased_on=died)
    client = cast.client(cast.bo)
    for address in (reverse("mine"), reverse("manage", args=[cast.treatment.pk])):
        assert "Avliden 20 november 2026" in Page(client.get(address).content.decode()).text
