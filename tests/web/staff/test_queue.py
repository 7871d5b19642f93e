""" "Kön" and "Markera som uppföljd": links that lead to the thing itself, and one click."""

from __future__ import annotations

import pytest

from lindra.actions.treatments import open_as_team
from lindra.models import AccessLog, FollowUp, Patient
from tests.cast import Cast, log_in
from tests.messages import write
from tests.web.browser import Browser
from tests.web.conftest import Wall

CONTACT = {"nytt": "Ord.", "vill_ha_kontakt": True}


@pytest.fixture
def opened(cast: Cast) -> Cast:
    """Somebody has opened "Hantera": nothing waits."""
    open_as_team(treatment=cast.treatment, by=cast.bo, now=cast.now)
    return cast


@pytest.mark.row("N6")
def test_the_queue_says_who_why_since_when_and_the_smallest_thing_to_do(
    opened: Cast, bo: Browser, wall: Wall
) -> None:
    opened.send("reflektion-1", CONTACT)
    wall.pass_by(minutes=5)
    bo.open("/mina/")
    bo.click("Kön")
    assert (bo.address, bo.page.headings[0]) == ("/ko/", "Kön")
    for words in ("Astrid Alm", "19780412-9802", "Vill ha kontakt", "I dag 09:30", "1 sak väntar"):
        assert words in bo.text
    assert "Programmet genomfört försvinner när svaret är öppnat." in bo.text
    bo.click("Läs svaret")
    assert bo.address == f"/moment/{opened.treatment.pk}/formular/reflektion-1/"
    bo.open("/ko/")
    assert "Inget väntar just nu." in bo.text


@pytest.mark.row("N6")
def test_each_thing_leads_to_itself(cast: Cast, bo: Browser, wall: Wall) -> None:
    message = write(cast.treatment, cast.astrid, "Hej", wall.now)
    cast.send("veckokollen", {"smarta": 3})
    cast.send("veckokollen", {"smarta": 3})
    Patient.objects.filter(pk=cast.astrid.patient.pk).update(mismatch_at=cast.now)
    wall.pass_by(days=364)
    log_in(bo.client, cast.bo)
    base = f"/moment/{cast.treatment.pk}/"
    for act, address in (
        ("Kontrollera personen: ", f"{base}ratt-person/"),
        ("Svara: ", f"{base}meddelanden/{message.conversation_id}/#nyast"),
        ("Förläng eller avsluta: ", f"{base}#att-hantera"),
        ("Läs 2 svar: ", f"{base}formular/veckokollen/"),
        ("Öppna: ", base),
        ("Titta: ", base),
    ):
        bo.open("/ko/")
        assert bo.page.link(act) == address


@pytest.mark.row("N6")
def test_the_queue_is_filtered_by_kind_with_a_number_on_each(cast: Cast, bo: Browser) -> None:
    cast.send("reflektion-1", {"nytt": "Ord."})
    bo.open("/ko/")
    assert "2 saker väntar" in bo.text
    bo.click("Besvarat formulär 1")
    assert (bo.address, "1 sak väntar" in bo.text) == ("/ko/?visa=formular", True)
    bo.open("/ko/?visa=person")
    assert "Inget av det slaget väntar." in bo.text
    bo.click("Visa allt")
    assert bo.address == "/ko/"


@pytest.mark.row("N6")
def test_the_queue_is_one_row_in_the_log_with_each_patient_once(cast: Cast, bo: Browser) -> None:
    cast.send("reflektion-1", {"nytt": "Ord."})
    bo.open("/ko/")
    row = AccessLog.objects.get(user_kind="staff")
    assert (row.resource_type, len(row.patients)) == ("Kön", 1)


@pytest.mark.row("M17")
def test_one_click_on_mina_marks_as_followed_up_and_another_undoes_it(
    opened: Cast, bo: Browser, wall: Wall
) -> None:
    bo.open("/mina/")
    assert not bo.page.has_button("som uppföljd")
    wall.pass_by(days=21)
    log_in(bo.client, opened.bo)
    bo.open("/mina/?visa=folj-upp")
    bo.press("Markera Astrid Alm som uppföljd")
    assert (bo.address, FollowUp.objects.count()) == ("/mina/?visa=folj-upp", 1)
    assert "Markerat som uppföljt." in bo.text
    bo.press("Ångra")
    assert FollowUp.objects.count() == 0
    assert bo.page.has_button("Markera Astrid Alm som uppföljd")


@pytest.mark.row("M17")
def test_one_click_on_hantera_at_any_time_with_who_on_the_timeline(
    opened: Cast, bo: Browser
) -> None:
    address = f"/moment/{opened.treatment.pk}/"
    bo.open(address)
    bo.press("Markera som uppföljd")
    assert (bo.address, FollowUp.objects.count()) == (address, 1)
    bo.press("Ångra")
    assert FollowUp.objects.count() == 0
    bo.press("Markera som uppföljd")
    bo.open(f"{address}tidslinje/")
    assert bo.text.count("Uppföljd") >= 3


@pytest.mark.row("M17")
@pytest.mark.parametrize("page", ["mine", "queue", "manage"])
def test_with_scripts_only_the_place_changes(page: str, opened: Cast, wall: Wall) -> None:
    client = opened.client(opened.bo)
    part = {"headers": {"HX-Request": "true"}, "data": {"sida": page}}
    address = f"/moment/{opened.treatment.pk}/uppfoljd/"
    marked = client.post(address, **part).content.decode()
    look = FollowUp.objects.get()
    assert ("<html" in marked, f'value="{look.pk}"' in marked) == (False, True)
    assert ("Ångra" in marked, "Uppföljd" in marked) == (True, page == "queue")
    part["data"]["uppfoljning"] = look.pk
    undone = client.post(f"{address}angra/", **part).content.decode()
    assert ("som uppföljd" in undone, FollowUp.objects.count()) == (True, 0)


@pytest.mark.parametrize("wrong", ["", "x", "9" * 20])
def test_a_look_that_is_no_number_is_not_found(wrong: str, opened: Cast) -> None:
    address = f"/moment/{opened.treatment.pk}/uppfoljd/angra/"
    client = opened.client(opened.bo)
    assert client.post(address, {"uppfoljning": wrong}).status_code == 404


@pytest.mark.row("M14")
@pytest.mark.row("M14b")
@pytest.mark.row("N7")
def test_a_message_is_a_flag_that_leads_to_the_conversation_and_stays_when_opened(
    opened: Cast, bo: Browser, wall: Wall
) -> None:
    message = write(opened.treatment, opened.astrid, "Hej", wall.now)
    bo.open("/mina/")
    assert "Nytt meddelande" not in bo.text  # it can still be undone
    wall.pass_by(minutes=1)
    bo.open("/mina/?visa=meddelande")
    thread = f"/moment/{opened.treatment.pk}/meddelanden/{message.conversation_id}/"
    flag = next(to for to, text in bo.page.links if text == "Nytt meddelande")
    assert flag == f"{thread}?lista=meddelande#nyast"
    bo.open(thread)
    bo.open(f"/moment/{opened.treatment.pk}/")
    assert "Meddelande från Astrid" in bo.text
    assert "Besvaras senast 25 november." in bo.text
    assert bo.page.link("Svara") == f"{thread}#nyast"
    wall.pass_by(days=4)
    log_in(bo.client, opened.bo)
    bo.open("/mina/")
    assert bo.page.link("Försenat svar") == f"{thread}#nyast"
    bo.open(f"/moment/{opened.treatment.pk}/")
    assert "Skulle ha besvarats senast i går." in bo.text


@pytest.mark.row("M14")
@pytest.mark.row("M14b")
@pytest.mark.row("M18")
def test_the_end_is_flagged_the_day_before_with_the_ways_out_and_opening_does_not_clear_it(
    opened: Cast, bo: Browser, wall: Wall
) -> None:
    address = f"/moment/{opened.treatment.pk}/"
    for days, words in ((364, "Slutar i morgon"), (1, "Slutar i dag"), (1, "Tiden har gått ut")):
        wall.pass_by(days=days)
        log_in(bo.client, opened.bo)
        bo.open("/mina/?visa=slutar")
        box = f"{address}?lista=slutar#att-hantera"
        assert [to for to, text in bo.page.links if text == words] == [box]
        bo.open(address)
        assert words in bo.text
        html = bo.page.html.partition('id="att-hantera"')[2].partition("</section>")[0]
        ways = [w for w in ("Förläng", "Vidmakthåll", "Avsluta") if f">{w}</a>" in html]
        assert ways == ["Förläng", "Vidmakthåll", "Avsluta"]


@pytest.mark.row("F6")
@pytest.mark.row("M10")
def test_the_quiet_filters_stand_beside_the_flags_and_are_walked(opened: Cast, bo: Browser) -> None:
    bo.open("/mina/")
    bo.click("Inte börjat 1")
    assert bo.address == "/mina/?visa=ej-borjat"
    assert "Inget just nu" in bo.text
    bo.click("Astrid Alm")
    for tab in ("Tidslinje", "Formulär", "Meddelanden", "Hantera"):
        bo.click(tab)
        assert bo.page.link("Nästa att hantera").endswith("?lista=ej-borjat")
