"""What the server's own log says: the kind of page, never whose."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

from lindra.web.logs import RoutesAlone
from tests.cast import Cast

PRIVATE = ("m7", "m7-09")


@pytest.mark.django_db
def test_an_answer_of_four_hundred_leaves_no_line(cast: Cast, caplog) -> None:
    browser = Client(enforce_csrf_checks=True)
    address = reverse("page_done", args=[cast.treatment.pk, *PRIVATE])
    assert browser.post(address).status_code == 403
    assert browser.get(address + "finns-inte/").status_code == 404
    assert caplog.text == ""


def test_a_line_about_a_request_names_the_route_alone(rf) -> None:
    request = rf.get("/program/abc/modul/m7/m7-09/")
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s", (request.path,), None)
    record.request, record.status_code = request, 500
    assert RoutesAlone().filter(record)
    assert record.getMessage() == "500 GET -"
    request.resolver_match = type("Match", (), {"route": "program/<uuid:treatment_id>/"})()
    RoutesAlone().filter(record)
    assert record.getMessage() == "500 GET program/<uuid:treatment_id>/"


def test_a_line_without_a_request_stands_as_it_is() -> None:
    record = logging.LogRecord("lindra", logging.INFO, "", 0, "sealed %s", (3,), None)
    assert RoutesAlone().filter(record)
    assert record.getMessage() == "sealed 3"
