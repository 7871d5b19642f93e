"""Writing: drafts that survive, nothing prefilled, questions that wait, corrections."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from lindra.models import Answer, Draft, Treatment
from lindra.rules.calendar import local_date
from tests.journeys.visitor import Visitor
from tests.journeys.world import KARIN, World

pytestmark = pytest.mark.journey

SLEPT = "Sov du något i natt?"
BED, ROSE = "När gick du till sängs?", "När gick du upp?"


def night(world: World, days_ago: int = 0, **values: object) -> dict[str, object]:
    """A sleep diary's values."""
    day = local_date(world.now) - timedelta(days=days_ago)
    return {"datum": day.isoformat(), "b": "22:15", "u": "06:45", "kval": "3", **values}


def open_night(world: World, treatment: Treatment) -> Visitor:
    """The patient with tonight's diary before her."""
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/formular/somndagbok/{local_date(world.now)}/")
    return astrid


@pytest.mark.row("M5")
def test_a_half_written_form_is_there_after_a_reload_and_after_a_new_log_in(world: World) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/formular/reflektion-1/")
    box = astrid.page.get_by_label("Vad var nytt för dig?")
    box.fill("Att larmet kan bli för känsligt.")
    astrid.sees(re.compile("Utkast sparat i dag"))
    astrid.page.reload()
    expect(box).to_have_value("Att larmet kan bli för känsligt.")
    astrid.context.clear_cookies()
    again = world.patient(treatment)
    again.open("/mina-program/")
    again.follow(re.compile("^Reflektion, modul 1 Utkast"))
    expect(again.page.get_by_label("Vad var nytt för dig?")).to_have_value(
        "Att larmet kan bli för känsligt."
    )
    assert (Draft.objects.count(), Answer.objects.count()) == (1, 0)


@pytest.mark.row("M5")
def test_what_is_written_in_the_last_moment_before_leaving_is_kept(world: World) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/formular/reflektion-1/")
    astrid.page.get_by_label("Vad var nytt för dig?").press_sequentially("Allt.")
    astrid.follow("Stäng")
    astrid.sees_heading("Hej Astrid")
    world.soon(lambda: Draft.objects.get().values == {"nytt": "Allt."})
    astrid.page.reload()
    expect(astrid.page.get_by_role("link", name="Reflektion, modul 1")).to_be_visible()


@pytest.mark.row("M5b")
def test_nothing_is_prefilled_and_four_questions_come_first(world: World) -> None:
    astrid = open_night(world, world.opened())
    fields = astrid.page.locator("form[data-draft]").locator("input:not([type=hidden]), textarea")
    assert fields.evaluate_all("all => all.filter((each) => each.checked && each.value)") == []
    typed = astrid.page.locator("form[data-draft]").get_by_role("textbox")
    assert [box.input_value() for box in typed.all()] == ["", ""]
    for question in (BED, ROSE):
        expect(astrid.page.get_by_label(question)).to_be_visible()
    for question in ("Hur sov du?", "Hur mycket störde smärtan sömnen?"):
        expect(astrid.question(question)).to_be_visible()
    expect(astrid.question("Hur utvilad är du nu?")).to_have_count(0)


@pytest.mark.row("M5b")
def test_more_questions_are_shown_on_request_and_remembered(world: World) -> None:
    treatment = world.opened()
    astrid = open_night(world, treatment)
    astrid.page.get_by_label(BED).fill("23:00")
    astrid.press("Fler frågor")
    expect(astrid.question("Hur utvilad är du nu?")).to_be_visible()
    expect(astrid.page.get_by_label(BED)).to_have_value("23:00")
    yesterday = local_date(world.now) - timedelta(days=1)
    astrid.open(f"/program/{treatment.pk}/formular/somndagbok/{yesterday}/")
    expect(astrid.question("Hur utvilad är du nu?")).to_be_visible()


@pytest.mark.row("M5b")
def test_a_question_waits_for_its_condition_and_keeps_what_was_written(world: World) -> None:
    treatment = world.opened()
    astrid = open_night(world, treatment)
    astrid.press("Fler frågor")
    times = astrid.page.get_by_label("Vaknade du under natten? Hur många gånger?")
    expect(times).to_be_hidden()
    astrid.choose(SLEPT, "Ja, lite eller mycket")
    times.fill("2")
    astrid.choose(SLEPT, "Nej, jag sov inte alls")
    expect(times).to_be_hidden()
    astrid.page.get_by_label(BED).fill("23:00")
    astrid.choose(SLEPT, "Ja, lite eller mycket")
    expect(times).to_have_value("2")


@pytest.mark.row("M5b")
def test_enter_in_a_field_keeps_and_copies_nothing_from_yesterday(world: World) -> None:
    treatment = world.opened(days_ago=3)
    world.send(treatment, "somndagbok", night(world, 1), world.now - timedelta(days=1))
    astrid = open_night(world, treatment)
    expect(astrid.page.get_by_label(BED)).to_have_value("")
    astrid.page.get_by_label(BED).fill("23:30")
    astrid.page.get_by_label(BED).press("Enter")
    expect(astrid.page.get_by_label(ROSE)).to_have_value("")
    expect(astrid.page.get_by_label(BED)).to_have_value("23:30")
    assert Answer.objects.count() == 1


@pytest.mark.row("M5b")
def test_as_yesterday_leaves_what_was_just_written(world: World) -> None:
    treatment = world.opened(days_ago=3)
    world.send(treatment, "somndagbok", night(world, 1), world.now - timedelta(days=1))
    astrid = open_night(world, treatment)
    astrid.page.get_by_label(BED).press_sequentially("23:30")
    astrid.press("Som i går")
    expect(astrid.page.get_by_label(ROSE)).to_have_value("06:45")
    expect(astrid.page.get_by_label(BED)).to_have_value("23:30")
    astrid.check()
    assert Answer.objects.count() == 1


@pytest.mark.row("M5c")
def test_a_change_is_a_new_answer_and_the_therapist_sees_both(world: World) -> None:
    treatment = world.opened(days_ago=3)
    first = world.send(treatment, "somndagbok", night(world))
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/svar/{first.pk}/skickat/")
    astrid.page.get_by_text("Ändra eller ta tillbaka").click()
    astrid.press("Ändra", exact=True)
    expect(astrid.page.get_by_label(BED)).to_have_value("22:15")
    astrid.sees("Karin ser att det är ändrat.")
    astrid.page.get_by_label(ROSE).fill("08.00")
    astrid.press("Spara och skicka")
    astrid.sees_heading("Skickat")
    assert [a.values["u"] for a in Answer.objects.order_by("sent_at")] == ["06:45", "08:00"]
    karin = world.staff(KARIN)
    karin.open(f"/moment/{treatment.pk}/formular/somndagbok/")
    expect(karin.page.get_by_role("article").filter(has_text="ändrat")).to_contain_text("08:00")
    expect(karin.page.get_by_role("article").filter(has_text="ersatt")).to_contain_text("06:45")


@pytest.mark.row("M5c")
def test_what_is_taken_back_leaves_its_trace(world: World) -> None:
    treatment = world.opened(days_ago=3)
    sent = world.send(treatment, "somndagbok", night(world))
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/svar/{sent.pk}/")
    astrid.page.get_by_text("Ändra eller ta tillbaka").click()
    astrid.follow("Ta tillbaka")
    astrid.check()
    astrid.follow("Nej, låt det stå")
    astrid.page.get_by_text("Ändra eller ta tillbaka").click()
    astrid.follow("Ta tillbaka")
    astrid.press("Ja, ta tillbaka")
    astrid.sees("Du har tagit tillbaka det här svaret.")
    karin = world.staff(KARIN)
    karin.open(f"/moment/{treatment.pk}/")
    expect(karin.within("Att hantera")).not_to_contain_text("Sömndagbok")
    karin.follow("Tidslinje")
    karin.sees("Svar återtaget")


@pytest.mark.row("M14c")
def test_the_help_stands_at_the_tick_before_anything_is_sent_and_without_the_network(
    world: World,
) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.expects("offline")
    astrid.open(f"/program/{treatment.pk}/formular/veckokollen/")
    astrid.sees_not("Sök vård om det här är nytt")
    astrid.sees_not("Du blir svag i benen")
    astrid.context.set_offline(True)
    astrid.page.get_by_label("Jag har fått ett nytt symtom som oroar mig").check()
    astrid.sees("Du blir svag i benen, eller domnar i båda benen.")
    number = astrid.page.get_by_role("link", name="112").filter(visible=True).first
    expect(number).to_have_attribute("href", "tel:112")
    astrid.check()
    astrid.context.set_offline(False)
    assert Answer.objects.count() == 0
