"""The patient's own answers: what stands, what was changed or taken back, and until when."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from lindra.models import Answer, Event
from lindra.programme.registry import programme
from tests.cast import PROGRAMME, Cast, log_in
from tests.web.browser import Browser
from tests.web.conftest import Wall

WEEK = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}


@pytest.fixture
def address(cast: Cast) -> Callable[..., str]:
    """The address of a page of Astrid's treatment."""
    return lambda name, *args: reverse(name, args=[cast.treatment.pk, *args])


@pytest.mark.row("M5c")
def test_a_change_is_a_new_answer_that_replaces_the_old(
    astrid: Browser, address: Callable[..., str], cast: Cast, wall: Wall
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Först"})
    astrid.open(address("answer", answer.pk))
    wall.pass_by(minutes=10)
    astrid.press("Ändra")
    assert astrid.page.fields["nytt"] == ["Först"]
    assert "Du ändrar ett svar som är skickat. Bo ser att det är ändrat." in astrid.text
    astrid.press("Spara och skicka", nytt="Sedan")
    old, new = cast.treatment.answers.order_by("sent_at")
    assert (old.values, new.values, new.replaces) == ({"nytt": "Först"}, {"nytt": "Sedan"}, old)
    assert old.replaced_at == wall.now
    astrid.open(address("answer", old.pk))
    assert "Du har ändrat det här svaret." in astrid.text
    assert not astrid.page.has_button("Ändra")
    astrid.click("Se det nya")
    assert "Sedan" in astrid.text


@pytest.mark.row("M5c")
def test_staff_see_that_it_is_changed_and_both(
    astrid: Browser, bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Först"})
    astrid.open(address("answer", answer.pk))
    astrid.press("Ändra")
    astrid.press("Spara och skicka", nytt="Sedan")
    bo.open(f"/moment/{cast.treatment.pk}/formular/reflektion-1/")
    assert "ändrat" in bo.text
    assert "ersatt av ett nyare" in bo.text
    assert [words in bo.text for words in ("Först", "Sedan")] == [True, True]
    bo.open(f"/moment/{cast.treatment.pk}/tidslinje/")
    assert "Svar ändrat: Reflektion, modul 1" in bo.text


@pytest.mark.row("M5c")
def test_taken_back_leaves_curves_and_lists_and_keeps_its_trace(
    astrid: Browser, bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    answer = cast.send("veckokollen", WEEK)
    astrid.open(address("diaries"))
    assert "0 av 10" in astrid.text
    astrid.open(address("answer", answer.pk))
    astrid.click("Ta tillbaka")
    assert "Det försvinner ur kurvor och listor." in astrid.text
    astrid.press("Ja, ta tillbaka")
    assert "Du har tagit tillbaka det här svaret." in astrid.text
    astrid.open(address("diaries"))
    assert "0 av 10" not in astrid.text
    astrid.open(address("answers_of_form", "veckokollen"))
    assert "Återtaget" in astrid.text
    bo.open(f"/moment/{cast.treatment.pk}/")
    assert "Inget att hantera just nu." not in bo.text  # the new treatment itself
    assert not bo.page.has_link("Veckokollen")
    bo.open(f"/moment/{cast.treatment.pk}/formular/veckokollen/")
    assert "återtaget av patienten i dag 09:30" in bo.text
    bo.open(f"/moment/{cast.treatment.pk}/tidslinje/")
    assert "Svar återtaget: Veckokollen" in bo.text


LAST_MINUTE = 14 * 24 * 60 + 14 * 60 + 29  # sent 09:30: to midnight of the fourteenth day


@pytest.mark.row("M5c")
@pytest.mark.parametrize(("minutes", "allowed"), [(LAST_MINUTE, True), (LAST_MINUTE + 1, False)])
def test_changing_and_taking_back_are_possible_for_fourteen_days(
    minutes: int, allowed: bool, cast: Cast, address: Callable[..., str], wall: Wall
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Först"})
    wall.pass_by(minutes=minutes)
    client = cast.client(cast.astrid)
    assert (b"Ta tillbaka" in client.get(address("answer", answer.pk)).content) is allowed
    statuses = [
        client.post(address(name, answer.pk)).status_code for name in ("change", "withdraw")
    ]
    assert statuses == ([302, 302] if allowed else [422, 422])
    answer.refresh_from_db()
    assert bool(answer.withdrawn_at) is allowed


@pytest.mark.row("M5c")
def test_what_is_too_old_is_told_in_words(
    cast: Cast, address: Callable[..., str], wall: Wall
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Först"})
    wall.pass_by(days=15)
    response = cast.client(cast.astrid).post(address("change", answer.pk))
    assert "Ett svar kan ändras i 14 dagar." in response.content.decode()


def test_an_answer_is_taken_back_once(cast: Cast, address: Callable[..., str]) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Först"})
    client = cast.client(cast.astrid)
    statuses = [client.post(address("withdraw", answer.pk)).status_code for _ in range(2)]
    assert statuses == [302, 422]
    assert Event.objects.filter(kind="withdrawn").count() == 1


@pytest.mark.row("M7")
def test_the_programme_is_marked_as_carried_out_and_that_can_be_undone(
    astrid: Browser, bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    module = programme(PROGRAMME).module("m8")
    page = next(page for page in module.pages if "genomfort" in page.forms)
    astrid.open(address("page", "m8", page.id))
    astrid.click("Öppna formuläret: Programmet genomfört")
    astrid.press("Spara och skicka", **WEEK)
    assert astrid.page.told() == {"klar": "Något saknas. Kryssa i rutan."}
    astrid.press("Spara och skicka", klar="on")
    assert astrid.page.headings[0] == "Skickat"
    bo.open("/mina/")
    assert "Programmet genomfört" in [text for _, text in bo.page.links]
    astrid.click("Ångra")
    assert astrid.page.headings[0] == "Är du inte klar med programmet?"
    astrid.press("Ja, jag är inte klar")
    bo.open("/mina/")
    assert "Programmet genomfört" not in [text for _, text in bo.page.links]


@pytest.mark.row("M7")
def test_undoing_is_over_after_fourteen_days(
    cast: Cast, address: Callable[..., str], wall: Wall
) -> None:
    answer = cast.send("genomfort", {"klar": True, **WEEK})
    wall.pass_by(days=15)
    assert cast.client(cast.astrid).post(address("withdraw", answer.pk)).status_code == 422


@pytest.mark.row("M15")
def test_the_patient_sees_read_by_only_after_a_real_opening(
    astrid: Browser, bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Först"})
    bo.open(f"/moment/{cast.treatment.pk}/")
    bo.press("Markera som läst")
    astrid.open(address("answers_of_form", "reflektion-1"))
    assert ("Inte läst än" in astrid.text, "Läst av" in astrid.text) == (True, False)
    bo.open(f"/moment/{cast.treatment.pk}/svar/{answer.pk}/")
    astrid.open(address("answers_of_form", "reflektion-1"))
    assert "Läst av Bo" in astrid.text
    astrid.open(address("answer", answer.pk))
    assert "läst av Bo" in astrid.text


def test_the_answers_are_listed_form_by_form(
    astrid: Browser, address: Callable[..., str], cast: Cast, wall: Wall
) -> None:
    astrid.open(address("answers"))
    assert "Här samlas det du skickar." in astrid.text
    cast.send("reflektion-1", {"nytt": "Först"})
    wall.pass_by(days=1)
    log_in(astrid.client, cast.astrid)
    astrid.open(address("answers"))
    astrid.click("Reflektion, modul 1")
    assert "I går 09:30" in astrid.text


def test_an_answer_is_shown_in_the_version_in_which_it_was_sent(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Först"})
    assert Answer.objects.get().version == programme(PROGRAMME).form("reflektion-1").version
    astrid.open(address("answer", answer.pk))
    assert "Vad var nytt för dig? Först" in astrid.text


@pytest.mark.parametrize("name", ["answers_of_form", "fill_in"])
@pytest.mark.parametrize("form", ["finns-inte", "a" * 300, "1"])
def test_a_form_that_is_not_there_is_not_found(
    name: str, form: str, cast: Cast, address: Callable[..., str]
) -> None:
    assert cast.client(cast.astrid).get(address(name, form)).status_code == 404
