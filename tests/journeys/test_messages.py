"""Messages in a browser: both sides, the window beside the pages, and what is never lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from lindra.access import PatientSession
from lindra.models import (
    Conversation,
    Message,
    MessageDraft,
    MessageTemplate,
    PatientChannels,
    Treatment,
)
from tests.journeys.test_screens import SIZES, folder
from tests.journeys.visitor import Visitor
from tests.journeys.world import FINGER, KARIN, PHONE, POINTER, World
from tests.messages import write

pytestmark = pytest.mark.journey

QUESTION = "Hur gick det med promenaderna i veckan?"


def conversed(world: World, who: str = "astrid", answer: str = "Det gick bra.") -> Conversation:
    """Karin has asked and the patient has answered, an hour ago."""
    treatment, ago = world.opened(who, days_ago=5), world.now - timedelta(hours=1)
    asked = write(treatment, world.session(KARIN), QUESTION, ago - timedelta(days=1))
    patient = PatientSession(treatment.patient)
    return write(treatment, patient, answer, ago, asked.conversation).conversation


def on(world: World, treatment: Treatment, path: str = "") -> Visitor:
    """Karin with a page about the patient before her."""
    karin = world.staff(KARIN)
    karin.open(f"/moment/{treatment.pk}/{path}")
    return karin


def window(karin: Visitor) -> Locator:
    """The message window."""
    return karin.page.locator("dialog#message-window")


def open_window(karin: Visitor) -> Locator:
    karin.follow("Eget fönster")
    expect(window(karin).get_by_role("heading", level=2).first).to_be_visible()
    return window(karin)


def say(where: Locator | Page, text: str) -> None:
    """Write in the box, and wait until it is kept."""
    where.get_by_role("textbox", name=re.compile("Skriv till|meddelande", re.IGNORECASE)).fill(text)
    expect(where.get_by_role("status").filter(has_text="Utkast sparat")).to_be_visible()


@pytest.mark.row("M12")
def test_staff_write_are_told_what_follows_and_take_it_back(world: World) -> None:
    treatment = world.opened()
    PatientChannels.objects.create(
        patient=treatment.patient, inbox=True, chosen_at=treatment.started_at
    )
    karin = on(world, treatment)
    karin.follow("Meddelanden")
    karin.follow("Skapa ny konversation")
    karin.check()
    direct = karin.page.get_by_label(re.compile("^Direkt"))
    expect(direct).to_be_checked()
    karin.page.get_by_label("Avisera till inkorgen i e-tjänsterna").uncheck()
    expect(direct).to_be_hidden()
    karin.sees("Utan avisering ser patienten meddelandet vid nästa inloggning.")
    say(karin.page, QUESTION)
    karin.press("Skicka")
    karin.sees("Skickat. Du kan ångra i 30 sekunder.")
    karin.check()
    karin.press("Ångra")
    expect(karin.page.get_by_label(re.compile("^Meddelande till"))).to_have_value(QUESTION)
    assert Message.objects.count() == 0


@pytest.mark.row("M6")
@pytest.mark.row("F9")
def test_the_patient_reads_and_answers_and_staff_see_when_it_was_read(world: World) -> None:
    treatment = world.opened()
    before = world.now - timedelta(minutes=5)
    asked = write(treatment, world.session(KARIN), QUESTION, before)
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/")
    astrid.follow("Meddelanden", exact=True)
    astrid.check()
    astrid.follow(re.compile("1 nytt"))
    astrid.sees(QUESTION)
    astrid.sees(re.compile("Du får svar senast"))
    astrid.check()
    astrid.page.get_by_label("Skriv i konversationen").fill("Det gick bra, tack.")
    astrid.press("Skicka")
    astrid.sees("Skickat. Du kan ångra i 30 sekunder.")
    astrid.check()
    karin = on(world, treatment, f"meddelanden/{asked.conversation.pk}/")
    karin.sees(re.compile("Läst av Astrid Lindqvist i dag"))
    karin.sees_not("Det gick bra, tack.")


@pytest.mark.row("M6")
def test_the_patient_writes_from_the_start_page_and_the_draft_survives(world: World) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/")
    astrid.follow(re.compile("^Skriv till Karin"))
    astrid.check()
    say(astrid.page, "Jag undrar en sak")
    astrid.page.reload()
    expect(astrid.page.get_by_label("Ditt meddelande")).to_have_value("Jag undrar en sak")
    astrid.follow("Stäng")
    astrid.sees("Meddelande: Jag undrar en sak")
    astrid.check()


@pytest.mark.row("M12")
def test_a_click_on_the_name_makes_it_a_field(world: World) -> None:
    conversation = conversed(world)
    karin = on(world, conversation.treatment, f"meddelanden/{conversation.pk}/")
    karin.page.locator("details[data-rename] summary").click()
    field = karin.page.get_by_label("Konversationens namn")
    expect(field).to_be_focused()
    karin.check()
    field.fill("Om promenader")
    field.press("Enter")
    expect(karin.page.locator("details[data-rename] summary")).to_contain_text("Om promenader")


@pytest.mark.row("M13")
def test_the_window_docks_beside_the_page_and_covers_nothing(world: World) -> None:
    conversation = conversed(world)
    karin = on(world, conversation.treatment, "tidslinje/")
    opened = open_window(karin)
    expect(opened.get_by_role("heading", name="Astrid Lindqvist")).to_be_visible()
    expect(opened).to_contain_text("19780412-9802")
    for side in ("Vänster sida", "Höger sida"):
        opened.get_by_role("button", name=side).click()
        box, page = opened.bounding_box(), karin.page.locator("main .wrap").bounding_box()
        assert box
        assert page
        right = side == "Höger sida"
        assert (
            page["x"] + page["width"] <= box["x"] if right else box["x"] + box["width"] <= page["x"]
        )
    karin.page.get_by_label("Visa", exact=True).select_option(label="Meddelanden")
    karin.check()
    opened.get_by_role("link", name="Stäng").or_(opened.get_by_role("button", name="Stäng")).click()
    expect(opened).to_be_hidden()
    expect(karin.page.get_by_role("link", name=re.compile("Eget fönster"))).to_be_focused()


@pytest.mark.row("M13")
def test_half_written_text_stays_through_tabs_and_reload_and_none_is_in_the_browser(
    world: World,
) -> None:
    conversation = conversed(world)
    karin = on(world, conversation.treatment)
    opened = open_window(karin)
    opened.get_by_role("link", name=re.compile("^Min konversation")).click()
    box = opened.get_by_role("textbox", name=re.compile("^Skriv till"))
    box.fill("Halvfärdigt svar")
    karin.page.get_by_role("navigation", name="Patientens sidor").get_by_role(
        "link", name="Tidslinje"
    ).click()
    karin.page.wait_for_url("**/tidslinje/")
    expect(box).to_have_value("Halvfärdigt svar")
    karin.page.reload()
    expect(box).to_have_value("Halvfärdigt svar")
    kept = karin.page.evaluate("({...sessionStorage, ...localStorage})")
    assert "Halvfärdigt" not in str(kept)
    assert json.loads(kept["lindra-window"]) == {
        "open": True,
        "side": "right",
        "treatment": str(conversation.treatment_id),
    }
    opened.get_by_role("button", name="Skicka").click()
    expect(opened).to_contain_text("Skickat. Du kan ångra i 30 sekunder.")
    assert Message.objects.latest("sent_at").text == "Halvfärdigt svar"
    opened.get_by_role("button", name="Ångra").click()
    expect(box).to_have_value("Halvfärdigt svar")
    assert karin.path.endswith("/tidslinje/")


@pytest.mark.row("M13")
def test_another_patients_page_does_not_take_over_the_window(world: World) -> None:
    first, second = conversed(world), conversed(world, "jamal", "Hej Karin, Jamal här.")
    karin = on(world, first.treatment)
    opened = open_window(karin)
    opened.get_by_role("link", name=re.compile("^Min konversation")).click()
    say(opened, "Till Astrid")
    karin.open(f"/moment/{second.treatment_id}/tidslinje/")
    expect(opened).to_contain_text("Fönstret gäller en annan patient")
    expect(opened).to_contain_text("19780412-9802")
    expect(opened.get_by_role("textbox", name="Skriv till Astrid Lindqvist")).to_have_value(
        "Till Astrid"
    )
    karin.check()
    opened.get_by_role("button", name="Behåll fönstret").click()
    expect(opened.get_by_text("gäller en annan patient")).to_be_hidden()
    karin.page.reload()
    opened.get_by_role("button", name="Byt till Jamal Haddad").click()
    expect(opened).to_contain_text("19850923-9813")
    expect(opened).not_to_contain_text("Astrid")
    karin.open("/mina/")
    expect(opened).to_contain_text("Jamal Haddad")
    assert MessageDraft.objects.get(text="Till Astrid").treatment == first.treatment


@pytest.mark.row("M13")
def test_the_text_stays_when_the_net_or_the_session_goes(world: World) -> None:
    conversation = conversed(world)
    karin = on(world, conversation.treatment)
    karin.expects("offline", 401)
    opened = open_window(karin)
    opened.get_by_role("link", name=re.compile("^Min konversation")).click()
    box = opened.get_by_role("textbox", name=re.compile("^Skriv till"))
    karin.context.set_offline(True)
    box.fill("Utan nät")
    opened.get_by_role("button", name="Skicka").click()
    expect(opened).to_contain_text("Ingen kontakt just nu.")
    expect(box).to_have_value("Utan nät")
    karin.context.set_offline(False)
    expect(opened).to_contain_text("Utkast sparat")
    Session.objects.all().delete()
    box.fill("Utan session")
    expect(opened).to_contain_text("Du är utloggad. Det du skrivit finns kvar här")
    expect(box).to_have_value("Utan session")
    karin.log_in(world.session(KARIN))
    box.fill("Utan session, igen")
    expect(opened).to_contain_text("Utkast sparat")
    assert MessageDraft.objects.exclude(text="").get().text == "Utan session, igen"
    assert Message.objects.filter(text__startswith="Utan").count() == 0


@pytest.mark.row("M13")
def test_the_tab_and_the_window_do_not_write_the_same_draft_at_once(world: World) -> None:
    conversation = conversed(world)
    karin = on(world, conversation.treatment, f"meddelanden/{conversation.pk}/")
    say(karin.page.locator("main"), "Börjat på fliken")
    opened = open_window(karin)
    expect(opened.get_by_role("textbox", name=re.compile("^Skriv till"))).to_have_value(
        "Börjat på fliken"
    )
    karin.sees("Du skriver i fönstret bredvid.")
    say(opened, "Fortsatt i fönstret")
    opened.get_by_role("button", name="Stäng").click()
    main = karin.page.locator("main").get_by_role("textbox", name=re.compile("^Skriv till"))
    expect(main).to_have_value("Fortsatt i fönstret")
    say(karin.page.locator("main"), "Och på fliken igen")


@pytest.mark.row("M13")
def test_the_window_is_at_the_foot_on_a_narrow_screen_and_the_page_can_be_read(
    world: World,
) -> None:
    conversation = conversed(world)
    karin = world.visitor(PHONE, POINTER).log_in(world.session(KARIN))
    karin.open(f"/moment/{conversation.treatment_id}/")
    opened = open_window(karin)
    box = opened.bounding_box()
    assert box
    assert box["y"] >= PHONE["height"] * 0.3
    karin.page.keyboard.press("Escape")
    expect(opened).to_be_hidden()


@pytest.mark.row("M13")
def test_an_own_window_of_the_browser_is_a_page_with_an_address(world: World) -> None:
    conversation = conversed(world)
    karin = on(world, conversation.treatment)
    opened = open_window(karin)
    with karin.page.expect_popup() as popped:
        opened.get_by_role("link", name=re.compile("^Flytta ut")).click()
    own = popped.value
    expect(own.get_by_role("heading", name="Astrid Lindqvist")).to_be_visible()
    expect(opened).to_be_hidden()
    own.get_by_role("link", name=re.compile("^Min konversation")).click()
    say(own, "Från eget fönster")
    own.get_by_role("button", name="Skicka").click()
    expect(own.get_by_text("Skickat. Du kan ångra")).to_be_visible()
    own.close()


@pytest.mark.row("M13")
def test_two_patients_have_a_window_each_and_the_opener_asks_before_it_exchanges(
    world: World,
) -> None:
    first, second = conversed(world), conversed(world, "jamal", "Hej Karin, Jamal här.")
    karin = on(world, first.treatment)
    opened = open_window(karin)
    with karin.page.expect_popup() as popped:
        opened.get_by_role("link", name=re.compile("^Flytta ut")).click()
    own = popped.value
    expect(own.get_by_role("heading", name="Astrid Lindqvist")).to_be_visible()
    open_window(karin)
    opened.get_by_role("link", name=re.compile("^Min konversation")).click()
    say(opened, "Till Astrid")

    karin.open(f"/moment/{second.treatment_id}/meddelanden/{second.pk}/")
    opened.get_by_role("button", name="Behåll fönstret").click()
    karin.follow("Eget fönster")
    ways = opened.get_by_role("button", name="Byt till Jamal Haddad")
    expect(ways).to_be_focused()
    expect(opened).to_contain_text("19780412-9802")
    karin.check()
    ways.click()
    expect(opened).to_contain_text("19850923-9813")
    expect(opened).to_contain_text("Hej Karin, Jamal här.")

    with karin.page.expect_popup() as popped:
        opened.get_by_role("link", name=re.compile("^Flytta ut")).click()
    expect(popped.value.get_by_role("heading", name="Jamal Haddad")).to_be_visible()
    expect(own.get_by_role("heading", name="Astrid Lindqvist")).to_be_visible()
    assert MessageDraft.objects.get(text="Till Astrid").treatment == first.treatment
    for each in (own, popped.value):
        each.close()


@pytest.mark.row("M12")
@pytest.mark.row("M13")
def test_everything_works_without_scripts(world: World) -> None:
    treatment = world.opened()
    karin = world.staff(KARIN, java_script_enabled=False)
    karin.open(f"/moment/{treatment.pk}/")
    MessageTemplate.objects.create(
        unit=treatment.unit, title="Första veckan", text="Hej {förnamn}!"
    )
    with karin.page.expect_popup() as popped:
        karin.follow("Eget fönster")
    own = popped.value
    own.get_by_role("link", name="Skapa ny konversation").click()
    own.locator("summary", has_text="Mallar").click()
    own.get_by_role("button", name="Första veckan").click()
    expect(own.get_by_label("Meddelande till Astrid Lindqvist")).to_have_value("Hej Astrid!")
    own.get_by_role("button", name="Skicka").click()
    expect(own.get_by_text("Skickat. Du kan ångra")).to_be_visible()
    own.locator("details[data-rename] summary").click()
    own.get_by_label("Konversationens namn").fill("Om starten")
    own.get_by_role("button", name="Spara namnet").click()
    expect(own.locator("details[data-rename] summary")).to_contain_text("Om starten")
    own.close()
    astrid = world.patient(treatment, java_script_enabled=False)
    astrid.open(f"/program/{treatment.pk}/meddelanden/skriv/")
    astrid.page.get_by_label("Ditt meddelande").fill("Utan skript")
    astrid.press("Skicka")
    astrid.sees("Skickat. Du kan ångra i 30 sekunder.")
    astrid.press("Ångra")
    expect(astrid.page.get_by_label("Ditt meddelande")).to_have_value("Utan skript")


@pytest.mark.row("F9")
def test_the_page_of_templates_and_the_late_and_the_misdirected_are_as_every_page_must_be(
    world: World,
) -> None:
    conversation = conversed(world)
    treatment = conversation.treatment
    wrong = write(
        treatment,
        world.session(KARIN),
        "Det här var till någon annan.",
        world.now - timedelta(minutes=10),
        conversation,
    )
    karin = on(world, treatment, f"meddelanden/{conversation.pk}/felskickat/{wrong.pk}/")
    karin.check()
    karin.press("Ja, den är felskickad")
    karin.sees("Felskickat. Texten är dold.")
    karin.check()
    karin.press("Behöver inget svar")
    karin.sees(re.compile("Behöver inget svar, Karin Ek"))
    karin.check()
    MessageTemplate.objects.create(
        unit=treatment.unit, title="Första veckan", text="Hej {förnamn}!"
    )
    karin.open("/mina/mallar/")
    karin.check()
    karin.open(f"/moment/{treatment.pk}/meddelanden/?fonster=1")
    karin.check()


def pages(world: World) -> Iterator[tuple[str, int, str]]:
    """The name of each page, the smallest target of whoever sees it, and its address."""
    conversation = conversed(world, answer="Bra, men jag fick ont efteråt.\n\nKan jag gå kortare?")
    treatment = conversation.treatment
    staff, patient = f"/moment/{treatment.pk}/", f"/program/{treatment.pk}/"
    for title, text in (("Första veckan", "Hej {förnamn}! Välkommen."), ("Paus", "Ta det lugnt.")):
        MessageTemplate.objects.create(unit=treatment.unit, title=title, text=text)
    yield "hem", FINGER, patient
    yield "lista", FINGER, f"{patient}meddelanden/"
    yield "trad", FINGER, f"{patient}meddelanden/{conversation.pk}/"
    yield "skriv", FINGER, f"{patient}meddelanden/skriv/"
    yield "personal-lista", POINTER, f"{staff}meddelanden/"
    yield "personal-trad", POINTER, f"{staff}meddelanden/{conversation.pk}/"
    yield "personal-ny", POINTER, f"{staff}meddelanden/ny/"
    yield "mallar", POINTER, "/mina/mallar/"
    yield "fonster", POINTER, staff


@pytest.mark.drill
def test_pictures_of_messages(world: World, tmp_path) -> None:
    pictures, listed = folder(tmp_path), list(pages(world))
    treatment = Treatment.objects.get()
    for width, size in SIZES.items():
        karin = world.visitor(size, POINTER).log_in(world.session(KARIN))
        astrid = world.visitor(size, FINGER).log_in(PatientSession(treatment.patient))
        for name, minimum, path in listed:
            who = karin if minimum == POINTER else astrid
            who.open(path)
            if name == "fonster":
                open_window(who).get_by_role("link", name=re.compile("^Min konversation")).click()
                expect(window(who).locator(".thread")).to_be_visible()
            for theme in ("light", "dark"):
                who.page.emulate_media(color_scheme=theme)
                file = pictures / f"meddelanden-{name}-{theme}-{width}.png"
                who.page.screenshot(path=file, full_page=name != "fonster")
                assert file.stat().st_size > 5_000
