"""The patient's page: "Hantera", the timeline, the forms and their answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from lindra.models import Answer, Event, EventKind, ModuleDone, Patient, TeamMember, Treatment
from lindra.programme.registry import programme
from lindra.queries.timeline import GROUPS
from tests.cast import PROGRAMME, Cast
from tests.web.browser import Browser
from tests.web.conftest import Wall
from tests.web.page import Page
from tests.web.snapshots import changed, tables

WEEK = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}
PART = {"HX-Request": "true"}


@pytest.fixture
def address(cast: Cast) -> Callable[..., str]:
    """The address of a page about Astrid."""
    return lambda name, *args: reverse(name, args=[cast.treatment.pk, *args])


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


# Hantera


@pytest.mark.row("M10")
def test_a_click_on_the_name_opens_the_patients_page_on_hantera(bo: Browser) -> None:
    bo.open("/mina/")
    bo.click("Astrid Alm")
    assert bo.page.headings[:2] == ["Astrid Alm", "Att hantera"]
    current = [attrs for tag, attrs in bo.page.elements if attrs.get("aria-current") == "page"]
    assert [attrs["href"] for attrs in current] == [bo.address]
    assert "19780412-9802 · Digitala smärtskolan · startad 22 november 2026" in bo.text


@pytest.mark.row("M10")
def test_the_tabs_are_hantera_timeline_and_forms(bo: Browser, address: Callable[..., str]) -> None:
    bo.open(address("timeline"))
    tabs = [text for to, text in bo.page.links if to in _tabs(address)]
    assert tabs == ["Hantera", "Tidslinje", "Formulär"]


@pytest.mark.row("M11")
def test_progress_stands_above_the_curves(
    bo: Browser, astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    cast.send("veckokollen", WEEK)
    astrid.open(address("page", "m2", "m2-01"))
    astrid.press("Nästa")
    bo.open(address("manage"))
    pages = len(programme(PROGRAMME).module("m2").pages)
    assert f"1 av {pages} sidor" in bo.text
    assert "Här är patienten: sidan ”" in bo.text
    order = [bo.text.index(words) for words in ("Att hantera", "Moduler", "Veckokollen")]
    assert bo.page.headings.index("Moduler") < bo.page.headings.index("Smärta i genomsnitt 0–10")
    assert len(order) == 3


@pytest.mark.row("M14b")
def test_the_first_opening_of_hantera_clears_new_and_stands_on_the_timeline(
    bo: Browser, address: Callable[..., str], cast: Cast, wall: Wall
) -> None:
    bo.open(address("manage"))
    assert "Nytt program" in bo.text
    wall.pass_by(minutes=1)
    bo.open(address("manage"))
    assert "Nytt program" not in bo.text
    assert TeamMember.objects.get(treatment=cast.treatment).opened_at == cast.now
    assert kinds().count(EventKind.TEAM_OPENED) == 1


@pytest.mark.row("M14b")
@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Startat i dag. Hälsa gärna välkommen: Skriv till Astrid."),
        (11, "Nytt program Öppnar 3 december. Flaggan"),
    ],
)
def test_new_says_what_is_expected(
    days: int, words: str, bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    cast.treatment.starts_on += timedelta(days=days)
    cast.treatment.save()
    bo.open(address("manage"))
    assert words in bo.text
    assert "Flaggan försvinner när sidan är öppnad." in bo.text


def test_an_ended_treatment_awaits_nothing(
    bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    Treatment.objects.update(state="ended", ended_at=cast.now, end_reason="Annan orsak")
    bo.open(address("manage"))
    assert "Inget att hantera. Momentet är avslutat." in bo.text
    assert "När patienten skickar något visas det här" not in bo.text


@pytest.mark.row("M4")
def test_a_module_that_is_not_shown_has_no_bar_and_no_colour_of_done(
    bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    ModuleDone.objects.create(treatment=cast.treatment, module="m2", done_at=cast.now)
    bo.open(address("manage"))
    bars = bo.page.html.count("<progress")
    assert bo.page.html.count('class="is-done"') == 1
    Treatment.objects.update(hidden_modules=["m2"])
    bo.open(address("manage"))
    assert bo.page.html.count("<progress") == bars - 1
    assert 'class="is-done"' not in bo.page.html
    assert bo.text.count("Visas inte") == 1


@pytest.mark.row("M14b")
def test_the_patients_new_goes_at_the_first_opening_of_the_programme(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    cast.ekbacken.programmes = [PROGRAMME]
    astrid.open(address("home"))
    assert "Välkommen." in astrid.text
    astrid.open(address("home"))
    assert "Välkommen." not in astrid.text
    assert kinds().count(EventKind.OPENED) == 1


def test_a_protected_person_is_marked(bo: Browser, address: Callable[..., str]) -> None:
    Patient.objects.update(protected=True)
    bo.open(address("manage"))
    assert "Skyddade personuppgifter" in bo.text


# Att hantera


@pytest.mark.row("M15")
def test_each_form_stands_once_with_how_many_are_unread(
    bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    for _ in range(2):
        cast.send("veckokollen", WEEK)
    cast.send("reflektion-1", {"nytt": "Hej"})
    bo.open(address("manage"))
    assert bo.text.count("Veckokollen 2") == 1
    assert "Reflektion, modul 1 1" in bo.text


@pytest.mark.row("M15", "M14b")
def test_opening_shows_the_fillings_and_makes_them_read(
    bo: Browser, address: Callable[..., str], cast: Cast, wall: Wall
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Att larmet <b>kan</b> bli känsligt"})
    wall.pass_by(minutes=3)
    bo.open(address("manage"))
    bo.click("Reflektion, modul 1")
    assert "Att larmet <b>kan</b> bli känsligt" in bo.text
    assert "Nytt" in bo.text
    answer.refresh_from_db()
    assert (answer.read_at, answer.read_by) == (wall.now, cast.bo.staff)
    bo.open(address("results_of_form", "reflektion-1"))
    assert "Nytt skickat" not in bo.text
    assert kinds().count(EventKind.READ) == 1


@pytest.mark.row("M14b")
def test_what_one_in_the_team_has_opened_is_read_for_all(
    bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    TeamMember.objects.create(
        treatment=cast.treatment,
        staff=cast.erik.staff,
        part="co_therapist",
        first_day=cast.treatment.starts_on,
        added_at=cast.now,
    )
    cast.send("reflektion-1", {"nytt": "Hej"})
    Browser(cast.erik).open(address("results_of_form", "reflektion-1"))
    bo.open(address("manage"))
    assert not bo.page.has_button("Markera som läst")
    bo.open(address("timeline"))
    assert "Svar läst: Reflektion, modul 1 · Erik Edlund" in bo.text


@pytest.mark.row("M15", "M14b")
def test_the_little_box_marks_unopened_with_a_way_back(
    bo: Browser, address: Callable[..., str], cast: Cast, wall: Wall
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Hej"})
    bo.open(address("manage"))
    bo.press("Markera som läst")
    assert "Markerat som läst." in bo.text
    answer.refresh_from_db()
    assert (answer.read_at, answer.marked_at) == (None, wall.now)
    bo.open(address("timeline"))
    assert "Markerat som läst utan att öppnas: Reflektion, modul 1 · Bo Berg" in bo.text


@pytest.mark.row("M15")
def test_undo_works_without_a_script_too(
    bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Hej"})
    bo.open(address("manage"))
    bo.press("Markera som läst")
    bo.press("Ångra")
    answer.refresh_from_db()
    assert answer.marked_at is None
    assert bo.page.has_button("Markera som läst")


@pytest.mark.row("M15")
def test_the_part_that_is_swapped_says_the_same_and_can_be_undone(
    address: Callable[..., str], cast: Cast
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Hej"})
    client = cast.client(cast.bo)
    marked = Page(client.post(address("mark"), {"svar": answer.pk}, headers=PART).content.decode())
    assert marked.ids[0] == "att-hantera"
    assert "Markerat som läst." in marked.text
    form, _ = marked.form("Ångra")
    assert (form.action, form.values["svar"]) == (address("undo_mark"), [str(answer.pk)])
    back = Page(
        client.post(address("undo_mark"), {"svar": answer.pk}, headers=PART).content.decode()
    )
    assert back.has_button("Markera som läst")
    assert kinds()[-2:] == [EventKind.MARKED, EventKind.UNMARKED]


@pytest.mark.row("M14b")
def test_only_what_was_shown_is_marked_and_not_what_came_later(
    address: Callable[..., str], cast: Cast, wall: Wall
) -> None:
    cast.send("veckokollen", WEEK)
    browser = Browser(cast.bo)
    browser.open(address("manage"))
    wall.pass_by(seconds=5)
    later = cast.send("veckokollen", WEEK, at=wall.now)
    browser.press("Markera som läst")
    assert [a.pk for a in Answer.objects.filter(marked_at=None)] == [later.pk]
    assert "Veckokollen 1" in browser.text


@pytest.mark.row("M14c")
def test_what_is_lifted_cannot_be_marked_unopened(
    bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    cast.send("reflektion-1", {"nytt": "Hej", "vill_ha_kontakt": True})
    bo.open(address("manage"))
    assert "Vill ha kontakt" in bo.text
    assert "Öppna för att läsa." in bo.text
    assert not bo.page.has_button("Markera som läst")
    bo.click("Reflektion, modul 1")
    assert "Vill ha kontakt" in bo.text
    bo.open(address("manage"))
    assert "Vill ha kontakt" not in bo.text


def test_an_answer_of_another_patient_is_not_marked(
    address: Callable[..., str], cast: Cast
) -> None:
    hers = cast.send("reflektion-1", {"nytt": "Hej"}, by=cast.fatima)
    cast.client(cast.bo).post(address("mark"), {"svar": hers.pk})
    hers.refresh_from_db()
    assert hers.marked_at is None


@pytest.mark.parametrize("name", ["mark", "undo_mark"])
@pytest.mark.parametrize("answer", ["", "x", "\0", "123", "9" * 5000, "urn:uuid:"])
def test_what_is_no_answer_is_not_found(
    name: str, answer: str, address: Callable[..., str], cast: Cast
) -> None:
    assert cast.client(cast.bo).post(address(name), {"svar": answer}).status_code == 404


# Tidslinje


@pytest.mark.row("M16")
def test_the_timeline_holds_everything_newest_first_in_words(
    bo: Browser, astrid: Browser, address: Callable[..., str], cast: Cast, wall: Wall
) -> None:
    astrid.open(address("home"))
    wall.pass_by(minutes=1)
    astrid.open(address("page", "m1", "m1-01"))
    astrid.press("Nästa")
    wall.pass_by(minutes=1)
    astrid.open(address("fill_in", "reflektion-1"))
    astrid.press("Spara och skicka", nytt="Hej")
    wall.pass_by(minutes=1)
    bo.open(address("timeline"))
    module = programme(PROGRAMME).module("m1")
    wanted = [
        "Formulär skickat: Reflektion, modul 1 · Astrid Alm",
        f"Sida läst: {module.title}: {module.pages[0].title} · Astrid Alm",
        "Programmet öppnat första gången · Astrid Alm",
        "Programmet startat · Bo Berg",
    ]
    places = [bo.text.index(words) for words in wanted]
    assert places == sorted(places)
    assert "09:32" in bo.text


@pytest.mark.row("M16")
def test_answers_are_opened_from_the_timeline_at_any_time(
    bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Hej på dig"})
    bo.open(address("timeline"))
    bo.click("Reflektion, modul 1")
    assert bo.address == address("staff_answer", answer.pk)
    assert "Hej på dig" in bo.text
    answer.refresh_from_db()
    assert answer.read_by == cast.bo.staff


@pytest.mark.row("M16")
def test_the_timeline_is_filtered_by_kind_and_by_form(
    bo: Browser, astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    cast.send("reflektion-1", {"nytt": "Hej"})
    cast.send("veckokollen", WEEK)
    astrid.open(address("page", "m1", "m1-01"))
    astrid.press("Nästa")
    bo.open(address("timeline"))
    seen = {}
    for group in GROUPS:
        bo.press("Filtrera", visa=group, formular="")
        seen[group] = [
            words in bo.text.partition("Filtrera")[2]
            for words in ("Formulär skickat", "Sida läst", "Programmet startat")
        ]
    assert seen == {
        "formular": [True, False, False],
        "meddelanden": [False, False, False],
        "lasning": [False, True, False],
        "momentet": [False, False, True],
        "anteckningar": [False, False, False],
    }
    bo.press("Filtrera", visa="", formular="veckokollen")
    shown = bo.text.partition("Filtrera")[2]
    assert ("Formulär skickat: Veckokollen" in shown, "Reflektion" in shown) == (True, False)
    bo.press("Filtrera", visa="lasning", formular="veckokollen")
    assert "Inget av det slaget finns på tidslinjen." in bo.text


@pytest.mark.row("M16")
def test_older_events_come_a_page_at_a_time_and_none_is_lost(
    bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    cast.send("veckokollen", WEEK)
    Event.objects.bulk_create(
        Event(
            treatment=cast.treatment,
            kind=EventKind.PAGE_READ,
            at=cast.now,
            actor="patient",
            actor_name=f"Nummer {n}.",
            subject="m1-01",
        )
        for n in range(120)
    )
    seen = ""
    bo.open(address("timeline"))
    for _ in range(3):
        seen += bo.text
        if bo.page.has_link("Visa äldre"):
            bo.click("Visa äldre")
    assert [n for n in range(120) if seen.count(f"Nummer {n}.") != 1] == []
    assert "Programmet startat" in seen
    assert not bo.page.has_link("Visa äldre")


def test_a_page_that_the_programme_no_longer_has_keeps_its_id_on_the_timeline(
    bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    Event.objects.create(
        treatment=cast.treatment,
        kind=EventKind.PAGE_READ,
        at=cast.now,
        actor="patient",
        actor_name="Astrid Alm",
        subject="m1-99",
    )
    bo.open(address("timeline"))
    assert "Sida läst: m1-99" in bo.text


# Formulär


def test_the_forms_that_have_answers_are_listed_with_numbers(
    bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    bo.open(address("results"))
    assert "Inga formulär än." in bo.text
    for _ in range(2):
        cast.send("veckokollen", WEEK)
    bo.open(address("results"))
    assert "veckokollen 2 2 i dag 09:30" in bo.text.lower()
    bo.click("Veckokollen")
    bo.open(address("results"))
    assert "Veckokollen 2 0" in bo.text


@pytest.mark.row("F2")
def test_the_curve_and_every_filling_stand_on_the_forms_page(
    bo: Browser, astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    cast.send("veckokollen", WEEK)
    bo.open(address("results_of_form", "veckokollen"))
    assert "Smärta i genomsnitt" in bo.text
    assert "Hur stark har smärtan varit för det mesta? 0 av 10" in bo.text
    astrid.open(address("answers_of_form", "veckokollen"))
    drawing = '<circle class="c-point"'
    assert bo.page.html.count(drawing) == astrid.page.html.count(drawing) > 0


def test_a_form_without_answers_says_so(bo: Browser, address: Callable[..., str]) -> None:
    bo.open(address("results_of_form", "veckokollen"))
    assert "Inga svar på det här formuläret än." in bo.text


@pytest.mark.parametrize("form", ["finns-inte", "veckokollen-1", "1"])
def test_a_form_that_is_not_there_is_not_found(
    form: str, cast: Cast, address: Callable[..., str]
) -> None:
    assert cast.client(cast.bo).get(address("results_of_form", form)).status_code == 404


def test_a_replaced_answer_leads_back_to_the_one_before(
    bo: Browser, address: Callable[..., str], cast: Cast
) -> None:
    first = cast.send("reflektion-1", {"nytt": "Först"})
    second = cast.send("reflektion-1", {"nytt": "Sedan"}, replaces=first)
    bo.open(address("staff_answer", second.pk))
    bo.click("Se svaret som det här ersätter")
    assert (bo.address, "Först" in bo.text) == (address("staff_answer", first.pk), True)


# Innehållet


@pytest.mark.row("M11")
def test_the_content_is_shown_as_the_patient_sees_it_and_leaves_no_trace(
    bo: Browser, astrid: Browser, address: Callable[..., str], cast: Cast, wall: Wall
) -> None:
    bo.open(address("manage"))
    before = tables()
    wall.pass_by(minutes=1)
    page = programme(PROGRAMME).module("m1").pages[0]
    bo.click(page.title)
    assert bo.address == address("preview_page", "m1", "m1-01")
    assert "Att du tittar syns inte för patienten." in bo.text
    for short in page.short:
        assert short in bo.text
    assert changed(before) == {"lindra_accesslog"}
    astrid.open(address("page", "m1", "m1-01"))
    body = bo.page.html.partition('<div class="prose">')[2].partition("</div>")[0]
    assert (
        body.partition("Att göra")[0].split()[:200]
        == (astrid.page.html.partition('<div class="prose">')[2].partition("</div>")[0])
        .partition("Att göra")[0]
        .split()[:200]
    )


@pytest.mark.row("M11")
@pytest.mark.parametrize("module", [m.id for m in programme(PROGRAMME).modules if m.pages])
def test_every_page_can_be_looked_at_by_staff(
    module: str, cast: Cast, address: Callable[..., str]
) -> None:
    client = cast.client(cast.bo)
    pages = [address("preview_module", module)] + [
        address("preview_page", module, page.id)
        for page in programme(PROGRAMME).module(module).pages
    ]
    assert {client.get(page).status_code for page in pages} == {200}


@pytest.mark.parametrize("args", [("m9",), ("m1", "m1-99"), ("m1", "m2-01")])
def test_content_that_is_not_there_is_not_found(
    args: tuple[str, ...], cast: Cast, address: Callable[..., str]
) -> None:
    name = "preview_module" if len(args) == 1 else "preview_page"
    assert cast.client(cast.bo).get(address(name, *args)).status_code == 404


def _tabs(address: Callable[..., str]) -> list[str]:
    return [address(name) for name in ("manage", "timeline", "results")]


@pytest.mark.row("M14", "M20")
def test_a_programme_that_is_carried_out_leads_on_to_what_the_team_does_next(
    bo: Browser, cast: Cast, address: Callable[..., str]
) -> None:
    answer = cast.send("genomfort", {"klar": True, **WEEK})
    other = cast.send("reflektion-1", {"nytt": "Sömnen"})
    ways = [address("extend"), address("maintain"), address("end")]
    for page in (address("results_of_form", "genomfort"), address("staff_answer", answer.pk)):
        bo.open(page)
        assert [to for to, _ in bo.page.links if to in ways] == ways
    bo.open(address("staff_answer", other.pk))
    assert [to for to, _ in bo.page.links if to in ways] == []
