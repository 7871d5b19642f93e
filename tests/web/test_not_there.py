"""What is not there is not found, and a log-in that is not configured is never a way in."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from lindra.web import providers
from tests.cast import Cast


@pytest.mark.parametrize("name", ["answer", "receipt", "change", "withdraw", "draft"])
def test_an_answer_or_draft_that_was_never_made_is_not_found_by_the_patient(
    name: str, cast: Cast
) -> None:
    client, address = cast.client(cast.astrid), reverse(name, args=[cast.treatment.pk, uuid4()])
    answers = {client.post(address).status_code}
    answers |= {client.get(address).status_code} if name != "change" else set()
    assert answers <= {404, 405}
    assert 404 in answers


def test_an_answer_that_was_never_made_is_not_found_by_staff(cast: Cast) -> None:
    address = reverse("staff_answer", args=[cast.treatment.pk, uuid4()])
    assert cast.client(cast.bo).get(address).status_code == 404


def test_an_answer_is_not_found_through_the_treatment_of_another(cast: Cast) -> None:
    sent = cast.send("reflektion-1", {"nytt": "Sömnen"})
    theirs = {
        cast.client(cast.fatima): "answer",
        cast.client(cast.carin): "staff_answer",
    }
    statuses = [
        client.get(reverse(name, args=[cast.fatimas.pk, sent.pk])).status_code
        for client, name in theirs.items()
    ]
    assert statuses == [404, 404]


@pytest.mark.row("M8")
def test_without_a_configured_provider_there_is_no_way_in(settings) -> None:
    settings.TEST_LOGIN = False
    with pytest.raises(ImproperlyConfigured, match="No identity provider"):
        providers.identity_provider()
    with pytest.raises(ImproperlyConfigured, match="never runs in production"):
        providers.test_provider()


@pytest.mark.row("M8")
def test_the_test_provider_never_answers_in_production(settings) -> None:
    settings.TEST_LOGIN, settings.PRODUCTION = True, True
    with pytest.raises(ImproperlyConfigured, match="never runs in production"):
        providers.identity_provider()
