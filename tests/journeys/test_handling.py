"""Handling: flags with a number, opening reads, the little box marks, others do not reach."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from lindra.models import Answer, EventKind, Treatment
from tests.journeys.visitor import Visitor
from tests.journeys.world import JOHAN, KARIN, MIRJAM, World

pytestmark = pytest.mark.journey

WEEK = {"smarta": 6, "sysslor": 6, "gladje": 4, "humor": 5, "somn": 4, "tilltro": 5}
MARK = re.compile("^Markera som läst.*Veckokollen")
NEW_SYMPTOM = WEEK | {"nytt_symtom": True}


def send_two_weeks_and_a_reflection(world: World) -> Treatment:
    """Astrid has sent Veckokollen twice and a reflection; Karin has opened the treatment before."""
    treatment = world.opened(days_ago=20)
    for days, form, values in (
        (8, "veckokollen", WEEK),
        (1, "veckokollen", WEEK),
        (2, "reflektion-1", {"nytt": "Att det finns en broms."}),
    ):
        world.send(treatment, form, values, world.now - timedelta(days=days))
    return treatment


def on_manage(world: World, treatment: Treatment) -> Visitor:
    """Karin with the patient's page before her."""
    karin = world.staff(KARIN)
    karin.open(f"/moment/{treatment.pk}/")
    return karin


@pytest.mark.row("M15")
def test_a_form_stands_once_with_how_many_fillings_and_opening_reads_them(world: World) -> None:
    treatment = send_two_weeks_and_a_reflection(world)
    karin = world.staff(KARIN)
    karin.open("/mina/")
    row = karin.page.get_by_role("row").filter(has_text="Astrid Lindqvist")
    expect(row.get_by_role("link", name=re.compile("Besvarat formulär 2"))).to_have_count(1)
    karin.follow("Astrid Lindqvist", exact=True)
    assert karin.path == f"/moment/{treatment.pk}/"
    handle = karin.within("Att hantera")
    expect(handle.get_by_role("listitem").filter(has_text="Veckokollen")).to_contain_text("2")
    handle.get_by_role("link", name="Veckokollen").click()
    expect(karin.page.get_by_role("article")).to_have_count(2)
    karin.follow("Hantera", exact=True)
    expect(handle.get_by_role("link", name="Veckokollen")).to_have_count(0)
    expect(handle.get_by_role("link", name="Reflektion, modul 1")).to_have_count(1)


@pytest.mark.row("M10")
def test_a_click_on_a_flag_opens_the_thing_itself(world: World) -> None:
    treatment = send_two_weeks_and_a_reflection(world)
    karin = world.staff(KARIN)
    karin.open("/mina/")
    karin.page.get_by_role("link", name=re.compile("Besvarat formulär 2")).click()
    assert karin.path == f"/moment/{treatment.pk}/formular/veckokollen/"


@pytest.mark.row("M15")
def test_the_little_box_marks_without_opening_and_is_undone(world: World) -> None:
    treatment = send_two_weeks_and_a_reflection(world)
    karin = on_manage(world, treatment)
    box = karin.within("Att hantera")
    box.get_by_role("button", name=MARK).click()
    expect(box.get_by_role("link", name="Veckokollen")).to_have_count(0)
    karin.check()
    box.get_by_role("button", name="Ångra").click()
    expect(box.get_by_role("listitem").filter(has_text="Veckokollen")).to_contain_text("2")
    box.get_by_role("button", name=MARK).click()
    expect(box.get_by_role("link", name="Veckokollen")).to_have_count(0)
    karin.follow("Tidslinje")
    karin.sees("Markerat som läst utan att öppnas")
    assert Answer.objects.filter(read_at__isnull=False).count() == 0


@pytest.mark.row("M15")
def test_the_patient_sees_read_by_only_after_a_real_opening(world: World) -> None:
    treatment = send_two_weeks_and_a_reflection(world)
    karin, astrid = on_manage(world, treatment), world.patient(treatment)
    karin.press(MARK)
    karin.sees("Markerat som läst")
    astrid.open(f"/program/{treatment.pk}/svar/formular/veckokollen/")
    astrid.sees_not("Läst av Karin")
    karin.follow("Formulär", exact=True)
    karin.follow("Veckokollen")
    karin.sees_heading("Astrid Lindqvist")
    astrid.page.reload()
    expect(astrid.page.get_by_text("Läst av Karin")).to_have_count(2)


@pytest.mark.row("M14b")
def test_only_what_was_shown_is_marked(world: World) -> None:
    treatment = send_two_weeks_and_a_reflection(world)
    karin = on_manage(world, treatment)
    world.send(treatment, "veckokollen", WEEK)
    karin.press(MARK)
    karin.sees("Markerat som läst.")
    expect(karin.within("Att hantera").get_by_role("link", name="Veckokollen")).to_have_count(1)
    assert Answer.objects.filter(form="veckokollen", marked_at__isnull=True).count() == 1


@pytest.mark.row("M14c")
def test_lifted_words_stand_first_on_the_flag_and_have_no_box(world: World) -> None:
    treatment = send_two_weeks_and_a_reflection(world)
    other = world.opened("jamal", days_ago=9)
    world.send(other, "veckokollen", NEW_SYMPTOM)
    karin = world.staff(KARIN)
    karin.open("/mina/")
    rows = karin.page.get_by_role("rowgroup").last.get_by_role("row")
    expect(rows.first).to_contain_text("Jamal Haddad")
    expect(rows.first).to_contain_text("Nytt symtom")
    karin.follow("Jamal Haddad")
    box = karin.within("Att hantera")
    expect(box).to_contain_text("Nytt symtom")
    expect(box.get_by_role("button", name="Markera som läst")).to_have_count(0)
    karin.check()
    karin.open("/mina/?visa=lyfta")
    karin.page.get_by_role("link", name=re.compile("Nytt symtom")).last.click()
    assert karin.path == f"/moment/{other.pk}/formular/veckokollen/"
    assert treatment.answers.filter(read_at__isnull=False).count() == 0


@pytest.mark.row("M10")
def test_next_to_handle_walks_the_filtered_list(world: World) -> None:
    first = send_two_weeks_and_a_reflection(world)
    second = world.opened("jamal", days_ago=9)
    world.send(second, "veckokollen", WEEK)
    world.start("mikko")
    karin = world.staff(KARIN)
    karin.open("/mina/?visa=formular")
    karin.page.get_by_role("rowgroup").last.get_by_role("row").first.get_by_role(
        "link"
    ).first.click()
    assert karin.path == f"/moment/{first.pk}/"
    karin.follow("Nästa att hantera")
    karin.sees_heading("Jamal Haddad")
    karin.follow("Nästa att hantera")
    karin.sees_heading("Astrid Lindqvist")


@pytest.mark.row("M16")
def test_the_timeline_is_filtered_by_kind_and_by_form_and_opens_answers(world: World) -> None:
    treatment = send_two_weeks_and_a_reflection(world)
    karin = on_manage(world, treatment)
    karin.follow("Tidslinje")
    karin.sees("Programmet startat")
    karin.page.get_by_label("Visa", exact=True).select_option(label="Formulär")
    karin.page.get_by_label("Formulär", exact=True).select_option(label="Reflektion, modul 1")
    karin.press("Filtrera")
    karin.sees_not("Programmet startat")
    karin.page.get_by_role("main").get_by_role("link", name="Reflektion, modul 1").click()
    karin.sees("Att det finns en broms.")
    assert treatment.events.filter(kind=EventKind.READ).count() == 1


@pytest.mark.row("M10")
@pytest.mark.parametrize("stranger", [JOHAN, MIRJAM])
def test_for_others_the_patient_does_not_exist(world: World, stranger: str) -> None:
    treatment = send_two_weeks_and_a_reflection(world)
    answer = treatment.answers.first()
    other = world.staff(stranger)
    other.open("/mina/")
    other.sees_not("Astrid Lindqvist")
    pages = ("", "tidslinje/", "formular/", "formular/veckokollen/", f"svar/{answer.pk}/")
    for path in pages:
        other.open(f"/moment/{treatment.pk}/{path}", status=404)
        other.sees_not("Astrid")
    assert treatment.answers.filter(read_at__isnull=False).count() == 0
