"""A supervisor: named by the responsible therapist, reads everything, writes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lindra.models import Event, Part, Role, TeamMember
from lindra.rules.calendar import local_date
from tests.cast import Cast
from tests.messages import write
from tests.web.browser import Browser
from tests.web.snapshots import changed, tables
from tests.web.test_crawl import crawl, faults


@pytest.fixture
def supervised(cast: Cast) -> Cast:
    """Sixten is named; Astrid has sent a form that nobody has opened, and written."""
    cast.treatment.team.create(
        staff=cast.sixten.staff,
        part=Part.SUPERVISOR,
        first_day=local_date(cast.now),
        added_at=cast.now,
    )
    cast.send("reflektion-1", {"nytt": "Sömnen", "vill_ha_kontakt": True})
    cast.send("reflektion-1", {"nytt": "Promenader"})
    write(cast.treatment, cast.astrid, "Hur gör jag?", cast.now - timedelta(minutes=5))
    return cast


def test_the_responsible_names_her_and_takes_her_out_and_the_timeline_tells(cast: Cast) -> None:
    bo = Browser(cast.bo)
    bo.open(reverse("team", args=[cast.treatment.pk]))
    bo.press("Lägg till handledare", to=cast.sixten.commission.pk)
    assert "Sixten Sand är handledare." in bo.text
    assert "Handledare, läser men ändrar inget" in bo.text
    bo.press("Ta bort Sixten Sand")
    assert "Sixten Sand har lämnat teamet." in bo.text
    rows = Event.objects.filter(kind__in=["team_joined", "team_left"]).order_by("pk")
    assert list(rows.values_list("kind", "words")) == [
        ("team_joined", "Sixten Sand, handledare"),
        ("team_left", "Sixten Sand, handledare"),
    ]
    assert not TeamMember.objects.filter(part=Part.SUPERVISOR).exists()


def test_her_page_lists_what_she_is_named_on_and_the_log_has_its_row(supervised: Cast) -> None:
    sixten = Browser(supervised.sixten)
    sixten.open("/")
    assert sixten.address == "/handledning/"
    assert "Astrid Alm" in sixten.text
    assert "Fatima" not in sixten.text
    sixten.click("Astrid Alm")
    assert "Du läser som handledare." in sixten.text


def test_nobody_chosen_is_said_and_a_co_therapist_does_not_choose(cast: Cast) -> None:
    cast.treatment.team.create(
        staff=cast.erik.staff,
        part=Part.CO_THERAPIST,
        first_day=local_date(cast.now),
        added_at=cast.now,
    )
    bo, erik = Browser(cast.bo), Browser(cast.erik)
    for browser in (bo, erik):
        browser.open(reverse("team", args=[cast.treatment.pk]))
    assert not erik.page.has_button("Lägg till handledare")
    bo.press("Lägg till handledare", to="")
    assert (bo.status, "Välj en handledare i listan." in bo.text) == (422, True)
    address = reverse("team_supervisor", args=[cast.treatment.pk])
    refused = cast.client(cast.erik).post(address, {"to": cast.sixten.commission.pk})
    assert "Bara den som är ansvarig väljer handledare." in refused.content.decode()


def test_before_she_is_named_her_page_is_empty(cast: Cast) -> None:
    sixten = Browser(cast.sixten)
    sixten.open("/")
    assert "Du är inte handledare i något moment än." in sixten.text


def test_she_reads_every_page_by_links_and_nothing_but_the_log_changes(supervised: Cast) -> None:
    client = supervised.client(supervised.sixten)
    before = tables()
    pages = list(crawl(client, "/"))
    assert [fault for seen in pages for fault in faults(seen)] == []
    assert changed(before) == {"lindra_accesslog"}
    shown = {seen.address.split("/")[3] for seen in pages if seen.address.startswith("/moment/")}
    assert shown == {
        "",
        "tidslinje",
        "formular",
        "svar",
        "meddelanden",
        "anteckningar",
        "innehall",
    }
    about = [seen for seen in pages if seen.address.startswith("/moment/")]
    posts = {form.action for seen in about for form in seen.page.forms if form.method == "post"}
    assert posts <= {"/logga-ut/", "/utseende/", "/tidsresa/"}
    answers = supervised.treatment.answers
    assert not answers.filter(read_at__isnull=False).exists()


def test_the_patient_sees_who_reads_beside_the_team(supervised: Cast) -> None:
    astrid = Browser(supervised.astrid)
    astrid.open(reverse("about", args=[supervised.treatment.pk]))
    assert "Sixten Sand, psykolog, handleder teamet och kan också läsa det." in astrid.text
    astrid.open(reverse("fill_in", args=[supervised.treatment.pk, "smartbild"]))
    assert "Bo och Sixten (handledare) kan läsa när du har skickat." in astrid.text
    astrid.open(reverse("write_message", args=[supervised.treatment.pk]))
    assert "Sixten Sand, handledare" in astrid.text
    Role.objects.filter(commission=supervised.sixten.commission).delete()
    astrid.open(reverse("about", args=[supervised.treatment.pk]))
    assert "Sixten" not in astrid.text
